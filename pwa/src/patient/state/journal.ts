import { computed, signal } from '@preact/signals';
import { get } from '../../api/client';
import type {
  CheckInList,
  CheckInValues,
  CheckInView,
  Day,
  Id,
  Reader,
  SessionView,
  SettingsView,
  SideEffectView,
  TodayView,
} from '../../api/types';
import { addDays, localDay } from '../../i18n/dates';
import { unsent } from '../../sync/engine';
import { Resource } from './resource';

/** The phone's own date; moves on at midnight and when the app is looked at again. */
export const thisDay = signal<Day>(localDay());

/** A year and a little: what the longest chart shows. */
const LOOK_BACK_DAYS = 400;
const since = () => addDays(thisDay.peek(), -LOOK_BACK_DAYS);

export const today = new Resource<TodayView>('today', () => get('/api/me/today', { day: thisDay.peek() }));
export const checkIns = new Resource<CheckInList>('check-ins', () => get('/api/me/check-ins', { since: since(), until: thisDay.peek() }));
export const sideEffects = new Resource<SideEffectView[]>('side-effects', () =>
  get('/api/me/side-effects', { since: since(), until: thisDay.peek() }),
);
export const sessions = new Resource<SessionView[]>('sessions', () => get('/api/me/sessions'));
export const settings = new Resource<SettingsView>('settings', () => get('/api/me/settings'));
export const readers = new Resource<Reader[]>('readers', () => get('/api/me/readers'));

/** A check-in as this phone knows it: what waits here comes before what the server has. */
export interface OwnCheckIn extends CheckInValues {
  day: Day;
  revision_id: Id;
  based_on: Id | null;
  written_at: string;
  late: boolean;
  state: 'sent' | 'waiting' | 'attention';
  source: CheckInView['source'];
}

/** By day. Of two entries that wait for the same day, the later one counts. */
export const ownCheckIns = computed<Map<Day, OwnCheckIn>>(() => {
  const byDay = new Map<Day, OwnCheckIn>();
  for (const entry of checkIns.value?.entries ?? []) byDay.set(entry.day, { ...entry, state: 'sent' });
  const current = today.value;
  if (current?.check_in) byDay.set(current.check_in.day, newer(byDay.get(current.check_in.day), { ...current.check_in, state: 'sent' }));
  for (const { state, write } of unsent.value) {
    if (write.kind !== 'check_in') continue;
    const { stamp, ...values } = write.body;
    byDay.set(write.day, { ...values, day: write.day, written_at: stamp.written_at, late: false, state, source: 'app' });
  }
  return byDay;
});

/** Today and History are fetched at different times; revision ids sort by when they were made. */
function newer(a: OwnCheckIn | undefined, b: OwnCheckIn): OwnCheckIn {
  return a !== undefined && a.revision_id > b.revision_id ? a : b;
}

/** A side effect as this phone knows it. */
export interface OwnSideEffect extends Omit<SideEffectView, 'synced_later' | 'received_at'> {
  state: 'sent' | 'waiting' | 'attention';
}

export const ownSideEffects = computed<OwnSideEffect[]>(() => {
  const byReport = new Map<Id, OwnSideEffect>();
  for (const report of sideEffects.value ?? []) byReport.set(report.report_id, { ...report, state: 'sent' });
  for (const { state, write } of unsent.value) {
    if (write.kind !== 'side_effect') continue;
    const { stamp, ...values } = write.body;
    byReport.set(write.report_id, { ...values, report_id: write.report_id, written_at: stamp.written_at, late: false, state });
  }
  return [...byReport.values()];
});

/** Days that may still be filled in and have no entry here. The server's list covers the days before this phone knew. */
export const missedDays = computed<Day[]>(() => {
  const view = today.value;
  if (!view) return [];
  const oldest = addDays(thisDay.value, -view.back_fill_days);
  return view.missed_days.filter((day) => day >= oldest && day < thisDay.value && !ownCheckIns.value.has(day)).sort();
});

/** A hold is on, by the server's last word or because this phone has shown the hotline since: no card is shown anywhere. */
export const held = computed(() => today.value?.held ?? false);

export function sayHeld(on: boolean): void {
  const view = today.known.peek()?.value;
  if (view && view.held !== on) today.set({ ...view, held: on });
}

export const backFillDays = computed(() => today.value?.back_fill_days ?? 2);

/** A day of which the phone's clock says that it may still be written about. */
export const isOpen = (day: Day) => day <= thisDay.value && day >= addDays(thisDay.value, -backFillDays.value);

export function watchTheDay(): void {
  const check = () => {
    const now = localDay();
    if (now === thisDay.peek()) return;
    thisDay.value = now;
    void today.refresh();
  };
  setInterval(check, 30_000);
  document.addEventListener('visibilitychange', check);
  addEventListener('pageshow', check);
}
