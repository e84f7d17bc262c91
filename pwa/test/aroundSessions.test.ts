import { beforeEach, expect, test } from 'vitest';
import type { PreSessionAnswer } from '../src/api/care';
import type { AccountView, SessionView } from '../src/api/types';
import { afterCare, lastBegun } from '../src/patient/care/afterCare';
import { actionOf, isOpenBefore, questionsFor, strictest } from '../src/patient/care/preSession';
import { account } from '../src/session/session';

const HOUR = 3_600_000;

function session(part: Partial<SessionView> = {}): SessionView {
  const when = { starts_at: '2026-11-24T15:00:00Z', local_day: '2026-11-24', local_time: '15:00', zone: 'UTC' };
  const what = { kind: 'infusion', ordinal: 1, of: 6, label: '', status: 'planned', with_name: null } as const;
  return { session_id: 'a', course_id: 'c', ...when, ...what, ...part };
}

const answered = (question: string, answer: PreSessionAnswer['answer'], rest: Partial<PreSessionAnswer> = {}): PreSessionAnswer => ({
  question,
  answer,
  amount: null,
  at_time: null,
  note: null,
  ...rest,
});

/** On this device's own clock, so long before the session. */
function before(hours: number): string {
  const at = new Date(Date.parse(session().starts_at) - hours * HOUR);
  const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

beforeEach(() => {
  account.value = { account_id: 'ana', role: 'patient', clinic: { name: 'H', phone: '+1 555 0100', country: 'US' } } as AccountView;
});

test('questions fit the treatment, and what only the day can tell waits for it', () => {
  const ids = (kind: SessionView['kind'], today: string) => questionsFor(session({ kind }), today).map((question) => question.id);
  expect(ids('psychotherapy', '2026-11-24')).toEqual([]);
  expect(ids('tms', '2026-11-24')).toEqual(expect.arrayContaining(['metal', 'seizure_q', 'sleep', 'safety']));
  expect(ids('booster', '2026-11-23')).not.toContain('food');
  expect(ids('booster', '2026-11-24')).toEqual(expect.arrayContaining(['food', 'drink', 'bp_medicine', 'ride']));
  expect(ids('esketamine', '2026-11-24')).toContain('nose_spray');
});

test('a question keeps what the phone needs of it: whether words may be added, and who reads them', () => {
  const [meds, alcohol] = ['new_meds', 'alcohol'].map((id) => questionsFor(session(), '2026-11-24').find((each) => each.id === id));
  expect([meds?.note, meds?.prescriber_only]).toEqual([true, undefined]);
  expect(alcohol?.prescriber_only).toBe(true);
});

test.each([
  [answered('metal', 'yes'), 'tms', 'stop_and_tell_staff'],
  [answered('metal', 'no'), 'tms', 'none'],
  [answered('metal', 'not_sure'), 'tms', 'tell_staff_before'],
  [answered('sleep', 'hours', { amount: 3.5 }), 'tms', 'tell_staff_before'],
  [answered('sleep', 'hours', { amount: 4 }), 'tms', 'none'],
  [answered('bp_medicine', 'no'), 'infusion', 'tell_staff_before'],
  [answered('food', 'time', { at_time: before(5) }), 'infusion', 'tell_staff_before'],
  [answered('food', 'time', { at_time: before(6) }), 'infusion', 'none'],
  [answered('food', 'time', { at_time: before(3) }), 'esketamine', 'none'],
  [answered('drink', 'time', { at_time: before(0.25) }), 'esketamine', 'tell_staff_before'],
  [answered('drink', 'time', { at_time: before(0.25) }), 'infusion', 'none'],
  [answered('safety', 'prefer_to_talk'), 'infusion', 'crisis_flow'],
  [answered('of_a_later_version', 'yes'), 'infusion', 'none'],
] as const)('%o before %s: %s', (given, kind, action) => {
  expect(actionOf(given, session({ kind }))).toBe(action);
});

test('of all answers the strictest is said, and danger is answered elsewhere', () => {
  expect(strictest(['none', 'crisis_flow'])).toBeNull();
  expect(strictest(['tell_staff_before', 'none'])).toBe('tell_staff_before');
  expect(strictest(['tell_staff_before', 'stop_and_tell_staff'])).toBe('stop_and_tell_staff');
});

test('asked from two days before until it begins, or as the clinic sets it', () => {
  const starts = Date.parse(session().starts_at);
  const open = (hours: number, from: string | null = null, today = '2026-11-21') =>
    isOpenBefore(session(), from, today, starts - hours * HOUR);
  expect([open(49), open(47), open(0.5), open(0)]).toEqual([false, true, true, false]);
  expect(open(30, '2026-11-24T03:00:00Z')).toBe(false);
  expect(open(30, '2026-11-24T03:00:00Z', '2026-11-24')).toBe(true);
});

test('the card is about the last session that has begun, today or yesterday', () => {
  const now = Date.parse('2026-11-24T16:00:00Z');
  const yesterday = session({ session_id: 'y', starts_at: '2026-11-23T15:00:00Z', local_day: '2026-11-23', status: 'completed' });
  const talk = session({ session_id: 't', kind: 'psychotherapy' });
  const missed = session({ session_id: 'm', status: 'missed' });
  expect(lastBegun([yesterday, session(), talk, missed], '2026-11-24', now)?.session_id).toBe('a');
  expect(lastBegun([yesterday, session()], '2026-11-24', now - 2 * HOUR)?.session_id).toBe('y');
  expect(lastBegun([yesterday, talk, missed], '2026-11-25', now)).toBeNull();
});

test('no driving for a day after ketamine, and no hour is named after TMS', () => {
  expect(afterCare(session())?.no_driving_before).toBe('2026-11-25T16:00:00.000Z');
  expect(afterCare(session({ kind: 'esketamine' }))?.no_driving_before).toBe('2026-11-25T17:00:00.000Z');
  expect(afterCare(session({ kind: 'tms' }))?.no_driving_before).toBeNull();
  expect(afterCare(session({ kind: 'psychotherapy' }))).toBeNull();
  const card = afterCare(session());
  expect(card?.call_clinic).toContain('(+1 555 0100)');
  expect(card?.call_emergency).toContain('911');
  expect(JSON.stringify(card)).not.toMatch(/\{\w+\}/);
});
