import { signal } from '@preact/signals';
import { del, get, Problem, post, put } from '../api/client';
import type { Acceptance, AccountView, DemoView, Id, Language } from '../api/types';
import { nowSignedInAs, underAccountLock } from './whoami';

/** undefined: not asked yet. null: signed out. Both apps share one cookie, so they share this. */
export const account = signal<AccountView | null | undefined>(undefined);

type Keeper = (view: AccountView) => Promise<unknown>;
let keep: Keeper = async () => undefined;
const KEEP_MS = 5_000; // a phone whose storage does not answer still shows the journal

/** What has to be on this device before a person is shown anything of theirs. */
export function beforeShowing(keeper: Keeper): void {
  keep = keeper;
}

/** The server's word on who is signed in; null when nobody. Rejects when there is no answer. */
export async function loadAccount(): Promise<AccountView | null> {
  try {
    return arrive(await underAccountLock(() => get<AccountView>('/api/session')));
  } catch (error) {
    if (!(error instanceof Problem) || error.slug !== 'unauthenticated') throw error;
    account.value = null;
    return null;
  }
}

export const signIn = (email: string, password: string) =>
  underAccountLock(async () => arrive(await post<AccountView>('/api/session', { email, password })));

export const acceptInvitation = (acceptance: Acceptance) =>
  underAccountLock(async () => arrive(await post<AccountView>('/api/invitations/acceptance', acceptance)));

/** Another clinic of the same person: the server answers with a new token bound to that membership. */
export const switchMembership = (account_id: Id) =>
  underAccountLock(async () => arrive(await put<AccountView>('/api/session/membership', { account_id })));

/** The server's own words come in the language of the account, so that follows what is read here. */
export async function speaks(language: Language): Promise<void> {
  const view = account.value;
  if (!view || view.language === language) return;
  await put<void>('/api/session/language', { language });
  if (account.value?.account_id === view.account_id) account.value = { ...account.value, language };
}

/** Idempotent: a session that had already ended counts as ended. */
export const endSession = () =>
  underAccountLock(async () => {
    try {
      await del<void>('/api/session');
    } catch (error) {
      if (!(error instanceof Problem) || error.slug !== 'unauthenticated') throw error;
    }
    nowSignedInAs(null);
  });

async function arrive(view: AccountView): Promise<AccountView> {
  nowSignedInAs(view.account_id);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const patience = new Promise((resolve) => {
    timer = setTimeout(resolve, KEEP_MS);
  });
  await Promise.race([keep(view).catch(() => undefined), patience]);
  clearTimeout(timer);
  account.value = view;
  return view;
}

export const demo = () => get<DemoView>('/api/demo');

/** Where a role works: patients in the journal, everybody else in the staff workspace. */
export const homeOf = (view: AccountView) => (view.role === 'patient' ? '/' : '/staff');
