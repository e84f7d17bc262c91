import { describe, expect, it } from 'vitest';
import { openGaps } from './journal';

const shown = { from: '2026-11-01', until: '2026-11-10' };
const at = (day: string) => ({ day, value: 5 });

describe('days without an entry on the timeline', () => {
  it('are counted from the first entry when there was nothing before', () => {
    expect(openGaps([at('2026-11-04'), at('2026-11-06'), at('2026-11-10')], shown, null)).toEqual([
      { from: '2026-11-05', until: '2026-11-05', days: 1 },
      { from: '2026-11-07', until: '2026-11-09', days: 3 },
    ]);
  });

  it('are counted from the start of the range when a session lies before it', () => {
    const [first] = openGaps([at('2026-11-04'), at('2026-11-10')], shown, '2026-08-01');
    expect(first).toEqual({ from: '2026-11-01', until: '2026-11-03', days: 3 });
  });

  it('leave today out while it can still be written', () => {
    expect(openGaps([at('2026-11-08')], shown, null)).toEqual([{ from: '2026-11-09', until: '2026-11-09', days: 1 }]);
  });

  it('are none where nothing has begun', () => {
    expect(openGaps([], shown, null)).toEqual([]);
    expect(openGaps([], shown, '2027-01-01')).toEqual([]);
  });
});
