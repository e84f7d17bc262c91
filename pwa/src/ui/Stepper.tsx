import { useId } from 'preact/hooks';
import { t } from '../i18n/common';

interface Props {
  label: string;
  /** null until touched. */
  value: number | null;
  onChange: (value: number | null) => void;
  low: number;
  high: number;
  step: number;
  /** Where the first touch begins. */
  first: number;
  text: (value: number) => string;
  less: string;
  more: string;
  optional?: boolean;
}

/** A number with large minus and plus: empty until touched, a spin button to a screen reader. */
export function Stepper({ label, value, onChange, low, high, step, first, text, less, more, optional }: Props) {
  const id = useId();
  const move = (by: number) => onChange(value === null ? first : Math.min(high, Math.max(low, value + by)));
  const onKeyDown = (event: KeyboardEvent) => {
    const by: Record<string, number> = {
      ArrowUp: step,
      ArrowRight: step,
      ArrowDown: -step,
      ArrowLeft: -step,
      PageUp: 2 * step,
      PageDown: -2 * step,
    };
    if (event.key in by) move(by[event.key] as number);
    else if (optional && (event.key === 'Backspace' || event.key === 'Delete')) onChange(null);
    else return;
    event.preventDefault();
  };
  return (
    <div class="field">
      <div class="row apart">
        <span id={id} class="label">
          <strong>{label}</strong>
        </span>
        {value === null
          ? optional && <span class="soft">{t('common.optional')}</span>
          : optional && (
              <button type="button" class="button plain clear" onClick={() => onChange(null)}>
                {t('common.clear')} <span class="sr-only">{label}</span>
              </button>
            )}
      </div>
      <div class="stepper">
        <button type="button" class="button outline pill" onClick={() => move(-step)}>
          {less} <span class="sr-only">{label}</span>
        </button>
        <div
          class={value === null ? 'stepper-value soft' : 'stepper-value'}
          role="spinbutton"
          tabIndex={0}
          aria-labelledby={id}
          aria-valuemin={low}
          aria-valuemax={high}
          aria-valuenow={value ?? undefined}
          aria-valuetext={value === null ? t('scale.empty') : text(value)}
          onKeyDown={onKeyDown}
        >
          {value === null ? '–' : text(value)}
        </div>
        <button type="button" class="button outline pill" onClick={() => move(step)}>
          {more} <span class="sr-only">{label}</span>
        </button>
      </div>
    </div>
  );
}
