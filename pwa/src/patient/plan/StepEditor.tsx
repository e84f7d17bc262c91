import { useEffect, useRef, useState } from 'preact/hooks';
import { Button, Notice } from '../../ui';
import { go } from '../../ui/router';
import { useForm } from '../../ui/useForm';
import { type Key, t } from '../messages';
import { Screen } from '../parts/Screen';
import { type Draft, draftOf, dropDraft, keepDraft } from '../state/drafts';
import { openPlan, ownPlan, plan } from '../state/plan';
import { Rows } from './Rows';
import { type Begun, saveStep } from './save';
import { faultOf, isOfPeople, MOST_LINES, newRow, rowsOf, STEPS, type Step, stepsOf } from './steps';

const PATIENCE_MS = 1_500;

interface Props {
  step: Step;
  /** The plan is being written for the first time: each step leads to the next. */
  guided: boolean;
}

/** One step on one screen. What is typed is kept as a draft, so that somebody who is unwell can put the phone down. */
export function StepEditor({ step, guided }: Props) {
  const [draft, setDraft] = useState<Draft<Begun> | null | undefined>(undefined);
  useEffect(() => {
    void knownOrLate().then(async () => setDraft(await draftOf<Begun>(draftName(step))));
  }, [step]);
  const n = STEPS.indexOf(step) + 1;
  return (
    <Screen title={t(`step_title.${step}`)} above={t('plan.step_of', { n, of: STEPS.length })} backTo="/plan" backLabel={t('tab.plan')}>
      {draft !== undefined && <Form step={step} guided={guided} draft={draft} />}
    </Screen>
  );
}

const draftName = (step: Step) => `plan:${step}`;

/** Opened at once, the app knows nothing yet: what was written before is worth a moment, not more. */
async function knownOrLate(): Promise<void> {
  if (plan.known.peek()) return;
  await Promise.race([openPlan(), new Promise((late) => setTimeout(late, PATIENCE_MS))]);
}

function begin(step: Step): Begun {
  const own = ownPlan.peek();
  return { rows: rowsOf(own, step), seen: own?.revision_id ?? null, from: stepsOf(own) };
}

/** Keys are of one visit: those of a draft may be taken by now. */
const again = (begun: Begun): Begun => ({ ...begun, rows: begun.rows.map(({ text, dial }) => newRow(text, dial)) });

function Form({ step, guided, draft }: Props & { draft: Draft<Begun> | null }) {
  const { form, change, latest } = useForm<Begun>(
    () => (draft ? again(draft.form) : begin(step)),
    (next) => keepDraft(draftName(step), next),
  );
  const [asked, setAsked] = useState(false);
  const [failed, setFailed] = useState(false);
  const next = guided ? STEPS[STEPS.indexOf(step) + 1] : undefined;

  const saving = useRef(false);
  const save = async (to: string) => {
    setAsked(true);
    if (saving.current || latest().rows.some((row) => faultOf(row) !== null)) return;
    saving.current = true; // a second tap would save the same again, as if on another phone
    try {
      await saveStep(step, latest());
      await dropDraft(draftName(step));
      go(to, { replace: true });
    } catch {
      setFailed(true); // this phone could not store it; the words are still in the form
    } finally {
      saving.current = false;
    }
  };
  const add = (text = '') => change({ rows: [...latest().rows.filter((row) => row.text || row.dial), newRow(text)] });

  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void save(next ? `/plan/begin/${next}` : '/plan');
      }}
    >
      <p class="soft">{t(`step_hint.${step}`)}</p>
      {draft && <p class="soft small">{t('check_in.draft')}</p>}
      <Rows rows={form.rows} name={nameOf(step)} asked={asked} onChange={(rows) => change({ rows })} />
      {form.rows.length < MOST_LINES && <Examples step={step} rows={form.rows.map((row) => row.text)} onUse={add} />}
      <p class="soft small">{t('plan.who')}</p>
      <div class="save-bar">
        {failed && (
          <Notice tone="danger" live="alert">
            {t('save.not_stored')}
          </Notice>
        )}
        <Button kind="primary" type="submit" wide>
          {t(next ? 'plan.next' : 'common.save')}
        </Button>
        {next && (
          <Button kind="plain" wide onClick={() => void save('/plan')}>
            {t('plan.stop')}
          </Button>
        )}
      </div>
    </form>
  );
}

const nameOf = (step: Step) => (step === 'distractions' ? t('plan.name') : isOfPeople(step) ? t('contacts.name') : null);

/** For a blank moment: a tap makes one into a line, to be changed or left. */
function Examples({ step, rows, onUse }: { step: Step; rows: readonly string[]; onUse: (text: string) => void }) {
  const texts = [1, 2, 3].map((n) => exampleOf(step, n)).filter((text): text is string => text !== null && !rows.includes(text));
  if (texts.length === 0) return null;
  return (
    <details>
      <summary>{t('plan.examples')}</summary>
      <div class="stack tight">
        {texts.map((text) => (
          <Button key={text} wide class="example" onClick={() => onUse(text)}>
            <span aria-hidden="true">+</span> {text}
          </Button>
        ))}
      </div>
    </details>
  );
}

function exampleOf(step: Step, n: number): string | null {
  const key = `step_example.${step}_${n}`;
  const text = t(key as Key);
  return text === key ? null : text;
}
