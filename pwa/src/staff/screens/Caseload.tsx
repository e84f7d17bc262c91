import { useEffect, useMemo, useState } from 'preact/hooks';
import type { AccountView, Day } from '../../api/types';
import { shortDay } from '../../i18n/dates';
import { Button, Field } from '../../ui';
import { Sparkline } from '../charts/Sparkline';
import type { Loaded } from '../load';
import { t } from '../strings';
import { dayIn } from '../today';
import type { CaseloadRow } from '../types';
import { Screen } from '../ui/Screen';
import { whyAttention } from '../words/attention';
import { daysAway, sessionName, sessionTime } from '../words/sessions';

export function Caseload({ me, load }: { me: AccountView; load: Loaded<CaseloadRow[]> }) {
  // Coming back here is asking what is new; the first reading has been asked for by the shell.
  useEffect(() => {
    if (load.value) void load.reload();
  }, []);
  return (
    <div class="stack">
      <div class="row apart">
        <h1>{t('caseload.title')}</h1>
        {me.role === 'clinician' && (
          <Button kind="primary" href="#/invite">
            {t('caseload.invite')}
          </Button>
        )}
      </div>
      <Screen load={load}>{(rows) => <List rows={rows} today={dayIn(me.clinic.zone)} />}</Screen>
    </div>
  );
}

/** Without accents and capitals, so that "munoz" finds Muñoz. */
const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

function List({ rows, today }: { rows: CaseloadRow[]; today: Day }) {
  const [filter, setFilter] = useState('');
  const searched = useMemo(
    () =>
      rows.map((row) => ({
        row,
        text: plain(`${row.name} ${row.course?.name ?? ''} ${row.modality ? t(`modality.${row.modality}`) : ''}`),
      })),
    [rows],
  );
  const wanted = plain(filter.trim());
  const found = wanted === '' ? rows : searched.filter(({ text }) => text.includes(wanted)).map(({ row }) => row);
  if (rows.length === 0) return <p class="soft">{t('caseload.empty')}</p>;
  return (
    <>
      <div class="filter">
        <Field label={t('caseload.filter')} type="search" autocomplete="off" value={filter} onInput={setFilter} />
        <p class="soft small" role="status">
          {wanted === '' ? t('caseload.count', { n: rows.length }) : t('caseload.found', { n: found.length, all: rows.length })}
        </p>
      </div>
      {found.length === 0 && <p>{t('caseload.none_found', { text: filter.trim() })}</p>}
      {found.length > 0 && <Head />}
      <ul class="bare caseload">
        {found.map((row) => (
          <Row key={row.patient_id} row={row} today={today} />
        ))}
      </ul>
    </>
  );
}

function Head() {
  return (
    <div class="case-row case-head soft small" aria-hidden="true">
      <span>{t('caseload.patient')}</span>
      <span>{t('caseload.why')}</span>
      <span>{t('caseload.next')}</span>
      <span>{t('caseload.last')}</span>
      <span>{t('caseload.mood')}</span>
    </div>
  );
}

function Row({ row, today }: { row: CaseloadRow; today: Day }) {
  return (
    <li class="case-row">
      <div>
        <a class="case-name" href={`#/patients/${row.patient_id}`}>
          {row.name}
        </a>
        <p class="soft small">{row.course ? [row.course.name, row.course.position].filter(Boolean).join(', ') : t('patient.no_course')}</p>
      </div>
      <div>
        <p class={`why ${row.attention}`}>{whyAttention(row, today)}</p>
        {row.summary_ready && (
          <a class="small" href={`#/summaries/${row.summary_ready}`}>
            {t('caseload.summary')}
            <span class="sr-only">: {row.name}</span>
          </a>
        )}
      </div>
      <Next row={row} today={today} />
      <div>
        <p>
          <span class="cell-label soft small">{t('caseload.last')}: </span>
          {row.last_entry_on ? shortDay(row.last_entry_on) : t('caseload.never')}
        </p>
        {row.last_entry_on && <p class="soft small">{daysAway(row.last_entry_on, today)}</p>}
      </div>
      <div class="case-spark">
        <Sparkline moods={row.moods_14} expected={row.days_expected_14} />
        <span class="soft small numbers">{t('caseload.logged', { have: row.days_logged_14, n: row.days_expected_14 })}</span>
      </div>
    </li>
  );
}

function Next({ row, today }: { row: CaseloadRow; today: Day }) {
  const next = row.next_session;
  return (
    <div>
      <p>
        <span class="cell-label soft small">{t('caseload.next')}: </span>
        {next ? sessionName(next) : <span class="soft">{t('caseload.no_session')}</span>}
      </p>
      {next && (
        <p class="soft small">
          {sessionTime(next, 'short')}, {daysAway(next.local_day, today)}
        </p>
      )}
    </div>
  );
}
