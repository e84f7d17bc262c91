import { beforeEach, expect, test, vi } from 'vitest';
import type { OwnLine } from '../src/api/plan';
import type { AccountView, Hotline, SelfCare, SettingsView, TodayView } from '../src/api/types';
import { helpLines } from '../src/crisis/directory';
import { makeHotline } from '../src/crisis/hotline';
import { asKnownHere, here } from '../src/patient/crisis';
import { held, settings, today } from '../src/patient/state/journal';
import { help } from '../src/patient/state/local';
import { plan } from '../src/patient/state/plan';
import { forgetAnswers } from '../src/patient/state/resource';
import { tellSent } from '../src/patient/state/result';
import { account } from '../src/session/session';
import type { Waiting } from '../src/store/outbox';

const OWN: OwnLine = { name: 'Harbor on call', dial: '+1 555 0142', sms: null, hours: null, text: 'Ask for the nurse.' };
const SAM = { name: 'Sam', dial: '+1 555 0111' };

const ANA = {
  account_id: 'ana',
  role: 'patient',
  clinic: { name: 'Harbor Clinic', phone: '+1 555 0100', country: 'CA', crisis: { own_line: OWN, words: [] } },
  patient: null,
} as unknown as AccountView;

const EMPTY = {
  warning_signs: [],
  coping: [],
  distractions: [],
  professionals: [],
  safe_environment: [],
  reasons_to_live: [],
  revision_id: 'r',
  based_on: null,
  written_at: '2026-11-22T12:00:00Z',
  received_at: '2026-11-22T12:00:00Z',
};

beforeEach(() => {
  account.value = ANA;
  forgetAnswers();
  help.country.value = null;
});

test('the country is the own choice, then that of the settings, then the clinic’s', () => {
  expect(here().country).toBe('CA');
  settings.set({ country: 'MX', contacts: [] } as unknown as SettingsView);
  expect(here().country).toBe('MX');
  help.choose('ES');
  expect(here().country).toBe('ES');
});

test('signed out, nothing of the clinic and nobody’s people are shown', () => {
  settings.set({ country: 'MX', contacts: [SAM] } as unknown as SettingsView);
  account.value = null;
  vi.stubGlobal('navigator', { languages: ['en', 'es-ES'] });
  expect(here()).toMatchObject({ country: 'ES', ownLine: null, contacts: [] });
  vi.stubGlobal('navigator', { languages: ['en'] });
  expect(helpLines(here().country, 'en')[0]?.chat_url, 'a phone that says nothing of a place gets lines of the world').toMatch(/^https/);
});

test('the people of the settings and the helpers of the plan are offered, each number once', () => {
  settings.set({ country: 'US', contacts: [SAM] } as unknown as SettingsView);
  const helpers = [{ name: 'Sam again', dial: '+1 (555) 0111' }, { name: 'Kim', dial: '555 0112' }, { name: 'Lee', dial: null }]; // biome-ignore format: one list
  plan.set({ plan: { ...EMPTY, helpers } });
  expect(here().contacts).toEqual([SAM, { name: 'Kim', dial: '555 0112' }]);
});

test('the clinic’s own line comes first, in the hotline too', () => {
  const hotline = makeHotline('explicit', { ...here(), private: false });
  expect(hotline.lines.map((line) => line.dial)).toEqual(['+1 555 0142', '988']);
  expect(hotline.lines[0]?.text).toBe('Ask for the nurse.');
});

test('the server’s hotline is moved to the country that was chosen on this phone', () => {
  settings.set({ country: 'US', contacts: [] } as unknown as SettingsView);
  const server = makeHotline('urgent', { language: 'en', country: 'US', ownLine: null, contacts: [], private: false });
  expect(asKnownHere(server).lines).toEqual(server.lines);
  help.choose('ES');
  const moved = asKnownHere(server);
  expect(moved.emergency_number).toBe('112');
  expect(moved.message).toContain('112');
  expect(moved.message).not.toContain('911');
  expect(moved.lines.map((line) => line.dial)).toEqual(['+1 555 0142', '024']);
});

const item = { revision_id: 'r', write: { kind: 'check_in', hotline_shown: true } } as unknown as Waiting;
const answered = (guidance: Partial<SelfCare> | Partial<Hotline>) => tellSent(item, { guidance } as never);

test('a hold begins with a hotline and ends with the server’s word', () => {
  today.set({ held: false } as TodayView);
  answered({ kind: 'hotline' });
  expect(held.value).toBe(true);
  answered({ kind: 'self_care', held: true });
  expect(held.value).toBe(true);
  answered({ kind: 'self_care', held: false });
  expect(held.value).toBe(false);
});
