import { beforeAll, describe, expect, it } from 'vitest';
import { speak } from '../testing';
import {
  type Choices,
  cadenceDraft,
  cadenceOf,
  cadenceText,
  fits,
  hasWording,
  type InstrumentChoice,
  listIn,
  NEVER,
  proposedFor,
  type Settings,
  withThreshold,
} from './measures';
import { type Draft, draftOf, emptyDraft, inWords, templateOf } from './protocols';

const settings: Settings = { who5: false, pcl5_spanish: false, asked: ['phq-9'], thresholds: {}, cadence: {} };

const candidate = (id: string, usual: boolean) => ({ id, label: id, default: usual, note: null, sources: [] });
const gad7 = {
  id: 'gad-7',
  en: 'shipped',
  es: 'shipped',
  rules: { reliable_change: [candidate('nhs', false), candidate('bischoff', true)], response: [candidate('half', true)] },
} as unknown as InstrumentChoice;

beforeAll(() => speak('en'));

describe('thresholds', () => {
  it('are written down only where they differ from the usual one', () => {
    const chosen = withThreshold(settings, gad7, 'reliable_change', 'nhs');
    expect(chosen).toEqual({ 'gad-7': { reliable_change: 'nhs' } });
    expect(withThreshold({ ...settings, thresholds: chosen }, gad7, 'reliable_change', 'bischoff')).toEqual({});
  });
});

it('an instrument can be asked once its wording may be shown', () => {
  const who5 = { ...gad7, id: 'who-5', en: 'by_setting', es: 'by_setting' } as InstrumentChoice;
  expect(hasWording(gad7, settings)).toBe(true);
  expect(hasWording(who5, settings)).toBe(false);
  expect(hasWording(who5, { ...settings, who5: true })).toBe(true);
});

describe('a cadence', () => {
  const tms = { ...NEVER, start: true, every_sessions: 5, after_last: true, after_last_months: [1, 3, 6, 12] };

  it('reads as a sentence', () => {
    expect(cadenceText(tms, String)).toBe(
      'before session 1; after every 5 sessions; after the last session; 1, 3, 6, 12 months after the last session',
    );
    expect(cadenceText(NEVER, String)).toBe('Not asked in these courses');
    expect(cadenceText({ ...NEVER, with_instrument: 'phq-9' }, (id) => id.toUpperCase())).toBe('together with the PHQ-9');
  });

  it('comes back from what is typed as it went in', () => {
    expect(cadenceOf(cadenceDraft(tms))).toEqual(tms);
    expect(cadenceOf({ ...cadenceDraft(tms), with_instrument: 'phq-9' })).toEqual({ ...NEVER, with_instrument: 'phq-9' });
  });

  it('does not take what is no number, too large, or two where there is one', () => {
    const draft = cadenceDraft(NEVER);
    expect(listIn('7, 14 7', 366)).toEqual([7, 14]);
    expect(['0', '367', '7.5', 'x'].map((text) => listIn(text, 366))).toEqual([null, null, null, null]);
    expect(fits({ ...draft, every_sessions: '5 10' }, 'every_sessions')).toBe(false);
    expect(cadenceOf({ ...draft, after_last_months: '25' })).toBeNull();
  });

  it('is proposed for the template itself before it is for its treatment', () => {
    const of = (protocol: string | null, modality: string | null) => ({
      protocol,
      modality,
      instrument: 'phq-9',
      cadence: NEVER,
      note: '',
      sources: [],
    });
    const choices = { instruments: [], cadence: [of(null, 'tms'), of('tms-saint', null)] } as unknown as Choices;
    expect(proposedFor(choices, { id: 'tms-saint', modality: 'tms' }, 'phq-9')?.protocol).toBe('tms-saint');
    expect(proposedFor(choices, { id: 'own-x', modality: 'tms' }, 'phq-9')?.modality).toBe('tms');
    expect(proposedFor(choices, { id: 'own-x', modality: 'tms' }, 'gad-7')).toBeUndefined();
  });
});

describe('a template of the clinic', () => {
  const draft: Draft = {
    ...emptyDraft('own-1'),
    name: ' Five days ',
    modality: 'tms',
    phases: [{ sessions: '50', pace: 'per_day', number: '10', minutes_apart: '50', in_a_row: true }],
  };

  it('is made of what is typed, and says it in words', () => {
    const template = templateOf(draft);
    expect(template).toMatchObject({ name: 'Five days', kind: 'tms', boosters: null });
    expect(template?.phases).toMatchObject([{ sessions: 50, per_day: 10, minutes_apart: 50, in_a_row: true }]);
    expect(template && inWords(template)).toBe('50 sessions, 10 a day, 50 minutes apart');
    expect(template && templateOf(draftOf(template))).toEqual(template);
  });

  it('is none while something is missing or out of range', () => {
    const phase = draft.phases[0] as Draft['phases'][number];
    expect(templateOf({ ...draft, name: ' ' })).toBeNull();
    expect(templateOf({ ...draft, weekdays: [] })).toBeNull();
    expect(templateOf({ ...draft, phases: [{ ...phase, minutes_apart: '' }] })).toBeNull();
    expect(templateOf({ ...draft, phases: [{ ...phase, sessions: '201' }] })).toBeNull();
    expect(templateOf({ ...draft, phases: [phase, phase, { ...phase, sessions: '200' }, { ...phase, sessions: '1' }] })).toBeNull();
    expect(templateOf({ ...draft, weekdays: [1, 2], phases: [{ ...phase, pace: 'per_week', number: '3' }] })).toBeNull();
    expect(templateOf({ ...draft, modality: 'esketamine' })).toBeNull();
  });

  it('has boosters after infusions alone', () => {
    const slow: Draft = {
      ...emptyDraft('own-2'),
      name: 'Slow',
      phases: [{ sessions: '6', pace: 'per_week', number: '2', minutes_apart: '', in_a_row: false }],
      boosters: { gap: '30', months: '12' },
    };
    const template = templateOf(slow);
    expect(template && inWords(template)).toBe('6 sessions, 2 a week, then a booster every 30 days for 12 months');
    expect(templateOf({ ...slow, boosters: { gap: '6', months: '12' } })).toBeNull();
    expect(templateOf({ ...slow, modality: 'esketamine' })?.boosters).toBeNull();
  });
});
