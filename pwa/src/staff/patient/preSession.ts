/** For which sessions a patient is asked, and in which order their answers stand. */
import type { Day, SessionView } from '../../api/types';
import { type Given, type GivenAnswer, isOpenStop } from '../words/preSession';

const EARLIER = 12;

/** The next treatment session of each course, then those of the past, newest first. */
export function askedAbout(sessions: readonly SessionView[], today: Day): SessionView[] {
  const byTime = sessions.filter((session) => session.kind !== 'psychotherapy').sort((a, b) => a.starts_at.localeCompare(b.starts_at));
  const coming = byTime.filter((session) => session.local_day >= today && session.status === 'planned');
  const next = coming.filter((session, index) => coming.findIndex((each) => each.course_id === session.course_id) === index);
  const past = byTime.filter((session) => session.local_day <= today && session.status !== 'cancelled' && !next.includes(session));
  return [...next, ...past.reverse().slice(0, EARLIER)];
}

const WEIGHT: Record<string, number> = { crisis_flow: 1, stop_and_tell_staff: 2, tell_staff_before: 3 };
const weight = (answer: GivenAnswer) => (isOpenStop(answer) ? 0 : (WEIGHT[answer.action] ?? 4));

/** What needs a look first; otherwise as asked. */
export const inOrder = (given: Given): GivenAnswer[] => [...given.answers].sort((a, b) => weight(a) - weight(b));
