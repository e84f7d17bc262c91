import { useState } from 'preact/hooks';
import type { Day } from '../../api/types';
import { clock, datedDay, weekdayName } from '../../i18n/dates';
import { t } from '../strings';
import type { Protocol } from '../types';
import { type CourseOptions, isoWeekday, type Planned, plan } from './plan';
import { templates } from './templates';

export function Preview({ protocol, options }: { protocol: Protocol; options: CourseOptions }) {
  const [open, setOpen] = useState(false);
  const template = templates.value?.find((each) => each.id === protocol.id);
  if (!template) return null;
  const planned = plan(template, options);
  if (!planned) return <p class="soft">{t('course.preview_none')}</p>;
  return (
    <div class="notice">
      <p class="notice-title">{t('course.preview')}</p>
      <Lines planned={planned} />
      <button type="button" class="link" aria-expanded={open} onClick={() => setOpen(!open)}>
        {t('course.preview_all')}
      </button>
      {open && (
        <ol class="dates numbers small">
          {[...planned.infusions, ...planned.tms, ...planned.boosters].map((day) => (
            <li key={day}>
              {weekdayName(isoWeekday(day))} {datedDay(day)} {clock(options.first_at.slice(11))}
            </li>
          ))}
        </ol>
      )}
      <p class="soft small">{t('course.preview_note')}</p>
    </div>
  );
}

function Lines({ planned }: { planned: Planned }) {
  const line = (key: 'infusions' | 'boosters' | 'tms', days: Day[]) => {
    const [from, until] = [days[0], days.at(-1)];
    return from && until ? (
      <p key={key}>{t(`course.preview_${key}`, { n: days.length, from: datedDay(from), until: datedDay(until) })}.</p>
    ) : null;
  };
  return <>{[line('infusions', planned.infusions), line('tms', planned.tms), line('boosters', planned.boosters)]}</>;
}
