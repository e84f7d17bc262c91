import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Button } from '../../ui';
import { back } from '../../ui/router';
import { t } from '../messages';

interface Props {
  title: string;
  /** A line above the title. */
  above?: string | undefined;
  /** Where "back" goes when the app was opened on this screen; without it there is no way back to show. */
  backTo?: string;
  backLabel?: string;
  /** Help now is one tap away on every screen; only Help itself does without. */
  help?: boolean;
  children: ComponentChildren;
}

/** One screen: the way back, Help now, a heading that takes the focus, one column. */
export function Screen({ title, above, backTo, backLabel, help = true, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  // A screen reader hears where it is; on the very first screen the focus stays where the browser put it.
  useEffect(() => {
    if (document.activeElement !== document.body || entered) heading.current?.focus({ preventScroll: true });
    entered = true;
  }, []);
  const headline = (
    <h1 ref={heading} tabIndex={-1}>
      {title}
    </h1>
  );
  const leading = backTo !== undefined;
  return (
    <>
      <header class="top">
        {leading ? (
          <button type="button" class="button plain back" onClick={() => back(backTo)}>
            <span aria-hidden="true">‹</span> {backLabel ?? t('common.back')}
          </button>
        ) : (
          <div class="greeting">
            {above && <p class="soft sentence">{above}</p>}
            {headline}
          </div>
        )}
        {help && <HelpNow />}
      </header>
      <main id="content" class="stack">
        {leading && (
          <div>
            {above && <p class="soft sentence">{above}</p>}
            {headline}
          </div>
        )}
        {children}
      </main>
    </>
  );
}

let entered = false;

export function HelpNow() {
  return (
    <Button kind="outline" pill href="#/help" class="help-now">
      {t('help.now')}
    </Button>
  );
}
