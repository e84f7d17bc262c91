import { useState } from 'preact/hooks';
import { del, get, post } from '../../api/client';
import type { AccountView, InvitationRow, PatientView } from '../../api/types';
import { dateTime } from '../../i18n/dates';
import { Button, Dialog, Field, ProblemNotice } from '../../ui';
import { type Loaded, useAction, useLoad } from '../load';
import { Members } from '../patient/Team';
import { t } from '../strings';
import { clinicZone } from '../today';
import type { Person } from '../types';
import { Screen } from '../ui/Screen';

export function People({ me }: { me: AccountView }) {
  const load = useLoad('people', () => get<Person[]>('/api/people'));
  return (
    <div class="stack">
      <div class="row apart">
        <h1>{t('people.title')}</h1>
        <div class="row">
          <Button kind="primary" href="#/invite/staff">
            {t('people.invite_staff')}
          </Button>
          <Button kind="outline" href="#/invite">
            {t('people.invite_patient')}
          </Button>
        </div>
      </div>
      <p class="soft">{t('people.no_journal')}</p>
      <Invitations />
      <Screen load={load}>{(people) => <Lists me={me} people={people} load={load} />}</Screen>
    </div>
  );
}

interface ListsProps {
  me: AccountView;
  people: Person[];
  load: Loaded<Person[]>;
}

function Lists({ me, people, load }: ListsProps) {
  const [filter, setFilter] = useState('');
  const wanted = filter.trim().toLowerCase();
  const found = people.filter((person) => `${person.name} ${person.email}`.toLowerCase().includes(wanted));
  const reload = () => void load.reload();
  return (
    <>
      <div class="filter">
        <Field label={t('people.filter')} type="search" autocomplete="off" value={filter} onInput={setFilter} />
      </div>
      <List
        title={t('people.staff')}
        everybody={people}
        people={found.filter((person) => person.role !== 'patient')}
        me={me}
        onChange={reload}
      />
      <List
        title={t('people.patients')}
        everybody={people}
        people={found.filter((person) => person.role === 'patient')}
        me={me}
        onChange={reload}
      />
    </>
  );
}

interface ListProps {
  title: string;
  everybody: Person[];
  people: Person[];
  me: AccountView;
  onChange: () => void;
}

function List({ title, everybody, people, me, onChange }: ListProps) {
  const [suspending, setSuspending] = useState<Person | null>(null);
  const [teamOf, setTeamOf] = useState<Person | null>(null);
  const shownTeam = teamOf && (people.find((person) => person.account_id === teamOf.account_id) ?? teamOf);
  return (
    <section class="card">
      <h2>{title}</h2>
      {people.length === 0 && <p class="soft">{t('people.none')}</p>}
      <ul class="bare rows">
        {people.map((person) => (
          <Row
            key={person.account_id}
            team={teamOfPatient(person, everybody)}
            person={person}
            me={me}
            onSuspend={setSuspending}
            onTeam={setTeamOf}
            onChange={onChange}
          />
        ))}
      </ul>
      {suspending && <Suspend person={suspending} onClose={() => setSuspending(null)} onChange={onChange} />}
      {shownTeam && (
        <Dialog title={t('people.manage_team_label', { name: shownTeam.name })} onClose={() => setTeamOf(null)}>
          <Members team={teamOfPatient(shownTeam, everybody)} patientId={shownTeam.account_id} mayChange onChange={onChange} />
          <div class="row">
            <Button kind="outline" onClick={() => setTeamOf(null)}>
              {t('common.close')}
            </Button>
          </div>
        </Dialog>
      )}
    </section>
  );
}

interface RowProps {
  person: Person;
  team: Team;
  me: AccountView;
  onSuspend: (person: Person) => void;
  onTeam: (person: Person) => void;
  onChange: () => void;
}

