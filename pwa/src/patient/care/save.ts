import type { DueMeasure, InstrumentView, MeasurePut, PagePut, PreSessionAnswer } from '../../api/care';
import type { Id, SessionView, Severity, SideEffectValues } from '../../api/types';
import { claimingNothing } from '../../crisis/hotline';
import { language } from '../../i18n/i18n';
import { account } from '../../session/session';
import { keep } from '../../store/outbox';
import { uuid7 } from '../../store/uuid7';
import { look, sync } from '../../sync/engine';
import { newRevision } from '../../sync/stamp';
import { go, path } from '../../ui/router';
import { localHotline } from '../crisis';
import { sayHeld, thisDay } from '../state/journal';
import { earlyHotline, type Said, showResult } from '../state/result';
import { basis, replaced, save } from '../state/save';
import { answersHotline, pageHotline, sessionHotline } from './crisis';
import { actionOf, sentenceFor, strictest } from './preSession';
import type { OwnAnswers, OwnPage } from './state';

/** A form that the server did not take as it was, to be mended. */
export interface Refused {
  measure_id: Id;
  body: MeasurePut;
}

type Answers = Pick<MeasurePut, 'answers' | 'extras'>;

function measureBody(instrument: InstrumentView, asked: DueMeasure | null, base: Refused | null, given: Answers | null): MeasurePut {
  return {
    instrument: instrument.id,
    version: instrument.version,
    language: instrument.language ?? language.value,
    day: base?.body.day ?? thisDay.value,
    answers: given?.answers ?? [],
    extras: given?.extras ?? {},
    declined: given === null,
    session_id: base?.body.session_id ?? asked?.session_id ?? null,
    ...newRevision(base?.body.based_on ?? null),
  };
}

export function saveMeasure(instrument: InstrumentView, asked: DueMeasure | null, base: Refused | null, given: Answers): Promise<void> {
  const body = measureBody(instrument, asked, base, given);
  const measure_id = base?.measure_id ?? uuid7();
  return save({
    make: (hotline_shown) => ({ kind: 'measure', measure_id, body, hotline_shown, refusal: null }),
    answer: () => answersHotline(body.instrument, body.answers),
    worded: false,
    replaces: base?.body.revision_id ?? null,
  });
}

/** "Not now": nothing to screen, nothing to show. */
export async function declineMeasure(instrument: InstrumentView, asked: DueMeasure): Promise<void> {
  const whose = account.value?.account_id;
  if (!whose) throw new Error('nobody is signed in');
  const body = measureBody(instrument, asked, null, null);
  await keep(whose, { kind: 'measure', measure_id: uuid7(), body, hotline_shown: false, refusal: null });
  await look();
  go('/', { replace: true });
  void sync();
}

export type PageValues = Omit<PagePut, 'revision_id' | 'based_on' | 'stamp'>;

export function savePage(page_id: Id, values: PageValues, base: OwnPage | null): Promise<void> {
  const body = { ...values, ...newRevision(basis(base)) };
  return save({
    make: (hotline_shown) => ({ kind: 'page', page_id, body, hotline_shown, refusal: null }),
    answer: (words) => pageHotline(words ? body : { ...body, texts: {} }),
    worded: Object.keys(values.texts).length > 0,
    replaces: replaced(base),
  });
}

export function saveAnswers(session: SessionView, answers: PreSessionAnswer[], base: OwnAnswers | null): Promise<void> {
  const { session_id, local_day: day } = session;
  const body = { answers, ...newRevision(basis(base)) };
  return save({
    make: (hotline_shown) => ({ kind: 'pre_session', session_id, day, body, hotline_shown, refusal: null }),
    answer: (words) => sessionHotline(words ? answers : answers.map((each) => ({ ...each, note: null }))),
    worded: answers.some(({ note }) => note !== null),
    replaces: replaced(base),
    said: said(answers, session),
  });
}

function said(answers: readonly PreSessionAnswer[], session: SessionView): Said | null {
  const action = strictest(answers.map((each) => actionOf(each, session)));
  return action && { action, sentence: sentenceFor(action, language.value) };
}

/** What is there before the treatment begins: a report for each effect that was answered. */
export async function saveBaseline(severities: Readonly<Record<string, Severity>>): Promise<void> {
  const whose = account.value?.account_id;
  if (!whose) throw new Error('nobody is signed in');
  const nothing = { onset: null, still_present: null, interference: null, session_id: null, note: null };
  const reports = Object.entries(severities).map(
    ([effect, severity]): SideEffectValues => ({ ...nothing, effect, severity, day: thisDay.value }),
  );
  const hotlines = reports.map((report) => localHotline(null, report));
  const hotline = hotlines.find((each) => each !== null) ?? null;
  earlyHotline.value = hotline && { hotline: claimingNothing(hotline, language.value), form: path.value };
  const writes = reports.map((report, index) => ({
    kind: 'side_effect' as const,
    report_id: uuid7(),
    body: { ...report, ...newRevision(null) },
    hotline_shown: hotlines[index] !== null,
    refusal: null,
  }));
  for (const write of writes) await keep(whose, write);
  await look();
  if (hotline) sayHeld(true);
  const shown = writes[Math.max(0, hotlines.indexOf(hotline))];
  if (shown) showResult(shown, hotline, null);
  void sync();
}
