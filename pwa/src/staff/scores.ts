/** Scores of instruments, and the curves after boosters, as clinical/trends/measure_shapes.py says them. */
import type { Day, Id } from '../api/types';

export type ScoreStatus = 'complete' | 'estimated' | 'none';

export interface Band {
  min: number;
  max: number;
  en: string;
  es: string;
}

/** `total` is null where too many answers are missing. `n_answered` is null where the clinic entered a total. */
export interface ScorePoint {
  day: Day;
  total: number | null;
  status: ScoreStatus;
  n_answered: number | null;
  n_items: number;
  band: string | null;
  parts: Record<string, number>;
  days_after_session: number | null;
  source: 'app' | 'clinic';
  revision_id: Id;
}

export interface Named {
  day: Day;
  total: number;
  band: string | null;
  revision_id: Id;
}

/** Null `points` and what follows unless both ends are complete; each verdict null where the instrument has no rule for it. */
export interface ScoreChange {
  baseline: number;
  now: number;
  points: number | null;
  percent: number | null;
  response: boolean | null;
  response_greyed: boolean;
  remission: boolean | null;
  reliable: 'improved' | 'none' | 'worsened' | null;
  noticeable: boolean | null;
}

/** The threshold that a verdict was made by: one of the four numbers is set. `name` is its source, `label` says both in English. */
export interface Rule {
  id: string;
  name: string;
  label: string;
  points: number | null;
  percent: number | null;
  at_most: number | null;
  at_least: number | null;
}

/** `change_best`: from the best score to now. `min` and `max` are null for an instrument without a total. */
export interface Measure {
  instrument: string;
  name: string;
  higher_is: 'worse' | 'better' | 'more';
  min: number | null;
  max: number | null;
  recall_days: number | null;
  bands: Band[];
  points: ScorePoint[];
  declined: Day[];
  baseline: Named | null;
  late_baseline: boolean;
  last_session: Named | null;
  best: Named | null;
  now: Named | null;
  change_baseline: ScoreChange | null;
  change_last_session: ScoreChange | null;
  change_best: ScoreChange | null;
  worsened_from_best: boolean | null;
  gain_lost: { gain: number; lost: number; percent: number } | null;
  rules: { response: Rule | null; remission: Rule | null; reliable_change: Rule | null; noticeable_change: Rule | null };
}

export interface CurvePoint {
  day_after: number;
  value: number;
}

/** Daily mood by day after one booster, to the day before the next session: `of` days, `n` of them with a value. */
export interface Curve {
  session_id: Id;
  label: string;
  from: Day;
  until: Day;
  points: CurvePoint[];
  n: number;
  of: number;
}

export interface CurveMedian {
  day_after: number;
  median: number | null;
  n: number;
}

/** The first complete score after week 1 of a TMS course, against the baseline. */
export interface EarlyScore {
  instrument: string;
  name: string;
  baseline: Named;
  score: Named;
  week: number;
  change: ScoreChange | null;
}
