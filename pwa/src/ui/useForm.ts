import { useRef, useState } from 'preact/hooks';

/**
 * The fields of a form. Two changes may come before the screen is drawn again (a tap and a key): each builds on the one
 * before it, not on what was drawn. `latest` is what to save.
 */
export function useForm<Form extends object>(initial: () => Form, onChange?: (form: Form) => unknown) {
  const [form, setForm] = useState(initial);
  const held = useRef(form);
  const change = (part: Partial<Form>) => {
    held.current = { ...held.current, ...part };
    setForm(held.current);
    onChange?.(held.current);
  };
  return { form, change, latest: () => held.current };
}
