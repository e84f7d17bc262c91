import { useEffect } from 'preact/hooks';
import { dateTime, dayOfMonth, longDay, monthName, weekday } from '../../i18n/dates';
import { account } from '../../session/session';
import { Button, Card, Notice, ProblemNotice } from '../../ui';
import { t } from '../messages';
import { lazy } from '../parts/lazy';
import { Screen } from '../parts/Screen';
import { NeedsAttention, SyncLine } from '../parts/SyncLine';
import { backFillDays, checkIns, missedDays, ownCheckIns, ownSideEffects, sideEffects, thisDay, today } from '../state/journal';
import { greeting, sessionLabel, sessionWhen } from '../words';

const care = () => import('../care/pages');
const Care = lazy(() => care().then((module) => module.TodayCare), true);
const Asked = lazy(() => care().then((module) => module.TodayAsked), true);
const Pages = lazy(() => care().then((module) => module.TodayPages), true);

export function Today() {
  useEffect(() => {
    void today.open();
    void checkIns.open();
    void sideEffects.open();
  }, []);
  return (
    <Screen title={greeting()} above={longDay(thisDay.value)}>
      {account.value?.demo && <p class="demo-line small">{t('demo.line')}</p>}
      <NeedsAttention />
      <Care />
      <CheckInCard />
      <Asked />
      <NextSession />
      <Pages />
      <MissedDays />
      <SyncLine />
      <KnownSince />
    </Screen>
  );
}

function CheckInCard() {
  const entry = ownCheckIns.value.get(thisDay.value);
  const effects = ownSideEffects.value.filter((report) => report.day === thisDay.value).length;
  return (
    <Card title={entry ? t('today.done') : t('today.how')}>
      <p class="soft">{entry ? changeUntil() : `${t('today.how_text')} ${changeUntil()}`}</p>
      {entry && (
        <p class="today-value">
          <span class="numbers big">{entry.mood}</span> <span class="soft">{t('today.mood_of_10')}</span>
        </p>
      )}
      <Button kind={entry ? 'quiet' : 'primary'} wide href={`#/check-in/${thisDay.value}`}>
        {entry ? t('today.change') : t('today.start')}
      </Button>
      {effects > 0 && <p class="soft">{t('today.side_effects_today', { n: effects })}</p>}
      <Button wide href="#/side-effect">
        {t('today.side_effect')}
      </Button>
    </Card>
  );
}

function NextSession() {
  const session = today.value?.next_session;
  if (!session) return null;
  return (
    <Card class="session">
      <div class="day-badge" aria-hidden="true">
        <span>{monthName(session.local_day)}</span>
        <strong>{dayOfMonth(session.local_day)}</strong>
      </div>
      <div>
        <h2>{sessionLabel(session)}</h2>
        <p class="soft sentence">
          {sessionWhen(session)}
          {session.with_name && ` ${t('today.session_with', { name: session.with_name })}`} {t('today.summary_goes')}
        </p>
      </div>
    </Card>
  );
}

function MissedDays() {
  const days = missedDays.value;
  if (days.length === 0) return null;
  return (
    <Card title={t('today.missed', { n: days.length })}>
      <p class="soft">{t('today.missed_text')}</p>
      <div class="row">
        {days.map((day) => (
          <Button key={day} href={`#/check-in/${day}`}>
            {t('today.fill_in', { day: weekday(day) })}
          </Button>
        ))}
      </div>
    </Card>
  );
}

/** Offline: how old is what is shown. On first use without a network: that nothing could be read yet. */
function KnownSince() {
  const known = today.known.value;
  const error = today.error.value;
  if (known && !known.fresh && error) return <p class="soft small">{t('common.as_of', { when: dateTime(known.at) })}</p>;
  if (!known && error?.slug === 'offline') return <Notice>{t('today.first_offline')}</Notice>;
  if (!known && error) return <ProblemNotice error={error} onRetry={() => void today.refresh()} />;
  return null;
}

/** What History allows: as long as a day may be filled in, it may be changed. */
function changeUntil(): string {
  const days = backFillDays.value;
  return days === 0 ? t('today.change_midnight') : t('today.change_days', { n: days });
}
