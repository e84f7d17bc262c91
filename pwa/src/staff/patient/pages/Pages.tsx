import { get } from '../../../api/client';
import type { AccountView, Day, PatientView } from '../../../api/types';
import { addDays, dateTime, longDay, shortDay } from '../../../i18n/dates';
import { useLoad } from '../../load';
import { t } from '../../strings';
import { Screen } from '../../ui/Screen';
import { range } from '../journal';
import { RangeChoice } from '../RangeChoice';
import { Homework } from './Homework';
import type { FormView, HomeworkView, PageView } from './shapes';
import { formName, linesOf, newestFirst } from './words';

interface Props {
  me: AccountView;
  patient: PatientView;
  today: Day;
}

/** What the patient wrote on therapy pages and shares, and what the care team asks for. */
export function Pages({ me, patient, today }: Props) {
  const since = addDays(today, 1 - Number(range.value));
  const at = `/api/patients/${patient.patient_id}`;
  const forms = useLoad('forms', () => get<FormView[]>('/api/therapy-forms'));
  const pages = useLoad(`pages:${patient.patient_id}:${since}`, () => get<PageView[]>(`${at}/pages`, { since, until: today }), {
    whenSeen: true,
  });
  const homework = useLoad(`homework:${patient.patient_id}`, () => get<HomeworkView[]>(`${at}/homework`));
  return (
    <Screen load={forms}>
      {(known) => (
        <div class="journal pages">
          <section class="stack" aria-label={t('pages.title')}>
            <RangeChoice />
            <p class="soft small">{t('pages.text')}</p>
            <Screen load={pages}>
              {(shared) => <Shared patient={patient} pages={shared} forms={known} homework={homework.value ?? []} />}
            </Screen>
          </section>
          <Screen load={homework}>
            {(asked) => (
              <Homework
                me={me}
                patient={patient}
                today={today}
                forms={known}
                asked={asked}
                pages={pages.value ?? []}
                onChange={homework.reload}
              />
            )}
          </Screen>
        </div>
      )}
    </Screen>
  );
}

interface SharedProps {
  patient: PatientView;
  pages: PageView[];
  forms: FormView[];
  homework: HomeworkView[];
}

function Shared({ patient, pages, forms, homework }: SharedProps) {
  if (pages.length === 0) return <p>{t('pages.none')}</p>;
  return (
    <ul class="bare stack">
      {newestFirst(pages).map((page) => (
        <li key={page.page_id}>
          <Page page={page} forms={forms} zone={patient.zone} asked={homework.find((each) => each.homework_id === page.homework_id)} />
        </li>
      ))}
    </ul>
  );
}

interface PageProps {
  page: PageView;
  forms: FormView[];
  zone: string;
  asked: HomeworkView | undefined;
}

export const pageAnchor = (pageId: string) => `page-${pageId}`;

/** Each field under its label, in the order of the form; what was left empty says so. */
export function Page({ page, forms, zone, asked }: PageProps) {
  const form = forms.find((each) => each.id === page.form);
  return (
    <article class="card" id={pageAnchor(page.page_id)} tabIndex={-1} aria-label={`${formName(page.form, forms)}, ${longDay(page.day)}`}>
      <div>
        <h2>
          {formName(page.form, forms)} <span class="soft">{longDay(page.day)}</span>
        </h2>
        <p class="soft small">{aboutPage(page, zone, asked)}</p>
      </div>
      {form && (
        <dl class="fields">
          {linesOf(page, form).map((line) => (
            <div key={line.name}>
              <dt>{line.label}</dt>
              <dd>
                {line.value === null ? (
                  <em class="soft">{t('pages.not_filled')}</em>
                ) : line.words ? (
                  <blockquote>{line.value}</blockquote>
                ) : (
                  line.value
                )}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </article>
  );
}

function aboutPage(page: PageView, zone: string, asked: HomeworkView | undefined): string {
  const parts: string[] = [];
  if (page.audience === 'team' || page.audience === 'therapist') parts.push(t(`journal.shared_${page.audience}`));
  if (asked) parts.push(t('pages.answers', { name: asked.asked_by, day: shortDay(asked.asked_at.slice(0, 10)) }));
  else if (page.homework_id) parts.push(t('pages.homework'));
  if (page.late) parts.push(t('journal.late', { when: dateTime(page.written_at, zone) }));
  if (page.synced_later) parts.push(t('journal.synced_later'));
  if (page.based_on !== null) parts.push(t('pages.corrected'));
  return `${parts.join('. ')}.`;
}
