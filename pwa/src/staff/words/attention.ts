import type { Day } from '../../api/types';
import { daysBetween } from '../../i18n/dates';
import { t } from '../strings';
import type { CaseloadRow } from '../types';

/** Why a patient stands where they stand in the list, in words. The server decides the order and the reason. */
export function whyAttention(row: CaseloadRow, today: Day): string {
  switch (row.attention) {
    case 'alert':
      return t('why.alert', { n: row.open_alerts });
    case 'red_flag':
      return t('why.red_flag', { n: row.red_flags });
    case 'session_soon':
      return sessionSoon(row, today);
    case 'quiet':
      return row.quiet_days === null || row.last_entry_on === null ? t('why.quiet_never') : t('why.quiet', { n: row.quiet_days });
    default:
      return t('why.none');
  }
}

function sessionSoon(row: CaseloadRow, today: Day): string {
  const away = row.next_session ? daysBetween(today, row.next_session.local_day) : 2;
  if (away <= 0) return t('why.session_today');
  return away === 1 ? t('why.session_tomorrow') : t('why.session_soon');
}

/** The text twin of the sparkline: "5, 6, no entry, 4". */
export function sparkText(moods: readonly (number | null)[]): string {
  if (moods.every((mood) => mood === null)) return t('caseload.spark_none');
  return t('caseload.spark', { values: moods.map((mood) => mood ?? t('common.no_entry')).join(', ') });
}
