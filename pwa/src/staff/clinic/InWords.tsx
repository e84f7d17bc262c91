import { clock, weekdayName } from '../../i18n/dates';
import { locale } from '../../i18n/i18n';
import { t } from '../strings';
import { fitting, onCall } from './order';
import type { Escalation } from './shapes';

type People = Escalation['people'];

/** What the settings come to, as two sentences: by day and outside it. */
export function InWords({ settings }: { settings: Escalation }) {
  const { after_minutes, on_call_after_minutes, people } = settings;
  const { atOnce, after } = onCall(people);
  const first = atOnce ? t('escalation.sentence_first_with', { name: atOnce.name }) : t('escalation.sentence_first');
  return (
    <div class="notice">
      <p>
        {dayText(settings)}{' '}
        {settings.weekdays.length > 0 && `${t('escalation.sentence_first')} ${thenText(fitting(people, 'day'), after_minutes)}`}
      </p>
      <p>
        {t('escalation.sentence_on_call')} {first} {thenText(after, on_call_after_minutes)}
      </p>
    </div>
  );
}

function dayText({ weekdays, day_from, day_until }: Escalation): string {
  if (weekdays.length === 0) return t('escalation.sentence_no_day');
  const days = weekdays.map((day) => weekdayName(day)).join(', ');
  return t('escalation.sentence_day', { days, from: clock(day_from), until: clock(day_until) });
}

function thenText(people: People, n: number): string {
  if (people.length === 0) return t('escalation.sentence_then_again', { n });
  const names = new Intl.ListFormat(locale.value, { type: 'unit', style: 'long' }).format(people.map((person) => person.name));
  return t('escalation.sentence_then', { people: names, n });
}
