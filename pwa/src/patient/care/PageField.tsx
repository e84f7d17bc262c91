import { useId } from 'preact/hooks';
import type { FieldView } from '../../api/care';
import { Check, Choice, Field, Stepper, TextArea } from '../../ui';
import { t } from '../messages';

interface Props {
  field: FieldView;
  text: string;
  ratings: Readonly<Record<string, number>>;
  onText: (text: string) => void;
  /** null takes it back. */
  onRating: (name: string, value: number | null) => void;
}

const FEW = 10;

/** One field of a page, by its kind. Nothing is set until it is touched. */
export function PageField({ field, text, ratings, onText, onRating }: Props) {
  const { name, kind, label, required } = field;
  const hint = field.hint ?? undefined;
  const value = ratings[name] ?? null;
  const low = field.low ?? 0;
  const high = field.high ?? FEW;
  switch (kind) {
    case 'text':
      return <TextArea label={label} hint={hint} optional={!required} rows={3} value={text} onInput={onText} />;
    case 'yes_no':
      return (
        <Choice
          legend={label}
          optional
          value={value === null ? null : value === 1 ? 'yes' : 'no'}
          onChange={(chosen) => onRating(name, chosen === 'yes' ? 1 : 0)}
          options={(['yes', 'no'] as const).map((each) => ({ value: each, label: t(`common.${each}`) }))}
        />
      );
    case 'choice':
      return (
        <fieldset class="field">
          <legend class="label legend">{label}</legend>
          {hint && <p class="soft small">{hint}</p>}
          {(field.options ?? []).map((option) => (
            <Check key={option.name} checked={ratings[option.name] === 1} onChange={(on) => onRating(option.name, on ? 1 : null)}>
              {option.label}
            </Check>
          ))}
        </fieldset>
      );
    case 'count':
      return (
        <Field
          label={label}
          optional
          type="number"
          inputMode="numeric"
          min={low}
          max={high}
          value={value === null ? '' : String(value)}
          onInput={(typed) => onRating(name, /^\d+$/.test(typed) ? Math.min(high, Number(typed)) : null)}
        />
      );
    case 'rating':
      if (high - low > FEW) {
        return (
          <div class="field">
            <Stepper
              label={label}
              value={value}
              onChange={(chosen) => onRating(name, chosen)}
              low={low}
              high={high}
              step={FEW}
              first={(low + high) / 2}
              text={(chosen) => t('page.of', { n: chosen, high })}
              less="− 10"
              more="+ 10"
              optional
            />
            <Ends field={field} />
          </div>
        );
      }
      return <Rating field={field} value={value} onChange={(chosen) => onRating(name, chosen)} />;
  }
}

/** A few numbers to tap, both ends in words. A second tap takes the number back. */
function Rating({ field, value, onChange }: { field: FieldView; value: number | null; onChange: (value: number | null) => void }) {
  const id = useId();
  const low = field.low ?? 0;
  const numbers = Array.from({ length: (field.high ?? FEW) - low + 1 }, (_, index) => low + index);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend cannot be laid out like the other labels
    <div class="field" role="group" aria-labelledby={`${id}-label`} aria-describedby={`${id}-ends`}>
      <span id={`${id}-label`} class="label">
        {field.label}
      </span>
      {field.hint && <p class="soft small">{field.hint}</p>}
      <div class="rating">
        {numbers.map((each) => (
          <button
            key={each}
            type="button"
            class="answer"
            aria-pressed={value === each}
            onClick={() => onChange(value === each ? null : each)}
          >
            {each}
          </button>
        ))}
      </div>
      <Ends id={`${id}-ends`} field={field} />
    </div>
  );
}

/** Both ends in words. */
function Ends({ id, field }: { id?: string; field: FieldView }) {
  return (
    <p id={id} class="scale-ends">
      <span>{field.low_label}</span>
      <span>{field.high_label}</span>
    </p>
  );
}
