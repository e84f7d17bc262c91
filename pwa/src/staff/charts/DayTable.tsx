import type { Day } from '../../api/types';
import { addDays, number } from '../../i18n/dates';
import type { Window } from '../numbers';
import { t } from '../strings';
import { pageLongDay } from '../words/days';
import { sessionName } from '../words/sessions';
import type { ChartEffect } from './DayChart';
import type { ChartSession } from './parts';

interface Props {
  title: string;
  shown: Window;
  values: Map<Day, number>;
  sessions: ChartSession[];
  effects: ChartEffect[];
  missing: 'entry' | 'value';
}

/** Every day of the chart, the newest first. A day without an entry has a row that says so. */
export function DayTable({ title, shown, values, sessions, effects, missing }: Props) {
  const days: Day[] = [];
  for (let day = shown.until; day >= shown.from; day = addDays(day, -1)) days.push(day);
  const sessionsOf = new Map<Day, string>();
  for (const session of sessions)
    sessionsOf.set(session.day, [sessionsOf.get(session.day), sessionName(session)].filter(Boolean).join(', '));
  const effectsOf = new Map<Day, string>();
  for (const effect of effects) {
    const said = `${effect.name} (${t(`severity.${effect.severity}`).toLocaleLowerCase()})`;
    effectsOf.set(effect.day, [effectsOf.get(effect.day), said].filter(Boolean).join(', '));
  }
  return (
    <table class="table">
      <caption class="sr-only">{title}</caption>
      <thead>
        <tr>
          <th scope="col">{t('chart.day')}</th>
          <th scope="col">{t('chart.value')}</th>
          <th scope="col">{t('chart.session')}</th>
          {effects.length > 0 && <th scope="col">{t('chart.effects')}</th>}
        </tr>
      </thead>
      <tbody>
        {days.map((day) => {
          const value = values.get(day);
          return (
            <tr key={day}>
              <th scope="row">{pageLongDay(day)}</th>
              <td class={value === undefined ? 'soft' : ''}>
                {value === undefined ? t(missing === 'value' ? 'chart.no_value' : 'common.no_entry') : number(value)}
              </td>
              <td>{sessionsOf.get(day)}</td>
              {effects.length > 0 && <td>{effectsOf.get(day)}</td>}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
