import type { Day, SessionKind } from '../../api/types';
import { shortDay } from '../../i18n/dates';
import type { Window } from '../numbers';
import { pageDay } from '../words/days';
import { sessionMark, sessionName } from '../words/sessions';
import { type Axis, dayTicks, type Frame, labelsThatFit, xOf, yOf } from './geometry';

export interface ChartSession {
  day: Day;
  kind: SessionKind;
  ordinal: number | null;
  of?: number | null;
}

const LETTER = 6; // px, the mean width of a letter at 11 px

/** The whole scale with its lines, and the days under it. */
export function Scale({ axis, frame, shown, height }: { axis: Axis; frame: Frame; shown: Window; height: number }) {
  const ticks = dayTicks(shown, frame);
  return (
    <g>
      {axis.ticks.map((tick) => (
        <g key={tick}>
          <line class="grid-line" x1={frame.left} x2={frame.right} y1={yOf(tick, axis, frame)} y2={yOf(tick, axis, frame)} />
          <text x={frame.left - 6} y={yOf(tick, axis, frame) + 4} text-anchor="end">
            {tick}
          </text>
        </g>
      ))}
      {ticks.map((day, index) => (
        <text
          key={day}
          x={index === 0 ? frame.left : index === ticks.length - 1 ? frame.right : xOf(day, shown, frame)}
          y={height - 6}
          text-anchor={index === 0 ? 'start' : index === ticks.length - 1 ? 'end' : 'middle'}
        >
          {index === 0 || index === ticks.length - 1 ? pageDay(day) : shortDay(day)}
        </text>
      ))}
    </g>
  );
}

interface MarksProps {
  sessions: ChartSession[];
  shown: Window;
  frame: Frame;
  named: boolean;
}

/** Daily sessions would hide the line: where they stand close together they are short marks at the top. */
export function Sessions({ sessions, shown, frame, named }: MarksProps) {
  const visible = sessions.filter((session) => session.day >= shown.from && session.day <= shown.until);
  const width = (session: ChartSession) => sessionMark(session).length * LETTER + 8;
  const x = (session: ChartSession) => Math.min(xOf(session.day, shown, frame), frame.right - width(session));
  const labelled = named ? labelsThatFit(visible, x, width) : new Set<ChartSession>();
  const daily = visible.filter((session) => session.kind === 'tms').length > 10;
  return (
    <g>
      {visible.map((session) => {
        const at = xOf(session.day, shown, frame);
        const short = daily && session.kind === 'tms';
        return (
          <g key={`${session.day}${session.kind}${session.ordinal}`}>
            <line
              class={short ? 'mark short' : 'mark'}
              x1={at}
              x2={at}
              y1={frame.top - (short ? 6 : 8)}
              y2={short ? frame.top + 4 : frame.bottom}
            />
            {labelled.has(session) && (
              <text x={x(session) + (x(session) < at ? 0 : 4)} y={frame.top - 11}>
                {sessionMark(session)}
              </text>
            )}
            <title>{sessionName(session)}</title>
          </g>
        );
      })}
    </g>
  );
}
