import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Problem } from '../src/api/client';
import type { CheckInPut } from '../src/api/types';
import { stepsOf } from '../src/patient/plan/steps';
import { nowSignedInAs } from '../src/session/whoami';
import { wipe } from '../src/store/cache';
import { keep, type Waiting, type Write, waiting } from '../src/store/outbox';
import { flush } from '../src/sync/flush';
import { newRevision } from '../src/sync/stamp';

const ANA = 'account-ana';
const SAVED = { guidance: { kind: 'self_care' }, replayed: false, stale: false, other: null };

let asked: { url: string; body: CheckInPut }[] = [];
let refused: { item: Waiting; problem: Problem }[] = [];
let sent: Waiting[] = [];
const listener = {
  onSent: (item: Waiting) => void sent.push(item),
  onRefused: (item: Waiting, problem: Problem) => void refused.push({ item, problem }),
};

function write(day: string): Write {
  const values = { mood: 4, anxiety: null, energy: null, sleep_hours: null, sleep_quality: null, note: null };
  return { kind: 'check_in', day, body: { ...values, ...newRevision(null) }, hotline_shown: false, refusal: null };
}

/** A server that answers with these, in order; the last one again and again. */
function server(...answers: (() => Response | Promise<Response>)[]): void {
  asked = [];
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    asked.push({ url, body: JSON.parse(String(init.body)) as CheckInPut });
    const answer = answers[Math.min(asked.length, answers.length) - 1];
    return answer?.();
  });
}

const took = () => Response.json({ ...SAVED, entry: { day: '2026-11-22' } });
const problem = (status: number, slug: string) =>
  new Response(JSON.stringify({ type: `https://intersession.example/problems/${slug}`, title: slug, detail: 'Because.' }), {
    status,
    headers: { 'Content-Type': 'application/problem+json' },
  });
const down = () => Promise.reject(new TypeError('fetch failed'));

beforeEach(async () => {
  await wipe([ANA]);
  nowSignedInAs(ANA);
  refused = [];
  sent = [];
  for (const day of ['2026-11-20', '2026-11-21', '2026-11-22']) await keep(ANA, write(day));
});

afterEach(() => {
  nowSignedInAs(null);
});

test('everything is sent in the order it was written, and then is gone from the phone', async () => {
  server(took);
  expect(await flush(ANA, listener)).toBe('done');
  expect(asked.map((request) => request.url)).toEqual(['20', '21', '22'].map((day) => `/api/me/check-ins/2026-11-${day}`));
  expect(sent).toHaveLength(3);
  expect(await waiting(ANA)).toEqual([]);
});

test('without a network everything stays, and the same revisions are sent later', async () => {
  server(took, down);
  expect(await flush(ANA, listener)).toBe('offline');
  const left = await waiting(ANA);
  expect(left).toHaveLength(2);
  server(took);
  await flush(ANA, listener);
  expect(asked.map((request) => request.body.revision_id)).toEqual(left.map((item) => item.revision_id));
});

test('an answer that was cut off counts as none', async () => {
  server(() => new Response('{"entry": {"da', { headers: { 'Content-Type': 'application/json' } }));
  expect(await flush(ANA, listener)).toBe('offline');
  expect(await waiting(ANA)).toHaveLength(3);
});

test('an ended session keeps everything', async () => {
  server(() => problem(401, 'unauthenticated'));
  expect(await flush(ANA, listener)).toBe('signed_out');
  expect(await waiting(ANA)).toHaveLength(3);
  expect(refused).toEqual([]);
});

test('an entry goes nowhere while the cookie speaks for another journal', async () => {
  server(took);
  nowSignedInAs('account-bo');
  expect(await flush(ANA, listener)).toBe('signed_out');
  expect(asked).toEqual([]);
  expect(await waiting(ANA)).toHaveLength(3);
});

test.each([
  [409, 'conflict'],
  [422, 'too-late'],
  [422, 'invalid'],
  [413, 'too-large'],
])('a refusal (%i %s) sets this entry aside, whole, and the others go on', async (status, slug) => {
  server(() => problem(status, slug), took);
  expect(await flush(ANA, listener)).toBe('done');
  const [left, ...others] = await waiting(ANA);
  expect(others).toEqual([]);
  expect(left).toMatchObject({ state: 'attention', write: { day: '2026-11-20', refusal: { slug, detail: 'Because.' } } });
  expect(refused[0]?.problem.slug).toBe(slug);
});

test('what was set aside is not sent again by itself', async () => {
  server(() => problem(422, 'invalid'));
  await flush(ANA, listener);
  server(took);
  await flush(ANA, listener);
  expect(asked).toEqual([]);
});

test.each([500, 502, 503, 429, 408])('a server in trouble (%i) is tried again later', async (status) => {
  server(() => problem(status, 'unavailable'));
  expect(await flush(ANA, listener)).toBe('later');
  expect((await waiting(ANA)).map((item) => item.state)).toEqual(['waiting', 'waiting', 'waiting']);
});

test.each([200, 400, 403, 404])('a page on the way that answers for the server (%i) decides nothing', async (status) => {
  server(() => new Response('<h1>Sign on to the hotel</h1>', { status, headers: { 'Content-Type': 'text/html' } }));
  expect(['later', 'offline']).toContain(await flush(ANA, listener));
  expect((await waiting(ANA)).map((item) => item.state)).toEqual(['waiting', 'waiting', 'waiting']);
});

test('a safety plan goes to its own address, and has arrived when the plan comes back', async () => {
  await wipe([ANA]);
  const body = { ...stepsOf(null), coping: ['Breathe'], ...newRevision(null) };
  await keep(ANA, { kind: 'safety_plan', body, hotline_shown: false, refusal: null });
  server(() => Response.json({ hello: 'from a proxy' }));
  expect(await flush(ANA, listener)).toBe('later');
  server(() => Response.json({ plan: body, replayed: false, stale: false, other: null }));
  expect(await flush(ANA, listener)).toBe('done');
  expect(asked.map((request) => request.url)).toEqual(['/api/me/safety-plan']);
  expect(await waiting(ANA)).toEqual([]);
});
