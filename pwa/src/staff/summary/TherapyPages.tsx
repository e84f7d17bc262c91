import { get } from '../../api/client';
import { useLoad } from '../load';
import { t } from '../strings';
import { Screen } from '../ui/Screen';
import { pageDay, pageLongDay } from '../words/days';
import { type Form, linesOf, skillText } from '../words/therapy';
import type { Homework, Page, Skills, TherapyPage } from './shapes';

/** More would not fit two printed pages; the paper says how many are left out. */
const PRINTED = 4;

/** For the therapist: homework, skills practised, and the pages shared with them since the last appointment. */
export function TherapyPages({ page }: { page: Page }) {
  const load = useLoad('therapy-forms', () => get<Form[]>('/api/therapy-forms'));
  const pages = [...(page.pages ?? [])].sort((a, b) => b.day.localeCompare(a.day) || b.written_at.localeCompare(a.written_at));
  return (
    <section class="card words">
      <h2>
        {t('therapy.title')} {pages.length > 0 && <span class="soft small">{t('therapy.count', { n: pages.length })}</span>}
      </h2>
      <Screen load={load}>
        {(forms) => (
          <>
            <div class="two-columns">
              <Assigned homework={page.homework ?? []} forms={forms} />
              <Practised skills={page.skills} />
            </div>
            {pages.length === 0 && <p>{t('therapy.none')}</p>}
            <ul class="bare therapy-pages">
              {pages.map((each, index) => (
                <li key={each.page_id} class={index < PRINTED ? '' : 'no-print'}>
                  <OnePage page={each} form={forms.find((form) => form.id === each.form)} />
                </li>
              ))}
            </ul>
            {pages.length > PRINTED && <p class="only-print">{t('therapy.not_printed', { n: pages.length - PRINTED })}</p>}
          </>
        )}
      </Screen>
    </section>
  );
}

function OnePage({ page, form }: { page: TherapyPage; form: Form | undefined }) {
  return (
    <>
      <h3>
        {form?.name ?? page.form} <span class="soft small">{pageLongDay(page.day)}</span>
      </h3>
      <dl class="sheet">
        {form &&
          linesOf(page, form).map(({ label, value, words }) => (
            <div key={label}>
              <dt class="soft small">{label}</dt>
              <dd>{words ? <blockquote>{value}</blockquote> : value}</dd>
            </div>
          ))}
      </dl>
    </>
  );
}

function Assigned({ homework, forms }: { homework: Homework[]; forms: Form[] }) {
  return (
    <div>
      <h3>{t('therapy.homework')}</h3>
      {homework.length === 0 && <p class="soft">{t('therapy.no_homework')}</p>}
      <ul class="bare">
        {homework.map((each) => (
          <li key={each.homework_id}>
            {forms.find((form) => form.id === each.form)?.name ?? each.form}:{' '}
            <strong>{t(`therapy.homework_${each.state}`, { day: pageDay(each.due_on) })}</strong>
            {each.words && <span class="soft small under">{each.words}</span>}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Practised({ skills }: { skills: Skills | null }) {
  return (
    <div>
      <h3>
        {t('therapy.skills')} {skills && skills.pages > 0 && <span class="soft small">{t('therapy.skills_of', { n: skills.pages })}</span>}
      </h3>
      {skills && skills.used.length > 0 ? (
        <ul class="bare">
          {skills.used.map((used) => (
            <li key={used.name}>{skillText(used)}</li>
          ))}
        </ul>
      ) : (
        <p class="soft">{t('therapy.no_skills')}</p>
      )}
    </div>
  );
}
