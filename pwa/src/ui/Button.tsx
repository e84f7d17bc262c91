import type { ComponentChildren, JSX } from 'preact';

export type ButtonKind = 'primary' | 'quiet' | 'outline' | 'plain' | 'danger';

interface Props {
  kind?: ButtonKind;
  wide?: boolean;
  pill?: boolean;
  /** A link that looks like a button: routes, tel:, sms:, https:. */
  href?: string;
  type?: 'button' | 'submit';
  busy?: boolean;
  disabled?: boolean;
  onClick?: (event: Event) => void;
  children: ComponentChildren;
  label?: string;
  class?: string;
}

export function Button(props: Props): JSX.Element {
  const { kind = 'quiet', wide, pill, href, type = 'button', busy, disabled, onClick, children, label } = props;
  const names = ['button', kind, wide && 'wide', pill && 'pill', props.class].filter(Boolean).join(' ');
  if (href !== undefined) {
    const away = href.startsWith('https:') ? { target: '_blank', rel: 'noopener noreferrer' } : {};
    return (
      <a class={names} href={href} onClick={onClick} aria-label={label} {...away}>
        {children}
      </a>
    );
  }
  return (
    <button class={names} type={type} disabled={disabled || busy} aria-busy={busy || undefined} onClick={onClick} aria-label={label}>
      {children}
    </button>
  );
}
