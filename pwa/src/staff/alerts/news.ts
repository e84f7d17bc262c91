import { signal } from '@preact/signals';
import { t } from '../strings';

/** Alerts that wait for somebody, as last read by whichever page read last: in the navigation and in the title. */
export const openAlerts = signal(0);
/** Said to a screen reader from wherever somebody is, without moving them. */
export const news = signal('');

let known: number | null = null;

/** From a page that knows their number alone. */
export function countOpen(count: number): void {
  if (known !== null && count > known) news.value = t('alerts.news_count', { n: count });
  known = count;
  openAlerts.value = count;
}

/** From the inbox, which knows which ones are new. */
export function tellOpen(count: number, sentence: string): void {
  if (sentence) news.value = sentence;
  known = count;
  openAlerts.value = count;
}

export function forgetNews(): void {
  known = null;
  openAlerts.value = 0;
  news.value = '';
}
