import type { CheckInValues, Day, Id, Note, SideEffectValues } from '../../api/types';
import { claimingNothing } from '../../crisis/hotline';
import { language } from '../../i18n/i18n';
import { account } from '../../session/session';
import { type Entry, keep } from '../../store/outbox';
import { look, sync } from '../../sync/engine';
import { newRevision } from '../../sync/stamp';
import { path } from '../../ui/router';
import { canScreen, localHotline, whenScreenable } from '../crisis';
import { type OwnCheckIn, type OwnSideEffect, sayHeld } from './journal';
import { earlyHotline, showResult } from './result';

/**
 * On the phone first: only when the entry is on the disk does a screen say "saved". The hotline waits for neither disk nor
 * network; were the word lists still on their way, the entry does not wait for them.
 */
async function save(
  make: (hotline_shown: boolean) => Entry,
  note: Note | null,
  effect: SideEffectValues | null,
  replaces: Id | null,
): Promise<void> {
  const whose = account.value?.account_id;
  if (!whose) throw new Error('nobody is signed in');
  const words = note && { text: note.text, isPrivate: note.audience === 'private' };
  const early = canScreen() || !words;
  let hotline = early ? localHotline(words, effect) : null;
  earlyHotline.value = hotline && { hotline: claimingNothing(hotline, language.value), form: path.value };
  const write = make(hotline !== null);
  await keep(whose, write, replaces);
  await look();
  if (!early) {
    await whenScreenable();
    hotline = localHotline(words, effect);
  }
  if (hotline) sayHeld(true);
  showResult(write, hotline);
  void sync();
}

/** An entry that needs attention is replaced by its mended form, which is a revision of its own. */
const replaced = (base: { state: string; revision_id: Id } | undefined) => (base?.state === 'attention' ? base.revision_id : null);
function basis(base: { state: string; revision_id: Id; based_on: Id | null } | undefined): Id | null {
  if (!base) return null;
  return base.state === 'attention' ? base.based_on : base.revision_id; // the server never had what it refused
}

/** `seen`: the revision that the form began from. When it is no longer the current one, the server keeps both. */
export function saveCheckIn(day: Day, values: CheckInValues, base: OwnCheckIn | undefined, seen: Id | null): Promise<void> {
  const based_on = base && base.revision_id === seen ? basis(base) : seen;
  const body = { ...values, ...newRevision(based_on) };
  return save((hotline_shown) => ({ kind: 'check_in', day, body, hotline_shown, refusal: null }), values.note, null, replaced(base));
}

export function saveSideEffect(report_id: Id, values: SideEffectValues, base?: OwnSideEffect): Promise<void> {
  const body = { ...values, ...newRevision(basis(base)) };
  return save(
    (hotline_shown) => ({ kind: 'side_effect', report_id, body, hotline_shown, refusal: null }),
    values.note,
    values,
    replaced(base),
  );
}
