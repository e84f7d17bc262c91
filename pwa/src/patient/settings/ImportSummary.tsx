import type { ImportDay, ImportPreview } from '../../api/types';
import { datedDay, number } from '../../i18n/dates';
import { Card } from '../../ui';
import { effectName } from '../effects';
import { type Key, t } from '../messages';

const FIRST = 12;
/** Guesses that the person should check; the others show in the mapping above. */
const ASK = ['date_ambiguous', 'sleep_unit', 'no_mood_column'];

/** In the person's language where the problem is known; a new kind is told in the server's words. */
function reasonOf(unused: ImportPreview['rows_unused'][number]): string {
  const key = `import.problem_${unused.problem}`;
  const text = t(key as Key);
  const reason = text === key ? unused.reason : text;
  return unused.column ? `${unused.column}: ${reason}` : reason;
}

const shown = (value: number | null) => (value === null ? '–' : number(value));

/** What would be saved and what could not be used, every row of it. */
export function ImportSummary({ preview }: { preview: ImportPreview }) {
  const replaces = preview.days.filter((day) => day.replaces).length;
  const hasNotes = preview.days.some((day) => day.has_note);
  return (
    <Card title={t('import.days', { n: preview.days.length })}>
      <p class="soft">
        {t('import.read', { n: preview.rows_read })}. {replaces > 0 && `${t('import.replaces', { n: replaces })}.`}{' '}
        {hasNotes && t('import.private')}
      </p>
      {(preview.remarks ?? []).map(
        (remark) =>
          ASK.includes(remark.kind) && (
            <p key={remark.kind + remark.column} class="small">
              {t(`import.remark_${remark.kind}` as Key)}
            </p>
          ),
      )}
      <DayTable days={preview.days.slice(0, FIRST)} />
      {preview.rows_unused.length > 0 && (
        <details>
          <summary>{t('import.unused', { n: preview.rows_unused.length })}</summary>
          <ul class="points small">
            {preview.rows_unused.map((unused) => (
              <li key={`${unused.row} ${unused.column ?? ''}`}>{t('import.row', { row: unused.row, reason: reasonOf(unused) })}</li>
            ))}
          </ul>
        </details>
      )}
    </Card>
  );
}

function DayTable({ days }: { days: readonly ImportDay[] }) {
  if (days.length === 0) return null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section class="scroll-x" tabIndex={0} aria-label={t('history.table')}>
      <table class="table small">
        <thead>
          <tr>
            <th scope="col">{t('history.day')}</th>
            <th scope="col">{t('field.mood')}</th>
            <th scope="col">{t('field.anxiety')}</th>
            <th scope="col">{t('field.energy')}</th>
            <th scope="col">{t('field.sleep_hours')}</th>
            <th scope="col">{t('import.effects')}</th>
          </tr>
        </thead>
        <tbody>
          {days.map((day) => (
            <tr key={day.day}>
              <th scope="row">{datedDay(day.day)}</th>
              <td>{shown(day.mood)}</td>
              <td>{shown(day.anxiety)}</td>
              <td>{shown(day.energy)}</td>
              <td>{shown(day.sleep_hours)}</td>
              <td>{day.side_effects.map((effect) => effectName(effect.effect)).join(', ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
