import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { localDay } from '../../i18n/dates';
import { speak } from '../testing';
import { openPageOf, pageDay, pageLongDay } from './days';
import { range } from './summary';

describe('a day on a page', () => {
  beforeAll(() => speak('en'));
  beforeEach(() => openPageOf(null));

  it('carries its year where the page was made in another', () => {
    openPageOf('2026-01-20T12:00:00Z');
    expect(pageDay('2026-01-04')).toBe('4 Jan');
    expect(pageDay('2025-12-28')).toBe('28 Dec 2025');
    expect(pageLongDay('2025-12-28')).toMatch(/^Sunday,? 28 December 2025$/);
    expect(range('2025-12-20', '2025-12-28')).toBe('20 Dec 2025 to 28 Dec 2025');
    expect(range('2025-12-28', '2026-01-04')).toBe('28 Dec 2025 to 4 Jan 2026');
  });

  it('is of this year where nothing was kept', () => {
    const year = localDay().slice(0, 4);
    expect(pageDay(`${year}-03-02`)).toBe('2 Mar');
    expect(pageDay(`${Number(year) - 1}-03-02`)).toBe(`2 Mar ${Number(year) - 1}`);
  });
});
