import { useState } from 'preact/hooks';
import { put } from '../../api/client';
import type { Audience, CheckInView, Id, Note } from '../../api/types';
import { longDay, number } from '../../i18n/dates';
import { Button, Card, problemText } from '../../ui';
import { effectName } from '../effects';
import { t } from '../messages';
import { checkIns, isOpen, type OwnCheckIn, type OwnSideEffect, sideEffects } from '../state/journal';
import { sharedWith } from '../words';
import { AudiencePill } from './NoteField';

interface Props {
  day: string;
  entry: OwnCheckIn | undefined;
  others: readonly CheckInView[];
  reports: readonly OwnSideEffect[];
}

/** Everything written about one day. */
export function DayEntries({ day, entry, others, reports }: Props) {
  return (
    <Card class="entry">
      <div class="row apart">
        <h3 class="sentence">{longDay(day)}</h3>
        {isOpen(day) && (
          <Button kind="plain" href={`#/check-in/${day}`}>
            {entry ? t('common.change') : t('history.add')}
          </Button>
        )}
      </div>
      {entry && <Values entry={entry} />}
      {entry?.note && <NoteLine note={entry.note} revision_id={entry.revision_id} sent={entry.state === 'sent'} />}
      {others.map((other) => (
        <div key={other.revision_id} class="other">
          <p class="small">{t('stale.also')}</p>
          <Values entry={{ ...other, state: 'sent' }} />
          {other.note && <NoteLine note={other.note} revision_id={other.revision_id} sent />}
        </div>
      ))}
      {reports.map((report) => (
        <div key={report.report_id}>
          <p>
            {effectName(report.effect)} <span class="soft">{t(`severity.${report.severity}`)}</span>{' '}
            {report.state !== 'sent' && <State state={report.state} />}
          </p>
          {isOpen(day) && (
            <Button kind="plain" href={`#/side-effect/${report.report_id}`} label={`${t('common.change')}: ${effectName(report.effect)}`}>
              {t('common.change')}
            </Button>
          )}
          {report.note && <NoteLine note={report.note} revision_id={report.revision_id} sent={report.state === 'sent'} />}
        </div>
      ))}
    </Card>
  );
}

function Values({ entry }: { entry: OwnCheckIn }) {
  const parts: [string, string][] = [[t('field.mood'), String(entry.mood)]];
  for (const field of ['anxiety', 'energy', 'sleep_quality'] as const) {
    if (entry[field] !== null) parts.push([t(`field.${field}`), String(entry[field])]);
  }
  if (entry.sleep_hours !== null) parts.push([t('check_in.sleep'), t('check_in.hours', { hours: number(entry.sleep_hours) })]);
  return (
    <p class="values">
      {parts.map(([name, value]) => (
        <span key={name}>
          <span class="soft">{name}</span> <strong class="numbers">{value}</strong>
        </span>
      ))}
      {entry.late && <span class="soft small">{t('history.late')}</span>}
      {entry.source === 'import' && <span class="soft small">{t('history.imported')}</span>}
      {entry.state !== 'sent' && <State state={entry.state} />}
    </p>
  );
}

const State = ({ state }: { state: 'waiting' | 'attention' }) => (
  <span class="soft small">{t(state === 'waiting' ? 'history.waiting' : 'history.attention')}</span>
);

/** The words, and whom they are shared with: which can be changed afterwards, once the server has the entry. */
function NoteLine({ note, revision_id, sent }: { note: Note; revision_id: Id; sent: boolean }) {
  const [error, setError] = useState<string | null>(null);
  const share = async (audience: Audience) => {
    try {
      await put(`/api/me/notes/${revision_id}/audience`, { audience });
      setError(null);
      await Promise.all([checkIns.refresh(), sideEffects.refresh()]);
    } catch (problem) {
      setError(problemText(problem));
    }
  };
  return (
    <div class="stack tight">
      <p class="words">{note.text}</p>
      <div>{sent ? <AudiencePill value={note.audience} onChange={(audience) => void share(audience)} /> : sharedWith(note.audience)}</div>
      {error && (
        <p class="error small" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
