import { useState } from 'preact/hooks';
import { t } from '../strings';

/** Letters: some lines of a card. Whoever wrote more is read with one press, and what else matters stays in sight. */
const ROOM = 280;

/** Long words of a person as a quotation, the rest of them one press away. On paper it is what is shown. */
export function Clipped({ text }: { text: string }) {
  const [whole, setWhole] = useState(false);
  if (text.length <= ROOM) return <span>{t('pre.note', { text })}</span>;
  return (
    <span class={whole ? 'long-words' : ''}>
      {t('pre.note', { text: whole ? text : `${text.slice(0, ROOM).replace(/[\uD800-\uDBFF]?\s*$/, '')}…` })}{' '}
      <button type="button" class="link no-print" aria-expanded={whole} onClick={() => setWhole(!whole)}>
        {t(whole ? 'pre.less' : 'pre.more')}
      </button>
    </span>
  );
}
