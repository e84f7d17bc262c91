import data from '../../../../clinical/pre_session.json';
import type { PreSessionAnswer } from '../../api/care';
import type { Day, Language, Modality, SessionKind, SessionView } from '../../api/types';

/** What is asked before a session and what an answer leads to, without a network too: the twin of clinical/pre_session.py. */

export type Answer = PreSessionAnswer['answer'];
export type Action = 'none' | 'tell_staff_before' | 'stop_and_tell_staff' | 'crisis_flow';

export interface Question {
  id: string;
  modalities: string[];
  kind: 'choice' | 'hours' | 'time' | 'ride';
  answers: Answer[];
  raises: Answer[];
  action: Action;
  note?: boolean;
  prescriber_only?: boolean;
  on_day?: boolean;
  hours_before?: Partial<Record<Modality, number>>;
  en: string;
  es: string;
}

const QUESTIONS = data.questions as unknown as Question[];

/** What a clinic that has set nothing asks for. Its own numbers count once the server has the answers. */
const SHORT_NIGHT_HOURS = 4;
const FOOD_HOURS = 6;
const LEAD_MS = 48 * 3_600_000;

const MODALITY_OF: Partial<Record<SessionKind, Modality>> = {
  infusion: 'ketamine_iv',
  booster: 'ketamine_iv',
  esketamine: 'esketamine',
  tms: 'tms',
};

export const modalityOf = (kind: SessionKind): Modality | null => MODALITY_OF[kind] ?? null;

/** Those that can be answered by now: what only the day itself can tell is asked on it. */
export const questionsFor = ({ kind, local_day }: SessionView, today: Day): Question[] =>
  QUESTIONS.filter((question) => question.modalities.includes(modalityOf(kind) ?? '') && (!question.on_day || today >= local_day));

/** Whether the questions are open: from `openFrom` on, which the clinic sets, or two days ahead. */
export const isOpenBefore = (session: SessionView, openFrom: string | null, today: Day, now: number): boolean =>
  now < Date.parse(session.starts_at) &&
  (today >= session.local_day || now >= (openFrom ? Date.parse(openFrom) : Date.parse(session.starts_at) - LEAD_MS));

export function speaksOfDanger(answers: readonly Pick<PreSessionAnswer, 'question' | 'answer'>[]): boolean {
  return answers.some(({ question, answer }) =>
    QUESTIONS.some((each) => each.action === 'crisis_flow' && each.id === question && each.raises.includes(answer)),
  );
}

/** What was not answered leads to nothing by itself. "Not sure" is to be said to the staff. */
export function actionOf({ question: id, answer, amount, at_time }: PreSessionAnswer, session: SessionView): Action {
  const question = QUESTIONS.find((each) => each.id === id);
  if (!question) return 'none';
  if (answer === 'not_sure') return 'tell_staff_before';
  if (amount !== null) return amount < SHORT_NIGHT_HOURS ? question.action : 'none';
  if (at_time !== null) return isNear(question, at_time, session) ? question.action : 'none';
  return question.raises.includes(answer) ? question.action : 'none';
}

/** By this phone's own clock, on which the time was given. */
function isNear(question: Question, at_time: string, session: SessionView): boolean {
  const modality = modalityOf(session.kind);
  const hours = question.id === 'food' && modality === 'ketamine_iv' ? FOOD_HOURS : modality && question.hours_before?.[modality];
  return Boolean(hours) && Date.parse(session.starts_at) - new Date(at_time).getTime() < Number(hours) * 3_600_000;
}

export function strictest(actions: readonly Action[]): 'stop_and_tell_staff' | 'tell_staff_before' | null {
  if (actions.includes('stop_and_tell_staff')) return 'stop_and_tell_staff';
  return actions.includes('tell_staff_before') ? 'tell_staff_before' : null;
}

export const sentenceFor = (action: 'stop_and_tell_staff' | 'tell_staff_before', language: Language): string =>
  data.words[language].sentences[action];

export const intro = (language: Language): string => data.words[language].intro;

export const answerText = (answer: Answer, language: Language): string => data.words[language].answers[answer];
