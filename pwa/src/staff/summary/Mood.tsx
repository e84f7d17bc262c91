import { DayChart } from '../charts/DayChart';
import { ZERO_TO_TEN } from '../charts/geometry';
import type { Summary } from '../numbers';
import { t } from '../strings';
import { againstBaseline, againstPrevious, intervals, lastWeek } from '../words/summary';

export function Mood({ numbers }: { numbers: Summary }) {
  const mood = numbers.series.find((series) => series.field === 'mood');
  if (!mood) return null;
  const assumed = numbers.sessions.filter((session) => session.assumed).length;
  return (
    <section class="card mood">
      <h2>
        {t('mood.title')} <span class="soft small">{t('mood.high_low')}</span>
      </h2>
      <DayChart
        title={t('mood.title')}
        shown={numbers.chart}
        axis={ZERO_TO_TEN}
        points={mood.points}
        gaps={mood.gaps}
        sessions={numbers.sessions}
        height={168}
      />
      <p>
        <strong>{againstPrevious(mood)}</strong> {againstBaseline(mood, numbers.baseline?.late ?? false)} {lastWeek(mood)}
      </p>
      <p class="soft small">
        {intervals(numbers)} {assumed > 0 && t('sum.assumed', { n: assumed })}
      </p>
    </section>
  );
}
