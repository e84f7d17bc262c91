import { beforeEach, expect, test } from 'vitest';
import type { CheckInPut } from '../src/api/types';
import { forgetOthers, recall, remember, wipe } from '../src/store/cache';
import { database } from '../src/store/database';
import { type Entry, keep, needsAttention, sent, type Waiting, type Write, waiting, waitingForOthers } from '../src/store/outbox';
import { newRevision } from '../src/sync/stamp';

const ANA = 'account-ana';
const BO = 'account-bo';
const SECRET = 'a sentence that nobody else may read';

function checkIn(day = '2026-11-22', text = SECRET): Write & { kind: 'check_in' } {
  const values = { mood: 4, anxiety: null, energy: null, sleep_hours: 6.5, sleep_quality: null };
  const body: CheckInPut = { ...values, note: { text, audience: 'private' }, ...newRevision(null) };
  return { kind: 'check_in', day, body, hotline_shown: false, refusal: null };
}

/** Everything that lies on the disk, as text, buffers read as UTF-8. */
async function onDisk(): Promise<string> {
  const store = await database();
  const records = [...(await store.getAll('outbox')), ...(await store.getAll('cache'))];
  const read = (_: string, value: unknown) => (value instanceof ArrayBuffer ? new TextDecoder().decode(value) : value);
  return JSON.stringify(records, read);
}

async function onlyItem(): Promise<Waiting> {
  const items = await waiting(ANA);
  expect(items).toHaveLength(1);
  return items[0] as Waiting;
}

const textOf = (item: Waiting | undefined) => (item?.write as Extract<Entry, { kind: 'check_in' }> | undefined)?.body.note?.text;

beforeEach(async () => {
  await wipe([ANA, BO]);
});

test('an entry that was kept comes back whole, oldest first', async () => {
  const first = checkIn('2026-11-21');
  const second = checkIn('2026-11-22');
  await keep(ANA, second);
  await keep(ANA, first);
  const items = await waiting(ANA);
  expect(items.map((item) => item.write)).toEqual([first, second]);
  expect(items.every((item) => item.state === 'waiting')).toBe(true);
});

test('half a character in a text is kept as a sign that the server can read, and whole ones stay', async () => {
  await keep(ANA, checkIn('2026-11-22', '\ud83d cut 😀 here \udc00'));
  expect(textOf(await onlyItem())).toBe('\ufffd cut 😀 here \ufffd');
});

test('nothing that was written, and no day, lies on the disk in the clear', async () => {
  await keep(ANA, checkIn());
  await remember(ANA, 'today', { check_in: { note: { text: SECRET } }, day: '2026-11-22' });
  const disk = await onDisk();
  expect(disk).toContain(ANA);
  expect(disk).not.toContain(SECRET);
  expect(disk).not.toContain('2026-11-22"');
  expect(disk).not.toContain('mood');
});

test('the key cannot be read out', async () => {
  await keep(ANA, checkIn());
  const key = await (await database()).get('keys', 'main');
  expect(key?.extractable).toBe(false);
});

test('a record that was moved to another account or revision does not open', async () => {
  await keep(ANA, checkIn());
  const store = await database();
  for (const record of await store.getAll('outbox')) await store.put('outbox', { ...record, account_id: BO });
  await expect(waiting(BO)).rejects.toThrow();
});

test('a mended entry replaces the refused one in the same step', async () => {
  const refused = checkIn();
  await keep(ANA, refused);
  const item = await onlyItem();
  await needsAttention(item, { slug: 'invalid', detail: 'Too long.', limit: null });
  const mended = checkIn('2026-11-22', 'shorter');
  await keep(ANA, mended, refused.body.revision_id);
  const items = await waiting(ANA);
  expect(items).toHaveLength(1);
  expect(textOf(items[0])).toBe('shorter');
});

test('a refused entry stays, with its text and what the server said', async () => {
  await keep(ANA, checkIn());
  const item = await onlyItem();
  await needsAttention(item, { slug: 'too-late', detail: 'Too long ago.', limit: '2026-11-20' });
  const [left] = await waiting(ANA);
  expect(left?.state).toBe('attention');
  expect(textOf(left)).toBe(SECRET);
  expect(left?.write.refusal?.limit).toBe('2026-11-20');
});

test('what was sent is gone', async () => {
  const write = checkIn();
  await keep(ANA, write);
  await sent(write.body.revision_id);
  expect(await waiting(ANA)).toEqual([]);
});

test('a cached answer carries its time and goes when another person signs in; their unsent entries stay', async () => {
  await remember(ANA, 'today', { mood: 3 }, '2026-11-22T10:00:00.000Z');
  await keep(ANA, checkIn());
  expect(await recall(ANA, 'today')).toEqual({ value: { mood: 3 }, at: '2026-11-22T10:00:00.000Z' });
  await forgetOthers([BO]);
  expect(await recall(ANA, 'today')).toBeUndefined();
  expect(await waitingForOthers(BO)).toBe(1);
  expect(await waiting(ANA)).toHaveLength(1);
});

test('signing out leaves nothing of the person, and takes nothing of anybody else', async () => {
  await keep(ANA, checkIn());
  await keep(BO, checkIn());
  await remember(ANA, 'today', { mood: 3 });
  await wipe([ANA]);
  expect(await waiting(ANA)).toEqual([]);
  expect(await recall(ANA, 'today')).toBeUndefined();
  expect(await waiting(BO)).toHaveLength(1);
  await wipe([BO]);
  expect(await (await database()).count('keys')).toBe(0);
});
