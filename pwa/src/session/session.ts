import { signal } from '@preact/signals';
import { del, get, Problem, post, put } from '../api/client';
import type { AccountView, DemoView, Id } from '../api/types';

/** undefined: not asked yet. null: signed out. Both apps share one cookie, so they share this. */
export const account = signal<AccountView | null | undefined>(undefined);

export async function loadAccount(): Promise<AccountView | null> {
  try {
    account.value = await get<AccountView>('/api/session');
  } catch (error) {
    if (!(error instanceof Problem) || error.slug !== 'unauthenticated') throw error;
    account.value = null;
  }
  return account.value;
}

export async function signIn(email: string, password: string): Promise<AccountView> {
  const view = await post<AccountView>('/api/session', { email, password });
  account.value = view;
  return view;
}

/** Another clinic of the same person: the server answers with a new token bound to that membership. */
export async function switchMembership(account_id: Id): Promise<AccountView> {
  const view = await put<AccountView>('/api/session/membership', { account_id });
  account.value = view;
  return view;
}

export const endSession = () => del<void>('/api/session');

export const demo = () => get<DemoView>('/api/demo');

/** Where a role works: patients in the journal, everybody else in the staff workspace. */
export const homeOf = (view: AccountView) => (view.role === 'patient' ? '/' : '/staff');
