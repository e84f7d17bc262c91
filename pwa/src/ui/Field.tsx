import type { ComponentChildren, JSX } from 'preact';
import { useId } from 'preact/hooks';
import { t } from '../i18n/common';

interface FieldProps {
  label: string;
  hint?: string | undefined;
  error?: string | null | undefined;
  optional?: boolean;
}

type InputProps = FieldProps & {
  value: string;
  onInput: (value: string) => void;
  type?: 'text' | 'email' | 'password' | 'tel' | 'number' | 'date' | 'time' | 'datetime-local' | 'search';
  name?: string;
  autocomplete?: JSX.IntrinsicElements['input']['autocomplete'];
  inputMode?: 'text' | 'numeric' | 'decimal' | 'tel' | 'email' | 'search';
  required?: boolean;
  disabled?: boolean;
  minLength?: number;
  maxLength?: number;
  min?: string | number;
  max?: string | number;
  step?: string | number;
  placeholder?: string;
  pattern?: string;
  list?: string;
};

/** A labelled text input with its hint and error tied to it. */
export function Field({ label, hint, error, optional, value, onInput, ...rest }: InputProps) {
  // Preact types an input by its `type` literal; ours is one of a union.
  const attributes = rest as JSX.IntrinsicElements['input'];
  return (
    <Labelled label={label} hint={hint} error={error} optional={optional}>
      {(ids) => <input class="input" {...attributes} {...ids} value={value} onInput={(event) => onInput(event.currentTarget.value)} />}
    </Labelled>
  );
}

type AreaProps = FieldProps & { value: string; onInput: (value: string) => void; rows?: number; placeholder?: string; maxLength?: number };

export function TextArea({ label, hint, error, optional, value, onInput, ...rest }: AreaProps) {
  return (
    <Labelled label={label} hint={hint} error={error} optional={optional}>
      {(ids) => <textarea class="input" {...rest} {...ids} value={value} onInput={(event) => onInput(event.currentTarget.value)} />}
    </Labelled>
  );
}

type SelectProps<V extends string> = FieldProps & {
  value: V;
  onChange: (value: V) => void;
  options: readonly { value: V; label: string }[];
};

export function Select<V extends string>({ label, hint, error, optional, value, onChange, options }: SelectProps<V>) {
  return (
    <Labelled label={label} hint={hint} error={error} optional={optional}>
      {(ids) => (
        <select class="input" {...ids} value={value} onChange={(event) => onChange(event.currentTarget.value as V)}>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Labelled>
  );
}

interface Ids {
  id: string;
  'aria-describedby'?: string;
  'aria-invalid'?: boolean;
}

function Labelled({ label, hint, error, optional, children }: FieldProps & { children: (ids: Ids) => ComponentChildren }) {
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  const ids: Ids = { id };
  if (described) ids['aria-describedby'] = described;
  if (error) ids['aria-invalid'] = true;
  return (
    <div class="field">
      <label for={id}>
        {label} {optional && <span class="soft small">({t('common.optional')})</span>}
      </label>
      {hint && (
        <p id={`${id}-hint`} class="soft small">
          {hint}
        </p>
      )}
      {children(ids)}
      {error && (
        <p id={`${id}-error`} class="error small" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}

interface CheckProps {
  checked: boolean;
  disabled?: boolean;
  onChange: (checked: boolean) => void;
  children: ComponentChildren;
}

export function Check({ checked, disabled, onChange, children }: CheckProps) {
  return (
    <label class="check">
      <input type="checkbox" checked={checked} disabled={disabled} onChange={(event) => onChange(event.currentTarget.checked)} />
      <span>{children}</span>
    </label>
  );
}

interface ChoiceProps<V extends string> {
  legend: string;
  hideLegend?: boolean;
  optional?: boolean;
  column?: boolean;
  /** Short labels: more of them in a row. */
  narrow?: boolean;
  /** null: nothing chosen yet, so nothing is recorded by default. */
  value: V | null;
  onChange: (value: V) => void;
  options: readonly { value: V; label: string }[];
}

/** Radio buttons as large targets. */
export function Choice<V extends string>({ legend, hideLegend, optional, column, narrow, value, onChange, options }: ChoiceProps<V>) {
  const name = useId();
  return (
    <fieldset class="field">
      <legend class={hideLegend ? 'sr-only' : 'label legend'}>
        {legend} {optional && <span class="soft small">({t('common.optional')})</span>}
      </legend>
      <div class={column ? 'choice column' : narrow ? 'choice narrow' : 'choice'}>
        {options.map((option) => (
          <label key={option.value}>
            <input type="radio" name={name} value={option.value} checked={value === option.value} onChange={() => onChange(option.value)} />
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
