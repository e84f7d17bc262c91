import { useState } from 'preact/hooks';
import { get, put } from '../../api/client';
import { Button, Check, Notice, ProblemNotice } from '../../ui';
import { useAction, useLoad } from '../load';
import { shortName, titleRest } from '../patient/measures/words';
import { t } from '../strings';
import type { Protocol } from '../types';
import { Screen } from '../ui/Screen';
import { BeforeSession } from './BeforeSession';
import { Cadences } from './Cadences';
import type { PartProps } from './Clinic';
import { type Choices, hasWording, type Settings, withAsked } from './measures';
import { Thresholds } from './Thresholds';

const PATH = '/api/clinic/measures';

/** Which questionnaires patients are asked, which change counts, and when each is asked. */
export function Measures({ mayChange }: PartProps) {
  const load = useLoad('measure settings', async () => ({
    settings: await get<Settings>(PATH),
    choices: await get<Choices>(`${PATH}/choices`),
    protocols: await get<Protocol[]>('/api/protocols'),
  }));
  return (
    <div class="stack form-page">
      <p>{t('care.text')}</p>
      <Screen load={load}>{(known) => <Form {...known} mayChange={mayChange} onSaved={load.reload} />}</Screen>
      <BeforeSession mayChange={mayChange} />
    </div>
  );
}

export interface SettingsProps extends PartProps {
  settings: Settings;
  choices: Choices;
  set: (part: Partial<Settings>) => void;
}

interface FormProps extends PartProps {
  settings: Settings;
  choices: Choices;
  protocols: Protocol[];
  onSaved: () => Promise<void>;
}

/** What was changed stays until it is saved, also when the settings are read again meanwhile. */
function Form({ settings, choices, protocols, mayChange, onSaved }: FormProps) {
  const [draft, setDraft] = useState(settings);
  const [changed, setChanged] = useState(false);
  const [saved, setSaved] = useState(false);
  const saving = useAction();
  const set = (part: Partial<Settings>) => {
    setDraft((now) => ({ ...now, ...part }));
    setChanged(true);
    setSaved(false);
  };
  const onSubmit = async (event: Event) => {
    event.preventDefault();
    if (!(await saving.run(() => put(PATH, draft)))) return;
    setChanged(false);
    setSaved(true);
    await onSaved();
  };
  const parts = { settings: draft, choices, set, mayChange };
  return (
    <form class="stack" onSubmit={(event) => void onSubmit(event)} noValidate>
      <Asked {...parts} />
      <Thresholds {...parts} />
      <Cadences {...parts} protocols={protocols} />
      {saving.error !== null && <ProblemNotice error={saving.error} />}
      {saved && (
        <Notice live="polite">
          <p>{t('clinic.saved')}</p>
        </Notice>
      )}
      {mayChange && (
        <div class="row save-bar">
          <Button kind="primary" type="submit" busy={saving.busy}>
            {t('common.save')}
          </Button>
          {changed && <span class="look-ink">{t('care.unsaved')}</span>}
        </div>
      )}
    </form>
  );
}

const WORDINGS = { who5: 'who-5', pcl5_spanish: 'pcl-5' } as const;

function Asked({ settings, choices, set, mayChange }: SettingsProps) {
  const askable = choices.instruments.filter((each) => each.askable);
  const switchOn = (setting: keyof typeof WORDINGS, on: boolean) => {
    const next = { ...settings, [setting]: on };
    // What nobody can be shown is not asked for.
    const asked = next.asked.filter((id) => askable.some((each) => each.id === id && hasWording(each, next)));
    set({ [setting]: on, asked });
  };
  return (
    <section class="card">
      <h2>{t('care.asked')}</h2>
      <p class="soft">{t('care.asked_text')}</p>
      {mayChange ? (
        <div>
          {askable.map((each) => {
            const can = hasWording(each, settings);
            return (
              <Check
                key={each.id}
                disabled={!can}
                checked={settings.asked.includes(each.id)}
                onChange={(on) => set({ asked: withAsked(settings, each.id, on) })}
              >
                {shortName(each.id)} <span class="soft">{titleRest(each)}</span>
                {!can && <span class="under soft small">{t('care.needs_wording')}</span>}
              </Check>
            );
          })}
        </div>
      ) : (
        <p>{settings.asked.map(shortName).join(', ') || t('care.nothing_asked')}</p>
      )}
      {(['who5', 'pcl5_spanish'] as const).map((setting) => (
        <div key={setting}>
          <Check disabled={!mayChange} checked={settings[setting]} onChange={(on) => switchOn(setting, on)}>
            {t(setting === 'who5' ? 'care.who5' : 'care.pcl5')}
            <span class="under soft small">{t(setting === 'who5' ? 'care.who5_text' : 'care.pcl5_text')}</span>
          </Check>
        </div>
      ))}
    </section>
  );
}
