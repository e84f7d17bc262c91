import type { ComponentChildren } from 'preact';

interface Props {
  title?: string | undefined;
  class?: string;
  children?: ComponentChildren;
}

export function Card({ title, children, class: extra }: Props) {
  return (
    <section class={extra ? `card ${extra}` : 'card'}>
      {title && <h2>{title}</h2>}
      {children}
    </section>
  );
}
