import { beforeEach, expect, test } from 'vitest';
import type { SafetyPlan, SafetyPlanPut, SafetyPlanView } from '../src/api/plan';
import type { AccountView } from '../src/api/types';
import en from '../src/patient/messages/en-plan';
import es from '../src/patient/messages/es-plan';
import { bringBack, saveStep } from '../src/patient/plan/save';
import { changedSteps, faultOf, isOfPeople, moved, newRow, rowsOf, STEPS, stepOf, stepsOf } from '../src/patient/plan/steps';
import { changedTwice, ownPlan, plan, planHelpers, planIsEmpty, planSent } from '../src/patient/state/plan';
import { forgetAnswers } from '../src/patient/state/resource';
import { account } from '../src/session/session';
import { wipe } from '../src/store/cache';
import { needsAttention, waiting } from '../src/store/outbox';
import { look, startSync, stopSync } from '../src/sync/engine';

const ANA = 'account-ana';
const NOTHING = stepsOf(null);

const stored = (revision_id: string, steps: Partial<SafetyPlan> = {}): SafetyPlanView => ({
  ...NOTHING,
  ...steps,
  revision_id,
  based_on: null,
  written_at: '2026-11-22T12:00:00Z',
  received_at: '2026-11-22T12:00:00Z',
});

/** What is on its way to the server, oldest first. */
const sent = async () => (await waiting(ANA)).map((item) => item.write.body as SafetyPlanPut);

beforeEach(async () => {
  await wipe([ANA]);
  account.value = { account_id: ANA } as AccountView;
  forgetAnswers();
  await startSync(ANA, { onSent: () => undefined, onRefused: () => undefined });
});

test('a line is saved without the space around it, and a line that says nothing is not', () => {
  expect(stepOf([newRow('  Walk to the lake '), newRow('   ')], 'coping')).toEqual(['Walk to the lake']);
  expect(stepOf([newRow(' Sam ', ' 555 0111 '), newRow('Kim')], 'helpers')).toEqual([
    { name: 'Sam', dial: '555 0111' },
    { name: 'Kim', dial: null },
  ]);
});

test('what stands in the way of a line is named, and nothing else does', () => {
  for (const number of ['', '988', '+1 (555) 011-1234', '*555#', '024']) expect(faultOf(newRow('Sam', number)), number).toBeNull();
  for (const number of ['call me', '+', '555 0111 ext two', '1'.repeat(41)])
    expect(faultOf(newRow('Sam', number)), number).toBe('bad_dial');
  expect(faultOf(newRow(' ', '988'))).toBe('no_name');
  expect(faultOf(newRow('é'.repeat(500)))).toBeNull();
  expect(faultOf(newRow('🌊'.repeat(500)))).toBeNull();
  expect(faultOf(newRow('a'.repeat(501)))).toBe('too_long');
});

test('a line moves one place, and not beyond the first or the last', () => {
  const rows = ['a', 'b', 'c'].map((text) => newRow(text));
  const texts = (key: number, by: -1 | 1) => moved(rows, key, by).map((row) => row.text);
  const [a, b, c] = rows.map((row) => row.key) as [number, number, number];
  expect(texts(b, -1)).toEqual(['b', 'a', 'c']);
  expect(texts(b, 1)).toEqual(['a', 'c', 'b']);
  expect(texts(a, -1)).toEqual(['a', 'b', 'c']);
  expect(texts(c, 1)).toEqual(['a', 'b', 'c']);
});

test('rows and steps are the same thing written twice', () => {
  const whole = { ...NOTHING, coping: ['Breathe'], helpers: [{ name: 'Sam', dial: '988' }, { name: 'Kim', dial: null }] }; // biome-ignore format: one line
  for (const step of STEPS) expect(stepOf(rowsOf(whole, step), step)).toEqual(whole[step]);
  expect(changedSteps(whole, NOTHING)).toEqual(['coping', 'helpers']);
  expect(changedSteps(whole, { ...whole })).toEqual([]);
});

