import { useState } from 'preact/hooks';
import type { Id } from '../../api/types';
import { dateTime } from '../../i18n/dates';
import { Button } from '../../ui';
import { mayReview, reviewAnswer } from '../reviewAnswer';
import { t } from '../strings';
import { clinicZone } from '../today';
import { Clipped } from '../ui/Clipped';
import { Say } from '../ui/Say';
import { TableTwin } from '../ui/TableTwin';
import { answerText, type Given, type GivenAnswer, isOpenStop, sorted } from '../words/preSession';
import type { LiveStrip } from './shapes';

interface Props {
  patientId: Id;
  live: LiveStrip;
  /** After somebody has said what was done, or the patient something else. */
  onChange: () => void;
}

/** More of them than this are counted, and listed with all answers: their questions are long. */
const NAMED = 3;

/** What the patient answered before this session. Not answered and not sure are said as such; no answer is read as a no. */
export function PreSession({ patientId, live, onChange }: Props) {
  const { state, given } = live.pre_session;
  if (state === 'answered' && given) return <Answered patientId={patientId} given={given} onChange={onChange} />;
  const asked = state !== 'not_asked';
  return (
    <div class="card">
      <h2>{t(asked ? 'pre.not_answered' : 'strip.pre')}</h2>
      <p>{t(asked ? 'pre.not_answered_text' : 'strip.pre_text')}</p>
    </div>
  );
}

function Answered({ patientId, given, onChange }: { patientId: Id; given: Given; onChange: () => void }) {
  const [question, setQuestion] = useState<string | null>(null);
  const about = given.answers.find((each) => each.question === question);
  const open = given.answers.filter(isOpenStop).length;
  const path = `/api/patients/${patientId}/sessions/${given.session_id}/answers`;
  return (
    <div class={open > 0 ? 'card look' : 'card'}>
      <h2 class={open > 0 ? 'look-ink' : ''}>{open > 0 ? t('pre.needs_look', { n: open }) : t('pre.title')}</h2>
      <Answers given={given} onSay={(answer) => setQuestion(answer.question)} />
      {about && (
        <Say
          about={`${path} ${about.question}`}
          title={t('pre.review_title')}
          label={t('pre.review_label')}
          hint={t('pre.review_hint')}
          missing={t('pre.review_missing')}
          button={t('common.save')}
          send={(text) => reviewAnswer(path, given, about, text, onChange)}
          onDone={() => {
            setQuestion(null);
            onChange();
          }}
          onClose={() => setQuestion(null)}
        >
          <p>
            {about.text} <strong>{answerText(about)}</strong>
          </p>
          {about.note && <blockquote>{about.note}</blockquote>}
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
                {mayReview() ? (
                  <Button kind="outline" pill class="no-print" onClick={() => onSay(answer)}>
                    {t('pre.review')}
                    <span class="sr-only">: {answer.text}</span>
                  </Button>
                ) : (
                  <span>{t('before.clinician_only')}</span>
                )}
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

/** An answer that stops a session stands until somebody has looked at it, also when the patient has changed it since. */
function Line({ answer }: { answer: GivenAnswer }) {
  const { text, note, earlier } = answer;
  return (
    <p>
      {text} <strong>{answerText(answer)}</strong> {note && <Clipped text={note} />}{' '}
      {earlier && (
        <span>
          {t('pre.earlier', { answer: earlier.answer_text, when: dateTime(earlier.written_at, clinicZone()) })}{' '}
          {earlier.note && <Clipped text={earlier.note} />}
        </span>
      )}
    </p>
  );
}

function Named({ label, answers }: { label: string; answers: GivenAnswer[] }) {
  if (answers.length === 0) return null;
  const listed = answers.map((answer) => answer.text).join(' · ');
  return (
    <p>
      <strong>{label}:</strong>{' '}
      {answers.length > NAMED ? (
        <>
          <span class="no-print">{t('pre.questions', { n: answers.length })}</span>
          <span class="only-print">{listed}</span>
        </>
      ) : (
        listed
      )}
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
