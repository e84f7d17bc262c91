import { weekdayName } from '../../i18n/dates';
import { Check, Choice, Field, Select } from '../../ui';
import { t } from '../strings';
import type { Protocol } from '../types';
import { gapFits, inRange, type Options } from './courseOptions';

interface Props {
  protocol: Protocol;
  options: Options;
  onChange: (options: Options) => void;
}

type Part = Omit<Props, 'onChange'> & { set: (part: Partial<Options>) => void };

const WEEK = [1, 2, 3, 4, 5, 6, 7];
const WORKING_DAYS = [1, 2, 3, 4, 5];

export function CourseOptions({ protocol, options, onChange }: Props) {
  const set = (part: Partial<Options>) => onChange({ ...options, ...part });
  const [from, until] = protocol.over_days ?? [0, -1];
  const [fewest, most] = protocol.booster_months ?? [0, -1];
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
          value={options.sessions}
          onChange={(sessions) => set({ sessions })}
          options={protocol.sessions_options.map((count) => ({ value: String(count), label: String(count) }))}
        />
      )}
      <Again protocol={protocol} options={options} set={set} />
      {protocol.over_days && (
        <Select
          label={t('course.over')}
          value={String(options.over_days)}
          onChange={(days) => set({ over_days: Number(days) })}
          options={within(from, until).map((n) => ({ value: String(n), label: t('course.over_days', { n }) }))}
        />
      )}
      {protocol.booster_months && (
        <Select
          label={t('course.boosters')}
          value={String(options.booster_months)}
          onChange={(months) => set({ booster_months: Number(months) })}
          options={within(fewest, most).map((n) => ({ value: String(n), label: t('course.boosters_months', { n }) }))}
        />
      )}
      <GoOn protocol={protocol} options={options} set={set} />
      <Weekdays
        offered={protocol.modality === 'tms' && !protocol.own && protocol.id !== 'tms-saint' ? WORKING_DAYS : WEEK}
        chosen={options.weekdays}
        onChange={(weekdays) => set({ weekdays })}
      />
    </>
  );
}

const within = (low: number, high: number) => Array.from({ length: high - low + 1 }, (_, index) => low + index);

/** A treatment that is given again: as many sessions as the clinic says, as far apart as it says. */
function Again({ protocol, options, set }: Part) {
  const { any_sessions, any_gap } = protocol;
  const outside = ([low, high]: readonly [number, number]) => t('clinic.number_range', { low, high });
  return (
    <>
      {any_sessions && (
        <Field
          label={t('course.sessions')}
          hint={outside(any_sessions)}
          inputMode="numeric"
          error={options.sessions.trim() === '' || inRange(options.sessions, any_sessions) ? null : outside(any_sessions)}
          value={options.sessions}
          onInput={(sessions) => set({ sessions })}
        />
      )}
      {any_gap && (
        <Field
          label={t('course.gap')}
          hint={t('course.gap_hint', { low: any_gap[0], high: any_gap[1] })}
          optional
          inputMode="numeric"
          error={gapFits(protocol, options) ? null : outside(any_gap)}
          value={options.every_days}
          onInput={(every_days) => set({ every_days })}
        />
      )}
    </>
  );
}

/** What may follow the phases, for as long as the clinic says. */
function GoOn({ protocol, options, set }: Part) {
  const { months, every_days_options } = protocol;
  if (!months || !every_days_options) return null;
  return (
    <>
      <Select
        label={t('course.then_months')}
        value={String(options.months ?? months[0])}
        onChange={(chosen) => set({ months: Number(chosen), every_days: options.every_days || String(every_days_options[0] ?? '') })}
        options={within(...months).map((n) => ({
          value: String(n),
          label: n === 0 ? t('course.then_not') : t('course.boosters_months', { n }),
        }))}
      />
      {(options.months ?? 0) > 0 && (
        <Choice
          legend={t('course.then_every')}
          value={options.every_days}
          onChange={(every_days) => set({ every_days })}
          options={every_days_options.map((n) => ({ value: String(n), label: t('course.every_days', { n }) }))}
        />
      )}
    </>
  );
}

interface WeekdaysProps {
  offered?: readonly number[];
  chosen: readonly number[];
  onChange: (days: number[]) => void;
}

export function Weekdays({ offered = WEEK, chosen, onChange }: WeekdaysProps) {
  const choose = (day: number, on: boolean) => onChange(WEEK.filter((each) => (each === day ? on : chosen.includes(each))));
  return (
    <fieldset class="field">
      <legend class="label">{t('course.weekdays')}</legend>
      <div class="checks days">
        {offered.map((day) => (
          <Check key={day} checked={chosen.includes(day)} onChange={(on) => choose(day, on)}>
            {weekdayName(day)}
          </Check>
        ))}
      </div>
      {chosen.length === 0 && <p class="error small">{t('course.weekdays_any')}</p>}
    </fieldset>
  );
}
