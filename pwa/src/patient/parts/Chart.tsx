import type { DiaryField, SessionView } from '../../api/types';
import { shortDay } from '../../i18n/dates';
import { t } from '../messages';
import { sessionShort } from '../words';
import { type Frame, type Gap, gaps, labelled, type Point, runs, xOf, yOf } from './chart';

const WIDTH = 320;
const HEIGHT = 210;
const LABEL_ROOM = 34;

interface Props {
  field: DiaryField;
  points: readonly Point[];
  sessions: readonly SessionView[];
  from: string;
  until: string;
}

/** One measure by day: full scale, gaps as gaps and marked on the axis, sessions as dashed lines. */
export function Chart({ field, points, sessions, from, until }: Props) {
  const high = field === 'sleep_hours' ? (points.some((point) => point.value > 12) ? 24 : 12) : 10;
  const frame: Frame = { from, until, left: 22, right: WIDTH - 6, top: 22, bottom: HEIGHT - 28, high };
  const dots = points.length > 120 ? 1.4 : 2.4;
  return (
    <svg class="chart" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={describe(field, points, from, until)}>
      {[0, high / 2, high].map((value) => (
        <g key={value}>
          <line class="grid-line" x1={frame.left} x2={frame.right} y1={yOf(frame, value)} y2={yOf(frame, value)} />
          <text x={frame.left - 6} y={yOf(frame, value) + 4} text-anchor="end">
            {value}
          </text>
        </g>
      ))}
      <SessionMarks frame={frame} sessions={sessions} />
      {gaps(points, from, until).map((gap) => (
        <GapMark key={gap.from} frame={frame} gap={gap} />
      ))}
      {runs(points).map((run) => (
        <polyline
          key={run[0]?.day}
          class="curve"
          points={run.map((point) => `${xOf(frame, point.day)},${yOf(frame, point.value)}`).join(' ')}
        />
      ))}
      {points.map((point) => (
        <circle key={point.day} class="point" cx={xOf(frame, point.day)} cy={yOf(frame, point.value)} r={dots} />
      ))}
      <text x={frame.left} y={HEIGHT - 4}>
        {shortDay(from)}
      </text>
      <text x={frame.right} y={HEIGHT - 4} text-anchor="end">
        {shortDay(until)}
      </text>
    </svg>
  );
}

function SessionMarks({ frame, sessions }: { frame: Frame; sessions: readonly SessionView[] }) {
  const inside = sessions.filter((session) => session.local_day >= frame.from && session.local_day <= frame.until);
  const xs = inside.map((session) => xOf(frame, session.local_day));
  const shown = labelled(xs, LABEL_ROOM);
  return (
    <>
      {inside.map((session, index) => {
        const x = xs[index] as number;
        return (
          <g key={session.session_id}>
            <line class="mark" x1={x} x2={x} y1={frame.top - 6} y2={frame.bottom} />
            {shown[index] && (
              <text x={Math.min(x, frame.right - 12)} y={frame.top - 10} text-anchor="middle">
                {sessionShort(session)}
              </text>
            )}
          </g>
        );
      })}
    </>
  );
}

/** A bar under the axis, as wide as the days that it stands for. */
function GapMark({ frame, gap }: { frame: Frame; gap: Gap }) {
  const half = (frame.right - frame.left) / Math.max(1, 2 * (xDays(frame) || 1));
  const start = Math.max(frame.left, xOf(frame, gap.from) - half);
  const end = Math.min(frame.right, xOf(frame, gap.until) + half);
  return <rect class="gap" x={start} y={frame.bottom + 3} width={Math.max(1.5, end - start)} height={5} />;
}

const xDays = (frame: Frame) => (Date.parse(frame.until) - Date.parse(frame.from)) / 86_400_000;

function describe(field: DiaryField, points: readonly Point[], from: string, until: string): string {
  const values = points.map((point) => point.value);
  const range = { field: t(`field.${field}`), from: shortDay(from), until: shortDay(until) };
  if (values.length === 0) return t('chart.none', range);
  return t('chart.some', {
    ...range,
    days: values.length,
    low: Math.min(...values),
    high: Math.max(...values),
    last: values.at(-1) as number,
  });
}
