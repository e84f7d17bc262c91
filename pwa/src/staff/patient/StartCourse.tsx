import { useEffect, useState } from 'preact/hooks';
import { get, post } from '../../api/client';
import type { Id } from '../../api/types';
import { weekdayName } from '../../i18n/dates';
import { Button, Check, Choice, Field, ProblemNotice, Select } from '../../ui';
import { useAction, useLoad } from '../load';
import { t } from '../strings';
import type { Protocol } from '../types';
import { Screen } from '../ui/Screen';
import { Preview } from './Preview';
import type { CourseOptions } from './plan';
import { loadTemplates } from './templates';

interface Props {
  patientId: Id;
  onClose: () => void;
  onDone: () => void;
}

const WORKING_DAYS = [1, 2, 3, 4, 5];
const ALL_DAYS = [...WORKING_DAYS, 6, 7];

export function StartCourse(props: Props) {
  const load = useLoad('protocols', () => get<Protocol[]>('/api/protocols'));
  useEffect(() => void loadTemplates().catch(() => undefined), []); // without them there is no preview, and all else works
  return <Screen load={load}>{(protocols) => <Form {...props} protocols={protocols} />}</Screen>;
}

/** Protocol, then what can be chosen in it, then every date before anything is created. */
function Form({ patientId, protocols, onClose, onDone }: Props & { protocols: Protocol[] }) {
  const [chosen, setChosen] = useState<Id | null>(null);
  const [options, setOptions] = useState<CourseOptions>({
    first_at: '',
    sessions: null,
    over_days: null,
    booster_months: null,
    weekdays: WORKING_DAYS,
  });
  const saving = useAction();
  const protocol = protocols.find((each) => each.id === chosen) ?? null;
  const set = (part: Partial<CourseOptions>) => setOptions({ ...options, ...part });
  const choose = (id: Id) => {
    const next = protocols.find((each) => each.id === id);
    setChosen(id);
    set({
      weekdays: WORKING_DAYS,
      sessions: next?.sessions_options?.[0] ?? null,
      over_days: next?.over_days ? Math.round((next.over_days[0] + next.over_days[1]) / 2) : null,
      booster_months: next?.booster_months?.[0] ?? null,
    });
  };
  const complete = protocol !== null && options.first_at !== '' && options.weekdays.length > 0;
  const onSubmit = async (event: Event) => {
    event.preventDefault();
    if (!protocol || !complete) return;
    if (await saving.run(() => post(`/api/patients/${patientId}/courses`, { protocol: protocol.id, ...options }))) onDone();
  };
  return (
    <form class="stack" onSubmit={(event) => void onSubmit(event)}>
      <Choice
        legend={t('course.protocol')}
        column
        value={chosen}
        onChange={choose}
        options={protocols.map((each) => ({ value: each.id, label: `${each.name}. ${each.phases}` }))}
      />
      {protocol && <Options protocol={protocol} options={options} set={set} />}
      {protocol && complete && <Preview protocol={protocol} options={options} />}
      {saving.error !== null && <ProblemNotice error={saving.error} />}
      <div class="row">
        <Button kind="primary" type="submit" busy={saving.busy} disabled={!complete}>
          {t('course.make')}
        </Button>
        <Button kind="outline" onClick={onClose}>
          {t('common.cancel')}
        </Button>
      </div>
    </form>
  );
}

interface OptionsProps {
  protocol: Protocol;
  options: CourseOptions;
  set: (part: Partial<CourseOptions>) => void;
}

function Options({ protocol, options, set }: OptionsProps) {
  return (
    <>
      <Field
        label={t('course.first_at')}
        type="datetime-local"
        required
        value={options.first_at}
        onInput={(first_at) => set({ first_at })}
      />
      {protocol.sessions_options && (
        <Choice
          legend={t('course.sessions')}
          value={String(options.sessions ?? '')}
          onChange={(sessions) => set({ sessions: Number(sessions) })}
          options={protocol.sessions_options.map((count) => ({ value: String(count), label: String(count) }))}
        />
      )}
      {protocol.over_days && (
        <Select
          label={t('course.over')}
          value={String(options.over_days)}
          onChange={(days) => set({ over_days: Number(days) })}
          options={within(protocol.over_days).map((n) => ({ value: String(n), label: t('course.over_days', { n }) }))}
        />
      )}
      {protocol.booster_months && (
        <Select
          label={t('course.boosters')}
          value={String(options.booster_months)}
          onChange={(months) => set({ booster_months: Number(months) })}
          options={within(protocol.booster_months).map((n) => ({ value: String(n), label: t('course.boosters_months', { n }) }))}
        />
      )}
      <Weekdays
        offered={protocol.modality === 'tms' ? WORKING_DAYS : ALL_DAYS}
        chosen={options.weekdays}
        onChange={(weekdays) => set({ weekdays })}
      />
    </>
  );
}

const within = ([low, high]: [number, number]) => Array.from({ length: high - low + 1 }, (_, index) => low + index);

function Weekdays({ offered, chosen, onChange }: { offered: number[]; chosen: number[]; onChange: (days: number[]) => void }) {
  const toggle = (day: number, on: boolean) => onChange(on ? [...chosen, day].sort() : chosen.filter((each) => each !== day));
  return (
    <fieldset class="field">
      <legend class="label">{t('course.weekdays')}</legend>
      <div class="row">
        {offered.map((day) => (
          <Check key={day} checked={chosen.includes(day)} onChange={(on) => toggle(day, on)}>
            {weekdayName(day)}
          </Check>
        ))}
      </div>
      {chosen.length === 0 && <p class="error small">{t('course.weekdays_any')}</p>}
    </fieldset>
  );
}
