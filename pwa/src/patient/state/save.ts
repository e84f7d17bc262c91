import type { CheckInValues, Day, Hotline, Id, SideEffectValues } from '../../api/types';
import { claimingNothing } from '../../crisis/hotline';
import { language } from '../../i18n/i18n';
import { account } from '../../session/session';
import { type Entry, keep } from '../../store/outbox';
import { look, sync } from '../../sync/engine';
import { newRevision } from '../../sync/stamp';
import { path } from '../../ui/router';
import { canScreen, localHotline, whenScreenable } from '../crisis';
import { type OwnCheckIn, type OwnSideEffect, sayHeld } from './journal';
import { earlyHotline, type Said, showResult } from './result';

/** This phone's own answer to an entry. `words`: also to what only the word lists can tell. */
export type OwnAnswer = (words: boolean) => Hotline | null;

interface Saving {
  make: (hotline_shown: boolean) => Entry;
  answer: OwnAnswer;
  /** There are words in it. */
  worded: boolean;
  /** The entry that needed attention and is mended by this one. */
  replaces: Id | null;
  said?: Said | null;
}

/**
 * On the phone first: only when the entry is on the disk does a screen say "saved". The hotline waits for neither disk nor
 * network; were the word lists still on their way, the entry does not wait for them.
 */
export async function save({ make, answer, worded, replaces, said = null }: Saving): Promise<void> {
  const whose = account.value?.account_id;
  if (!whose) throw new Error('nobody is signed in');
  const ready = canScreen() || !worded;
  let hotline = answer(ready);
  earlyHotline.value = hotline && { hotline: claimingNothing(hotline, language.value), form: path.value };
  const write = make(hotline !== null);
  await keep(whose, write, replaces);
  await look();
  if (!ready) {
    await whenScreenable();
    hotline = answer(true);
  }
  if (hotline) sayHeld(true);
  showResult(write, hotline, said);
  void sync();
}

type Base = { state: string; revision_id: Id; based_on: Id | null } | null | undefined;

/** An entry that needs attention is replaced by its mended form, which is a revision of its own. */
export const replaced = (base: Base): Id | null => (base?.state === 'attention' ? base.revision_id : null);
export function basis(base: Base): Id | null {
  if (!base) return null;
  return base.state === 'attention' ? base.based_on : base.revision_id; // the server never had what it refused
}

/** `seen`: the revision that the form began from. When it is no longer the current one, the server keeps both. */
export function saveCheckIn(day: Day, values: CheckInValues, base: OwnCheckIn | undefined, seen: Id | null): Promise<void> {
  const based_on = base && base.revision_id === seen ? basis(base) : seen;
  const body = { ...values, ...newRevision(based_on) };
  return save({
    make: (hotline_shown) => ({ kind: 'check_in', day, body, hotline_shown, refusal: null }),
    answer: (words) => localHotline(words ? values.note : null, null),
    worded: values.note !== null,
    replaces: replaced(base),
  });
}

export function saveSideEffect(report_id: Id, values: SideEffectValues, base?: OwnSideEffect): Promise<void> {
  const body = { ...values, ...newRevision(basis(base)) };
  return save({
    make: (hotline_shown) => ({ kind: 'side_effect', report_id, body, hotline_shown, refusal: null }),
    answer: (words) => localHotline(words ? values.note : null, values),
    worded: values.note !== null,
    replaces: replaced(base),
  });
}
