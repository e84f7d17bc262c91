import { language } from '../../i18n/i18n';
import { ScoreChart } from '../charts/ScoreChart';
import type { Summary, Window } from '../numbers';
import type { Measure, Named } from '../scores';
import { t } from '../strings';
import { pageDay } from '../words/days';
import {
  direction,
  inShort,
  isOld,
  isWorse,
  oldScore,
  recall,
  scale,
  shortName,
  sinceBaseline,
  sinceBest,
  sinceLast,
  verdicts,
} from '../words/scores';
import { inSentence, sessionMark } from '../words/sessions';

/** The first measure with its chart; of the others one line each. Absent from a summary of version 1, which says so. */
export function Measures({ numbers }: { numbers: Summary }) {
  const { measures } = numbers;
  if (!measures) return <p class="soft small">{t('scores.before_version')}</p>;
  const [first, ...others] = measures;
  if (!first) {
    return (
      <section class="card">
        <h2>{t('scores.title')}</h2>
        <p>{t('scores.none')}</p>
      </section>
    );
  }
  return <MeasureCard measure={first} numbers={numbers} wide others={others} />;
}

/** Those that have only a line above. */
export function FullMeasures({ numbers }: { numbers: Summary }) {
  const others = numbers.measures?.slice(1) ?? [];
  if (others.length === 0) return null;
  return (
    <section class="stack tight" aria-label={t('scores.full')}>
      <h2>{t('scores.full')}</h2>
      <div class="full-measures">
        {others.map((measure) => (
          <MeasureCard key={measure.instrument} measure={measure} numbers={numbers} wide={others.length === 1} />
        ))}
      </div>
    </section>
  );
}

interface CardProps {
  measure: Measure;
  numbers: Summary;
  /** Words and chart side by side. */
  wide?: boolean;
  /** On the first card: the measures that have only a line there. */
  others?: Measure[];
}

function MeasureCard({ measure, numbers, wide, others }: CardProps) {
  const Title = others ? 'h2' : 'h3';
  const { head, rest } = sinceBaseline(measure);
  const { min, max } = measure;
  const said = [rest, sinceLast(measure, lastSession(numbers)), sinceBest(measure), oldScore(measure, numbers.interval)]
    .filter(Boolean)
    .join(' ');
  return (
    <section class={wide ? 'card measure wide' : 'card measure'}>
      <div class="measure-words">
        <Title>
          {shortName(measure)}{' '}
          <span class="soft small">
            {measure.name}, {scale(measure)}
          </span>
        </Title>
        <Plain measure={measure} numbers={numbers} />
        <p class={isWorse(measure) ? 'look-ink' : ''}>
          <strong>{head}</strong> {said}
        </p>
      </div>
      {min !== null && max !== null && measure.points.length + measure.declined.length > 0 && (
        <div>
          <ScoreChart
            title={shortName(measure)}
            direction={direction(measure)}
            min={min}
            max={max}
            bands={measure.bands}
            points={measure.points}
            declined={measure.declined}
            shown={numbers.chart}
            sessions={numbers.sessions}
            recall={recall(measure)}
          />
        </div>
      )}
      <Verdicts measure={measure} />
      {others && others.length > 0 && <Lines measures={others} interval={numbers.interval} />}
    </section>
  );
}

/** "booster 3", in the middle of a sentence. TMS is compared by weeks: its sessions are daily. */
function lastSession({ where }: Summary): string {
  if (where.week !== null) return t('score.last_week');
  return where.previous ? inSentence(sessionMark(where.previous)) : t('score.last_session_none');
}

function columns(measure: Measure, numbers: Summary): { label: string; named: Named | null }[] {
  return [
    { label: t(measure.late_baseline ? 'score.baseline_late' : 'score.baseline'), named: measure.baseline },
    { label: lastLabel(numbers), named: measure.last_session },
    { label: t('score.best'), named: measure.best },
    { label: t('score.now'), named: measure.now },
  ];
}

const lastLabel = (numbers: Summary) =>
  numbers.where.previous || numbers.where.week !== null
    ? t('score.last_session', { session: lastSession(numbers) })
    : t('score.last_before');

/** Four plain numbers, each with its day. */
function Plain({ measure, numbers }: { measure: Measure; numbers: Summary }) {
  return (
    <dl class="plain-numbers">
      {columns(measure, numbers).map(({ label, named }) => (
        <div key={label}>
          <dt class="soft small">{label}</dt>
          <dd>
            {named ? <strong class="number">{named.total}</strong> : <span class="soft">{t('score.absent')}</span>}{' '}
            {named?.band && <span class="soft small band">{bandName(measure, named)}</span>}
          </dd>
          {named && (
            <dd class="soft small">
              {pageDay(named.day)}
              {label === t('score.now') && isOld(measure, numbers.interval) && `, ${t('score.from_before')}`}
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}

const bandName = (measure: Measure, named: Named) => measure.bands.find((band) => band.en === named.band)?.[language.value] ?? named.band;

function Verdicts({ measure }: { measure: Measure }) {
  const found = verdicts(measure);
  if (found.length === 0) return null;
  return (
    <dl class="verdicts small">
      {found.map((verdict) => (
        <div key={verdict.name}>
          <dt class="soft">{verdict.name}</dt>
          <dd>
            <strong class={verdict.worse ? 'look-ink' : verdict.weak ? 'soft' : ''}>{verdict.said}</strong>{' '}
            <span class="soft">({verdict.rule})</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Of the other measures one line each, so that a change for the worse is seen on the first screen. */
function Lines({ measures, interval }: { measures: Measure[]; interval: Window }) {
  return (
    <ul class="bare measure-lines">
      {measures.map((measure) => (
        <li key={measure.instrument} class={isWorse(measure) ? 'look-ink' : ''}>
          <strong>{shortName(measure)}</strong> <span class="soft small">{scale(measure)}.</span> {inShort(measure)}{' '}
          {oldScore(measure, interval)}
        </li>
      ))}
    </ul>
  );
}
