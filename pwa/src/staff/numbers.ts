/**
 * The summary's numbers as clinical/trends/shapes.py says them. Windows are calendar days, both ends included. A Stat
 * without enough days has null for its three numbers and keeps its counts, so that the page can say how little there is.
 *
 * A stored summary keeps the shape it was frozen in: what came with version 2 is absent from older ones.
 */
import type { Day, DiaryField, Id, SessionKind, Severity } from '../api/types';
import type { Curve, CurveMedian, EarlyScore, Measure } from './scores';

type Since2<T> = { [Field in keyof T]?: T[Field] | null | undefined };

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

/** `before`: the report before session 1. `course`: days of sessions with the effect, in its first and its last half. */
interface OverTheCourse {
  before: { reported: boolean; severity: Severity | null; day: Day | null };
  course: { trend: 'fading' | 'growing' | 'steady' | null; first: DayCount; last: DayCount };
}

export interface SideEffect extends Since2<OverTheCourse> {
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

/** `not_synced`: days after the phone was last heard of. `skipped`: by field, on days that have an entry. `batch`: days written together. */
interface WhyMissing {
  not_prompted: number;
  not_synced: number;
  skipped: Partial<Record<DiaryField, number>>;
  batch: number;
}

export interface Logged extends Window, Since2<WhyMissing> {
  days_logged: number;
  days_possible: number;
  longest_gap: Gap | null;
  late: number;
  synced_later: number;
  imported: number;
}

export interface EarlyMood extends Window {
  week: number;
  baseline: Stat;
  now: Stat;
  change: number | null;
}

interface Version2 {
  version: number;
  measures: Measure[];
  curves: Curve[];
  curve_median: CurveMedian[];
  early: { scores: EarlyScore[]; mood: EarlyMood | null } | null;
}

export interface Summary extends Since2<Version2> {
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
  completeness: { interval: Logged; course: Logged | null; last_heard_on?: Day | null };
  references: Id[];
}
