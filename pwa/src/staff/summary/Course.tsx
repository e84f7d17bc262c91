import { number, shortDay } from '../../i18n/dates';
import type { Stat, Summary } from '../numbers';
import { t } from '../strings';
import { daysOf, held, range } from '../words/summary';

/** Booster by booster for ketamine, week by week for TMS; nothing where there is neither. */
export function Course({ numbers }: { numbers: Summary }) {
  if (numbers.wear_off.length > 0) return <WearOffTable numbers={numbers} />;
  if (numbers.weeks.length > 0) return <Weeks numbers={numbers} />;
  return null;
}

function WearOffTable({ numbers }: { numbers: Summary }) {
  const names = new Map(numbers.sessions.map((session) => [session.session_id, session]));
  return (
    <section class="card">
      <h2>{t('wear.title')}</h2>
      <table class="table dense">
        <thead>
          <tr>
            <th scope="col">{t('wear.booster')}</th>
            <th scope="col">{t('wear.before')}</th>
            <th scope="col">{t('wear.held')}</th>
          </tr>
        </thead>
        <tbody>
          {[...numbers.wear_off].reverse().map((row) => {
            const ordinal = names.get(row.session_id)?.ordinal;
            return (
              <tr key={row.session_id}>
                <th scope="row">
                  {ordinal ? t('session.booster', { ordinal }) : row.label} <span class="soft small">{shortDay(row.from)}</span>
                </th>
                <td>{said(row.before)}</td>
                <td>{held(row, row.until === numbers.interval.until)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p class="soft small">{t('wear.rule')}</p>
    </section>
  );
}

function Weeks({ numbers }: { numbers: Summary }) {
  return (
    <section class="card">
      <h2>{t('weeks.title')}</h2>
      <table class="table dense">
        <thead>
          <tr>
            <th scope="col">{t('weeks.week')}</th>
            <th scope="col">{t('weeks.dates')}</th>
            <th scope="col">{t('weeks.sessions')}</th>
            <th scope="col">{t('weeks.mood')}</th>
          </tr>
        </thead>
        <tbody>
          {[...numbers.weeks].reverse().map((week) => (
            <tr key={week.week}>
              <th scope="row">{week.week}</th>
              <td>{range(week.from, week.until)}</td>
              <td>{week.sessions}</td>
              <td>{said(week.mood)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const said = (stat: Stat) => `${stat.median === null ? t('change.too_little_short') : number(stat.median, 2)} (${daysOf(stat.n, stat.of)})`;
