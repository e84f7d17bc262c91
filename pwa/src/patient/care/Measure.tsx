import { useEffect, useState } from 'preact/hooks';
import type { DueMeasure, InstrumentView } from '../../api/care';
import { unsent } from '../../sync/engine';
import { Button, Card, Notice } from '../../ui';
import { go } from '../../ui/router';
import { useForm } from '../../ui/useForm';
import { t } from '../messages';
import { Screen } from '../parts/Screen';
import { draftOf, keepDraft } from '../state/drafts';
import { Question } from './Question';
import { declineMeasure, type Refused, saveMeasure } from './save';
import { NotStored, useSaving } from './saving';
import { due, dueNow, instruments, openWording, wordingOf } from './state';

/** `step`: -1 before the first question, then each question, then the list of all answers. */
interface Form {
  answers: (number | null)[];
  extras: Record<string, number>;
  step: number;
}

/** Which asking it was begun for: answers about other weeks are no answers to this one. */
interface Begun extends Form {
  due_from: string;
  version: number;
  language: string | null;
}

interface Opened {
  instrument: InstrumentView;
  asked: DueMeasure | null;
  base: Refused | null;
  draft: Form | null;
}

const draftName = (id: string) => `measure:${id}`;

/** One form, a question a screen. It is opened with what was begun for the same asking, or with what the server refused. */
export function Measure({ id }: { id: string }) {
  const [opened, setOpened] = useState<Opened | null | undefined>(undefined);
  useEffect(() => void open(id).then(setOpened), [id]);
  if (opened) return <MeasureForm {...opened} />;
  return (
    <Screen title={t('measure.title')} backTo="/" backLabel={t('tab.today')}>
      <p class="soft">{opened === null ? t('measure.not_due') : t('common.loading')}</p>
    </Screen>
  );
}

async function open(id: string): Promise<Opened | null> {
  if (!instruments.value) await openWording();
  if (!due.value) await due.open();
  const instrument = wordingOf(id);
  const asked = dueNow.value.find((each) => each.instrument === id) ?? null;
  const base = refused(id);
  if (!instrument || !(asked || base)) return null;
  const draft = (await draftOf<Begun>(draftName(id)))?.form ?? null;
  const { version, language } = instrument;
  const same = draft && draft.version === version && draft.language === language && draft.due_from >= (asked?.due_from ?? '');
  return { instrument, asked, base, draft: same ? draft : null };
}

function refused(id: string): Refused | null {
  for (const { state, write } of unsent.value) {
    if (state === 'attention' && write.kind === 'measure' && write.body.instrument === id) return write;
  }
  return null;
}

