import { useId, useMemo, useState } from 'preact/hooks';
import type { Day, Severity } from '../../api/types';
import { addDays, daysBetween, number } from '../../i18n/dates';
import type { Gap, Point, Window } from '../numbers';
import { t } from '../strings';
import { TableTwin } from '../ui/TableTwin';
import { useWidth } from '../ui/useWidth';
import { pageDay } from '../words/days';
import { DayTable } from './DayTable';
import { type Axis, dotPath, type Frame, gapBar, linePath, xOf, yOf } from './geometry';
import { type ChartSession, Scale, Sessions } from './parts';

export type { ChartSession };

export interface ChartEffect {
  day: Day;
  severity: Severity;
  name: string;
}

export interface DayChartProps {
  title: string;
  shown: Window;
  axis: Axis;
  points: Point[];
  gaps: Gap[];
  sessions: ChartSession[];
  effects?: ChartEffect[];
  /** What a day without a value lacks: the whole entry (mood is always asked), or this one value. */
  missing?: 'entry' | 'value';
  height?: number;
  /** Leaves out the names of sessions, where the same ones stand on a larger chart beside it. */
  small?: boolean;
}

/** One value a day: points and line, gaps as gaps, sessions as dashed lines, the whole scale. With its table. */
export function DayChart(props: DayChartProps) {
  const { title, shown, axis, points, gaps, sessions, effects = [], missing = 'entry', height = props.small ? 116 : 200, small } = props;
  const [figure, width] = useWidth<HTMLDivElement>(720);
  const [read, setRead] = useState<Day | null>(null);
  const lane = effects.length > 0 ? 16 : 0;
  const frame: Frame = { left: 24, right: width - 6, top: small ? 8 : 22, bottom: height - 28 - lane };
  const byDay = useMemo(() => new Map(points.map((point) => [point.day, point.value])), [points]);
  const id = useId();

  const onMove = (event: PointerEvent & { currentTarget: SVGSVGElement }) => {
    const box = event.currentTarget.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * width;
    const columns = daysBetween(shown.from, shown.until) + 1;
    const column = Math.floor(((x - frame.left) / (frame.right - frame.left)) * columns);
    setRead(column >= 0 && column < columns ? addDays(shown.from, column) : null);
  };
  const value = read ? byDay.get(read) : undefined;

  return (
    <div class="day-chart" ref={figure}>
      <svg
        class="chart"
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-labelledby={id}
        onPointerMove={onMove}
        onPointerLeave={() => setRead(null)}
      >
        <title id={id}>{altText(props)}</title>
        <Scale axis={axis} frame={frame} shown={shown} height={height} />
        {gaps.map((gap) => {
          const bar = gapBar(gap, shown, frame);
          return bar && <rect key={gap.from} class="gap" x={bar.x} y={frame.bottom + 2} width={bar.width} height={6} />;
        })}
        <Sessions sessions={sessions} shown={shown} frame={frame} named={!small} />
        <path class="curve" d={linePath(points, shown, axis, frame)} />
        <path class={(frame.right - frame.left) / byDay.size < 4 ? 'dots fine' : 'dots'} d={dotPath(points, shown, axis, frame)} />
        {effects.length > 0 && <Effects effects={effects} shown={shown} frame={frame} />}
        {read && <line class="reading" x1={xOf(read, shown, frame)} x2={xOf(read, shown, frame)} y1={frame.top} y2={frame.bottom} />}
        {read && value !== undefined && <circle class="reading-point" cx={xOf(read, shown, frame)} cy={yOf(value, axis, frame)} r="4" />}
      </svg>
      <TableTwin label={title} beside={<Foot read={read} value={value} missing={gaps.length > 0 ? missing : null} />}>
        {() => <DayTable title={title} shown={shown} values={byDay} sessions={sessions} effects={effects} missing={missing} />}
      </TableTwin>
    </div>
  );
}

function Foot({ read, value, missing }: { read: Day | null; value: number | undefined; missing: 'entry' | 'value' | null }) {
  return (
    <>
      {missing && <span>{t(`chart.gaps_${missing}`)}</span>}
      <span class="numbers no-print" aria-hidden="true">
        {read && `${pageDay(read)}: ${value === undefined ? t(missing === 'value' ? 'chart.no_value' : 'common.no_entry') : number(value)}`}
      </span>
    </>
  );
}

function altText({ title, shown, points, sessions }: DayChartProps): string {
  const values = points.map((point) => point.value);
  const range = values.length > 0 ? t('chart.alt_range', { low: number(Math.min(...values)), high: number(Math.max(...values)) }) : '';
  return t('chart.alt', {
    title,
    from: pageDay(shown.from),
    until: pageDay(shown.until),
    n: points.length,
    of: daysBetween(shown.from, shown.until) + 1,
    range,
    sessions: `${t('chart.alt_sessions', { n: sessions.length })} ${t('chart.alt_table')}`,
  });
}

/** Square outline: mild; half: moderate; full: severe. Shape and not colour, so that it prints in grey. */
function Effects({ effects, shown, frame }: { effects: ChartEffect[]; shown: Window; frame: Frame }) {
  const worst = new Map<Day, ChartEffect>();
  const rank = { not_present: 0, mild: 1, moderate: 2, severe: 3 };
  for (const effect of effects) {
    if (effect.severity === 'not_present') continue;
    const other = worst.get(effect.day);
    if (!other || rank[effect.severity] > rank[other.severity]) worst.set(effect.day, effect);
  }
  const column = (frame.right - frame.left) / (daysBetween(shown.from, shown.until) + 1);
  const size = Math.max(3, Math.min(8, column - 1)); // days next to each other stay apart
  const y = frame.bottom + 11;
  return (
    <g>
      {[...worst.values()].map((effect) => {
        const x = xOf(effect.day, shown, frame) - size / 2;
        const filled = effect.severity === 'severe' ? 8 : effect.severity === 'moderate' ? 4 : 0;
        return (
          <g key={effect.day} class="effect">
            <rect x={x} y={y} width={size} height={8} />
            <rect class="full" x={x} y={y + 8 - filled} width={size} height={filled} />
            <title>{`${pageDay(effect.day)}: ${effect.name}`}</title>
          </g>
        );
      })}
    </g>
  );
}
