import { useEffect, useState } from 'preact/hooks';
import type { FormView, HomeworkView } from '../../api/care';
import type { Audience, Day, Id } from '../../api/types';
import { longDay } from '../../i18n/dates';
import { account } from '../../session/session';
import { uuid7 } from '../../store/uuid7';
import { Notice } from '../../ui';
import { useForm } from '../../ui/useForm';
import { t } from '../messages';
import { AudiencePill, LONGEST_NOTE } from '../parts/NoteField';
import { Screen } from '../parts/Screen';
import { draftOf, keepDraft } from '../state/drafts';
import { settings, thisDay, today } from '../state/journal';
import { PageField } from './PageField';
import { savePage } from './save';
import { SaveBar, useSaving } from './saving';
import { forms, type OwnPage, openHomework, openWording, ownPages, pages } from './state';

interface Form {
  texts: Record<string, string>;
  ratings: Record<string, number>;
  audience: Audience;
}

interface Opened {
  form: FormView;
  base: OwnPage | null;
  homework: HomeworkView | null;
  draft: Form | null;
  name: string;
}

interface Props {
  what: 'new' | 'for' | 'page';
  /** Of a form, of homework, of a page. */
  id: string;
}

/** One page in the form of a therapy. Whom it is shared with stands where it is written. */
export function WritePage({ what, id }: Props) {
  const [opened, setOpened] = useState<Opened | null | undefined>(undefined);
  useEffect(() => void open(what, id).then(setOpened), [what, id]);
  if (opened) return <PageForm {...opened} />;
  return (
    <Screen title={t('page.title')} backTo="/therapy">
      <p class="soft">{opened === null ? t('page.gone') : t('common.loading')}</p>
    </Screen>
  );
}

async function open(what: Props['what'], id: string): Promise<Opened | null> {
  if (!forms.value) await openWording();
  if (what === 'page' && !pages.value) await pages.open();
  if (what === 'for' && !today.value) await today.open();
  const base = what === 'page' ? (ownPages.value.find((page) => page.page_id === id) ?? null) : null;
  const homework = what === 'for' ? (openHomework.value.find((each) => each.homework_id === id) ?? null) : null;
  const form = forms.value?.list.find((each) => each.id === (base?.form ?? homework?.form ?? id));
  if (!form) return null;
  const name = `page:${id}`;
  return { form, base, homework, name, draft: (await draftOf<Form>(name))?.form ?? null };
}

const shareDefault = (): Audience => settings.value?.share_default ?? account.value?.patient?.share_default ?? 'private';

/** Of a list of numbers, those that are set; of texts, those with a word in them. */
const said = ({ texts, ratings, audience }: Form): Form => ({
  audience,
  ratings,
  texts: Object.fromEntries(Object.entries(texts).filter(([, text]) => text.trim() !== '')),
});

function PageForm({ form: view, base, homework, draft, name }: Opened) {
  const { form, change, latest } = useForm<Form>(
    () => draft ?? { texts: base?.texts ?? {}, ratings: base?.ratings ?? {}, audience: base?.audience ?? shareDefault() },
    (next) => keepDraft(name, next),
  );
  const [page_id] = useState<Id>(() => base?.page_id ?? uuid7());
  const [asked, setAsked] = useState(false);
  const { failed, store } = useSaving(name);
  const missing = problemWith(view, said(form));
  const day: Day = base?.day ?? thisDay.value;

  const save = (event: Event) => {
    event.preventDefault();
    setAsked(true);
    const values = { ...said(latest()), form: view.id, day, homework_id: base?.homework_id ?? homework?.homework_id ?? null };
    if (!problemWith(view, values)) void store(() => savePage(page_id, values, base));
  };
  return (
    <Screen title={view.name} above={base ? longDay(day) : undefined} backTo="/therapy" backLabel={t('common.back')}>
      <form class="stack check-in" onSubmit={save}>
        {homework?.words ? (
          <Notice title={t('homework.asked_by', { name: homework.asked_by })}>
            <p class="words">{homework.words}</p>
          </Notice>
        ) : (
          <p class="soft">{view.about}</p>
        )}
        {draft && <p class="soft small">{t('check_in.draft')}</p>}
        <div class="stack tight">
          <div>
            <AudiencePill value={form.audience} label={t('page.who')} onChange={(audience) => change({ audience })} />
          </div>
          <p class="soft small">{t(`share.${form.audience}_sentence`)}</p>
        </div>
        {view.fields.map((field) => (
          <PageField
            key={field.name}
            field={field}
            text={form.texts[field.name] ?? ''}
            ratings={form.ratings}
            onText={(text) => change({ texts: { ...latest().texts, [field.name]: text } })}
            onRating={(key, value) => {
              const { [key]: _, ...others } = latest().ratings;
              change({ ratings: value === null ? others : { ...others, [key]: value } });
            }}
          />
        ))}
        <SaveBar problem={asked && missing} failed={failed} />
        <p class="soft centred">{t('check_in.not_live')}</p>
      </form>
    </Screen>
  );
}

/** What the server would not take. A text that is too long is said, and kept here. */
function problemWith(view: FormView, { texts, ratings }: Form): string | null {
  if (Object.keys(texts).length + Object.keys(ratings).length === 0) return t('page.nothing');
  const needed = view.fields.find((field) => field.required && !texts[field.name]);
  if (needed) return t('page.needed', { field: needed.label });
  const long = view.fields.find((field) => [...(texts[field.name] ?? '')].length > LONGEST_NOTE);
  return long ? t('page.too_long', { field: long.label, limit: LONGEST_NOTE }) : null;
}
