/** Changes to a folded text, and the way back: the twin of clinical/crisis/edits.py. */

/** From `start` to `end` (exclusive) the folded text is to be read as `text`. */
export interface Edit {
  start: number;
  end: number;
  text: string;
}

/** `text`: the folded text after the edits. */
export interface Undisguised {
  text: string;
  edits: readonly Edit[];
}

/** Of whole words of the text after the edits: where they stand before them, an edited one as a whole. */
export function spanBefore({ edits }: Undisguised, start: number, end: number): [number, number] {
  let first = start;
  let last = end;
  let shift = 0;
  for (const edit of edits) {
    const begin = edit.start + shift;
    const finish = begin + edit.text.length;
    shift += edit.text.length - (edit.end - edit.start);
    if (start >= finish) first = start - shift;
    else if (start >= begin) first = edit.start;
    if (end > finish) last = end - shift;
    else if (end > begin) last = edit.end;
  }
  return [first, last];
}

/** In order; of those in `more` the ones that touch no letter of an earlier edit. Both are in order. */
export function merged(edits: readonly Edit[], more: Iterable<Edit>): readonly Edit[] {
  const kept: Edit[] = [];
  let at = 0;
  for (const edit of more) {
    while ((edits[at]?.end ?? Number.POSITIVE_INFINITY) <= edit.start) at += 1;
    if ((edits[at]?.start ?? Number.POSITIVE_INFINITY) >= edit.end) kept.push(edit);
  }
  return kept.length > 0 ? [...edits, ...kept].sort((a, b) => a.start - b.start) : edits;
}

export function edited(folded: string, edits: readonly Edit[]): string {
  let text = '';
  let at = 0;
  for (const edit of edits) {
    text += folded.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return text + folded.slice(at);
}