function Row({ person, team, me, onSuspend, onTeam, onChange }: RowProps) {
  const saving = useAction();
  const suspended = person.status === 'suspended';
  const letIn = async () => {
    if (await saving.run(() => del(`/api/people/${person.account_id}/suspension`))) onChange();
  };
  return (
    <li class="person">
      <div>
        <p>
          <strong>{person.name}</strong> <span class="soft small">{t(`role.${person.role}`)}</span>
        </p>
        <p class="soft small">{person.email}</p>
        {person.role === 'patient' && <p class="soft small">{teamText(team)}</p>}
        {saving.error !== null && <ProblemNotice error={saving.error} />}
      </div>
      <span class="small">{t(suspended ? 'people.status_suspended' : 'people.status_active')}</span>
      <div class="row">
        {person.role === 'patient' && (
          <Button kind="outline" label={t('people.manage_team_label', { name: person.name })} onClick={() => onTeam(person)}>
            {t('people.manage_team')}
          </Button>
        )}
        {person.account_id !== me.account_id &&
          (suspended ? (
            <Button
              kind="outline"
              busy={saving.busy}
              label={t('people.unsuspend_label', { name: person.name })}
              onClick={() => void letIn()}
            >
              {t('people.unsuspend')}
            </Button>
          ) : (
            <Button kind="plain" label={t('people.suspend_label', { name: person.name })} onClick={() => onSuspend(person)}>
              {t('people.suspend')}
            </Button>
          ))}
      </div>
    </li>
  );
}

type Team = PatientView['care_team'];

/** The list names a care team by account ids; their names stand in the same list. */
const teamOfPatient = (patient: Person, everybody: Person[]): Team =>
  (patient.care_team ?? []).flatMap((id) => everybody.filter((person) => person.account_id === id));

const teamText = (team: Team) =>
  team.length > 0 ? t('people.team', { names: team.map((member) => member.name).join(', ') }) : t('people.team_none');

function Suspend({ person, onClose, onChange }: { person: Person; onClose: () => void; onChange: () => void }) {
  const saving = useAction();
  const suspend = async () => {
    if (!(await saving.run(() => post(`/api/people/${person.account_id}/suspension`)))) return;
    onClose();
    onChange();
  };
  return (
    <Dialog title={t('people.suspend_title', { name: person.name })} onClose={onClose}>
      <p>{t('people.suspend_text')}</p>
      {person.role === 'patient' && <p>{t('people.suspend_patient')}</p>}
      {saving.error !== null && <ProblemNotice error={saving.error} />}
      <div class="row">
        <Button kind="danger" busy={saving.busy} onClick={() => void suspend()}>
          {t('people.suspend')}
        </Button>
        <Button kind="outline" onClick={onClose}>
          {t('common.cancel')}
        </Button>
      </div>
    </Dialog>
  );
}

function Invitations() {
  const load = useLoad('invitations', () => get<InvitationRow[]>('/api/invitations'));
  const saving = useAction();
  const withdraw = async (id: string) => {
    if (await saving.run(() => del(`/api/invitations/${id}`))) await load.reload();
  };
  const open = (load.value ?? []).filter((row) => row.state === 'open');
  if (open.length === 0 && !load.error) return null;
  return (
    <section class="card">
      <h2>{t('people.invitations')}</h2>
      <Screen load={load}>
        {() => (
          <ul class="bare rows">
            {open.map((row) => (
              <li key={row.id} class="person">
                <div>
                  <p>
                    <strong>{row.name}</strong> <span class="soft small">{t(`role.${row.role}`)}</span>
                  </p>
                  <p class="soft small">{row.email}</p>
                </div>
                <span class="small">{t('people.ends', { when: dateTime(row.expires_at, clinicZone()) })}</span>
                <Button kind="plain" label={t('people.revoke_label', { name: row.name })} onClick={() => void withdraw(row.id)}>
                  {t('people.revoke')}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </Screen>
      {saving.error !== null && <ProblemNotice error={saving.error} />}
    </section>
  );
}
