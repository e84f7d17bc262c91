import { effect } from '@preact/signals';
import type { AccountView, Id, Language } from '../../api/types';
import { language, storedLanguage, useLanguage } from '../../i18n/i18n';
import { account, beforeShowing, endSession, homeOf, loadAccount, switchMembership } from '../../session/session';
import { changedElsewhere, nowSignedInAs, signedInAs } from '../../session/whoami';
import { forgetOthers, recall, remember, wipe } from '../../store/cache';
import { unsent } from '../../sync/engine';
import { go } from '../../ui/router';
import { unsubscribe } from '../push';
import { followZone } from '../settings/change';
import { openPlan } from './plan';
import { forgetAnswers } from './resource';
import { result } from './result';
import { startSending } from './sync';
import { hotlineShown } from './visit';

const CACHED = 'account';

/**
 * Opens with the account last known on this phone, so that the journal is there without a network; then asks the server.
 * Only the server's word ends a session, never its silence.
 */
export async function startPerson(): Promise<void> {
  // Who has seen their journal here finds it here without a network, from the first moment on.
  beforeShowing(async (view) => {
    if (view.role === 'patient') await remember(view.account_id, CACHED, view);
  });
  const last = signedInAs();
  const cached = last ? await recall<AccountView>(last, CACHED) : undefined;
  if (cached) await arrive(cached.value);
  try {
    const view = await loadAccount();
    if (view) await arrive(view);
  } catch {
    if (!cached) account.value = null;
  }
  effect(() => {
    if (changedElsewhere.value > 0) location.reload();
  });
}

/** A person is here: their words, their journal, and nothing of anybody else on the screen or in the cache. */
export async function arrive(view: AccountView): Promise<void> {
  if (view.role !== 'patient') return location.replace(homeOf(view));
  const changed = current !== view.account_id;
  current = view.account_id;
  account.value = view;
  if (changed) {
    forgetAnswers();
    result.value = null;
    const own = [view.account_id, ...view.memberships.map((membership) => membership.account_id)];
    await forgetOthers(own).catch(() => undefined);
    await startSending();
    prepareHelp();
  }
  if (storedLanguage() === null && view.language !== language.value) await useLanguage(view.language satisfies Language);
}

let current: Id | null = null;

/** What Help now and the hotline show of this person has to be here before there is no network. */
function prepareHelp(): void {
  void openPlan();
  void followZone(); // the settings, with the people whom they chose
}

const FRESH_MS = 60_000;

/** The clinic may have changed its words and its line: they come with the account, whenever the app is looked at again. */
export function keepAccountFresh(): void {
  let asked = Date.now();
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible' || !account.value || Date.now() - asked < FRESH_MS) return;
    asked = Date.now();
    void loadAccount().then(
      (view) => view && arrive(view),
      () => undefined, // only the server's word counts, never its silence
    );
  });
}

/** The session had ended and the same or another person signed in. */
export async function signedIn(view: AccountView): Promise<void> {
  current = null;
  await arrive(view);
  void navigator.storage?.persist?.();
}

export async function moveToJournal(account_id: Id): Promise<void> {
  const view = await switchMembership(account_id);
  await arrive(view);
  if (view.role === 'patient') go('/', { replace: true });
}

/** Everything of this person leaves the phone, also what was not sent: the screen before this has said so. */
export async function signOut(): Promise<void> {
  const view = account.value;
  if (!view) return;
  await unsubscribe();
  await endSession();
  hotlineShown.forget();
  await wipe([view.account_id, ...view.memberships.map((membership) => membership.account_id)]);
  nowSignedInAs(null);
  unsent.value = [];
  // A fresh start: nothing of them is in memory either.
  location.replace('/');
}
