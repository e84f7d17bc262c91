import type { Id } from '../../api/types';

/** What has to outlive a reload, or the phone's Back, and ends with the tab. Nothing that anybody wrote. */
const INVITATION = 'invitation';
const HOTLINE = 'hotline-shown-to';

/** The invitation's token is in the fragment of /join; it is taken out of the address before anything else sees it. */
export function takeInvitation(): string | null {
  if (location.pathname !== '/join') return sessionStorage.getItem(INVITATION);
  const token = location.hash.slice(1);
  history.replaceState(null, '', '/');
  if (token) sessionStorage.setItem(INVITATION, token);
  return token || null;
}

/** It was used, or cannot be used any more. */
export const forgetInvitation = () => sessionStorage.removeItem(INVITATION);

/** That the hotline is on the screen, and whose: after a reload it is there again, for them alone. */
export const hotlineShown = {
  keep: (account_id: Id) => sessionStorage.setItem(HOTLINE, account_id),
  isFor: (account_id: Id | undefined) => account_id !== undefined && sessionStorage.getItem(HOTLINE) === account_id,
  forget: () => sessionStorage.removeItem(HOTLINE),
};
