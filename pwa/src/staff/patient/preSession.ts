/** Answers before a session as the server describes them, and which sessions they are asked for. */
import type { Day, Id, Instant, SessionView } from '../../api/types';
import { clock, number, shortDay } from '../../i18n/dates';
import { t } from '../strings';

export interface GivenAnswer {
  question: string;
  text: string;
  /** "yes", "not_sure", "hours", "not_answered"... */
  answer: string;
  answer_text: string;
  amount: number | null;
  /** "YYYY-MM-DDTHH:MM" on the patient's clock. */
  at_time: string | null;
  note: string | null;
  action: 'none' | 'tell_staff_before' | 'stop_and_tell_staff';
  prescriber_only: boolean;
  reviewed: { by: string; at: Instant; what_was_done: string } | null;
}

export interface Given {
  revision_id: Id;
  session_id: Id;
  day: Day;
  written_at: Instant;
  received_at: Instant;
  answers: GivenAnswer[];
}

const EARLIER = 12;

/** The next treatment session of each course, then those of the past, newest first. */
export function askedAbout(sessions: readonly SessionView[], today: Day): SessionView[] {
  const byTime = sessions.filter((session) => session.kind !== 'psychotherapy').sort((a, b) => a.starts_at.localeCompare(b.starts_at));
  const coming = byTime.filter((session) => session.local_day >= today && session.status === 'planned');
  const next = coming.filter((session, index) => coming.findIndex((each) => each.course_id === session.course_id) === index);
  const past = byTime.filter((session) => session.local_day <= today && session.status !== 'cancelled' && !next.includes(session));
  return [...next, ...past.reverse().slice(0, EARLIER)];
}

/** What stops a session until somebody has looked at it. */
export const needsLook = (given: Given): GivenAnswer[] =>
  given.answers.filter((each) => each.action === 'stop_and_tell_staff' && each.reviewed === null);

const WEIGHT: Record<string, number> = { stop_and_tell_staff: 0, tell_staff_before: 1 };

/** What needs a look first; otherwise as asked. */
export const inOrder = (given: Given): GivenAnswer[] =>
  given.answers
    .map((answer, index) => ({ answer, index }))
    .sort((a, b) => weight(a.answer) - weight(b.answer) || a.index - b.index)
    .map(({ answer }) => answer);

const weight = (answer: GivenAnswer) => WEIGHT[answer.action] ?? 2;

/** "6.5 hours", "22 Nov 19:30", or the words of the option. */
export function answerText({ answer, answer_text, amount, at_time }: GivenAnswer): string {
  if (answer === 'hours' && amount !== null) return t('before.hours', { n: amount, value: number(amount) });
  if (answer === 'time' && at_time) return t('when.day_time', { day: shortDay(at_time.slice(0, 10)), time: clock(at_time.slice(11, 16)) });
  return answer === 'not_answered' ? t('before.not_answered') : answer_text;
}
