import { beforeAll, describe, expect, it } from 'vitest';
import { speak } from '../../testing';
import { declinedIn, pointsIn } from './points';
import type { InstrumentView, MeasureView } from './shapes';
import { answerLines, bandName, marksOf, newestFirst, sourceText, statusText, totalIn, wordingOf } from './words';

const option = (score: number, text: string) => ({ score, text });
const OPTIONS = [option(0, 'Not at all'), option(1, 'Several days'), option(2, 'More than half the days'), option(3, 'Nearly every day')];

const phq2: InstrumentView = {
  id: 'phq-2',
  version: 1,
  name: 'Patient Health Questionnaire-2',
  measures: 'depression, short form',
  answered_by: 'patient',
  asked: true,
  language: 'en',
  instructions: null,
  recall_days: 14,
  items: [
    { n: 1, text: 'Little interest', topic: 'anhedonia', options: OPTIONS },
    { n: 2, text: 'Feeling down', topic: 'depressed mood', options: OPTIONS },
  ],
  extra_items: [{ id: 'difficulty', text: 'How difficult?', options: [option(0, 'Not difficult'), option(1, 'Somewhat')] }],
  min: 0,
  max: 6,
  higher_is: 'worse',
  bands: [{ min: 0, max: 2, key: 'negative', label: 'below the cut' }],
  notice: null,
  minutes: 1,
};

const score = (over: Partial<MeasureView> = {}): MeasureView => ({
  measure_id: 'm',
  revision_id: 'r',
  based_on: null,
  instrument: 'phq-2',
  version: 1,
  day: '2026-11-20',
  answers: [0, 2],
  extras: { difficulty: 1 },
  total: 2,
  status: 'complete',
  reason: null,
  n_answered: 2,
  band: 'negative',
  declined: false,
  source: 'app',
  entered_by: null,
  session_id: null,
  written_at: '2026-11-20T10:00:00Z',
  late: false,
  synced_later: false,
  received_at: '2026-11-20T10:00:01Z',
  ...over,
});

describe('a score in words', () => {
  beforeAll(() => speak('en'));

  it('says what a total rests on, and why there is none', () => {
    const none = { total: null, band: null, status: 'none' } as const;
    expect(statusText(score(), phq2)).toBeNull();
    expect(statusText(score({ status: 'estimated', n_answered: 1 }), phq2)).toBe('estimated from 1 of 2');
    expect(statusText(score({ ...none, reason: 'safety_question_not_answered' }), phq2)).toBe('safety question not answered');
    expect(statusText(score({ ...none, reason: 'too_few_answers', n_answered: 1 }), phq2)).toBe('too few answers (1 of 2)');
    expect(statusText(score({ ...none, reason: 'has_no_total' }), phq2)).toBe('a record without a total');
    expect(statusText(score({ ...none, declined: true, answers: null }), phq2)).toBe('Chose "not now"');
  });

  it('says who gave it', () => {
    expect(sourceText(score())).toBe('Reported by the patient');
    expect(sourceText(score({ source: 'clinic', entered_by: 'Dr. Clara Voss' }))).toBe('Entered by Dr. Clara Voss');
    expect(sourceText(score({ source: 'clinic' }))).toBe('Entered by the clinic');
    expect(marksOf(score({ late: true, based_on: 'r0' }))).toBe('written after its day, corrected');
  });

  it('names a band in the words of the reader, and by its key where there are none', () => {
    expect(bandName(score(), phq2)).toBe('below the cut');
    expect(bandName(score({ band: 'other' }), phq2)).toBe('other');
    expect(bandName(score({ band: null }), undefined)).toBeNull();
  });
});

describe('answers', () => {
  it('stand beside the words that were shown', () => {
    expect(answerLines(score({ answers: [null, 2] }), phq2)).toEqual([
      { n: '1', question: 'Little interest', answer: null, points: null },
      { n: '2', question: 'Feeling down', answer: 'More than half the days', points: 2 },
      { n: '', question: 'How difficult?', answer: 'Somewhat', points: null },
    ]);
  });

  it('stand beside topics where the wording may not be shown', () => {
    const hidden = { ...phq2, items: phq2.items.map((item) => ({ ...item, text: null, options: [] })), extra_items: [] };
    expect(wordingOf(score(), hidden)).toBe('topics');
    expect(answerLines(score(), hidden)).toEqual([
      { n: '1', question: 'anhedonia', answer: null, points: 0 },
      { n: '2', question: 'depressed mood', answer: null, points: 2 },
    ]);
  });

  it('stand beside topics when another version was answered', () => {
    const earlier = score({ version: 0 });
    expect(wordingOf(earlier, phq2)).toBe('other_version');
    expect(answerLines(earlier, phq2).map((line) => line.question)).toEqual(['anhedonia', 'depressed mood']);
  });
});

describe('a total that is typed', () => {
  it('is whole and within the range of its instrument', () => {
    expect(['0', '6', ' 3 '].map((text) => totalIn(text, phq2))).toEqual([0, 6, 3]);
    expect(['7', '-1', '2.5', '', ' ', 'two'].map((text) => totalIn(text, phq2))).toEqual([null, null, null, null, null, null]);
    expect(totalIn('3', { min: null, max: null })).toBeNull();
  });
});

it('the newest comes first, also of one day', () => {
  const scores = [
    score({ measure_id: 'a', day: '2026-11-01' }),
    score({ measure_id: 'b', written_at: '2026-11-20T08:00:00Z' }),
    score({ measure_id: 'c', written_at: '2026-11-20T18:00:00Z' }),
  ];
  expect(newestFirst(scores).map((each) => each.measure_id)).toEqual(['c', 'b', 'a']);
});

describe('on the timeline', () => {
  const shown = { from: '2026-11-01', until: '2026-11-30' };
  const scores = [
    score({ revision_id: 'late', day: '2026-11-20' }),
    score({ revision_id: 'early', day: '2026-11-02', total: 5 }),
    score({ revision_id: 'before', day: '2026-10-31' }),
    score({ revision_id: 'other', instrument: 'gad-7' }),
    score({ revision_id: 'not now', day: '2026-11-10', declined: true, answers: null, total: null, status: 'none', band: null }),
  ];

  it('stand the scores of its days, oldest first, with the days since a session', () => {
    const points = pointsIn(shown, phq2, scores, [{ day: '2026-11-13' }, { day: '2026-11-18' }]);
    expect(points.map((point) => [point.revision_id, point.days_after_session])).toEqual([
      ['early', null],
      ['late', 2],
    ]);
  });

  it('a form that was declined is no score', () => expect(declinedIn(shown, phq2, scores)).toEqual(['2026-11-10']));
});
