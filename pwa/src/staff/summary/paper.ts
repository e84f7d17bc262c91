/** Two sheets hold the page. What has been said already in words goes on paper only where there is room for it. */
import type { Page } from './shapes';

const LETTERS = 120; // of a line of a note, on paper
const CLAMP = 6; // lines of a note that are printed, see print.css
const NOTES = 5; // of which as many are printed
/** Lines beside which each measure in full and the small charts fit. Tried out on Letter, which is the shorter. */
const ROOM_FOR_ONE_MORE = 15;
const LINES_OF_A_MEASURE = 12;

const linesOf = (text: string) => Math.min(CLAMP, Math.ceil(text.length / LETTERS)) + 1;

/** Whether the parts that repeat in charts what stands above are printed. */
export function fitsOnPaper({ numbers, notes, form }: Page): boolean {
  if (form === 'therapist') return false;
  const measures = Math.max(0, (numbers.measures ?? []).length - 2);
  const words = notes.slice(-NOTES).reduce((sum, note) => sum + linesOf(note.text), 0);
  const tables = numbers.wear_off.length + numbers.weeks.length + 2 * numbers.side_effects.length;
  return words + tables + LINES_OF_A_MEASURE * measures <= ROOM_FOR_ONE_MORE;
}
