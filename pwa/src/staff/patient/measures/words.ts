/** What a score is called, in words: how many answers it rests on, and why there may be no total. */
import { datedDay } from '../../../i18n/dates';
import { t } from '../../strings';
import type { InstrumentView, MeasureView } from './shapes';

/** "PHQ-9" where the name would be "Patient Health Questionnaire-9": what clinicians call it. */
export const shortName = (id: string) => SHORT[id] ?? id.toUpperCase();

/** The rest of a whole title: "Well-Being Index" after "WHO-5". */
export function titleRest({ id, name }: { id: string; name: string }): string {
  const short = shortName(id);
  return name.startsWith(short) ? name.slice(short.length).trim() : name;
}

const SHORT: Record<string, string> = { 'cssrs-screener': 'C-SSRS', 'qids-sr16': 'QIDS-SR16', 'y-bocs-sr': 'Y-BOCS-SR' };

/** Beside the total, or instead of it: "estimated from 8 of 9", "safety question not answered". */
export function statusText(score: MeasureView, instrument: InstrumentView | undefined): string | null {
  if (score.declined) return t('measures.declined');
  const values = { n: score.n_answered ?? 0, of: score.answers?.length ?? instrument?.items.length ?? 0 };
  if (score.status === 'estimated') return t('measures.estimated', values);
  if (score.status === 'complete') return null;
  if (score.reason === 'safety_question_not_answered') return t('measures.safety_open');
  return score.reason === 'has_no_total' ? t('measures.record') : t('measures.too_few', values);
}

/** The server names a band by its English key. */
export const bandName = (score: MeasureView, instrument: InstrumentView | undefined): string | null =>
  instrument?.bands.find((band) => band.key === score.band)?.label ?? score.band;

export function sourceText(score: MeasureView): string {
  if (score.source === 'app') return t('measures.by_patient');
  return score.entered_by ? t('measures.by_clinic', { name: score.entered_by }) : t('measures.by_someone');
}

/** "written after its day, corrected" */
export function marksOf(score: MeasureView): string {
  const marks = [
    score.late && t('measures.late'),
    score.synced_later && t('measures.synced_later'),
    score.based_on !== null && t('measures.corrected'),
  ];
  return marks.filter(Boolean).join(', ');
}

export const newestFirst = (scores: readonly MeasureView[]): MeasureView[] =>
  [...scores].sort((a, b) => b.day.localeCompare(a.day) || b.written_at.localeCompare(a.written_at));

export interface AnswerLine {
  n: string;
  question: string;
  answer: string | null;
  points: number | null;
}

/** Which words stand beside the answers: those that were shown, or only what each question is about. */
export function wordingOf(score: MeasureView, instrument: InstrumentView): 'text' | 'topics' | 'other_version' {
  if (instrument.items.some((item) => item.text === null)) return 'topics';
  return score.version === instrument.version ? 'text' : 'other_version';
}

export function answerLines(score: MeasureView, instrument: InstrumentView): AnswerLine[] {
  const wording = wordingOf(score, instrument);
  const lines = (score.answers ?? []).map((points, index): AnswerLine => {
    const item = instrument.items[index];
    return {
      n: String(index + 1),
      question: (wording === 'text' ? item?.text : item?.topic) ?? String(index + 1),
      answer: wording === 'topics' ? null : textOf(item?.options, points),
      points,
    };
  });
  const extras = instrument.extra_items.flatMap((item): AnswerLine[] => {
    const given = score.extras[item.id];
    return given === undefined ? [] : [{ n: '', question: item.text, answer: textOf(item.options, given), points: null }];
  });
  return wording === 'text' ? [...lines, ...extras] : lines;
}

const textOf = (options: readonly { score: number; text: string }[] | undefined, points: number | null) =>
  options?.find((option) => option.score === points)?.text ?? null;

/** Whole and within the instrument's range; null otherwise. */
export function totalIn(text: string, instrument: Pick<InstrumentView, 'min' | 'max'>): number | null {
  const value = Number(text);
  const { min, max } = instrument;
  if (min === null || max === null || text.trim() === '' || !Number.isInteger(value)) return null;
  return value >= min && value <= max ? value : null;
}

export const titleOf = (score: MeasureView) => ({ name: shortName(score.instrument), day: datedDay(score.day) });
