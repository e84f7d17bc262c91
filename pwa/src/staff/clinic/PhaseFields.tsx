import { Check, Field, Select } from '../../ui';
import { t } from '../strings';
import { BOUNDS, PACES, type Pace, type PhaseDraft, severalADay, wholeIn } from './protocols';

interface Props {
  n: number;
  phase: PhaseDraft;
  /** Only TMS has several sessions a day. */
  tms: boolean;
  weekdays: number;
  tried: boolean;
  onChange: (phase: PhaseDraft) => void;
  onRemove: (() => void) | null;
}

/** How many sessions, and how often. */
export function PhaseFields({ n, phase, tms, weekdays, tried, onChange, onRemove }: Props) {
  const set = (part: Partial<PhaseDraft>) => onChange({ ...phase, ...part });
  const bad = (text: string, [low, high]: readonly [number, number]) =>
    wholeIn(text, [low, high]) === null && (tried || text !== '') ? t('clinic.number_range', { low, high }) : null;
  const most = phase.pace === 'per_day' && !tms ? ([1, 1] as const) : BOUNDS[phase.pace];
  const tooMany = phase.pace === 'per_week' && (wholeIn(phase.number, BOUNDS.per_week) ?? 0) > weekdays;
  return (
    <fieldset class="phase stack">
      <legend class="label">{t('protocols.phase', { n })}</legend>
      <div class="triple">
        <Field
          label={t('protocols.sessions')}
          inputMode="numeric"
          error={bad(phase.sessions, BOUNDS.sessions)}
          value={phase.sessions}
          onInput={(sessions) => set({ sessions })}
        />
        <Select<Pace>
          label={t('protocols.pace')}
          value={phase.pace}
          onChange={(pace) => set({ pace, number: pace === 'per_day' && !tms ? '1' : '' })}
          options={PACES.map((pace) => ({ value: pace, label: t(`protocols.pace_${pace}`) }))}
        />
        <Field
          label={t(`protocols.${phase.pace}`)}
          inputMode="numeric"
          error={tooMany ? t('protocols.fewer_weekdays') : bad(phase.number, most)}
          value={phase.number}
          onInput={(number) => set({ number })}
        />
      </div>
      {severalADay(phase) && (
        <Field
          label={t('protocols.minutes_apart')}
          inputMode="numeric"
          error={bad(phase.minutes_apart, BOUNDS.minutes_apart)}
          value={phase.minutes_apart}
          onInput={(minutes_apart) => set({ minutes_apart })}
        />
      )}
      {phase.pace === 'per_day' && (
        <Check checked={phase.in_a_row} onChange={(in_a_row) => set({ in_a_row })}>
          {t('protocols.in_a_row')}
        </Check>
      )}
      {onRemove && (
        <button type="button" class="link" onClick={onRemove}>
          {t('protocols.remove_phase', { n })}
        </button>
      )}
    </fieldset>
  );
}
