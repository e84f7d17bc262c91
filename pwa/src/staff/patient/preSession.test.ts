import { describe, expect, it } from 'vitest';
import type { SessionView } from '../../api/types';
import type { Given, GivenAnswer } from '../words/preSession';
import { askedAbout, inOrder } from './preSession';

const TODAY = '2026-11-23';

const session = (id: string, day: string, over: Partial<SessionView> = {}): SessionView => ({
  session_id: id,
  course_id: 'ketamine',
  kind: 'infusion',
  ordinal: 1,
  of: 6,
  label: '',
  starts_at: `${day}T15:00:00Z`,
  local_day: day,
  local_time: '10:00',
  zone: 'America/New_York',
  status: 'planned',
  with_name: null,
  ...over,
});

const answer = (question: string, over: Partial<GivenAnswer> = {}): GivenAnswer => ({
  question,
  text: `${question}?`,
  answer: 'no',
  answer_text: 'No',
  amount: null,
  at_time: null,
  note: null,
  action: 'none',
  prescriber_only: false,
  earlier: null,
  reviewed: null,
  ...over,
});

const given = (...answers: GivenAnswer[]): Given => ({
  revision_id: 'r',
  session_id: 's',
  day: TODAY,
  written_at: `${TODAY}T08:00:00Z`,
  received_at: `${TODAY}T08:00:01Z`,
  answers,
});

describe('the sessions that questions were asked for', () => {
  it('are the next of each course, then the past ones, newest first', () => {
    const sessions = [
      session('past', '2026-11-16', { status: 'completed' }),
      session('older', '2026-11-09', { status: 'missed' }),
      session('next', '2026-11-25'),
      session('after', '2026-11-30'),
      session('tms', '2026-11-24', { course_id: 'tms', kind: 'tms' }),
      session('called off', '2026-11-20', { status: 'cancelled' }),
      session('talk', '2026-11-24', { kind: 'psychotherapy', course_id: null }),
    ];
    expect(askedAbout(sessions, TODAY).map((each) => each.session_id)).toEqual(['tms', 'next', 'past', 'older']);
  });

  it('hold the session of today once, before and after it is marked', () => {
    expect(askedAbout([session('today', TODAY)], TODAY)).toHaveLength(1);
    expect(askedAbout([session('today', TODAY, { status: 'completed' })], TODAY)).toHaveLength(1);
  });
});

describe('the answers', () => {
  const fasting = answer('fasting', { action: 'stop_and_tell_staff' });
  const meds = answer('meds', { action: 'tell_staff_before' });

  it('stand in the order of what needs a look', () => {
    expect(inOrder(given(answer('a'), meds, answer('b'), fasting)).map((each) => each.question)).toEqual(['fasting', 'meds', 'a', 'b']);
  });

  it('come down once somebody put their name to them', () => {
    const reviewed = { by: 'Dr. Clara Voss', at: `${TODAY}T09:00:00Z`, what_was_done: 'Spoke with them' };
    const metal = answer('metal', { action: 'stop_and_tell_staff' });
    expect(inOrder(given(meds, { ...fasting, reviewed }, metal)).map((each) => each.question)).toEqual(['metal', 'fasting', 'meds']);
  });
});
