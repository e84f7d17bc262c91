/** Days as a page names them: with the year where it is not the year of the page. */
import { signal } from '@preact/signals';
import type { Day, Instant } from '../../api/types';
import { datedDay, localDay, longDatedDay, longDay, shortDay } from '../../i18n/dates';

/** The year of the page that is open, where that was made earlier; null for what is of now. */
const year = signal<string | null>(null);

/** A kept page says its days as on the day that it was made: its paper stays the same. */
export function openPageOf(made: Instant | null): void {
  year.value = made && localDay(new Date(made)).slice(0, 4);
}

const isOfPage = (day: Day) => day.slice(0, 4) === (year.value ?? localDay().slice(0, 4));

/** "22 Nov", or "22 Nov 2025" */
export const pageDay = (day: Day): string => (isOfPage(day) ? shortDay(day) : datedDay(day));

/** "Sunday 22 November", or with 2025 */
export const pageLongDay = (day: Day): string => (isOfPage(day) ? longDay(day) : longDatedDay(day));
