import { get, post } from '../../api/client';
import type { Id } from '../../api/types';
import { dateTime } from '../../i18n/dates';
import { Button, ProblemNotice } from '../../ui';
import { type Loaded, useAction, useLoad } from '../load';
import type { Summary } from '../numbers';
import { t } from '../strings';
import { Completeness } from '../summary/Completeness';
import { Course } from '../summary/Course';
import { Mood } from '../summary/Mood';
import { OtherCharts, Others } from '../summary/Others';
import { SideEffects } from '../summary/SideEffects';
import { Strip } from '../summary/Strip';
import { Words } from '../summary/Words';
import { clinicZone } from '../today';
import type { Page } from '../types';
import { Screen } from '../ui/Screen';
import { inSentence, sessionName, sessionTime } from '../words/sessions';
import { whereInCourse } from '../words/summary';

export function StoredSummary({ id }: { id: Id }) {
  const load = useLoad(`summary:${id}`, () => get<Page>(`/api/summaries/${id}`), { whenSeen: true });
  return <Screen load={load}>{(page) => <PageOf page={page} load={load} />}</Screen>;
}

export function LiveSummary({ patientId }: { patientId: Id }) {
  const load = useLoad(`live:${patientId}`, () => get<Page>(`/api/patients/${patientId}/summary`), { whenSeen: true });
  return <Screen load={load}>{(page) => <PageOf page={page} load={load} />}</Screen>;
}

/** Safety first and of now; below it the frozen numbers in the order in which they are read. Prints on two pages. */
function PageOf({ page, load }: { page: Page; load: Loaded<Page> }) {
  const { numbers, live } = page;
  return (
    <article class="summary">
      <div class="summary-body">
        <Head page={page} load={load} />
        <Strip live={live} since={numbers.interval.from} frozen={page.summary_id !== null} />
        <div class="sum-grid">
          <div class="sum-column">
            <Mood numbers={numbers} />
            <Others numbers={numbers} />
          </div>
          <div class="sum-column">
            <Completeness numbers={numbers} />
            <SideEffects numbers={numbers} />
            <Course numbers={numbers} />
          </div>
        </div>
        <Words notes={page.notes} name={page.patient.name} since={numbers.interval.from} />
        <OtherCharts numbers={numbers} />
      </div>
      <footer class="only-print print-foot">
        <strong>{t('sum.reported')} </strong>
        {page.patient.name}, {page.clinic_name}. {printedTimes(page)}
      </footer>
    </article>
  );
}

const when = (instant: string) => dateTime(instant, clinicZone());
const printedTimes = (page: Page) =>
  t('sum.printed', { live: when(page.live.as_of), made: when(page.made_at), until: when(page.inputs_until) });

function Head({ page, load }: { page: Page; load: Loaded<Page> }) {
  const reviewing = useAction();
  const { session, numbers } = page;
  const before = session ? t('sum.before', { session: inSentence(sessionName(session)), when: sessionTime(session) }) : t('sum.live');
  const review = async () => {
    if (await reviewing.run(() => post(`/api/summaries/${page.summary_id}/review`))) await load.reload();
  };
  return (
    <header class="sum-head">
      <div>
        <p class="soft small">
          {page.summary_id === null ? t('sum.live') : before}. {t('sum.made', { made: when(page.made_at), until: when(page.inputs_until) })}
        </p>
        <h1>
          <a href={`#/patients/${page.patient.patient_id}`}>{page.patient.name}</a> <span class="soft">{place(numbers)}</span>
        </h1>
      </div>
      <div class="row no-print sum-actions">
        <Button kind="outline" pill onClick={() => print()}>
          {t('sum.print')}
        </Button>
        {page.summary_id !== null &&
          (page.reviewed ? (
            <p>{t('sum.reviewed', { name: page.reviewed.by, when: when(page.reviewed.at) })}</p>
          ) : (
            <Button kind="primary" pill busy={reviewing.busy} onClick={() => void review()}>
              {t('sum.review')}
            </Button>
          ))}
      </div>
      {reviewing.error !== null && <ProblemNotice error={reviewing.error} />}
    </header>
  );
}

/** "ketamine, 30 days since booster 3 (planned 30)" */
function place(numbers: Summary): string {
  const { kind } = numbers.where;
  if (kind === null || kind === 'psychotherapy') return whereInCourse(numbers);
  const modality = t(kind === 'tms' || kind === 'esketamine' ? `modality.${kind}` : 'modality.ketamine_iv');
  return `${inSentence(modality)}, ${whereInCourse(numbers)}`;
}
