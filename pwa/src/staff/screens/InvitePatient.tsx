import { useState } from 'preact/hooks';
import { get, post } from '../../api/client';
import type { AccountView, Id, InvitationMade, Language } from '../../api/types';
import { LANGUAGES, language } from '../../i18n/i18n';
import { Button, Check, Field, ProblemNotice, Select } from '../../ui';
import { useAction, useLoad } from '../load';
import { careStaff } from '../patient/Team';
import { t } from '../strings';
import type { Person } from '../types';
import { InvitationReady } from '../ui/InvitationReady';
import { countries } from '../ui/places';

export function InvitePatient({ me }: { me: AccountView }) {
  const [made, setMade] = useState<{ invitation: InvitationMade; name: string } | null>(null);
  return (
    <div class="stack form-page">
      <p>
        <a href="#/">{t(me.role === 'admin' ? 'people.title' : 'patient.back')}</a>
      </p>
      <h1>{t('invite.title')}</h1>
      {made ? (
        <InvitationReady invitation={made.invitation} name={made.name} onAnother={() => setMade(null)} />
      ) : (
        <Form me={me} onMade={(invitation, name) => setMade({ invitation, name })} />
      )}
    </div>
  );
}

function Form({ me, onMade }: { me: AccountView; onMade: (made: InvitationMade, name: string) => void }) {
  const people = useLoad('people', () => get<Person[]>('/api/people'));
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [spoken, setSpoken] = useState<Language>(language.value);
  const [country, setCountry] = useState(me.clinic.country);
  const [team, setTeam] = useState<Id[]>([]);
  const saving = useAction();
  const others = careStaff(people.value ?? []).filter((person) => person.account_id !== me.account_id);
  const onSubmit = (event: Event) => {
    event.preventDefault();
    const body = {
      role: 'patient',
      name: name.trim(),
      email: email.trim() || null,
      language: spoken,
      patient: { country, care_team: team },
    };
    void saving.run(async () => onMade(await post<InvitationMade>('/api/invitations', body), name.trim()));
  };
  return (
    <form class="card" onSubmit={onSubmit}>
      <Field label={t('invite.name')} required autocomplete="off" value={name} onInput={setName} />
      <Field label={t('invite.email')} type="email" optional autocomplete="off" value={email} onInput={setEmail} />
      <Select
        label={t('invite.language')}
        value={spoken}
        onChange={setSpoken}
        options={LANGUAGES.map((each) => ({ value: each, label: t(`language.${each}`) }))}
      />
      <Select label={t('invite.country')} hint={t('invite.country_hint')} value={country} onChange={setCountry} options={countries()} />
      {others.length > 0 && (
        <fieldset class="field">
          <legend class="label">{t('invite.team')}</legend>
          {others.map((person) => (
            <Check
              key={person.account_id}
              checked={team.includes(person.account_id)}
              onChange={(on) => setTeam(on ? [...team, person.account_id] : team.filter((id) => id !== person.account_id))}
            >
              {person.name} <span class="soft small">{t(`role.${person.role}`)}</span>
            </Check>
          ))}
        </fieldset>
      )}
      {saving.error !== null && <ProblemNotice error={saving.error} />}
      <div class="row">
        <Button kind="primary" type="submit" busy={saving.busy}>
          {t('invite.make')}
        </Button>
      </div>
    </form>
  );
}
