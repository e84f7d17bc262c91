import { useId } from 'preact/hooks';
import type { Day } from '../../api/types';
import { number } from '../../i18n/dates';
import { language } from '../../i18n/i18n';
import type { Window } from '../numbers';
import type { Band, ScorePoint } from '../scores';
import { t } from '../strings';
import { TableTwin } from '../ui/TableTwin';
import { useWidth } from '../ui/useWidth';
import { pageDay } from '../words/days';
import { type Frame, labelsThatFit, xOf, yOf } from './geometry';
import { type ChartSession, Scale, Sessions } from './parts';
import { ScoreTable } from './ScoreTable';
import { drawn, scoreAxis, scoreLine, scoreWindow, zonesOf } from './scoreGeometry';

export interface ScoreChartProps {
  title: string;
  /** "higher is worse", said with the title. */
  direction: string;
  min: number;
  max: number;
  bands: Band[];
  points: ScorePoint[];
  declined: Day[];
  shown: Window;
  sessions: ChartSession[];
  /** How far back the answers look: it stands under the chart. */
  recall: string;
  height?: number;
}

const LETTER = 5.7; // px, the mean width of a letter at 11 px

/** Scores on their whole scale over pale zones of severity. Estimated ones are hollow and joined to nothing. */
export function ScoreChart(props: ScoreChartProps) {
  const { title, min, max, bands, points, declined, sessions, height = 160 } = props;
  const [figure, width] = useWidth<HTMLDivElement>(560);
  const id = useId();
  const shown = scoreWindow(props.shown, points, declined);
  const axis = scoreAxis(min, max, bands);
  const beside = Math.min(width * 0.34, Math.max(0, ...bands.map((band) => bandName(band).length * LETTER + 10)));
  const frame: Frame = { left: 28, right: width - beside - 6, top: 22, bottom: height - 30 };
  const scored = drawn(points);
  const spot = (point: { day: Day; total: number }) => ({ x: xOf(point.day, shown, frame), y: yOf(point.total, axis, frame) });
  const named = labelsThatFit(
    [...scored].reverse(),
    (point) => frame.right - spot(point).x,
    () => 24,
  );
  return (
    <div class="day-chart" ref={figure}>
      <svg class="chart score-chart" viewBox={`0 0 ${width} ${height}`} role="img" aria-labelledby={id}>
        <title id={id}>{altText(props, shown)}</title>
        {zonesOf(bands, axis, frame).map(({ band, y, height: tall }, index) => (
          <g key={band.min}>
            <rect class={index % 2 === 0 ? 'zone' : 'zone even'} x={frame.left} y={y} width={width - frame.left} height={tall} />
            <text class="zone-name" x={width - 4} y={y + tall / 2 + 4} text-anchor="end">
              {bandName(band)}
            </text>
          </g>
        ))}
        <Scale axis={axis} frame={frame} shown={shown} height={height} />
        <Sessions sessions={sessions} shown={shown} frame={frame} named />
        <path class="curve" d={scoreLine(points, declined, shown, axis, frame)} />
        {scored.map((point) => (
          <g key={point.revision_id}>
            <circle class={point.status === 'complete' ? 'point' : 'point hollow'} cx={spot(point).x} cy={spot(point).y} r="3.4" />
            {named.has(point) && (
              <text class="score-value" x={spot(point).x} y={spot(point).y - 7} text-anchor="middle">
                {point.total}
              </text>
            )}
          </g>
        ))}
        <path class="not-scored" d={crosses(withoutTotal(points, declined), shown, frame)} />
      </svg>
      <TableTwin label={title} beside={<Legend points={points} declined={declined} recall={props.recall} />}>
        {() => <ScoreTable title={title} bands={bands} points={points} declined={declined} />}
      </TableTwin>
    </div>
  );
}

/** "possible (hypo)mania: clinician to assess" is too long beside a chart; the table has it whole. */
const bandName = (band: Band) => band[language.value].split(':')[0] ?? '';

const withoutTotal = (points: ScorePoint[], declined: Day[]): Day[] => [
  ...declined,
  ...points.filter((point) => point.total === null).map((point) => point.day),
];

const crosses = (days: Day[], shown: Window, frame: Frame) =>
  days.map((day) => `M${xOf(day, shown, frame) - 3.5} ${frame.bottom + 4}l7 7m0 -7l-7 7`).join('');

function Legend({ points, declined, recall }: Pick<ScoreChartProps, 'points' | 'declined' | 'recall'>) {
  return (
    <>
      {recall && <span>{recall}</span>}
      {points.some((point) => point.status === 'estimated') && <span>{t('score.legend_estimated')}</span>}
      {withoutTotal(points, declined).length > 0 && <span>{t('score.legend_cross')}</span>}
    </>
  );
}

function altText({ title, direction, min, max, points, declined, sessions }: ScoreChartProps, shown: Window): string {
  const last = drawn(points).at(-1);
  return t('score.alt', {
    title,
    direction,
    min,
    max,
    from: pageDay(shown.from),
    until: pageDay(shown.until),
    n: drawn(points).length,
    last: last ? t('score.alt_last', { total: number(last.total), day: pageDay(last.day) }) : '',
    declined: declined.length > 0 ? t('score.alt_declined', { n: declined.length }) : '',
    sessions: `${t('chart.alt_sessions', { n: sessions.length })} ${t('chart.alt_table')}`,
  });
}
