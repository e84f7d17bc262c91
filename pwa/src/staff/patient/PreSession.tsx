import { useState } from 'preact/hooks';
import { get } from '../../api/client';
import type { Day, Id, PatientView, SessionView } from '../../api/types';
import { Button, Notice, Select } from '../../ui';
import { clinicTime } from '../alerts/words';
import { useLoad } from '../load';
import { mayReview, reviewAnswer } from '../reviewAnswer';
import { t } from '../strings';
import { Say } from '../ui/Say';
import { Screen } from '../ui/Screen';
import { answerText, type Given, type GivenAnswer, isOpenStop } from '../words/preSession';
import { daysAway, sessionName, sessionTime } from '../words/sessions';
import { askedAbout, inOrder } from './preSession';

interface Props {
  patient: PatientView;
  today: Day;
}

/** What the patient answered before a session: the coming one first, earlier ones on request. */
export function PreSession({ patient, today }: Props) {
  const sessions = askedAbout(patient.sessions, today);
  const [chosen, setChosen] = useState<Id | null>(null);
  const session = sessions.find((each) => each.session_id === chosen) ?? sessions[0];
  return (
    <section class="stack form-page" aria-label={t('before.title')}>
      <p class="soft">{t('before.text')}</p>
      {!session && <p>{t('before.no_session')}</p>}
      {sessions.length > 1 && session && (
        <div class="filter no-print">
          <Select
            label={t('before.session')}
            value={session.session_id}
            onChange={setChosen}
            options={sessions.map((each) => ({ value: each.session_id, label: `${sessionName(each)}, ${sessionTime(each, 'short')}` }))}
          />
        </div>
      )}
      {session && <Answers key={session.session_id} patientId={patient.patient_id} session={session} today={today} />}
    </section>
  );
}

interface AnswersProps {
  patientId: Id;
  session: SessionView;
  today: Day;
}

function Answers({ patientId, session, today }: AnswersProps) {
  const path = `/api/patients/${patientId}/sessions/${session.session_id}/answers`;
  const load = useLoad(path, () => get<Given | null>(path), { whenSeen: true });
  return (
    <div class="card">
      <div>
        <h2>{sessionName(session)}</h2>
        <p class="soft small">
          {sessionTime(session)}, {daysAway(session.local_day, today)}
        </p>
      </div>
      <Screen load={load}>
        {(given) => (given ? <Sheet given={given} path={path} onChange={() => void load.reload()} /> : <p>{t('before.none')}</p>)}
      </Screen>
    </div>
  );
}

const HOUR_MS = 3_600_000;

/** Every answer of one sheet. "Not sure" and what was left out stand as such. */
export function Sheet({ given, path, onChange }: { given: Given; path: string; onChange: () => void }) {
  const [question, setQuestion] = useState<string | null>(null);
  const looking = given.answers.find((each) => each.question === question);
  const open = given.answers.filter(isOpenStop);
  const when = clinicTime(given.written_at);
  const waited = Date.parse(given.received_at) - Date.parse(given.written_at) > HOUR_MS;
  return (
    <>
      <p class="soft small">
        {waited ? t('before.synced', { when, received: clinicTime(given.received_at) }) : t('before.given', { when })}
      </p>
      {open.length > 0 && (
        <Notice tone="look" title={t('before.needs_look', { n: open.length })}>
          {open.map((each) => (
            <div key={each.question} class="beside">
              <p>
                {each.text} <strong>{answerText(each)}</strong>
              </p>
              {mayReview() && (
                <Button kind="outline" label={t('before.review_label', { question: each.text })} onClick={() => setQuestion(each.question)}>
                  {t('before.review')}
                </Button>
              )}
            </div>
          ))}
          {!mayReview() && <p>{t('before.clinician_only')}</p>}
        </Notice>
      )}
      <dl class="fields">
        {inOrder(given).map((each) => (
          <div key={each.question}>
            <dt>{each.text}</dt>
            <dd>
              <Answer answer={each} />
            </dd>
          </div>
        ))}
      </dl>
      {looking && (
        <Say
          about={`${path} ${looking.question}`}
          title={t('before.review')}
          label={t('before.what_was_done')}
          missing={t('form.needed')}
          button={t('common.save')}
          send={(text) => reviewAnswer(path, given, looking, text, onChange)}
          onDone={() => {
            setQuestion(null);
            onChange();
          }}
          onClose={() => setQuestion(null)}
        >
          <p>
            {looking.text} <strong>{answerText(looking)}</strong>
          </p>
          {looking.note && <blockquote>{looking.note}</blockquote>}
        </Say>
      )}
    </>
  );
}

function Answer({ answer }: { answer: GivenAnswer }) {
  const { action, reviewed, note } = answer;
  return (
    <>
      <p class={action === 'none' ? undefined : 'look-ink'}>
        {answer.answer === 'not_answered' ? <em>{t('before.not_answered')}</em> : <strong>{answerText(answer)}</strong>}
      </p>
      {note && <blockquote>{note}</blockquote>}
      {answer.earlier && (
        <p class="small">
          {t('before.earlier', { answer: answer.earlier.answer_text, when: clinicTime(answer.earlier.written_at) })}
          {answer.earlier.note && ` ${t('words.quote', { text: answer.earlier.note })}`}
        </p>
      )}
      {action === 'crisis_flow' && <p class="small look-ink">{t('before.crisis')}</p>}
      {isOpenStop(answer) && <p class="small look-ink">{t('before.stop')}</p>}
      {action === 'tell_staff_before' && <p class="small look-ink">{t('before.tell')}</p>}
      {reviewed && (
        <p class="soft small">
          {t('before.reviewed', { name: reviewed.by, when: clinicTime(reviewed.at), words: reviewed.what_was_done })}
        </p>
      )}
      {answer.prescriber_only && <p class="soft small">{t('before.prescriber')}</p>}
    </>
  );
}
