import { useId, useRef } from 'preact/hooks';
import { t } from '../i18n/common';
import { HIGH, LOW, valueAfterKey, valueAt } from './scale';

interface Props {
  label: string;
  /** Both ends in words. */
  low: string;
  high: string;
  /** null until touched: nothing is recorded by default. */
  value: number | null;
  onChange: (value: number | null) => void;
  optional?: boolean;
}

const NUMBERS = Array.from({ length: HIGH - LOW + 1 }, (_, index) => LOW + index);

/** One wide control from 0 to 10: tap a number, drag along it, or use the keyboard. A slider to a screen reader. */
export function Scale0to10({ label, low, high, value, onChange, optional }: Props) {
  const id = useId();
  const track = useRef<HTMLDivElement>(null);

  const choose = (event: { clientX: number }) => {
    const box = track.current?.getBoundingClientRect();
    if (box) onChange(valueAt(event.clientX, box.left, box.width));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = valueAfterKey(value, event.key);
    if (next === undefined || (next === null && !optional)) return;
    event.preventDefault();
    onChange(next);
  };
  const onPointerDown = (event: PointerEvent) => {
    if (event.button !== 0) return;
    track.current?.setPointerCapture(event.pointerId);
    // A touch may turn out to be a scroll: it counts when it moves sideways or ends here (see onClick).
    if (event.pointerType !== 'touch') choose(event);
  };
  const onPointerMove = (event: PointerEvent) => {
    if (track.current?.hasPointerCapture(event.pointerId)) choose(event);
  };

  return (
    <div class="scale">
      <div class="scale-head">
        <span id={`${id}-label`} class="label">
          <strong>{label}</strong>
        </span>
        {value === null ? optional && <span class="soft">{t('common.optional')}</span> : <span class="scale-value">{value}</span>}
      </div>
      <div
        ref={track}
        class="scale-track"
        role="slider"
        tabIndex={0}
        aria-labelledby={`${id}-label`}
        aria-describedby={`${id}-ends`}
        aria-valuemin={LOW}
        aria-valuemax={HIGH}
        aria-valuenow={value ?? undefined}
        aria-valuetext={value === null ? t('scale.empty') : t('scale.value', { n: value })}
        onKeyDown={onKeyDown}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onClick={choose}
      >
        {NUMBERS.map((each) => (
          <span key={each} class={value === null || each > value ? '' : each === value ? 'chosen' : 'below'}>
            {each}
          </span>
        ))}
      </div>
      <div id={`${id}-ends`} class="scale-ends">
        <span>{low}</span>
        <span>{high}</span>
      </div>
    </div>
  );
}
