import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { daysBetween, number } from '../../i18n/dates';
import type { Curve, CurveMedian } from '../scores';
import { t } from '../strings';
import { TableTwin } from '../ui/TableTwin';
import { useWidth } from '../ui/useWidth';
import { pageDay } from '../words/days';
import { type Frame, yOf, ZERO_TO_TEN } from './geometry';
import { curvePath, marksPath, type Shape } from './scoreGeometry';

interface Props {
  title: string;
  /** Newest first: its line is whole, the older ones are broken. */
  curves: Curve[];
  median: CurveMedian[];
  /** "Booster 3" in the reader's language. */
  nameOf: (curve: Curve) => string;
}

const HEIGHT = 172;
const SHAPES: readonly Shape[] = ['dot', 'square', 'triangle'];

/** Mood by day after each booster, one over the other. Lines differ in their strokes and marks, not in colour. */
export function CurveChart({ title, curves, median, nameOf }: Props) {
  const [figure, width] = useWidth<HTMLDivElement>(480);
  const id = useId();
  const frame: Frame = { left: 24, right: width - 8, top: 8, bottom: HEIGHT - 34 };
  const longest = Math.max(7, ...curves.flatMap((curve) => curve.points.map((point) => point.day_after)));
  const x = (day: number) => frame.left + 6 + (day * (frame.right - frame.left - 12)) / longest;
  const y = (value: number) => yOf(value, ZERO_TO_TEN, frame);
  const middle = median.flatMap((point) => (point.median === null ? [] : [{ day_after: point.day_after, value: point.median }]));
  const weeks = Array.from({ length: Math.floor(longest / 7) + 1 }, (_, week) => week * 7);
  return (
    <div class="day-chart" ref={figure}>
      <svg class="chart curves" viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-labelledby={id}>
        <title id={id}>{altText(title, curves, nameOf)}</title>
        {ZERO_TO_TEN.ticks.map((tick) => (
          <g key={tick}>
            <line class="grid-line" x1={frame.left} x2={frame.right} y1={y(tick)} y2={y(tick)} />
            <text x={frame.left - 6} y={y(tick) + 4} text-anchor="end">
              {tick}
            </text>
          </g>
        ))}
        {weeks.map((day) => (
          <text key={day} x={x(day)} y={frame.bottom + 14} text-anchor="middle">
            {day}
          </text>
        ))}
        <text x={(frame.left + frame.right) / 2} y={HEIGHT - 4} text-anchor="middle">
          {t('curve.days')}
        </text>
        <path class="median" d={curvePath(middle, x, y)} />
        {[...curves].reverse().map((curve) => {
          const style = curves.indexOf(curve) % SHAPES.length;
          const places = curve.points.map((point) => [x(point.day_after), y(point.value)] as const);
          return (
            <g key={curve.session_id} class={`style-${style}`}>
              <path class="curve" d={curvePath(curve.points, x, y)} />
              <path class="marks" d={marksPath(places, SHAPES[style] ?? 'dot')} />
            </g>
          );
        })}
      </svg>
      <ul class="bare legend small">
        {curves.map((curve, index) => (
          <li key={curve.session_id}>
            <Sample style={index % SHAPES.length} /> {nameOf(curve)}, {pageDay(curve.from)}
          </li>
        ))}
        {middle.length > 0 && (
          <li>
            <svg class="chart sample" viewBox="0 0 34 12" aria-hidden="true">
              <path class="median" d="M2 6h30" />
            </svg>{' '}
            {t('curve.median')}
          </li>
        )}
      </ul>
      <TableTwin label={title} beside={<span>{t('curve.gaps')}</span>}>
        {() => (
          <CurveTable
            title={title}
            curves={curves}
            median={median.filter((point) => point.median !== null)}
            nameOf={nameOf}
            longest={longest}
          />
        )}
      </TableTwin>
    </div>
  );
}

function Sample({ style }: { style: number }) {
  return (
    <svg class={`chart sample style-${style}`} viewBox="0 0 34 12" aria-hidden="true">
      <path class="curve" d="M2 6h30" />
      <path class="marks" d={marksPath([[17, 6]], SHAPES[style] ?? 'dot')} />
    </svg>
  );
}

function CurveTable({ title, curves, median, nameOf, longest }: Props & { longest: number }) {
  const days = Array.from({ length: longest + 1 }, (_, day) => day);
  const medianOn = (day: number) => median.find((point) => point.day_after === day);
  return (
    <table class="table">
      <caption class="sr-only">{title}</caption>
      <thead>
        <tr>
          <th scope="col">{t('curve.day_after')}</th>
          {curves.map((curve) => (
            <th key={curve.session_id} scope="col">
              {nameOf(curve)}
            </th>
          ))}
          {median.length > 0 && <th scope="col">{t('curve.median')}</th>}
        </tr>
      </thead>
      <tbody>
        {days.map((day) => {
          const middle = medianOn(day);
          return (
            <tr key={day}>
              <th scope="row">{day}</th>
              {curves.map((curve) => {
                return <td key={curve.session_id}>{valueText(curve, day)}</td>;
              })}
              {median.length > 0 && (
                <td>{middle?.median == null ? '' : t('curve.median_of', { median: number(middle.median, 2), n: middle.n })}</td>
              )}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** Nothing after the last day before the next session: that day belongs to another booster. */
function valueText(curve: Curve, day: number): ComponentChildren {
  const value = curve.points.find((point) => point.day_after === day)?.value;
  if (value !== undefined) return number(value);
  return day <= daysBetween(curve.from, curve.until) ? <span class="soft">{t('common.no_entry')}</span> : '';
}

function altText(title: string, curves: Curve[], nameOf: (curve: Curve) => string): string {
  const each = curves.map((curve) => t('curve.alt_one', { session: nameOf(curve), day: pageDay(curve.from), n: curve.points.length }));
  return `${title}. ${each.join(' ')} ${t('chart.alt_table')}`;
}
