import type { Day, DiaryField, Id, JournalView, PatientView } from '../../api/types';
import { type ChartSession, DayChart } from '../charts/DayChart';
import { hoursAxis, ZERO_TO_TEN } from '../charts/geometry';
import type { Window } from '../numbers';
import { t } from '../strings';
import { lazy } from '../ui/lazy';
import { Screen } from '../ui/Screen';
import { effectsOf, marksOf, openGaps, pointsOf, useJournal } from './journal';
import { RangeChoice } from './RangeChoice';

const OTHERS: readonly DiaryField[] = ['anxiety', 'energy', 'sleep_hours', 'sleep_quality'];

interface ScoresProps {
  patientId: Id;
  shown: Window;
  sessions: ChartSession[];
}

const ScoresOver = lazy<ScoresProps>('scores over', async () => (await import('./parts')).ScoresOver);

export function Timeline({ patient, today }: { patient: PatientView; today: Day }) {
  const { shown, load } = useJournal(patient.patient_id, today);
  return (
    <section class="stack" aria-label={t('timeline.title')}>
      <RangeChoice />
      <Screen load={load}>
        {(journal) => (
          <>
            <Charts patient={patient} journal={journal} shown={shown} today={today} />
            <div class="two-columns">
              <ScoresOver patientId={patient.patient_id} shown={shown} sessions={marksOf(journal, today)} />
            </div>
          </>
        )}
      </Screen>
    </section>
  );
}

interface ChartsProps {
  patient: PatientView;
  journal: JournalView;
  shown: Window;
  today: Day;
}

function Charts({ patient, journal, shown, today }: ChartsProps) {
  if (journal.entries.length === 0 && journal.side_effects.length === 0) return <p>{t('timeline.empty')}</p>;
  const firstSession = patient.sessions.map((session) => session.local_day).sort()[0] ?? null;
  const sessions = marksOf(journal, today);
  const mood = pointsOf(journal, 'mood');
  return (
    <>
      <div class="card">
        <h2>
          {t('mood.title')} <span class="soft small">{t('mood.high_low')}</span>
        </h2>
        <DayChart
          title={t('mood.title')}
          shown={shown}
          axis={ZERO_TO_TEN}
          points={mood}
          gaps={openGaps(mood, shown, firstSession)}
          sessions={sessions}
          effects={effectsOf(journal)}
          height={240}
        />
        <p class="soft small">
          {t('timeline.legend')} {journal.side_effects.length > 0 && t('timeline.legend_effects')}
        </p>
      </div>
      <div class="two-columns">
        {OTHERS.map((field) => {
          const points = pointsOf(journal, field);
          if (points.length === 0) return null;
          const hours = field === 'sleep_hours';
          const title = t(hours ? 'chart.title_hours' : 'chart.title', { measure: t(`field.${field}`) });
          return (
            <div key={field} class="card">
              <h2>{title}</h2>
              <DayChart
                title={title}
                shown={shown}
                axis={hours ? hoursAxis(points) : ZERO_TO_TEN}
                points={points}
                gaps={openGaps(points, shown, firstSession)}
                sessions={sessions}
                missing="value"
                small
              />
            </div>
          );
        })}
      </div>
    </>
  );
}
