import { useState } from 'preact/hooks';
import type { AccountView, Day, PatientView, SessionView } from '../../api/types';
import { Button } from '../../ui';
import { t } from '../strings';
import { dayIn } from '../today';
import { daysAway, isUnmarked, sessionName, sessionTime, statusName } from '../words/sessions';
import { Appointment } from './Appointment';
import { ChangeSession } from './ChangeSession';
import { Courses } from './Courses';

interface Props {
  me: AccountView;
  patient: PatientView;
  onChange: () => void;
}

export function Schedule({ me, patient, onChange }: Props) {
  const today = dayIn(me.clinic.zone);
  const byTime = [...patient.sessions].sort((a, b) => a.starts_at.localeCompare(b.starts_at));
  const ahead = byTime.filter((session) => session.local_day >= today);
  const coming = ahead.filter((session) => session.status === 'planned');
  const off = ahead.filter((session) => session.status === 'cancelled');
  const past = byTime.filter((session) => !coming.includes(session) && !off.includes(session)).reverse();
  return (
    <div class="journal">
      <section class="stack">
        <div class="row apart">
          <h2>{t('schedule.title')}</h2>
          <p class="soft small">{t('schedule.zone', { zone: me.clinic.zone })}</p>
        </div>
        <Sessions
          me={me}
          title={t('schedule.coming')}
          none={t('schedule.none_coming')}
          sessions={coming}
          today={today}
          patient={patient}
          onChange={onChange}
        />
        {off.length > 0 && (
          <Sessions me={me} title={t('schedule.off')} none="" sessions={off} today={today} patient={patient} onChange={onChange} />
        )}
        <Sessions
          me={me}
          title={t('schedule.past')}
          none={t('schedule.none_past')}
          sessions={past}
          today={today}
          patient={patient}
          onChange={onChange}
        />
      </section>
      <section class="stack">
        <Courses me={me} patient={patient} onChange={onChange} />
        <Appointment me={me} patient={patient} onChange={onChange} />
      </section>
    </div>
  );
}

interface ListProps {
  me: AccountView;
  title: string;
  none: string;
  sessions: SessionView[];
  today: Day;
  patient: PatientView;
  onChange: () => void;
}

const FIRST = 8;

/** The sessions of a course are the clinician's; an appointment is everybody's on the team. */
const mayChange = (me: AccountView, session: SessionView) => me.role === 'clinician' || session.course_id === null;

function Sessions({ me, title, none, sessions, today, patient, onChange }: ListProps) {
  const [all, setAll] = useState(false);
  const [changing, setChanging] = useState<SessionView | null>(null);
  const shown = all ? sessions : sessions.slice(0, FIRST);
  return (
    <div class="card">
      <h3>{title}</h3>
      {sessions.length === 0 && <p class="soft">{none}</p>}
      <ul class="bare rows">
        {shown.map((session) => (
          <li key={session.session_id} class="session-row">
            <div>
              <p>
                <strong>{sessionName(session)}</strong>
              </p>
              <p class="soft small">
                {sessionTime(session)}, {daysAway(session.local_day, today)}
              </p>
              {isUnmarked(session, today) && <p class="small look-ink">{t('schedule.not_marked')}</p>}
            </div>
            <span class="small">{statusName(session, today)}</span>
            {mayChange(me, session) && (
              <Button
                kind="outline"
                label={t('schedule.actions', { session: sessionName(session), day: sessionTime(session, 'short') })}
                onClick={() => setChanging(session)}
              >
                {t('schedule.change')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {!all && sessions.length > FIRST && (
        <Button kind="plain" onClick={() => setAll(true)}>
          {t('schedule.more', { n: sessions.length - FIRST })}
        </Button>
      )}
      {changing && (
        <ChangeSession
          session={changing}
          patientId={patient.patient_id}
          today={today}
          onClose={() => setChanging(null)}
          onDone={() => {
            setChanging(null);
            onChange();
          }}
        />
      )}
    </div>
  );
}
