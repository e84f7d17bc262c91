import { useState } from 'preact/hooks';
import { get, put } from '../../api/client';
import type { components } from '../../api/schema';
import { Button, Field, Notice, ProblemNotice } from '../../ui';
import { useAction, useLoad } from '../load';
import { t } from '../strings';
import { Screen } from '../ui/Screen';
import type { PartProps } from './Clinic';

type Settings = Required<components['schemas']['PreSessionSettings']>;

const PATH = '/api/clinic/pre-session';
const BOUNDS = { lead_hours: [1, 168], short_night_hours: [0, 12], food_hours: [0, 24] } as const;
const NAMES = Object.keys(BOUNDS) as (keyof typeof BOUNDS)[];

/** From when the questions before a session are open, and from which answer on staff are told. */
export function BeforeSession({ mayChange }: PartProps) {
  const load = useLoad('pre-session settings', () => get<Settings>(PATH));
  return (
    <section class="card">
      <h2>{t('questions.title')}</h2>
      <p class="soft">{t('questions.text')}</p>
      <Screen load={load}>
        {(settings) =>
          mayChange ? (
            <Form settings={settings} />
          ) : (
            <dl class="fields">
              {NAMES.map((name) => (
                <div key={name}>
                  <dt>{t(`questions.${name}`)}</dt>
                  <dd>{settings[name]}</dd>
                </div>
              ))}
            </dl>
          )
        }
      </Screen>
    </section>
  );
}

/** Whole hours to open the questions, halves for the others. */
function hoursIn(text: string, name: keyof typeof BOUNDS): number | null {
  const [low, high] = BOUNDS[name];
  const value = Number(text.replace(',', '.'));
  const step = name === 'lead_hours' ? 1 : 0.5;
  return text.trim() !== '' && value >= low && value <= high && value % step === 0 ? value : null;
}

function Form({ settings }: { settings: Settings }) {
  const [draft, setDraft] = useState(() => ({
    lead_hours: String(settings.lead_hours),
    short_night_hours: String(settings.short_night_hours),
    food_hours: String(settings.food_hours),
  }));
  const [saved, setSaved] = useState(false);
  const saving = useAction();
  const onSubmit = async (event: Event) => {
    event.preventDefault();
    const body = Object.fromEntries(NAMES.map((name) => [name, hoursIn(draft[name], name)]));
    if (Object.values(body).includes(null) || !(await saving.run(() => put(PATH, body)))) return;
    setSaved(true);
  };
  return (
    <form class="stack" onSubmit={(event) => void onSubmit(event)} noValidate>
      {NAMES.map((name) => {
        const [low, high] = BOUNDS[name];
        return (
          <Field
            key={name}
            label={t(`questions.${name}`)}
            inputMode="decimal"
            error={hoursIn(draft[name], name) === null ? t('questions.range', { low, high }) : null}
            value={draft[name]}
            onInput={(text) => {
              setDraft({ ...draft, [name]: text });
              setSaved(false);
            }}
          />
        );
      })}
      {saving.error !== null && <ProblemNotice error={saving.error} />}
      {saved && (
        <Notice live="polite">
          <p>{t('clinic.saved')}</p>
        </Notice>
      )}
      <div class="row">
        <Button kind="primary" type="submit" busy={saving.busy}>
          {t('questions.save')}
        </Button>
      </div>
    </form>
  );
}
