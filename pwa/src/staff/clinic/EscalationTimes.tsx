import { weekdayName } from '../../i18n/dates';
import { Check, Field } from '../../ui';
import { t } from '../strings';
import { clinicZone } from '../today';
import { minutesIn } from './order';
import type { Escalation } from './shapes';

export interface Draft extends Pick<Escalation, 'day_from' | 'day_until' | 'weekdays' | 'people'> {
  after: string;
  on_call_after: string;
}

export type Times = Omit<Escalation, 'people'>;

/** Null while something in it does not fit. */
export function timesOf({ after, on_call_after, day_from, day_until, weekdays }: Draft): Times | null {
  const after_minutes = minutesIn(after);
  const on_call_after_minutes = minutesIn(on_call_after);
  if (after_minutes === null || on_call_after_minutes === null || !(day_from < day_until)) return null;
  return { after_minutes, on_call_after_minutes, day_from, day_until, weekdays };
}

interface Props {
  draft: Draft;
  mayChange: boolean;
  onChange: (part: Partial<Draft>) => void;
}

const WEEK = [1, 2, 3, 4, 5, 6, 7];

export function EscalationTimes({ draft, mayChange, onChange }: Props) {
  if (!mayChange) return null;
  const range = (text: string) => (minutesIn(text) === null ? t('clinic.number_range', { low: 5, high: 240 }) : null);
  const choose = (day: number, on: boolean) => WEEK.filter((each) => (each === day ? on : draft.weekdays.includes(each)));
  return (
    <section class="card">
      <h2>{t('escalation.times')}</h2>
      <div class="pair">
        <Field
          label={t('escalation.day_from')}
          type="time"
          required
          error={draft.day_from < draft.day_until ? null : t('escalation.bad_hours')}
          value={draft.day_from}
          onInput={(day_from) => onChange({ day_from })}
        />
        <Field
          label={t('escalation.day_until')}
          type="time"
          required
          value={draft.day_until}
          onInput={(day_until) => onChange({ day_until })}
        />
      </div>
      <fieldset class="field">
        <legend class="label legend">{t('escalation.weekdays')}</legend>
        <div class="checks days">
          {WEEK.map((day) => (
            <Check key={day} checked={draft.weekdays.includes(day)} onChange={(on) => onChange({ weekdays: choose(day, on) })}>
              {weekdayName(day)}
            </Check>
          ))}
        </div>
      </fieldset>
      <div class="pair">
        <Field
          label={t('escalation.after')}
          hint={t('escalation.minutes_hint')}
          inputMode="numeric"
          error={range(draft.after)}
          value={draft.after}
          onInput={(after) => onChange({ after })}
        />
        <Field
          label={t('escalation.on_call_after')}
          hint={t('escalation.minutes_hint')}
          inputMode="numeric"
          error={range(draft.on_call_after)}
          value={draft.on_call_after}
          onInput={(on_call_after) => onChange({ on_call_after })}
        />
      </div>
      <p class="soft small">{t('escalation.zone', { zone: clinicZone() })}</p>
    </section>
  );
}
