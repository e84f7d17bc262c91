import { useState } from 'preact/hooks';
import { get, put } from '../../api/client';
import { Button, Notice, ProblemNotice } from '../../ui';
import type { Reach, Reachable } from '../alerts/shapes';
import { useAction, useLoad } from '../load';
import { t } from '../strings';
import { Screen } from '../ui/Screen';
import type { PartProps } from './Clinic';
import { EscalationList } from './EscalationList';
import { type Draft, EscalationTimes, timesOf } from './EscalationTimes';
import { InWords } from './InWords';
import type { Escalation as Settings } from './shapes';

const PATH = '/api/clinic/escalation';

/** Who is told about an alert, in which order, and how long each has. */
export function Escalation({ mayChange }: PartProps) {
  const load = useLoad('escalation', () => get<Settings>(PATH));
  const staff = useLoad('reach', () => get<Reach>('/api/clinic/reach'));
  return (
    <div class="stack form-page">
      <p>{t('escalation.text')}</p>
      <p class="soft">{t('escalation.cover')}</p>
      <Screen load={staff}>
        {({ people }) => (
          <Screen load={load}>
            {(settings) => <Form settings={settings} staff={people} mayChange={mayChange} onSaved={load.reload} />}
          </Screen>
        )}
      </Screen>
    </div>
  );
}

interface FormProps extends PartProps {
  settings: Settings;
  staff: Reachable[];
  onSaved: () => Promise<void>;
}

const draftOf = (settings: Settings): Draft => ({
  after: String(settings.after_minutes),
  on_call_after: String(settings.on_call_after_minutes),
  day_from: settings.day_from,
  day_until: settings.day_until,
  weekdays: settings.weekdays,
  people: settings.people,
});

/** What was changed stays until it is saved, also when the settings are read again meanwhile. */
function Form({ settings, staff, mayChange, onSaved }: FormProps) {
  const [draft, setDraft] = useState(() => draftOf(settings));
  const [changed, setChanged] = useState(false);
  const [saved, setSaved] = useState(false);
  const saving = useAction();
  const set = (part: Partial<Draft>) => {
    setDraft({ ...draft, ...part });
    setChanged(true);
    setSaved(false);
  };
  const times = timesOf(draft);
  const onSubmit = async (event: Event) => {
    event.preventDefault();
    const people = draft.people.map(({ account_id, when }) => ({ account_id, when }));
    if (times === null || !(await saving.run(() => put(PATH, { ...times, people })))) return;
    setChanged(false);
    setSaved(true);
    await onSaved();
  };
  return (
    <form class="stack" onSubmit={(event) => void onSubmit(event)} noValidate>
      <EscalationList people={draft.people} staff={staff} mayChange={mayChange} onChange={(people) => set({ people })} />
      <EscalationTimes draft={draft} mayChange={mayChange} onChange={set} />
      {times && <InWords settings={{ ...times, people: draft.people }} />}
      {saving.error !== null && <ProblemNotice error={saving.error} />}
      {saved && (
        <Notice live="polite">
          <p>{t('clinic.saved')}</p>
        </Notice>
      )}
      {mayChange && (
        <div class="row">
          <Button kind="primary" type="submit" busy={saving.busy} disabled={times === null}>
            {t('common.save')}
          </Button>
          {changed && <span class="look-ink">{t('escalation.unsaved')}</span>}
        </div>
      )}
    </form>
  );
}
