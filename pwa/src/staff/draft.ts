import { useState } from 'preact/hooks';
import { account } from '../session/session';

/** What somebody is writing, by whom and about what. In memory: it survives a closed dialog and a session that ran out. */
const drafts = new Map<string, string>();

interface Draft {
  text: string;
  set: (text: string) => void;
  /** Once it is with the server. */
  done: () => void;
}

export function useDraft(about: string): Draft {
  const key = `${account.value?.account_id ?? ''} ${about}`;
  const [text, setText] = useState(drafts.get(key) ?? '');
  const set = (next: string) => {
    drafts.set(key, next);
    setText(next);
  };
  return { text, set, done: () => void drafts.delete(key) };
}

export const forgetDrafts = () => drafts.clear();
