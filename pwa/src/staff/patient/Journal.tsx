import type { CheckInView, Day, DiaryField, JournalView, Note, PatientView, SideEffectView } from '../../api/types';
import { addDays, dateTime, daysBetween, longDay, number, shortDay } from '../../i18n/dates';
import { t } from '../strings';
import { Screen } from '../ui/Screen';
import { effectName } from '../words/effects';
import { range } from '../words/summary';
import { useJournal } from './journal';
import { RangeChoice } from './RangeChoice';

const FIELDS: readonly DiaryField[] = ['mood', 'anxiety', 'energy', 'sleep_hours', 'sleep_quality'];

export function Journal({ patient, today }: { patient: PatientView; today: Day }) {
  const { load } = useJournal(patient.patient_id, today);
  return (
    <section class="stack" aria-label={t('journal.title')}>
      <RangeChoice />
      <p class="soft small">{t('journal.shared_only')}</p>
      <Screen load={load}>
        {(journal) => (
          <div class="journal">
            <Entries journal={journal} zone={patient.zone} />
            <Effects journal={journal} />
          </div>
        )}
      </Screen>
    </section>
  );
}

function Entries({ journal, zone }: { journal: JournalView; zone: string }) {
  const newest = [...journal.entries].sort((a, b) => b.day.localeCompare(a.day));
  if (newest.length === 0) return <p>{t('journal.empty')}</p>;
  return (
    <ul class="bare rows">
      {newest.map((entry, index) => (
        <li key={entry.revision_id} class="entry">
          <Missing after={entry.day} before={newest[index - 1]?.day} />
          <h2 class="plain">{longDay(entry.day)}</h2>
          <dl class="values numbers">
            {FIELDS.map(
              (field) =>
                entry[field] !== null && (
                  <div key={field}>
                    <dt>{t(`field.${field}`)}</dt>
                    <dd>{number(entry[field])}</dd>
                  </div>
                ),
            )}
          </dl>
          {entry.note && <Quote note={entry.note} />}
          <Marks entry={entry} zone={zone} />
        </li>
      ))}
    </ul>
  );
}

/** Days without an entry have their place in the list too. */
function Missing({ after, before }: { after: Day; before: Day | undefined }) {
  if (before === undefined || daysBetween(after, before) <= 1) return null;
  return (
    <p class="missing soft small">
      {range(addDays(after, 1), addDays(before, -1))}: {t('common.no_entry')}
    </p>
  );
}

function Quote({ note }: { note: Note }) {
  return (
    <div>
      <blockquote>{t('words.quote', { text: note.text })}</blockquote>
      {note.audience !== 'private' && <p class="soft small">{t(`journal.shared_${note.audience}`)}</p>}
    </div>
  );
}

function Marks({ entry, zone }: { entry: CheckInView; zone: string }) {
  const marks: string[] = [];
  if (entry.late) marks.push(t('journal.late', { when: dateTime(entry.written_at, entry.zone || zone) }));
  if (entry.synced_later) marks.push(t('journal.synced_later'));
  if (entry.source === 'import') marks.push(t('journal.imported'));
  return marks.length > 0 ? <p class="soft small">{marks.join('. ')}.</p> : null;
}

function Effects({ journal }: { journal: JournalView }) {
  const newest = [...journal.side_effects].sort((a, b) => b.day.localeCompare(a.day));
  return (
    <section class="card">
      <h2>{t('journal.effects')}</h2>
      {newest.length === 0 && <p>{t('journal.no_effects')}</p>}
      <ul class="bare stack">
        {newest.map((report) => (
          <li key={report.report_id} class="stack tight">
            <p>
              <strong>{effectName(report.effect)}</strong>: {t(`severity.${report.severity}`).toLocaleLowerCase()}{' '}
              <span class="soft small">{shortDay(report.day)}</span>
            </p>
            {about(report) !== '' && <p class="soft small">{about(report)}.</p>}
            {report.note && <Quote note={report.note} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

function about(report: SideEffectView): string {
  const parts: string[] = [];
  if (report.onset) parts.push(t(`journal.onset_${report.onset}`));
  if (report.still_present !== null) parts.push(t(report.still_present ? 'journal.still' : 'journal.gone'));
  if (report.interference) parts.push(t(`journal.interference_${report.interference}`));
  const text = parts.join(', ');
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}
