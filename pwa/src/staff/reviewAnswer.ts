import { Problem, post } from '../api/client';
import { account } from '../session/session';
import type { Given, GivenAnswer } from './words/preSession';

/** The server refuses it from anybody else. */
export const mayReview = () => account.value?.role === 'clinician';

/** Says what was done about an answer as it was shown. When the patient has changed it since, it is read anew before the reviewer goes on. */
export async function reviewAnswer(
  path: string,
  given: Given,
  answer: GivenAnswer,
  what_was_done: string,
  reload: () => void,
): Promise<void> {
  try {
    await post(`${path}/${answer.question}/review`, { revision_id: given.revision_id, what_was_done });
  } catch (error) {
    if (error instanceof Problem && error.slug === 'conflict') reload();
    throw error;
  }
}
