import { useState } from 'preact/hooks';
import { post } from '../../api/client';
import type { InvitationMade, Language, Role } from '../../api/types';
import { LANGUAGES, language } from '../../i18n/i18n';
import { Button, Choice, Field, ProblemNotice, Select } from '../../ui';
import { useAction } from '../load';
import { t } from '../strings';
import { InvitationReady } from '../ui/InvitationReady';

const ROLES: readonly Role[] = ['clinician', 'therapist', 'admin'];

export function InviteStaff() {
  const [made, setMade] = useState<{ invitation: InvitationMade; name: string } | null>(null);
  return (
    <div class="stack form-page">
      <p>
        <a href="#/">{t('people.title')}</a>
      </p>
      <h1>{t('staff.title')}</h1>
      {made ? (
        <InvitationReady invitation={made.invitation} name={made.name} onAnother={() => setMade(null)} />
      ) : (
        <Form onMade={(invitation, name) => setMade({ invitation, name })} />
      )}
    </div>
  );
}

function Form({ onMade }: { onMade: (made: InvitationMade, name: string) => void }) {
  const [role, setRole] = useState<Role | null>(null);
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [spoken, setSpoken] = useState<Language>(language.value);
  const saving = useAction();
  const onSubmit = (event: Event) => {
    event.preventDefault();
    const body = { role, name: name.trim(), email: email.trim() || null, language: spoken, patient: null };
    void saving.run(async () => onMade(await post<InvitationMade>('/api/invitations', body), name.trim()));
  };
  return (
    <form class="card" onSubmit={onSubmit}>
      <Choice<Role>
        legend={t('staff.role')}
        value={role}
        onChange={setRole}
        options={ROLES.map((each) => ({ value: each, label: t(`role.${each}`) }))}
      />
      <Field label={t('invite.name')} required autocomplete="off" value={name} onInput={setName} />
      <Field label={t('invite.email')} type="email" optional autocomplete="off" value={email} onInput={setEmail} />
      <Select
        label={t('invite.language')}
        value={spoken}
        onChange={setSpoken}
        options={LANGUAGES.map((each) => ({ value: each, label: t(`language.${each}`) }))}
      />
      {saving.error !== null && <ProblemNotice error={saving.error} />}
      <div class="row">
        <Button kind="primary" type="submit" busy={saving.busy} disabled={role === null}>
          {t('invite.make')}
        </Button>
      </div>
    </form>
  );
}
