import { useState } from 'preact/hooks';
import { get, post } from '../../api/client';
import type { Id, ProtocolView } from '../../api/types';
import { weekdayName } from '../../i18n/dates';
import { Button, Check, Choice, Field, ProblemNotice, Select } from '../../ui';
import { useAction, useLoad } from '../load';
import { t } from '../strings';
import { Screen } from '../ui/Screen';
import { Preview } from './Preview';
import type { CourseOptions } from './plan';

interface Props {
  patientId: Id;
  onClose: () => void;
  onDone: () => void;
}

const WEEKDAYS = [1, 2, 3, 4, 5];
const OVER_DAYS = ['14', '16', '18', '21'];
const BOOSTER_MONTHS = ['12', '15', '18'];

export function StartCourse(props: Props) {
  const load = useLoad('protocols', () => get<ProtocolView[]>('/api/protocols'));
  return <Screen load={load}>{(protocols) => <Form {...props} protocols={protocols} />}</Screen>;
}

/** Protocol, then what can be chosen in it, then every date before anything is created. */
function Form({ patientId, protocols, onClose, onDone }: Props & { protocols: ProtocolView[] }) {
  const [chosen, setChosen] = useState<Id | null>(null);
  const [options, setOptions] = useState<CourseOptions>({
    first_at: '',
    sessions: null,
    over_days: 18,
    booster_months: 12,
    weekdays: WEEKDAYS,
  });
  const saving = useAction();
  const protocol = protocols.find((each) => each.id === chosen) ?? null;
  const set = (part: Partial<CourseOptions>) => setOptions({ ...options, ...part });
  const choose = (id: Id) => {
    setChosen(id);
    set({ sessions: protocols.find((each) => each.id === id)?.sessions_options?.[0] ?? null });
  };
  const complete = protocol !== null && options.first_at !== '' && (protocol.modality !== 'tms' || options.weekdays?.length !== 0);
  const onSubmit = async (event: Event) => {
    event.preventDefault();
    if (!protocol || !complete) return;
    if (await saving.run(() => post(`/api/patients/${patientId}/courses`, bodyOf(protocol, options)))) onDone();
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

/** Only what the protocol knows: the server refuses an infusion with weekdays. */
function bodyOf(protocol: ProtocolView, options: CourseOptions) {
  const tms = protocol.modality === 'tms';
  return {
    protocol: protocol.id,
    first_at: options.first_at,
    sessions: tms ? options.sessions : null,
    over_days: tms ? null : options.over_days,
    booster_months: protocol.boosters ? options.booster_months : null,
    weekdays: tms ? options.weekdays : null,
  };
}

interface OptionsProps {
  protocol: ProtocolView;
  options: CourseOptions;
  set: (part: Partial<CourseOptions>) => void;
}

function Options({ protocol, options, set }: OptionsProps) {
  const tms = protocol.modality === 'tms';
  return (
    <>
      <Field
        label={t('course.first_at')}
        type="datetime-local"
        required
        value={options.first_at}
        onInput={(first_at) => set({ first_at })}
      />
      {tms && protocol.sessions_options && (
        <Choice
          legend={t('course.sessions')}
          value={String(options.sessions ?? '')}
          onChange={(sessions) => set({ sessions: Number(sessions) })}
          options={protocol.sessions_options.map((count) => ({ value: String(count), label: String(count) }))}
        />
      )}
      {!tms && (
        <Choice
          legend={t('course.over')}
          value={String(options.over_days)}
          onChange={(days) => set({ over_days: Number(days) })}
          options={OVER_DAYS.map((days) => ({ value: days, label: t('course.over_days', { n: Number(days) }) }))}
        />
      )}
      {protocol.boosters && (
        <Select
          label={t('course.boosters')}
          value={String(options.booster_months)}
          onChange={(months) => set({ booster_months: Number(months) })}
          options={BOOSTER_MONTHS.map((months) => ({ value: months, label: t('course.boosters_months', { n: Number(months) }) }))}
        />
      )}
      {tms && <Weekdays chosen={options.weekdays ?? []} onChange={(weekdays) => set({ weekdays })} />}
    </>
  );
}

function Weekdays({ chosen, onChange }: { chosen: number[]; onChange: (days: number[]) => void }) {
  const toggle = (day: number, on: boolean) => onChange(on ? [...chosen, day].sort() : chosen.filter((each) => each !== day));
  return (
    <fieldset class="field">
      <legend class="label">{t('course.weekdays')}</legend>
      <div class="row">
        {WEEKDAYS.map((day) => (
          <Check key={day} checked={chosen.includes(day)} onChange={(on) => toggle(day, on)}>
            {weekdayName(day)}
          </Check>
        ))}
      </div>
      {chosen.length === 0 && <p class="error small">{t('course.weekdays_any')}</p>}
    </fieldset>
  );
}
