import { useEffect, useState } from 'preact/hooks';
import { Problem } from '../api/client';
import type { AccountView, DemoAccount } from '../api/types';
import { t } from '../i18n/common';
import { Button, Card, Field, Notice, problemText } from '../ui';
import { demo, signIn } from './session';

interface Props {
  onSignedIn: (view: AccountView) => void;
  /** Said above the form, for example after a session has ended. */
  reason?: string;
}

export function SignIn({ onSignedIn, reason }: Props) {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);

  const enter = async (withEmail: string, withPassword: string) => {
    setBusy(true);
    setError(null);
    try {
      onSignedIn(await signIn(withEmail.trim(), withPassword));
    } catch (problem) {
      const wrong = problem instanceof Problem && problem.slug === 'unauthenticated';
      setError(wrong ? t('sign_in.wrong') : problemText(problem));
      setBusy(false);
    }
  };
  const onSubmit = (event: Event) => {
    event.preventDefault();
    void enter(email, password);
  };

  return (
    <div class="stack">
      {reason && <Notice>{reason}</Notice>}
      <Card title={t('sign_in.title')}>
        <form class="stack" onSubmit={onSubmit}>
          <Field label={t('sign_in.email')} type="email" name="email" autocomplete="username" required value={email} onInput={setEmail} />
          <Field
            label={t('sign_in.password')}
            type="password"
            name="password"
            autocomplete="current-password"
            required
            value={password}
            onInput={setPassword}
          />
          {error && (
            <Notice tone="look" live="alert">
              {error}
            </Notice>
          )}
          <Button kind="primary" type="submit" wide busy={busy}>
            {t('sign_in.button')}
          </Button>
        </form>
      </Card>
      <p class="soft small">{t('sign_in.invitation_only')}</p>
      <DemoAccounts busy={busy} onChoose={(person) => void enter(person.email, person.password)} />
    </div>
  );
}

function DemoAccounts({ busy, onChoose }: { busy: boolean; onChoose: (person: DemoAccount) => void }) {
  const [people, setPeople] = useState<DemoAccount[]>([]);
  useEffect(() => {
    demo().then(
      (view) => setPeople(view.demo ? view.accounts : []),
      () => setPeople([]), // no demo without a server
    );
  }, []);
  if (people.length === 0) return null;
  return (
    <Notice tone="look" title={t('sign_in.demo_title')}>
      <p>{t('sign_in.demo_text')}</p>
      <div class="stack tight">
        {people.map((person) => (
          <Button key={person.email} kind="outline" wide disabled={busy} onClick={() => onChoose(person)}>
            <span>
              {person.name} <span class="soft small">{t(`role.${person.role}`)}</span>
            </span>
          </Button>
        ))}
      </div>
    </Notice>
  );
}
