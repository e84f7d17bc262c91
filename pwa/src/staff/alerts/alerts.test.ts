import { beforeEach, describe, expect, it } from 'vitest';
import { speak } from '../testing';
import { nextText, waitText } from './clock';
import { grouped, newAmong } from './groups';
import { countOpen, forgetNews, news, openAlerts, tellOpen } from './news';
import type { Alert } from './shapes';
import { said, whatMatched } from './words';

const NOW = Date.parse('2026-11-22T14:18:00Z');
const at = (seconds: number) => new Date(NOW + seconds * 1_000).toISOString();

function alert(id: string, part: Partial<Alert> = {}): Alert {
  return { alert_id: id, patient_name: id, state: 'seen', ...part } as Alert;
}

beforeEach(() => speak('en'));

describe('what matched', () => {
  it('is words, or an answer of a form', async () => {
    expect(whatMatched({ tier: 'explicit', source: 'check_in' })).toBe('Words of crisis in a check-in');
    expect(whatMatched({ tier: 'explicit', source: 'measure' })).toBe('An answer of concern in a form');
    expect(whatMatched({ tier: 'urgent', source: 'measure' })).toBe('Urgent words of crisis in a form');
  });
});

describe('the escalation clock', () => {
  it('says whole minutes, and never less than are left', () => {
    expect(waitText(at(12 * 60), NOW)).toBe('in 12 min');
    expect(waitText(at(11 * 60 + 1), NOW)).toBe('in 12 min');
    expect(waitText(at(60), NOW)).toBe('in 1 min');
    expect(waitText(at(59), NOW)).toBe('in less than a minute');
    expect(waitText(at(0), NOW)).toBe('now');
    expect(waitText(at(-90), NOW)).toBe('now');
  });

  it('says long waits in hours and minutes', () => {
    expect(waitText(at(59 * 60 + 30), NOW)).toBe('in 1 h 0 min');
    expect(waitText(at(150 * 60), NOW)).toBe('in 2 h 30 min');
  });

  it('names the person and the time on the clinic clock', async () => {
    const next = { name: 'Dr. Osei', at: at(12 * 60) };
    expect(nextText(next, NOW)).toMatch(/^Next: Dr\. Osei at 14:30, in 12 min$/);
    expect(nextText({ ...next, name: null }, NOW)).toBe('Everybody is told again at 14:30, in 12 min');
    await speak('es');
    expect(nextText(next, NOW)).toMatch(/^Siguiente: Dr\. Osei a las 14:30, en 12 min$/);
  });
});

describe('the order under "all"', () => {
  it('open ones keep the order of the server; who waits longest for an outcome comes first; the last closed comes first', () => {
    const groups = grouped([
      alert('urgent'),
      alert('closed early', { state: 'closed', closed_at: at(-900) }),
      alert('older'),
      alert('acknowledged late', { state: 'acknowledged', acknowledged_at: at(-60) }),
      alert('closed late', { state: 'closed', closed_at: at(-30) }),
      alert('acknowledged early', { state: 'acknowledged', acknowledged_at: at(-600) }),
    ]);
    const ids = (alerts: Alert[]) => alerts.map((each) => each.alert_id);
    expect(ids(groups.open)).toEqual(['urgent', 'older']);
    expect(ids(groups.waiting)).toEqual(['acknowledged early', 'acknowledged late']);
    expect(ids(groups.closed)).toEqual(['closed late', 'closed early']);
  });

  it('nothing is new at the first look, and later only what is open and was not there', () => {
    const alerts = [alert('a'), alert('b'), alert('c', { state: 'closed' })];
    expect(newAmong(alerts, null)).toEqual([]);
    expect(newAmong(alerts, new Set(['a'])).map((each) => each.alert_id)).toEqual(['b']);
  });
});

describe('what is announced', () => {
  beforeEach(forgetNews);

  it('a number that grows, but not the first one that is known', () => {
    countOpen(2);
    expect([news.value, openAlerts.value]).toEqual(['', 2]);
    countOpen(3);
    expect([news.value, openAlerts.value]).toEqual(['A new alert. 3 are open.', 3]);
  });

  it('is not said a second time by the page that only counts', () => {
    countOpen(0);
    tellOpen(1, 'New alert: Jordan.');
    countOpen(1);
    expect(news.value).toBe('New alert: Jordan.');
  });

  it('an alert less says nothing', () => {
    countOpen(2);
    countOpen(1);
    expect([news.value, openAlerts.value]).toEqual(['', 1]);
  });
});

it('what was chosen and what was typed become one text', () => {
  expect(said([], '  ')).toBe('');
  expect(said(['Called the patient', 'Left a message'], '')).toBe('Called the patient. Left a message.');
  expect(said(['Left a message'], ' Tried twice, at 14:10 and 14:20. ')).toBe('Left a message. Tried twice, at 14:10 and 14:20.');
});
