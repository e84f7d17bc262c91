/** The page of a summary as the server describes it, where the shared names in api/types.ts say less. */
import type { Day, Id, Instant, LiveStrip as Strip } from '../../api/types';
import type { Page as Frozen } from '../types';

interface Item9Answer {
  day: Day;
  /** 1 to 3. */
  answer: number;
  answer_text: string;
  reviewed: { by: string; at: Instant } | null;
  alert_id: Id | null;
}

/** `stale`: more than 14 days ago. `above_zero_before`: an earlier answer above 0, which a later one takes nothing from. */
export interface Item9 {
  state: 'not_asked' | 'not_asked_since' | 'skipped' | 'above_zero' | 'not_at_all';
  stale: boolean;
  day: Day | null;
  answer: number | null;
  answer_text: string | null;
  reviewed: { by: string; at: Instant } | null;
  alert_id: Id | null;
  above_zero_before: Item9Answer | null;
}

export interface PreSessionLine {
  state: 'not_asked' | 'not_answered' | 'answered';
  session_id: Id | null;
  needs_look: number;
}

export type LiveStrip = Omit<Strip, 'item9' | 'pre_session'> & { item9: Item9; pre_session: PreSessionLine };

export interface OtherCourse {
  course_id: Id;
  name: string;
  ended_on: Day | null;
}

export interface TherapyPage {
  page_id: Id;
  form: string;
  day: Day;
  texts: Record<string, string>;
  ratings: Record<string, number>;
  homework_id: Id | null;
  written_at: Instant;
}

export interface Homework {
  homework_id: Id;
  form: string;
  due_on: Day;
  words: string | null;
  asked_by: string;
  state: 'open' | 'done' | 'withdrawn';
}

/** `pages` and `homework` are for therapists, since the last appointment. `course_id`: what the numbers are about. */
export type Page = Omit<Frozen, 'live'> & {
  live: LiveStrip;
  course_id: Id | null;
  other_courses: OtherCourse[];
  pages: TherapyPage[];
  homework: Homework[];
};
