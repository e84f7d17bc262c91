import { useState } from 'preact/hooks';
import { get, post } from '../../api/client';
import type { Id } from '../../api/types';
import { dateTime } from '../../i18n/dates';
import { Button } from '../../ui';
import { useLoad } from '../load';
import { t } from '../strings';
import { clinicZone } from '../today';
import { Say } from '../ui/Say';
import { Screen } from '../ui/Screen';
import { TableTwin } from '../ui/TableTwin';
import { answerText, type Given, type GivenAnswer, isOpenStop, sorted } from '../words/preSession';
import type { LiveStrip } from './shapes';

interface Props {
  patientId: Id;
  live: LiveStrip;
}

/** What the patient answered before this session. Not answered and not sure are said as such; no answer is read as a no. */
export function PreSession({ patientId, live }: Props) {
  const { state, session_id, needs_look } = live.pre_session;
  if (state === 'not_asked') {
    return (
      <div class="card">
        <h2>{t('strip.pre')}</h2>
        <p>{t('strip.pre_text')}</p>
      </div>
    );
  }
  if (state === 'not_answered' || session_id === null) {
    return (
      <div class="card">
        <h2>{t('pre.not_answered')}</h2>
        <p>{t('pre.not_answered_text')}</p>
      </div>
    );
  }
  return <Answered patientId={patientId} sessionId={session_id} needsLook={needs_look} />;
}

function Answered({ patientId, sessionId, needsLook }: { patientId: Id; sessionId: Id; needsLook: number }) {
  const path = `/api/patients/${patientId}/sessions/${sessionId}/answers`;
  const load = useLoad(path, () => get<Given | null>(path), { whenSeen: true });
  const given = load.value;
  const open = given ? given.answers.filter(isOpenStop).length : needsLook;
  const [about, setAbout] = useState<GivenAnswer | null>(null);
  return (
    <div class={open > 0 ? 'card look' : 'card'}>
      <h2 class={open > 0 ? 'look-ink' : ''}>{open > 0 ? t('pre.needs_look', { n: open }) : t('pre.title')}</h2>
      <Screen load={load}>{(found) => (found ? <Answers given={found} onSay={setAbout} /> : <p>{t('pre.not_answered_text')}</p>)}</Screen>
      {about && (
        <Say
          about={`${path} ${about.question}`}
          title={t('pre.review_title')}
          label={t('pre.review_label')}
          hint={t('pre.review_hint')}
          missing={t('pre.review_missing')}
          button={t('common.save')}
          send={(text) => post(`${path}/${about.question}/review`, { what_was_done: text })}
          onDone={() => {
            setAbout(null);
            void load.reload();
          }}
          onClose={() => setAbout(null)}
        >
          <p>
            {about.text} <strong>{answerText(about)}</strong>
          </p>
        </Say>
      )}
    </div>
  );
}

function Answers({ given, onSay }: { given: Given; onSay: (answer: GivenAnswer) => void }) {
  const { look, unsure, unanswered, said } = sorted(given.answers);
  return (
    <>
      {look.length === 0 && <p>{t('pre.nothing')}</p>}
      <ul class="bare stack tight">
        {look.map((answer) => (
          <li key={answer.question}>
            <Line answer={answer} />
            {answer.reviewed && (
              <p class="small">
                {t('pre.reviewed', {
                  name: answer.reviewed.by,
                  when: dateTime(answer.reviewed.at, clinicZone()),
                  text: answer.reviewed.what_was_done,
                })}
              </p>
            )}
            {isOpenStop(answer) && (
              <p class="row">
                <strong class="look-ink">{t('pre.stop')}</strong>
                <Button kind="outline" pill class="no-print" onClick={() => onSay(answer)}>
                  {t('pre.review')}
                  <span class="sr-only">: {answer.text}</span>
                </Button>
              </p>
            )}
          </li>
        ))}
      </ul>
      <Named label={t('pre.unsure')} answers={unsure} />
      <Named label={t('pre.unanswered')} answers={unanswered} />
      {said.length > 0 && <p class="only-print">{said.map((answer) => `${answer.text} ${answerText(answer)}`).join(' · ')}</p>}
      <TableTwin
        label={t('pre.all')}
        show={t('pre.show_all', { n: given.answers.length })}
        beside={<span>{t('pre.at', { when: dateTime(given.written_at, clinicZone()) })}</span>}
      >
        {() => <AllAnswers given={given} />}
      </TableTwin>
    </>
  );
}

function Line({ answer }: { answer: GivenAnswer }) {
  return (
    <p>
      {answer.text} <strong>{answerText(answer)}</strong> {answer.note && <span>{t('pre.note', { text: answer.note })}</span>}
    </p>
  );
}

function Named({ label, answers }: { label: string; answers: GivenAnswer[] }) {
  if (answers.length === 0) return null;
  return (
    <p>
      <strong>{label}:</strong> {answers.map((answer) => answer.text).join(' · ')}
    </p>
  );
}

function AllAnswers({ given }: { given: Given }) {
  return (
    <table class="table dense">
      <caption class="sr-only">{t('pre.all')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('pre.question')}</th>
          <th scope="col">{t('pre.answer')}</th>
        </tr>
      </thead>
      <tbody>
        {given.answers.map((answer) => (
          <tr key={answer.question}>
            <th scope="row">{answer.text}</th>
            <td>
              {answerText(answer)} {answer.note && <span class="under">{t('pre.note', { text: answer.note })}</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
