import { useState } from 'preact/hooks';
import { get } from '../../api/client';
import type { SummaryListRow } from '../../api/types';
import { dateTime } from '../../i18n/dates';
import { Choice } from '../../ui';
import { useLoad } from '../load';
import { t } from '../strings';
import { clinicToday, clinicZone } from '../today';
import { Screen } from '../ui/Screen';
import { daysAway, sessionName, sessionTime } from '../words/sessions';

type Shown = 'open' | 'all';

export function Summaries() {
  const [shown, setShown] = useState<Shown>('open');
  const load = useLoad(`summaries:${shown}`, () => get<SummaryListRow[]>('/api/summaries', { state: shown }));
  return (
    <div class="stack">
      <div class="row apart">
        <h1>{t('summaries.title')}</h1>
        <Choice<Shown>
          legend={t('summaries.show')}
          hideLegend
          value={shown}
          onChange={setShown}
          options={[
            { value: 'open', label: t('summaries.open') },
            { value: 'all', label: t('summaries.all') },
          ]}
        />
      </div>
      <Screen load={load}>
        {(rows) =>
          rows.length === 0 ? (
            <p>{t(shown === 'open' ? 'summaries.none_open' : 'summaries.none')}</p>
          ) : (
            <ul class="bare rows">
              {rows.map((row) => (
                <Row key={row.summary_id} row={row} />
              ))}
            </ul>
          )
        }
      </Screen>
    </div>
  );
}

function Row({ row }: { row: SummaryListRow }) {
  return (
    <li class="list-row">
      <div>
        <a class="case-name" href={`#/summaries/${row.summary_id}`}>
          {row.patient_name}
        </a>
        <p class="soft small">{t(`summaries.form_${row.form}`)}</p>
      </div>
      <div>
        <p>{sessionName(row.session)}</p>
        <p class="soft small">
          {sessionTime(row.session)}, {daysAway(row.session.local_day, clinicToday())}
        </p>
      </div>
      <div>
        <p class={row.reviewed_by ? 'soft' : ''}>
          {row.reviewed_by && row.reviewed_at
            ? t('summaries.reviewed', { name: row.reviewed_by, when: dateTime(row.reviewed_at, clinicZone()) })
            : t('summaries.not_reviewed')}
        </p>
        <p class="soft small">{t('summaries.made', { when: dateTime(row.made_at, clinicZone()) })}</p>
      </div>
    </li>
  );
}
