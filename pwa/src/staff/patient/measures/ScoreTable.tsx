import { useState } from 'preact/hooks';
import type { AccountView, Day, Id, PatientView } from '../../../api/types';
import { datedDay } from '../../../i18n/dates';
import { Button } from '../../../ui';
import { t } from '../../strings';
import { sessionName } from '../../words/sessions';
import { Answers } from './Answers';
import { CorrectScore } from './EnterScore';
import type { InstrumentView, MeasureView } from './shapes';
import { bandName, marksOf, shortName, sourceText, statusText, titleOf } from './words';

interface Props {
  me: AccountView;
  patient: PatientView;
  today: Day;
  scores: MeasureView[];
  instruments: InstrumentView[];
  onChange: () => Promise<void>;
}

const FIRST = 20;

export function ScoreTable({ me, patient, today, scores, instruments, onChange }: Props) {
  const [all, setAll] = useState(false);
  const [open, setOpen] = useState<Id | null>(null);
  const [correcting, setCorrecting] = useState<MeasureView | null>(null);
  const shown = all ? scores : scores.slice(0, FIRST);
  const known = (score: MeasureView) => instruments.find((each) => each.id === score.instrument);
  return (
    <div class="card">
      <table class="table scores">
        <thead>
          <tr>
            <th scope="col">{t('measures.day')}</th>
            <th scope="col">{t('measures.score')}</th>
            <th scope="col">{t('measures.from')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((score) => {
            const session = patient.sessions.find((each) => each.session_id === score.session_id);
            const isOpen = open === score.measure_id;
            const instrument = known(score);
            return [
              <tr key={score.measure_id} class={isOpen ? 'opened' : undefined}>
                <th scope="row">
                  <span class="ink">{shortName(score.instrument)}</span>
                  <span class="under">{datedDay(score.day)}</span>
                </th>
                <td>
                  <Total score={score} instrument={instrument} />
                  <Act
                    score={score}
                    open={isOpen}
                    mayCorrect={me.role === 'clinician' && score.source === 'clinic'}
                    onOpen={() => setOpen(isOpen ? null : score.measure_id)}
                    onCorrect={() => setCorrecting(score)}
                  />
                </td>
                <td>
                  {sourceText(score)}
                  {session && <span class="under soft small">{t('measures.session', { session: sessionName(session) })}</span>}
                  {marksOf(score) !== '' && <span class="under soft small">{marksOf(score)}</span>}
                </td>
              </tr>,
              isOpen && instrument && (
                <tr key={`${score.measure_id} answers`}>
                  <td colSpan={3} id={`answers-${score.measure_id}`}>
                    <Answers score={score} instrument={instrument} />
                  </td>
                </tr>
              ),
            ];
          })}
        </tbody>
      </table>
      {!all && scores.length > FIRST && (
        <Button kind="plain" onClick={() => setAll(true)}>
          {t('measures.more', { n: scores.length - FIRST })}
        </Button>
      )}
      {correcting && (
        <CorrectScore
          patient={patient}
          today={today}
          instruments={instruments}
          score={correcting}
          onClose={() => setCorrecting(null)}
          onSaved={async () => {
            setCorrecting(null);
            await onChange();
          }}
        />
      )}
    </div>
  );
}

function Total({ score, instrument }: { score: MeasureView; instrument: InstrumentView | undefined }) {
  const said = statusText(score, instrument);
  if (score.declined) return <>{said}</>;
  const hollow = score.status === 'estimated';
  return (
    <>
      <strong class={hollow ? 'estimated' : undefined}>
        {score.total === null ? t('measures.no_total') : outOf(score.total, instrument?.max ?? null)}
      </strong>
      {score.band && <span> {bandName(score, instrument)}</span>}
      {said && <span class={score.total === null ? 'under small look-ink' : 'under soft small'}>{said}</span>}
    </>
  );
}

const outOf = (total: number, max: number | null) => (max === null ? String(total) : t('measures.out_of', { total, max }));

interface ActProps {
  score: MeasureView;
  open: boolean;
  mayCorrect: boolean;
  onOpen: () => void;
  onCorrect: () => void;
}

function Act({ score, open, mayCorrect, onOpen, onCorrect }: ActProps) {
  if (mayCorrect) {
    return (
      <button type="button" class="link no-print" onClick={onCorrect}>
        {t('measures.correct')}
        <span class="sr-only">{t('measures.of', titleOf(score))}</span>
      </button>
    );
  }
  if (score.answers === null) return null;
  return (
    <button
      type="button"
      class="link no-print"
      aria-expanded={open}
      aria-controls={open ? `answers-${score.measure_id}` : undefined}
      onClick={onOpen}
    >
      {t(open ? 'measures.close' : 'measures.open')}
      <span class="sr-only">{t('measures.of', titleOf(score))}</span>
    </button>
  );
}
