import { useEffect, useState } from 'preact/hooks';
import type { DiaryField } from '../../api/types';
import { addDays, dateTime } from '../../i18n/dates';
import { Button, Card, Choice, ProblemNotice, Select } from '../../ui';
import { t } from '../messages';
import { Chart } from '../parts/Chart';
import { DayEntries } from '../parts/DayEntries';
import { HistoryTable } from '../parts/HistoryTable';
import { lazy } from '../parts/lazy';
import { Screen } from '../parts/Screen';
import { checkIns, ownCheckIns, ownSideEffects, sessions, sideEffects, thisDay } from '../state/journal';

const FIELDS: readonly DiaryField[] = ['mood', 'anxiety', 'energy', 'sleep_hours', 'sleep_quality'];
const RANGES = { '30': 30, '90': 90, '365': 365 } as const;
type Range = keyof typeof RANGES;
const PAGE = 14;

const PastForms = lazy(() => import('../care/pages').then((module) => module.PastForms), true);

export function History() {
  useEffect(() => {
    void checkIns.open();
    void sideEffects.open();
    void sessions.open();
  }, []);
  const known = checkIns.known.value;
  const error = checkIns.error.value;
  const days = [...new Set([...ownCheckIns.value.keys(), ...ownSideEffects.value.map((report) => report.day)])].sort().reverse();
  return (
    <Screen title={t('tab.history')}>
      {known && !known.fresh && error && <p class="soft small">{t('common.as_of', { when: dateTime(known.at) })}</p>}
      {!known && error && error.slug !== 'unauthenticated' && <ProblemNotice error={error} onRetry={() => void checkIns.refresh()} />}
      {days.length === 0 && !error && (known ? <p class="soft">{t('history.empty')}</p> : <p class="soft">{t('common.loading')}</p>)}
      {days.length > 0 && <ChartCard />}
      <PastForms />
      {days.length > 0 && <Entries days={days} />}
    </Screen>
  );
}

function ChartCard() {
  const [field, setField] = useState<DiaryField>('mood');
  const [range, setRange] = useState<Range>('30');
  const until = thisDay.value;
  const from = addDays(until, 1 - RANGES[range]);
  const inRange = [...ownCheckIns.value.values()]
    .filter((entry) => entry.day >= from && entry.day <= until)
    .sort((a, b) => (a.day < b.day ? -1 : 1));
  const points = inRange.flatMap((entry) => (entry[field] === null ? [] : [{ day: entry.day, value: entry[field] }]));
  const marks = (sessions.value ?? []).filter((session) => session.status === 'completed' && session.kind !== 'psychotherapy');
  return (
    <Card>
      <Select
        label={t('history.field')}
        value={field}
        onChange={setField}
        options={FIELDS.map((value) => ({ value, label: t(`field.${value}`) }))}
      />
      <Chart field={field} points={points} sessions={marks} from={from} until={until} />
      <p class="soft small">{t('history.legend')}</p>
      <Choice
        legend={t('history.range')}
        hideLegend
        narrow
        value={range}
        onChange={setRange}
        options={(Object.keys(RANGES) as Range[]).map((value) => ({ value, label: t(`history.range_${value}`) }))}
      />
      <HistoryTable entries={inRange} />
    </Card>
  );
}

function Entries({ days }: { days: readonly string[] }) {
  const [count, setCount] = useState(PAGE);
  const conflicts = checkIns.value?.conflicts ?? [];
  return (
    <section class="stack" aria-label={t('history.entries')}>
      <h2>{t('history.entries')}</h2>
      {days.slice(0, count).map((day) => (
        <DayEntries
          key={day}
          day={day}
          entry={ownCheckIns.value.get(day)}
          others={conflicts.find((conflict) => conflict.day === day)?.others ?? []}
          reports={ownSideEffects.value.filter((report) => report.day === day)}
        />
      ))}
      {days.length > count && <Button onClick={() => setCount(count + 4 * PAGE)}>{t('history.more')}</Button>}
    </section>
  );
}
