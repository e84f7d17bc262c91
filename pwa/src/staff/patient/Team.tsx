import { useState } from 'preact/hooks';
import { del, get, put } from '../../api/client';
import type { AccountView, Id, PatientView } from '../../api/types';
import { dateTime } from '../../i18n/dates';
import { Button, Dialog, ProblemNotice, Select } from '../../ui';
import { useAction, useLoad } from '../load';
import { t } from '../strings';
import { clinicZone } from '../today';
import type { Person } from '../types';

interface Props {
  me: AccountView;
  patient: PatientView;
  onChange: () => void;
}

export function Team({ me, patient, onChange }: Props) {
  return (
    <div class="two-columns">
      <section class="card">
        <h2>{t('team.title')}</h2>
        <p class="soft">{t('team.text')}</p>
        <Members team={patient.care_team} patientId={patient.patient_id} mayChange={me.role === 'clinician'} onChange={onChange} />
      </section>
      <section class="card">
        <h2>{t('reminders.title')}</h2>
        {reachLines(patient).map((line) => (
          <p key={line}>{line}</p>
        ))}
        <p class="soft">
          {t('patient.zone', { zone: patient.zone })}. {t('patient.language', { language: t(`language.${patient.language}`) })}.
        </p>
      </section>
    </div>
  );
}

const TWO_DAYS_MS = 2 * 86_400_000;

/** Facts about the phone, not about the person: no push may mean a new phone, no battery, or notifications turned off. */
function reachLines({ push }: PatientView): string[] {
  const lines = [push.subscriptions === 0 ? t('reminders.none') : t('reminders.devices', { n: push.subscriptions })];
  if (push.last_reached_at === null) return push.subscriptions === 0 ? lines : [...lines, t('reminders.never')];
  const old = Date.now() - new Date(push.last_reached_at).getTime() > TWO_DAYS_MS;
  return [...lines, t(old ? 'reminders.not_since' : 'reminders.reached', { when: dateTime(push.last_reached_at, clinicZone()) })];
}

interface MembersProps {
  team: PatientView['care_team'];
  patientId: Id;
  mayChange: boolean;
  onChange: () => void;
}

/** Also what an administrator sees of a patient: names and roles, no journal. */
export function Members({ team, patientId, mayChange, onChange }: MembersProps) {
  const [removing, setRemoving] = useState<PatientView['care_team'][number] | null>(null);
  const saving = useAction();
  const remove = async (account_id: Id) => {
    if (!(await saving.run(() => del(`/api/patients/${patientId}/care-team/${account_id}`)))) return;
    setRemoving(null);
    onChange();
  };
  return (
    <>
      <ul class="bare rows">
        {team.map((member) => (
          <li key={member.account_id} class="row apart">
            <span>
              {member.name} <span class="soft small">{t(`role.${member.role}`)}</span>
            </span>
            {mayChange && (
              <Button kind="plain" label={t('team.remove', { name: member.name })} onClick={() => setRemoving(member)}>
                {t('common.remove')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {mayChange && <AddMember team={team} patientId={patientId} onChange={onChange} />}
      {removing && (
        <Dialog title={t('team.remove', { name: removing.name })} onClose={() => setRemoving(null)}>
          <p>{t('team.remove_ask', { name: removing.name })}</p>
          {saving.error !== null && <ProblemNotice error={saving.error} />}
          <div class="row">
            <Button kind="danger" busy={saving.busy} onClick={() => void remove(removing.account_id)}>
              {t('common.remove')}
            </Button>
            <Button kind="outline" onClick={() => setRemoving(null)}>
              {t('common.cancel')}
            </Button>
          </div>
        </Dialog>
      )}
    </>
  );
}

function AddMember({ team, patientId, onChange }: Omit<MembersProps, 'mayChange'>) {
  const people = useLoad('people', () => get<Person[]>('/api/people'));
  const [chosen, setChosen] = useState<Id>('');
  const saving = useAction();
  const add = async () => {
    if (chosen === '' || !(await saving.run(() => put(`/api/patients/${patientId}/care-team/${chosen}`)))) return;
    setChosen('');
    onChange();
  };
  const there = new Set(team.map((member) => member.account_id));
  const others = careStaff(people.value ?? []).filter((person) => !there.has(person.account_id));
  if (others.length === 0) return null;
  return (
    <div class="stack tight">
      <Select
        label={t('team.choose')}
        value={chosen}
        onChange={setChosen}
        options={[
          { value: '', label: t('team.choose_one') },
          ...others.map((person) => ({
            value: person.account_id,
            label: `${person.name}, ${t(`role.${person.role}`).toLocaleLowerCase()}`,
          })),
        ]}
      />
      {saving.error !== null && <ProblemNotice error={saving.error} />}
      <div class="row">
        <Button busy={saving.busy} disabled={chosen === ''} onClick={() => void add()}>
          {t('team.add')}
        </Button>
      </div>
    </div>
  );
}

/** Who can be on a care team: active therapists and clinicians. */
export const careStaff = (people: Person[]) =>
  people.filter((person) => (person.role === 'therapist' || person.role === 'clinician') && person.status === 'active');
