import { signal } from '@preact/signals';
import { get } from '../../api/client';
import type { Day, DiaryField, Id, JournalView, SessionStatus } from '../../api/types';
import { addDays } from '../../i18n/dates';
import type { ChartEffect, ChartSession } from '../charts/DayChart';
import { gapsOf } from '../charts/geometry';
import { useLoad } from '../load';
import type { Gap, Point, Window } from '../numbers';
import { effectName } from '../words/effects';

export const RANGES = ['30', '90', '365'] as const;
export type Range = (typeof RANGES)[number];

/** Kept while one goes from patient to patient. */
export const range = signal<Range>('90');

export function useJournal(patientId: Id, today: Day) {
  const shown: Window = { from: addDays(today, 1 - Number(range.value)), until: today };
  const load = useLoad(`journal:${patientId}:${range.value}`, () =>
    get<JournalView>(`/api/patients/${patientId}/journal`, { since: shown.from, until: shown.until }),
  );
  return { shown, load };
}

export const pointsOf = (journal: JournalView, field: DiaryField): Point[] =>
  journal.entries
    .flatMap((entry) => (entry[field] === null ? [] : [{ day: entry.day, value: entry[field] }]))
    .sort((a, b) => a.day.localeCompare(b.day));

/**
 * From the first sign of this person on (a session, an entry): before it nobody expected an entry. Today is no gap while
 * it can still be written.
 */
export function openGaps(points: Point[], shown: Window, firstSession: Day | null): Gap[] {
  const first = [firstSession, points[0]?.day].filter((day) => day != null).sort()[0];
  if (first === undefined) return [];
  const logged = points.at(-1)?.day === shown.until;
  const [, from = first] = [first, shown.from].sort(); // the later one
  return gapsOf(points, { from, until: logged ? shown.until : addDays(shown.until, -1) });
}

const HELD: readonly SessionStatus[] = ['completed', 'planned'];

/** Sessions that happened, or whose day has passed unmarked. Missed and cancelled ones mark nothing. */
export const marksOf = (journal: JournalView, today: Day): ChartSession[] =>
  journal.sessions
    .filter((session) => HELD.includes(session.status) && session.local_day <= today)
    .map((session) => ({ day: session.local_day, kind: session.kind, ordinal: session.ordinal, of: session.of }))
    .sort((a, b) => a.day.localeCompare(b.day));

export const effectsOf = (journal: JournalView): ChartEffect[] =>
  journal.side_effects
    .filter((report) => report.severity !== 'not_present')
    .map((report) => ({ day: report.day, severity: report.severity, name: effectName(report.effect) }));
