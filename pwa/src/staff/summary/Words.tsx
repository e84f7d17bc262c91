import type { Day, SummaryPage } from '../../api/types';
import { t } from '../strings';
import { pageDay, pageLongDay } from '../words/days';

/** More would not fit two printed pages; the paper says how many are left out. */
const PRINTED = 5;

interface Props {
  notes: SummaryPage['notes'];
  name: string;
  since: Day;
}

/** Only what the person shared, newest first, as they wrote it. Never shortened on screen, never summarised. */
export function Words({ notes, name, since }: Props) {
  const newest = [...notes].sort((a, b) => b.written_at.localeCompare(a.written_at));
  const first = name.split(' ')[0] ?? name;
  const left = newest.length - PRINTED;
  return (
    <section class="card words">
      <h2>
        {t('words.title', { name: first })}{' '}
        {notes.length > 0 && <span class="soft small">{t('words.count', { n: notes.length, day: pageDay(since) })}</span>}
      </h2>
      {notes.length === 0 && <p>{t('words.none', { day: pageDay(since) })}</p>}
      <ul class="bare stack">
        {newest.map((note, index) => (
          <li key={`${note.day}${note.written_at}`} class={index < PRINTED ? '' : 'no-print'}>
            <blockquote>{t('words.quote', { text: note.text })}</blockquote>
            <p class="soft small">
              {pageLongDay(note.day)}
              {note.entry === 'side_effect' && `, ${t('words.side_effect')}`}
              {note.changed_after && <strong>, {t('words.changed')}</strong>}
            </p>
          </li>
        ))}
      </ul>
      {left > 0 && <p class="only-print">{t('words.not_printed', { n: left })}</p>}
    </section>
  );
}
