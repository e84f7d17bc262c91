import { datedDay, number } from '../../i18n/dates';
import { t } from '../messages';
import type { OwnCheckIn } from '../state/journal';

const shown = (value: number | null) => (value === null ? '–' : number(value));

/** The chart's twin: the same days, every number. */
export function HistoryTable({ entries }: { entries: readonly OwnCheckIn[] }) {
  return (
    <details>
      <summary>{t('common.show_table')}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section class="scroll-x" tabIndex={0} aria-label={t('history.table')}>
        <table class="table small">
          <thead>
            <tr>
              <th scope="col">{t('history.day')}</th>
              <th scope="col">{t('field.mood')}</th>
              <th scope="col">{t('field.anxiety')}</th>
              <th scope="col">{t('field.energy')}</th>
              <th scope="col">{t('field.sleep_hours')}</th>
              <th scope="col">{t('field.sleep_quality')}</th>
            </tr>
          </thead>
          <tbody>
            {[...entries].reverse().map((entry) => (
              <tr key={entry.day}>
                <th scope="row">{datedDay(entry.day)}</th>
                <td>{entry.mood}</td>
                <td>{shown(entry.anxiety)}</td>
                <td>{shown(entry.energy)}</td>
                <td>{shown(entry.sleep_hours)}</td>
                <td>{shown(entry.sleep_quality)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}
