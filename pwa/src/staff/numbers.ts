/**
 * The summary's numbers as clinical/trends/shapes.py says them. Windows are calendar days, both ends included. A Stat
 * without enough days has null for its three numbers and keeps its counts, so that the page can say how little there is.
 */
import type { Day, DiaryField, Id, SessionKind, Severity } from '../api/types';

export interface Window {
  from: Day;
  until: Day;
}

export interface Gap extends Window {
  days: number;
}

export interface Stat {
  median: number | null;
  low: number | null;
  high: number | null;
  n: number;
  of: number;
  need: number;
}

export interface Point {
  day: Day;
  value: number;
}

export interface Series {
  field: DiaryField;
  points: Point[];
  gaps: Gap[];
  now: Stat;
  previous: Stat | null;
  baseline: Stat | null;
  week: Stat;
  change_previous: number | null;
  change_baseline: number | null;
  week_change_baseline: number | null;
  too_little: boolean;
}

/** `assumed`: its day has passed, but nobody marked it completed. */
export interface SessionMark {
  session_id: Id;
  kind: SessionKind;
  ordinal: number | null;
  label: string;
  day: Day;
  assumed: boolean;
}

export interface Where {
  text: string;
  kind: SessionKind | null;
  ordinal: number | null;
  of: number | null;
  coming_on: Day | null;
  previous: SessionMark | null;
  days_since_previous: number | null;
  planned_gap: number | null;
  week: number | null;
  done: number;
  not_held: number;
}

export type Outcome = 'not_reached' | 'dropped' | 'lasted' | 'data_ended' | 'too_little_before' | 'too_little_after' | 'not_yet';

export interface WearOff extends Window {
  session_id: Id;
  label: string;
  before: Stat;
  mark: number | null;
  days_held: number | null;
  outcome: Outcome;
}

export interface TreatmentWeek extends Window {
  week: number;
  sessions: number;
  mood: Stat;
}

export type Bucket = 'same_day' | 'day_1' | 'days_2_6' | 'day_7_plus';
export type Level = 'routine' | 'call_clinic' | 'crisis' | 'emergency';

export interface DayCount {
  bucket: Bucket;
  count: number;
  of: number;
  no_entry: number;
}

export interface SideEffect {
  effect: string;
  severity_max: Severity | null;
  level_max: Level | null;
  new: boolean;
  days: number;
  by_severity: { mild: number; moderate: number; severe: number };
  still_present: boolean | null;
  last_day: Day;
  course_severity_max: Severity;
  course_days: number;
  rows: DayCount[];
}

export interface Logged extends Window {
  days_logged: number;
  days_possible: number;
  longest_gap: Gap | null;
  late: number;
  synced_later: number;
  imported: number;
}

export interface Summary {
  form: 'clinician' | 'therapist';
  day_of: Day;
  where: Where;
  interval: Window;
  previous: Window | null;
  baseline: (Window & { late: boolean }) | null;
  week: Window;
  chart: Window;
  sessions: SessionMark[];
  series: Series[];
  wear_off: WearOff[];
  weeks: TreatmentWeek[];
  side_effects: SideEffect[];
  completeness: { interval: Logged; course: Logged | null };
  references: Id[];
}
