import { computed } from '@preact/signals';
import type {
  DueMeasure,
  FormView,
  HomeworkView,
  InstrumentView,
  MeasureSaved,
  MeasureView,
  PageSaved,
  PageView,
  PreSession,
  PreSessionAnswer,
  PreSessionSaved,
} from '../../api/care';
import { get } from '../../api/client';
import type { Id, Language, SessionView } from '../../api/types';
import { addDays } from '../../i18n/dates';
import { language } from '../../i18n/i18n';
import type { Waiting } from '../../store/outbox';
import { unsent } from '../../sync/engine';
import type { SavedEntry } from '../../sync/flush';
import { sessions, thisDay, today } from '../state/journal';
import { Resource } from '../state/resource';
import { careSent } from '../state/sync';
import { type Action, actionOf, modalityOf } from './preSession';

const LOOK_BACK_DAYS = 400;
const since = () => addDays(thisDay.peek(), -LOOK_BACK_DAYS);

/** What changes seldom, in the language that it was asked for. */
interface Worded<T> {
  language: Language;
  list: T[];
}

const worded = async <T>(path: string): Promise<Worded<T>> => ({ language: language.peek(), list: await get<T[]>(path) });

export const instruments = new Resource<Worded<InstrumentView>>('instruments', () => worded('/api/instruments'));
export const forms = new Resource<Worded<FormView>>('therapy-forms', () => worded('/api/therapy-forms'));
export const due = new Resource<DueMeasure[]>('measures-due', () => get('/api/me/measures/due', { day: thisDay.peek() }));
export const measures = new Resource<MeasureView[]>('measures', () => get('/api/me/measures', { since: since() }));
export const pages = new Resource<PageView[]>('pages', () => get('/api/me/pages', { since: since() }));
/** Of the next session of the treatment: since when it is asked, and what was answered. */
export const preSession = new Resource<PreSession | null>('pre-session', async () => {
  const session = nextTreatment();
  return session ? get<PreSession>(`/api/me/sessions/${session.session_id}/questions`) : null;
});

const HALF_A_DAY_MS = 12 * 3_600_000;

/** The wording of forms: from this phone, and asked for again twice a day or in another language. */
export async function openWording(): Promise<void> {
  await Promise.all([openSeldom(instruments), openSeldom(forms)]);
}

async function openSeldom<T>(resource: Resource<Worded<T>>): Promise<void> {
  await resource.recall();
  const known = resource.known.peek();
  if (known?.value.language === language.peek() && Date.now() - Date.parse(known.at) < HALF_A_DAY_MS) return;
  await resource.refresh();
}

/** The next session that questions are asked before. */
export function nextTreatment(now = Date.now()): SessionView | null {
  const ahead = (sessions.value ?? []).filter(
    ({ kind, status, starts_at }) => modalityOf(kind) !== null && status === 'planned' && Date.parse(starts_at) > now,
  );
  return ahead.sort((a, b) => (a.starts_at < b.starts_at ? -1 : 1))[0] ?? null;
}

/** An instrument with its wording, or null where none may be shown. */
export const wordingOf = (id: string): InstrumentView | null =>
  instruments.value?.list.find((each) => each.id === id && each.language !== null && each.items.every((item) => item.text !== null)) ??
  null;

/** "PHQ-9": what it is called among those who use it, and no word about what it is for. */
export const shortName = (id: string) => id.toUpperCase();

/** What is due today and was not answered on this phone meanwhile. */
export const dueNow = computed(() =>
  (due.value ?? []).filter(
    ({ instrument, due_from, due_until }) =>
      due_from <= thisDay.value &&
      thisDay.value <= due_until &&
      wordingOf(instrument) !== null &&
      !unsent.value.some(({ write }) => write.kind === 'measure' && write.body.instrument === instrument && write.body.day >= due_from),
  ),
);

/** A page as this phone knows it: what waits here comes before what the server has. */
export interface OwnPage extends Omit<PageView, 'received_at' | 'late' | 'synced_later'> {
  state: 'sent' | 'waiting' | 'attention';
}

export const ownPages = computed<OwnPage[]>(() => {
  const byId = new Map<Id, OwnPage>();
  for (const page of pages.value ?? []) byId.set(page.page_id, { ...page, state: 'sent' });
  for (const { state, write } of unsent.value) {
    if (write.kind !== 'page') continue;
    const { stamp, ...values } = write.body;
    byId.set(write.page_id, { ...values, page_id: write.page_id, written_at: stamp.written_at, state });
  }
  return [...byId.values()].sort((a, b) => (a.day + a.written_at < b.day + b.written_at ? 1 : -1));
});

/** What was asked for and has no page yet, here or there. */
export const openHomework = computed<HomeworkView[]>(() =>
  (today.value?.homework ?? []).filter(
    ({ homework_id }) => !unsent.value.some(({ write }) => write.kind === 'page' && write.body.homework_id === homework_id),
  ),
);

/** The answers before one session as this phone knows them. */
export interface OwnAnswers {
  answers: PreSessionAnswer[];
  /** Of the answers that nobody of the staff has looked at. */
  actions: Action[];
  revision_id: Id;
  based_on: Id | null;
  state: 'sent' | 'waiting' | 'attention';
}

export function ownAnswers(session: SessionView): OwnAnswers | null {
  const mine = unsent.value.findLast(({ write }) => write.kind === 'pre_session' && write.session_id === session.session_id);
  if (mine?.write.kind === 'pre_session') {
    const { answers, revision_id, based_on } = mine.write.body;
    return { answers, actions: answers.map((each) => actionOf(each, session)), revision_id, based_on, state: mine.state };
  }
  const given = preSession.value?.session.session_id === session.session_id ? preSession.value.given : null;
  if (!given) return null;
  const answers = given.answers.flatMap(({ question, answer, amount, at_time, note }) =>
    answer === 'not_answered' ? [] : [{ question, answer, amount, at_time: at_time?.slice(0, 16) ?? null, note }],
  );
  const actions = given.answers.filter((each) => each.reviewed === null).map((each) => each.action);
  return { answers, actions, revision_id: given.revision_id, based_on: null, state: 'sent' };
}

/** The server has it: what the screens show follows. */
careSent.tell = ({ write }: Waiting, saved: SavedEntry) => {
  if (write.kind === 'measure') measureSent((saved as MeasureSaved).entry);
  else if (write.kind === 'page') pageSent((saved as PageSaved).entry);
  else if (write.kind === 'pre_session') answersSent((saved as PreSessionSaved).given);
};

function measureSent(entry: MeasureView): void {
  if (measures.value) measures.set([...measures.value.filter((other) => other.measure_id !== entry.measure_id), entry]);
  if (due.value) due.set(due.value.filter((each) => each.instrument !== entry.instrument || entry.day < each.due_from));
}

function pageSent(entry: PageView): void {
  if (pages.value) pages.set([...pages.value.filter((other) => other.page_id !== entry.page_id), entry]);
  const view = today.value;
  if (view?.homework) today.set({ ...view, homework: view.homework.filter((each) => each.homework_id !== entry.homework_id) });
}

function answersSent(given: PreSessionSaved['given']): void {
  const known = preSession.value;
  if (known?.session.session_id === given.session_id) preSession.set({ ...known, given });
}
