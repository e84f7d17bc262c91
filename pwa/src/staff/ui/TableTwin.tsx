import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';
import { t } from '../strings';

interface Props {
  label: string;
  /** What the button offers, where it is not a chart's table. */
  show?: string;
  /** Said on the line of the button. */
  beside: ComponentChildren;
  children: () => ComponentChildren;
}

/** The table that says what a chart shows. One press away, reachable by keyboard, scrolling in its own box. */
export function TableTwin({ label, show, beside, children }: Props) {
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <>
      <div class="chart-foot small soft">
        {beside}
        <button type="button" class="link no-print" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
          {open ? t('common.hide_table') : (show ?? t('common.show_table'))}
          <span class="sr-only">: {label}</span>
        </button>
      </div>
      <div id={id} class="no-print" hidden={!open}>
        {open && (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
          <section class="twin-box" tabIndex={0} aria-label={label}>
            {children()}
          </section>
        )}
      </div>
    </>
  );
}
