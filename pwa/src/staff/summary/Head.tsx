import { post } from '../../api/client';
import { datedTime, dateTime } from '../../i18n/dates';
import { Button, ProblemNotice } from '../../ui';
import { type Loaded, useAction } from '../load';
import type { Summary } from '../numbers';
import { t } from '../strings';
import { clinicZone } from '../today';
import { inSentence, sessionName, sessionTime } from '../words/sessions';
import { whereInCourse } from '../words/summary';
import { Outputs } from './Outputs';
import type { Page } from './shapes';

const when = (instant: string) => dateTime(instant, clinicZone());

/** Whose it is, before which session, made when and from what; and what can be done with it. */
export function Head({ page, load }: { page: Page; load: Loaded<Page> }) {
  const reviewing = useAction();
  const { session, numbers } = page;
  const before = session
    ? t('sum.before', { session: inSentence(sessionName(session)), when: sessionTime(session, 'short') })
    : t('sum.live');
  const review = async () => {
    if (await reviewing.run(() => post(`/api/summaries/${page.summary_id}/review`))) await load.reload();
  };
  return (
    <header class="sum-head">
      <div>
        <p class="soft small">
          {t('sum.sentence', { said: before })}{' '}
          {t('sum.made', { made: datedTime(page.made_at, clinicZone()), until: when(page.inputs_until) })}
        </p>
        <h1>
          <a href={`#/patients/${page.patient.patient_id}`}>{page.patient.name}</a> <span class="soft">{place(numbers)}</span>
        </h1>
        <OtherCourses page={page} />
      </div>
      <div class="row no-print sum-actions">
        <Outputs page={page} />
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

/** Courses overlap, and one page is about one of them. The others are a view of now away. */
function OtherCourses({ page }: { page: Page }) {
  const others = (page.other_courses ?? []).filter((course) => course.ended_on === null);
  if (others.length === 0) return null;
  return (
    <p class="small row no-print">
      {t('courses.others')}{' '}
      {others.map((course) => (
        <a key={course.course_id} href={`#/patients/${page.patient.patient_id}/summary/${course.course_id}`}>
          {course.name}
        </a>
      ))}
    </p>
  );
}

/** "ketamine, 30 days since booster 3 (planned 30)" */
function place(numbers: Summary): string {
  const { kind } = numbers.where;
  if (kind === null || kind === 'psychotherapy') return whereInCourse(numbers);
  const modality = t(kind === 'tms' || kind === 'esketamine' ? `modality.${kind}` : 'modality.ketamine_iv');
  return `${inSentence(modality)}, ${whereInCourse(numbers)}`;
}