test('what waits on this phone is the plan, before what the server has', async () => {
  expect(planIsEmpty.value).toBe(false); // nothing is known yet
  plan.set({ plan: null });
  expect(planIsEmpty.value).toBe(true);
  plan.set({ plan: stored('r1', { coping: ['Breathe'] }) });
  await saveStep('helpers', { rows: [newRow('Sam', '988')], seen: 'r1', from: stored('r1') });
  expect(ownPlan.value).toMatchObject({ state: 'waiting', coping: ['Breathe'], based_on: 'r1' });
  expect(planHelpers.value).toEqual([{ name: 'Sam', dial: '988' }]);
});

test('each save follows the one before it, also while none is sent', async () => {
  plan.set({ plan: null });
  await saveStep('coping', { rows: [newRow('Breathe')], seen: null, from: NOTHING });
  await saveStep('reasons_to_live', { rows: [newRow('My dog')], seen: null, from: NOTHING });
  const [first, second] = (await sent()) as [SafetyPlanPut, SafetyPlanPut];
  expect([first.based_on, second.based_on]).toEqual([null, first.revision_id]);
  expect(second).toMatchObject({ coping: ['Breathe'], reasons_to_live: ['My dog'] });
});

test('a step that says what it said before makes no new version', async () => {
  plan.set({ plan: stored('r1', { coping: ['Breathe'] }) });
  await saveStep('coping', { rows: [newRow(' Breathe '), newRow('')], seen: 'r1', from: stored('r1', { coping: ['Breathe'] }) });
  expect(await sent()).toEqual([]);
});

test('a step that was changed elsewhere while it was edited is not written over unseen', async () => {
  const begun = stored('r1', { coping: ['Breathe'] });
  plan.set({ plan: stored('r2', { coping: ['Swim'] }) });
  await saveStep('coping', { rows: [newRow('Breathe'), newRow('Sing')], seen: 'r1', from: begun });
  expect((await sent())[0]?.based_on).toBe('r1');
});

test('another step that was changed elsewhere stays as it is there', async () => {
  const begun = stored('r1', { coping: ['Breathe'] });
  plan.set({ plan: stored('r2', { coping: ['Breathe'], warning_signs: ['No sleep'] }) });
  await saveStep('coping', { rows: [newRow('Sing')], seen: 'r1', from: begun });
  expect((await sent())[0]).toMatchObject({ based_on: 'r2', warning_signs: ['No sleep'], coping: ['Sing'] });
});

test('a refused version is replaced by the next one, which follows what the server has', async () => {
  plan.set({ plan: stored('r1') });
  await saveStep('coping', { rows: [newRow('Breathe')], seen: 'r1', from: NOTHING });
  const [item] = await waiting(ANA);
  if (item) await needsAttention(item, { slug: 'invalid', detail: 'No.', limit: null });
  await look();
  await saveStep('coping', { rows: [newRow('Sing')], seen: 'r1', from: NOTHING });
  expect(await sent()).toMatchObject([{ based_on: 'r1', coping: ['Sing'] }]);
});

test('an earlier version comes back as the newest', async () => {
  plan.set({ plan: stored('r2', { coping: ['Sing'] }) });
  await bringBack(stored('r1', { coping: ['Breathe'] }));
  expect((await sent())[0]).toMatchObject({ based_on: 'r2', coping: ['Breathe'] });
});

test('two versions written apart are said to be, until the next save', async () => {
  plan.set({ plan: null });
  planSent({ plan: stored('r1'), replayed: false, stale: true, other: stored('r0') });
  expect(changedTwice.value).toBe(true);
  await bringBack(stored('r0', { coping: ['Breathe'] }));
  expect(changedTwice.value).toBe(false);
});

test('no example and no hint names a means of harm', () => {
  const means = /pill|pastilla|medic|rope|cuerda|knife|cuchillo|gun|arma|blade|cuchilla|bridge|puente|alcohol|poison|veneno|jump|salt/i;
  for (const messages of [en, es] as Record<string, string>[]) {
    for (const [key, text] of Object.entries(messages)) if (key.startsWith('step_')) expect(text, key).not.toMatch(means);
  }
});

test('steps with people are those that the server keeps numbers for', () => {
  expect(STEPS.filter(isOfPeople)).toEqual(['distractions', 'helpers', 'professionals']);
  stopSync();
});
