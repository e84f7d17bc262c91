import { number } from '../../i18n/dates';
import { DayChart } from '../charts/DayChart';
import { hoursAxis, ZERO_TO_TEN } from '../charts/geometry';
import type { Series, Stat, Summary } from '../numbers';
import { t } from '../strings';
import { change, daysOf } from '../words/summary';

const others = (numbers: Summary) =>
  numbers.series.filter((series) => series.field !== 'mood' && (series.points.length > 0 || series.now.of > 0));

export function Others({ numbers }: { numbers: Summary }) {
  if (others(numbers).length === 0) return null;
  return (
    <section class="card">
      <h2>{t('others.title')}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls sideways must be reachable by keyboard */}
      <section class="scroll-x" tabIndex={0} aria-label={t('others.title')}>
        <table class="table dense">
          <thead>
            <tr>
              <th scope="col">{t('others.measure')}</th>
              <th scope="col">{t('others.now')}</th>
              <th scope="col">{t('others.previous')}</th>
              <th scope="col">{t('others.baseline')}</th>
              <th scope="col">{t('others.change')}</th>
            </tr>
          </thead>
          <tbody>
            {others(numbers).map((series) => (
              <tr key={series.field}>
                <th scope="row">{t(`field.${series.field}`)}</th>
                <Cell stat={series.now} />
                <Cell stat={series.previous} />
                <Cell stat={series.baseline} />
                <td class="change">{changes(series)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p class="soft small">{t('others.rule')}</p>
    </section>
  );
}

function Cell({ stat }: { stat: Stat | null }) {
  if (!stat) return <td class="soft">-</td>;
  const days = daysOf(stat.n, stat.of);
  return (
    <td>
      {stat.median === null ? t('change.too_little_short') : <strong>{number(stat.median, 2)}</strong>}{' '}
      <span class="soft small">({days})</span>
    </td>
  );
}

function changes(series: Series): string {
  const parts: string[] = [];
  if (series.change_previous !== null) parts.push(t('others.from_previous', { change: change(series.change_previous, series.field) }));
  if (series.change_baseline !== null) parts.push(t('others.from_baseline', { change: change(series.change_baseline, series.field) }));
  return parts.length > 0 ? parts.join('; ') : t('change.too_little_short');
}

/** The same days as the mood chart, each measure on its own full scale. */
export function OtherCharts({ numbers }: { numbers: Summary }) {
  const drawn = others(numbers).filter((series) => series.points.length > 0);
  if (drawn.length === 0) return null;
  return (
    <section class="card">
      <h2>{t('others.charts')}</h2>
      <div class="small-charts">
        {drawn.map((series) => {
          const hours = series.field === 'sleep_hours';
          const title = t(hours ? 'chart.title_hours' : 'chart.title', { measure: t(`field.${series.field}`) });
          return (
            <div key={series.field}>
              <h3 class="small">{title}</h3>
              <DayChart
                title={title}
                shown={numbers.chart}
                axis={hours ? hoursAxis(series.points) : ZERO_TO_TEN}
                points={series.points}
                gaps={series.gaps}
                sessions={numbers.sessions}
                missing="value"
                small
              />
            </div>
          );
        })}
      </div>
    </section>
  );
}
