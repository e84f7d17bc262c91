/** What a patient answered before a session, in the order in which staff have to read it. */
import type { Filled } from '../../api/contract';
import type { components } from '../../api/schema';
import { clock, number } from '../../i18n/dates';
import { t } from '../strings';
import { pageDay } from './days';

export type Given = Filled<components['schemas']['PreSessionGiven']>;
export type GivenAnswer = Given['answers'][number];

const isUnanswered = (answer: GivenAnswer) => answer.answer === 'not_answered';
const isUnsure = (answer: GivenAnswer) => answer.answer === 'not_sure';
const isStop = (answer: GivenAnswer) => answer.action === 'stop_and_tell_staff';

/** It stops the session, and nobody has said yet what was done. */
export const isOpenStop = (answer: GivenAnswer) => isStop(answer) && answer.reviewed === null;

/** `look`: those that staff act on, the ones that stop a session first. Each answer is in one of the four. */
export function sorted(answers: readonly GivenAnswer[]) {
  const look = answers.filter((each) => each.action !== 'none');
  const rest = answers.filter((each) => each.action === 'none');
  return {
    look: [...look].sort((a, b) => Number(isOpenStop(b)) - Number(isOpenStop(a)) || Number(isStop(b)) - Number(isStop(a))),
    unsure: rest.filter(isUnsure),
    unanswered: rest.filter(isUnanswered),
    said: rest.filter((each) => !isUnsure(each) && !isUnanswered(each)),
  };
}

/** "Yes", "5.5 hours", "22 Nov 07:30": times as on the patient's own clock. */
export function answerText({ answer_text, amount, at_time }: GivenAnswer): string {
  if (at_time !== null) return t('when.day_time', { day: pageDay(at_time.slice(0, 10)), time: clock(at_time.slice(11, 16)) });
  if (amount !== null) return t('pre.hours', { n: amount, value: number(amount, 1) });
  return answer_text;
}
