import { useEffect } from 'preact/hooks';
import { datedTime } from '../../i18n/dates';
import type { Loaded } from '../load';
import { t } from '../strings';
import { clinicZone } from '../today';
import { openPageOf } from '../words/days';
import { Completeness } from './Completeness';
import { Course } from './Course';
import { Head } from './Head';
import { FullMeasures, Measures } from './Measures';
import { Mood } from './Mood';
import { OtherCharts, Others } from './Others';
import { fitsOnPaper } from './paper';
import { SideEffects } from './SideEffects';
import { Strip } from './Strip';
import type { Page } from './shapes';
import { TherapyPages } from './TherapyPages';
import { Words } from './Words';

const when = (instant: string) => datedTime(instant, clinicZone());

/** Safety first and of now; below it the frozen numbers in the order in which they are read, which is also how a screen reader and a phone have them;
 * a wide screen puts side effects and completeness beside mood. Prints on two pages. */
export function PageOf({ page, load }: { page: Page; load: Loaded<Page> }) {
  const { numbers, live, patient } = page;
  openPageOf(page.made_at);
  useEffect(() => () => openPageOf(null), []);
  return (
    <article class="summary">
      <div class="summary-body">
        <Head page={page} load={load} />
        <Strip
          patientId={patient.patient_id}
          live={live}
          numbers={numbers}
          since={numbers.interval.from}
          frozen={page.summary_id !== null}
          form={page.form}
          onChange={() => void load.reload()}
        />
        <Measures numbers={numbers} />
        <div class="sum-grid">
          <div class="sum-column at-left">
            <Mood numbers={numbers} />
            <Others numbers={numbers} />
          </div>
          <Course numbers={numbers} />
          <div class="at-right">
            <SideEffects numbers={numbers} />
          </div>
          {page.form === 'therapist' && <TherapyPages page={page} />}
          <Words notes={page.notes} name={patient.name} since={numbers.interval.from} />
          <div class="at-right">
            <Completeness numbers={numbers} />
          </div>
        </div>
        <div class={fitsOnPaper(page) ? 'stack' : 'stack no-print'}>
          <FullMeasures numbers={numbers} />
          <OtherCharts numbers={numbers} />
        </div>
      </div>
      <footer class="only-print print-foot">
        <strong>{t('sum.reported')} </strong>
        {patient.name}, {page.clinic_name}.{' '}
        {t('sum.printed', { live: when(live.as_of), made: when(page.made_at), until: when(page.inputs_until) })}
      </footer>
    </article>
  );
}
