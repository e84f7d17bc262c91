import { useEffect, useState } from 'preact/hooks';
import { Problem, post } from '../../api/client';
import type { Filled } from '../../api/contract';
import type { components } from '../../api/schema';
import type { SessionKind } from '../../api/types';
import { clock, datedDay, weekdayName } from '../../i18n/dates';
import { language } from '../../i18n/i18n';
import { t } from '../strings';
import { byDay, isoWeekday } from './dates';

export type PlannedView = Filled<components['schemas']['PlannedView']>;

interface Props {
  /** Who lays out the dates, and from what. */
  path: string;
  body: object;
}

type Answer = { planned: PlannedView[] } | { problem: unknown };

const PAUSE_MS = 250;

/** Every date as the server would plan it, before anything is kept. */
export function Preview({ path, body }: Props) {
  const [answer, setAnswer] = useState<Answer | null>(null);
  const asked = JSON.stringify(body);
  useEffect(() => {
    let overtaken = false;
    const ask = async () => {
      const next = await post<PlannedView[]>(path, body).then(
        (planned): Answer => ({ planned }),
        (problem: unknown): Answer => ({ problem }),
      );
      if (!overtaken) setAnswer(next);
    };
    const timer = setTimeout(() => void ask(), PAUSE_MS);
    return () => {
      overtaken = true;
      clearTimeout(timer);
    };
  }, [path, asked]);
  if (!answer) return null;
  return (
    <div class="notice" role="status">
      {'planned' in answer ? <Planned planned={answer.planned} /> : <p>{whyNot(answer.problem)}</p>}
    </div>
  );
}

/** The server says in English why options make no plan. */
function whyNot(problem: unknown): string {
  const theirs = problem instanceof Problem && problem.slug === 'invalid' && language.value === 'en' ? problem.detail : '';
  if (problem instanceof Problem && problem.slug !== 'invalid') return t('course.preview_offline');
  return theirs || t('course.preview_none');
}

const KINDS: readonly Exclude<SessionKind, 'psychotherapy'>[] = ['infusion', 'esketamine', 'tms', 'booster'];

function Planned({ planned }: { planned: PlannedView[] }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <p class="notice-title">{t('course.preview')}</p>
      {KINDS.map((kind) => {
        const days = byDay(planned.filter((each) => each.kind === kind));
        const [first, last] = [days[0], days.at(-1)];
        if (!first || !last) return null;
        const n = days.reduce((sum, day) => sum + day.times.length, 0);
        const values = { n, days: days.length, from: datedDay(first.day), until: datedDay(last.day) };
        const said = t(`course.preview_${kind}`, values);
        return <p key={kind}>{n > days.length ? `${said}, ${t('course.preview_on_days', { n: days.length })}.` : `${said}.`}</p>;
      })}
      <button type="button" class="link" aria-expanded={open} onClick={() => setOpen(!open)}>
        {t('course.preview_all')}
      </button>
      {open && (
        <ol class="dates numbers small">
          {byDay(planned).map(({ day, times }) => (
            <li key={day}>
              {weekdayName(isoWeekday(day))} {datedDay(day)}: {timesText(times)}
            </li>
          ))}
        </ol>
      )}
      <p class="soft small">{t('course.preview_note')}</p>
    </>
  );
}

/** "10:30", or "10 sessions, 09:00 to 16:30" where there are several. */
function timesText(times: readonly string[]): string {
  const [first = '', last = ''] = [times[0], times.at(-1)];
  if (times.length < 2) return clock(first);
  return t('course.preview_times', { n: times.length, from: clock(first), until: clock(last) });
}
