import { type Edit, edited, merged, type Undisguised } from './edits';
import { Joins } from './joins';
import { Masks } from './masks';
import type { Readings } from './readings';

/** Words written so that no program finds them: the twin of clinical/crisis/disguises.py, without its look at the shape. */
export class Disguises {
  private readonly masks: Masks;
  private readonly joins: Joins;

  /** `disguised`: words that people disguise, in the order in which they are tried. */
  constructor(disguised: readonly string[], readings: Readings) {
    this.masks = new Masks(disguised, readings);
    this.joins = new Joins(disguised, readings, (form) => this.masks.word(form));
  }

  undo(folded: string): Undisguised {
    let edits: readonly Edit[] = [...this.masks.undo(folded)];
    if (edits.length > 0) edits = merged(edits, this.masks.undoAlone(folded, edits));
    edits = merged([...this.joins.spaced(folded)], edits);
    edits = merged(edits, this.joins.chained(folded, edits));
    edits = merged(edits, this.joins.split(folded));
    return { text: edits.length > 0 ? edited(folded, edits) : folded, edits };
  }
}
