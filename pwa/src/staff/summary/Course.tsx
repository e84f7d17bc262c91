import { number } from '../../i18n/dates';
import { CurveChart } from '../charts/CurveChart';
import type { EarlyMood, Stat, Summary, WearOff } from '../numbers';
import type { Curve } from '../scores';
import { t } from '../strings';
import { pageDay } from '../words/days';
import { early, shortName } from '../words/scores';
import { change, daysOf, held, range } from '../words/summary';

/** Boosters on paper, as in the PDF: older ones would take a third sheet. */
const PRINTED = 6;

/** Booster by booster for ketamine, week by week for TMS; nothing where there is neither. */
export function Course({ numbers }: { numbers: Summary }) {
  if (numbers.wear_off.length > 0) return <WearOffPanel numbers={numbers} />;
  if (numbers.weeks.length > 0) return <Weeks numbers={numbers} />;
  return null;
}

/** The last boosters laid over one another; beside them how long each held, and what of the gain is lost again. */
function WearOffPanel({ numbers }: { numbers: Summary }) {
  const { wear_off, curves, curve_median } = numbers;
  const ordinals = new Map(numbers.sessions.map((session) => [session.session_id, session.ordinal]));
  const nameOf = (row: Pick<WearOff | Curve, 'session_id' | 'label'>) => {
    const ordinal = ordinals.get(row.session_id);
    return ordinal ? t('session.booster', { ordinal }) : row.label;
  };
  const lost = (numbers.measures ?? []).filter((measure) => measure.gain_lost !== null);
  return (
    <section class={curves && curves.length > 0 ? 'card measure wide' : 'card'}>
      <div class="measure-words">
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
            {[...wear_off].reverse().map((row, place) => (
              <tr key={row.session_id} class={place < PRINTED ? '' : 'no-print'}>
                <th scope="row">
                  {nameOf(row)} <span class="soft small">{pageDay(row.from)}</span>
                </th>
                <td>{said(row.before)}</td>
                <td>{held(row, row.until === numbers.interval.until)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {wear_off.length > PRINTED && <p class="only-print">{t('wear.not_printed', { n: wear_off.length - PRINTED })}</p>}
        {lost.map(
          ({ instrument, gain_lost }) =>
            gain_lost && (
              <p key={instrument}>{t('wear.gain', { name: shortName({ instrument }), lost: gain_lost.lost, gain: gain_lost.gain })}</p>
            ),
        )}
        <p class="soft small">{t('wear.rule')}</p>
      </div>
      {curves && curves.length > 0 && (
        <div>
          <h3>{t('curve.title')}</h3>
          <CurveChart title={t('curve.title')} curves={[...curves].reverse()} median={curve_median ?? []} nameOf={nameOf} />
        </div>
      )}
    </section>
  );
}

function Weeks({ numbers }: { numbers: Summary }) {
  return (
    <section class="card">
      <h2>{t('weeks.title')}</h2>
      <Early numbers={numbers} />
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

/** Against the start, once the first week is over. What it may mean for later weeks is nobody's to say here. */
function Early({ numbers }: { numbers: Summary }) {
  const found = numbers.early;
  if (!found) return null;
  return (
    <div>
      <h3>{t('early.title')}</h3>
      {found.scores.map((row) => (
        <p key={row.instrument}>{early(row)}</p>
      ))}
      {found.mood && <p>{earlyMood(found.mood)}</p>}
      {found.scores.length === 0 && !found.mood && <p>{t('early.none')}</p>}
      <p class="soft small">{t('early.rule')}</p>
    </div>
  );
}

function earlyMood({ week, now, baseline, change: points }: EarlyMood): string {
  const values = { n: week, now: said(now), before: said(baseline) };
  return points === null ? t('early.mood_only', values) : t('early.mood', { ...values, change: change(points, 'mood') });
}

const said = (stat: Stat) => `${stat.median === null ? t('change.too_little_short') : number(stat.median, 2)} (${daysOf(stat.n, stat.of)})`;
