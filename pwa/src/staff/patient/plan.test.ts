import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { infusionDays, isoWeekday, plan, type Template } from './plan';

const data = readFileSync(new URL('../../../../clinical/protocols.json', import.meta.url), 'utf8');
const { templates } = JSON.parse(data) as { templates: Template[] };

interface Chosen {
  sessions: number;
  over_days?: number;
  booster_months?: number;
  weekdays?: number[];
}

function planned(id: string, first: string, { sessions, over_days = 0, booster_months = 0, weekdays = [1, 2, 3, 4, 5] }: Chosen) {
  const template = templates.find((each) => each.id === id) as Template;
  return plan(template, { first_at: `${first}T10:30`, sessions, over_days, booster_months, weekdays });
}

/** The days below are what clinical.course_plan lays out for the same template and options. */
describe('the preview shows the days that the server will plan', () => {
  it('ket-iv from 2026-12-01 over 14 days', () => {
    const days = planned('ket-iv', '2026-12-01', { sessions: 6, over_days: 14, booster_months: 12 });
    expect(days?.infusions).toEqual(['2026-12-01', '2026-12-04', '2026-12-07', '2026-12-09', '2026-12-11', '2026-12-14']);
    expect(days?.boosters).toHaveLength(12);
    expect(days?.boosters.slice(0, 3)).toEqual(['2027-01-13', '2027-02-12', '2027-03-15']);
    expect(days?.boosters.at(-1)).toBe('2027-12-09');
  });

  it('ket-iv from 2026-12-05 over 18 days', () => {
    const days = planned('ket-iv', '2026-12-05', { sessions: 6, over_days: 18, booster_months: 15 });
    expect(days?.infusions).toEqual(['2026-12-05', '2026-12-08', '2026-12-11', '2026-12-15', '2026-12-18', '2026-12-22']);
    expect(days?.boosters).toHaveLength(15);
    expect(days?.boosters.slice(0, 3)).toEqual(['2027-01-21', '2027-02-22', '2027-03-22']);
    expect(days?.boosters.at(-1)).toBe('2028-03-16');
  });

  it('ket-iv from 2026-08-31 over 21 days on chosen weekdays', () => {
    const days = planned('ket-iv', '2026-08-31', { sessions: 6, over_days: 21, booster_months: 18, weekdays: [1, 3, 5] });
    expect(days?.infusions).toEqual(['2026-08-31', '2026-09-04', '2026-09-07', '2026-09-11', '2026-09-16', '2026-09-18']);
    expect(days?.boosters).toHaveLength(18);
    expect(days?.boosters.slice(0, 3)).toEqual(['2026-10-19', '2026-11-18', '2026-12-18']);
    expect(days?.boosters.at(-1)).toBe('2028-03-13');
  });

  it('ket-iv from 2026-03-04 over 17 days on chosen weekdays', () => {
    const days = planned('ket-iv', '2026-03-04', { sessions: 6, over_days: 17, booster_months: 12, weekdays: [1, 2, 4, 5, 6] });
    expect(days?.infusions).toEqual(['2026-03-04', '2026-03-07', '2026-03-10', '2026-03-14', '2026-03-17', '2026-03-20']);
    expect(days?.boosters).toHaveLength(12);
    expect(days?.boosters.slice(0, 3)).toEqual(['2026-04-20', '2026-05-19', '2026-06-18']);
    expect(days?.boosters.at(-1)).toBe('2027-03-15');
  });

  it('tms from 2026-12-01, 20 sessions', () => {
    const days = planned('tms', '2026-12-01', { sessions: 20 });
    expect(days?.tms).toHaveLength(20);
    expect(days?.tms.slice(0, 6)).toEqual(['2026-12-01', '2026-12-02', '2026-12-03', '2026-12-04', '2026-12-07', '2026-12-08']);
    expect(days?.tms.slice(-7)).toEqual(['2026-12-18', '2026-12-21', '2026-12-22', '2026-12-23', '2026-12-24', '2026-12-25', '2026-12-28']);
  });

  it('tms from 2026-12-01, 30 sessions on chosen weekdays', () => {
    const days = planned('tms', '2026-12-01', { sessions: 30, weekdays: [1, 2, 3, 4] });
    expect(days?.tms).toHaveLength(30);
    expect(days?.tms.slice(0, 6)).toEqual(['2026-12-01', '2026-12-02', '2026-12-03', '2026-12-07', '2026-12-08', '2026-12-09']);
    expect(days?.tms.slice(-7)).toEqual(['2027-01-11', '2027-01-12', '2027-01-13', '2027-01-14', '2027-01-18', '2027-01-19', '2027-01-20']);
  });

  it('tms-36 from 2026-12-03, 36 sessions', () => {
    const days = planned('tms-36', '2026-12-03', { sessions: 36 });
    expect(days?.tms).toHaveLength(36);
    expect(days?.tms.slice(0, 6)).toEqual(['2026-12-03', '2026-12-04', '2026-12-07', '2026-12-08', '2026-12-09', '2026-12-10']);
    expect(days?.tms.slice(-7)).toEqual(['2027-01-13', '2027-01-18', '2027-01-20', '2027-01-22', '2027-01-26', '2027-01-28', '2027-02-03']);
  });

  it('tms-36 from 2026-12-02, 36 sessions on chosen weekdays', () => {
    const days = planned('tms-36', '2026-12-02', { sessions: 36, weekdays: [1, 3, 5] });
    expect(days?.tms).toHaveLength(36);
    expect(days?.tms.slice(0, 6)).toEqual(['2026-12-02', '2026-12-04', '2026-12-07', '2026-12-09', '2026-12-11', '2026-12-14']);
    expect(days?.tms.slice(-7)).toEqual(['2027-02-08', '2027-02-15', '2027-02-17', '2027-02-19', '2027-02-22', '2027-02-26', '2027-03-03']);
  });

  it('and none where the server would refuse', () => {
    expect(infusionDays('2026-03-04', 6, 16, [1, 2, 3, 4])).toBeNull();
    expect(planned('tms', '2026-12-05', { sessions: 20 })).toBeNull();
    expect(planned('tms-36', '2026-12-01', { sessions: 36, weekdays: [1, 2] })).toBeNull();
    expect(planned('tms', '2026-12-01', { sessions: 20, weekdays: [] })).toBeNull();
    expect(planned('tms-saint', '2026-12-01', { sessions: 50 })).toBeNull();
    expect(planned('tms-again', '2026-12-01', { sessions: 9 })).toBeNull();
  });
});

it('counts weekdays from Monday, before and after the day it counts from', () => {
  expect([isoWeekday('2026-11-23'), isoWeekday('2026-11-29'), isoWeekday('2023-12-31')]).toEqual([1, 7, 7]);
});
