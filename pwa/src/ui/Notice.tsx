import type { ComponentChildren } from 'preact';

interface Props {
  tone?: 'info' | 'look' | 'danger';
  title?: string;
  /** Read out when it appears: "polite" for news, "alert" for what stops the person. */
  live?: 'polite' | 'alert';
  children?: ComponentChildren;
}

export function Notice({ tone = 'info', title, live, children }: Props) {
  const role = live === 'alert' ? 'alert' : live === 'polite' ? 'status' : undefined;
  return (
    <div class={`notice ${tone}`} role={role}>
      {title && <p class="notice-title">{title}</p>}
      {children}
    </div>
  );
}
