import { addDays } from '../../i18n/dates';
import { sparkText } from '../words/attention';
import { dotPath, type Frame, gapBar, gapsOf, linePath, ZERO_TO_TEN } from './geometry';

const ANY_DAY = '2000-01-01'; // only distances matter
const FRAME: Frame = { left: 2, right: 114, top: 4, bottom: 26 };

interface Props {
  moods: readonly (number | null)[];
  /** How many of the last days an entry was expected on: those before are not missing. */
  expected: number;
}

/** Mood of the last days, 0 to 10, missing days left open and boxed below. Three paths, so that 500 of them stay quick. */
export function Sparkline({ moods, expected }: Props) {
  const shown = { from: ANY_DAY, until: addDays(ANY_DAY, moods.length - 1) };
  const points = moods.flatMap((value, index) => (value === null ? [] : [{ day: addDays(ANY_DAY, index), value }]));
  const logged = moods.at(-1) !== null;
  const first = moods.length - expected - (logged ? 0 : 1);
  const asked = { from: addDays(ANY_DAY, Math.max(0, first)), until: addDays(shown.until, logged ? 0 : -1) };
  const missing = gapsOf(points, asked).map((gap) => {
    const bar = gapBar(gap, shown, FRAME);
    return bar ? `M${bar.x + 1} 29h${bar.width - 2}v3h${2 - bar.width}z` : '';
  });
  return (
    <svg class="chart spark" viewBox="0 0 116 34" width="116" height="34" role="img" aria-label={sparkText(moods)}>
      <path class="gap" d={missing.join('')} />
      <path class="curve" d={linePath(points, shown, ZERO_TO_TEN, FRAME)} />
      <path class="dots fine" d={dotPath(points, shown, ZERO_TO_TEN, FRAME)} />
    </svg>
  );
}
