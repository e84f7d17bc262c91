import { useEffect, useState } from 'preact/hooks';
import { Problem, post } from '../../api/client';
import type { AccountView, Audience, InvitationLookUp } from '../../api/types';
import { language, storedLanguage, useLanguage } from '../../i18n/i18n';
import { acceptInvitation } from '../../session/session';
import { phoneZone } from '../../sync/stamp';
import { Button, Card, Check, Choice, Field, Notice, ProblemNotice, problemText } from '../../ui';
import { useForm } from '../../ui/useForm';
import { t } from '../messages';
import { Screen } from '../parts/Screen';
import { forgetInvitation } from '../state/visit';
import { AUDIENCES } from '../words';

/** Used, too old, or never given: a link that will not work again. */
const DEAD: readonly string[] = ['gone', 'not-found', 'invalid'];
const SHORTEST_PASSWORD = 12;
type Step = 'who' | 'consent' | 'share';

/** From the one-time link to signed in. Nothing is made before the last step; the token never enters a request line. */
export function Join({ token, onJoined }: { token: string; onJoined: (view: AccountView) => void }) {
  const [invitation, setInvitation] = useState<InvitationLookUp | null>(null);
  const [error, setError] = useState<unknown>(null);
  const look = async () => {
    setError(null);
    try {
      const found = await post<InvitationLookUp>('/api/invitations/look-up', { token });
      if (storedLanguage() === null) await useLanguage(found.language, false);
      setInvitation(found);
    } catch (problem) {
      if (problem instanceof Problem && DEAD.includes(problem.slug)) forgetInvitation(); // a reload leads to the sign-in
      setError(problem);
    }
  };
  useEffect(() => void look(), [token]);
  if (error) {
    return (
      <Screen title={t('join.title')}>
        <ProblemNotice error={error} onRetry={() => void look()} />
        <p class="soft">{t('join.ask_again')}</p>
      </Screen>
    );
  }
  if (!invitation) {
    return (
      <Screen title={t('join.title')}>
        <p class="soft">{t('common.loading')}</p>
      </Screen>
    );
  }
  return <Steps token={token} invitation={invitation} onJoined={onJoined} />;
}

interface Answers {
  name: string;
  email: string;
  password: string;
  consent: boolean;
  share: Audience;
}

interface StepProps {
  answers: Answers;
  set: (part: Partial<Answers>) => void;
  next: () => void;
}

function Steps({ token, invitation, onJoined }: { token: string; invitation: InvitationLookUp; onJoined: (view: AccountView) => void }) {
  const isPatient = invitation.role === 'patient';
  const steps: readonly Step[] = isPatient ? ['who', 'consent', 'share'] : ['who'];
  const [at, setAt] = useState(0);
  const {
    form: answers,
    change: set,
    latest,
  } = useForm<Answers>(() => ({ name: invitation.name, email: '', password: '', consent: false, share: 'private' }));
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);

  const finish = async () => {
    setBusy(true);
    const { name, email, password, consent, share } = latest();
    const who = { token, name: name.trim(), email: email.trim(), password, language: language.value, zone: phoneZone() };
    try {
      onJoined(await acceptInvitation({ ...who, consent: isPatient ? consent : null, share_default: share }));
    } catch (problem) {
      const taken = problem instanceof Problem && problem.slug === 'unauthenticated';
      if (taken) setAt(0); // where the address and the password are
      setError(taken ? t('join.email_taken') : problemText(problem));
      setBusy(false);
    }
  };
  const next = () => {
    setError(null);
    if (at + 1 < steps.length) setAt(at + 1);
    else void finish();
  };
  const props = { answers, set, next };
  const step = steps[at];
  return (
    <Screen
      title={t(`join.${step ?? 'who'}_title`)}
      above={t('join.step', { n: at + 1, of: steps.length, clinic: invitation.clinic_name })}
    >
      {step === 'who' && <Who {...props} invitation={invitation} busy={busy} />}
      {step === 'consent' && <Consent {...props} />}
      {step === 'share' && <Share {...props} busy={busy} />}
      {error && (
        <Notice tone="look" live="alert">
          {error}
        </Notice>
      )}
      {at > 0 && (
        <Button kind="plain" onClick={() => setAt(at - 1)}>
          {t('common.back')}
        </Button>
      )}
    </Screen>
  );
}

function Who({ answers, set, next, invitation, busy }: StepProps & { invitation: InvitationLookUp; busy: boolean }) {
  const [asked, setAsked] = useState(false);
  const known = invitation.has_identity;
  const short = !known && [...answers.password].length < SHORTEST_PASSWORD;
  const submit = (event: Event) => {
    event.preventDefault();
    setAsked(true);
    if (!short) next();
  };
  return (
    <Card>
      <form class="stack" onSubmit={submit}>
        <p>
          {t(known ? 'join.who_known' : invitation.role === 'patient' ? 'join.who_text' : 'join.who_staff', {
            clinic: invitation.clinic_name,
          })}
        </p>
        <Field label={t('join.name')} autocomplete="name" required maxLength={120} value={answers.name} onInput={(name) => set({ name })} />
        <Field
          label={t('sign_in.email')}
          type="email"
          autocomplete="username"
          required
          value={answers.email}
          onInput={(email) => set({ email })}
        />
        <Field
          label={t(known ? 'join.password_known' : 'join.password')}
          hint={known ? undefined : t('join.password_hint', { n: SHORTEST_PASSWORD })}
          error={asked && short ? t('join.password_short', { n: SHORTEST_PASSWORD }) : null}
          type="password"
          autocomplete={known ? 'current-password' : 'new-password'}
          required
          value={answers.password}
          onInput={(password) => set({ password })}
        />
        <Button kind="primary" type="submit" wide busy={busy}>
          {t('common.continue')}
        </Button>
      </form>
    </Card>
  );
}

function Consent({ answers, set, next }: StepProps) {
  return (
    <>
      <Card>
        <ul class="points">
          <li>{t('consent.what')}</li>
          <li>{t('consent.numbers')}</li>
          <li>{t('consent.notes')}</li>
          <li>
            <strong>{t('share.private_sentence')}</strong>
          </li>
          <li>
            <strong>{t('consent.not_live')}</strong>
          </li>
          <li>{t('consent.not_device')}</li>
          <li>{t('consent.leave')}</li>
        </ul>
      </Card>
      <Check checked={answers.consent} onChange={(consent) => set({ consent })}>
        {t('consent.agree')}
      </Check>
      <Button kind="primary" wide disabled={!answers.consent} onClick={next}>
        {t('common.continue')}
      </Button>
    </>
  );
}

function Share({ answers, set, next, busy }: StepProps & { busy: boolean }) {
  return (
    <>
      <Card>
        <Choice
          legend={t('share.default')}
          column
          value={answers.share}
          onChange={(share) => set({ share })}
          options={AUDIENCES.map((value) => ({ value, label: t(`share.${value}_option`) }))}
        />
        <p class="soft">{t(`share.${answers.share}_sentence`)}</p>
        <p class="soft">{t('join.share_later')}</p>
      </Card>
      <Button kind="primary" wide busy={busy} onClick={next}>
        {t('join.finish')}
      </Button>
    </>
  );
}