function MeasureForm({ instrument, asked, base, draft }: Opened) {
  const { items, extra_items } = instrument;
  const { form, change, latest } = useForm<Form>(
    () => ({
      answers: draft?.answers ?? base?.body.answers ?? items.map(() => null),
      extras: draft?.extras ?? base?.body.extras ?? {},
      step: -1,
    }),
    (next) => keepDraft(draftName(instrument.id), { ...next, ...begunFor(instrument, asked) }),
  );
  const [reviewing, setReviewing] = useState(false);
  const { failed, store } = useSaving(draftName(instrument.id));
  const extras = form.answers.some((answer) => answer !== null && answer > 0) ? extra_items : [];
  const last = items.length + extras.length;

  const next = (part: Partial<Form> = {}) => change({ ...part, step: reviewing ? Number.MAX_SAFE_INTEGER : latest().step + 1 });
  const answersNow = () => {
    const { answers, extras: given } = latest();
    const shown = new Set(extras.map((item) => item.id));
    return { answers, extras: Object.fromEntries(Object.entries(given).filter(([key]) => shown.has(key))) };
  };
  if (form.step < 0) {
    const begun = draft?.answers.some((answer) => answer !== null) ?? false;
    return (
      <Screen key="intro" title={t('measure.title')} backTo="/" backLabel={t('tab.today')}>
        {paragraphs(instrument).map((text) => (
          <p key={text}>{text}</p>
        ))}
        {begun && <p class="soft small">{t('check_in.draft')}</p>}
        <p class="soft">{t('measure.how')}</p>
        {failed && <NotStored />}
        <Button kind="primary" wide onClick={() => change({ step: begun ? (draft?.step ?? 0) : 0 })}>
          {begun ? t('measure.go_on') : t('measure.start')}
        </Button>
        {asked && !base && (
          <Button wide onClick={() => void store(() => declineMeasure(instrument, asked))}>
            {t('measure.not_now')}
          </Button>
        )}
        <p class="soft centred">{t('check_in.not_live')}</p>
        <Licence instrument={instrument} />
      </Screen>
    );
  }
  if (form.step < last) {
    const item = items[form.step];
    const extra = extras[form.step - items.length];
    const value = item ? (form.answers[form.step] ?? null) : ((extra && form.extras[extra.id]) ?? null);
    const choose = (score: number) => {
      if (item) next({ answers: form.answers.map((answer, index) => (index === form.step ? score : answer)) });
      else if (extra) next({ extras: { ...form.extras, [extra.id]: score } });
    };
    return (
      <Question
        key={form.step}
        text={item?.text ?? extra?.text ?? ''}
        stem={item ? (paragraphs(instrument).at(-1) ?? '') : ''}
        progress={t('measure.question', { n: form.step + 1, of: last })}
        options={item?.options ?? extra?.options ?? []}
        value={value}
        onChoose={choose}
        onBack={form.step > 0 && !reviewing ? () => change({ step: form.step - 1 }) : null}
        onNext={() => next()}
        onSkip={() => {
          if (item) next({ answers: form.answers.map((answer, index) => (index === form.step ? null : answer)) });
          else next();
        }}
      >
        <Licence instrument={instrument} />
      </Question>
    );
  }
  const nothing = form.answers.every((answer) => answer === null);
  return (
    <Screen key="review" title={t('measure.review')} backTo="/" backLabel={t('tab.today')}>
      <p class="soft">{t('measure.review_text')}</p>
      <Card class="list">
        {[...items, ...extras].map((item, index) => {
          const answer = 'n' in item ? form.answers[index] : form.extras[item.id];
          return (
            <button
              key={item.text}
              type="button"
              class="item"
              onClick={() => {
                setReviewing(true);
                change({ step: index });
              }}
            >
              <span>
                <span class="small">{item.text}</span>
                <strong class={answer === undefined || answer === null ? 'soft' : ''}>
                  {item.options.find((option) => option.score === answer)?.text ?? t('measure.skipped')}
                </strong>
              </span>
              <span aria-hidden="true">›</span>
            </button>
          );
        })}
      </Card>
      <Licence instrument={instrument} />
      <div class="save-bar">
        {nothing && <Notice tone="look">{t('measure.nothing')}</Notice>}
        {failed && <NotStored />}
        <Button kind="primary" wide disabled={nothing} onClick={() => void store(() => saveMeasure(instrument, asked, base, answersNow()))}>
          {t('common.save')}
        </Button>
      </div>
      <Button kind="plain" onClick={() => go('/', { replace: true })}>
        {t('measure.later')}
      </Button>
    </Screen>
  );
}

const begunFor = ({ version, language }: InstrumentView, asked: DueMeasure | null) => ({
  version,
  language,
  due_from: asked?.due_from ?? '',
});

const paragraphs = ({ instructions }: InstrumentView) => (instructions ?? '').split('\n\n').filter(Boolean);

/** Stands wherever the wording does, in the owner's words. */
function Licence({ instrument }: { instrument: InstrumentView }) {
  if (!instrument.notice) return null;
  return (
    <p class="soft small" lang="en">
      {instrument.name}. {instrument.notice}
    </p>
  );
}
