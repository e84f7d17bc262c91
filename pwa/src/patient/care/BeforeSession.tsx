import { useEffect, useState } from 'preact/hooks';
import type { PreSessionAnswer } from '../../api/care';
import type { Id, SessionView } from '../../api/types';
import { addDays, localDay, number, timeOf } from '../../i18n/dates';
import { language } from '../../i18n/i18n';
import { Card, Choice, Field, Stepper, TextArea } from '../../ui';
import { useForm } from '../../ui/useForm';
import { t } from '../messages';
import { Screen } from '../parts/Screen';
import { draftOf, keepDraft } from '../state/drafts';
import { sessions, thisDay } from '../state/journal';
import { nearDay, sessionLabel, untilText } from '../words';
import { type Answer, answerText, intro, type Question, questionsFor } from './preSession';
import { saveAnswers } from './save';
import { SaveBar, useSaving } from './saving';
import { type OwnAnswers, ownAnswers, preSession } from './state';

type Form = Record<string, PreSessionAnswer>;

interface Opened {
  session: SessionView;
  base: OwnAnswers | null;
  draft: Form | null;
}

const draftName = (session_id: Id) => `before:${session_id}`;

/** "Anything changed since last time?": all questions on one page, none of them answered by default, each one optional. */
export function BeforeSession({ session_id }: { session_id: Id }) {
  const [opened, setOpened] = useState<Opened | null | undefined>(undefined);
  useEffect(() => void open(session_id).then(setOpened), [session_id]);
  const session = opened?.session;
  const when = session && { session: sessionLabel(session), day: untilText(session.local_day), time: timeOf(session.starts_at) };
  return (
    <Screen title={intro(language.value)} above={when && t('before.when', when)} backTo="/" backLabel={t('tab.today')}>
      {opened === undefined && <p class="soft">{t('common.loading')}</p>}
      {opened === null && <p class="soft">{t('before.gone')}</p>}
      {opened && <AnswersForm {...opened} />}
    </Screen>
  );
}

async function open(session_id: Id): Promise<Opened | null> {
  if (!sessions.value) await sessions.open();
  if (!preSession.value) await preSession.open();
  const session = sessions.value?.find((each) => each.session_id === session_id);
  if (!session || questionsFor(session, thisDay.value).length === 0) return null;
  const draft = await draftOf<Form>(draftName(session_id));
  return { session, base: ownAnswers(session), draft: draft?.form ?? null };
}

function AnswersForm({ session, base, draft }: Opened) {
  const given = Object.fromEntries((base?.answers ?? []).map((each) => [each.question, each]));
  const { form, change, latest } = useForm<Form>(
    () => ({ ...given, ...draft }),
    (next) => keepDraft(draftName(session.session_id), next),
  );
  const [asked, setAsked] = useState(false);
  const { failed, store } = useSaving(draftName(session.session_id));
  const questions = questionsFor(session, thisDay.value);
  const done = questions.filter((question) => form[question.id]).length;

  const save = (event: Event) => {
    event.preventDefault();
    setAsked(true);
    const answers = Object.values(latest()).map((each) => ({ ...each, note: each.note?.trim() ? each.note : null }));
    if (answers.length > 0) void store(() => saveAnswers(session, answers, base));
  };
  return (
    <form class="stack check-in" onSubmit={save}>
      <p class="soft">{t('before.who')}</p>
      {draft && <p class="soft small">{t('check_in.draft')}</p>}
      {questions.map((question) => (
        <Card key={question.id}>
          <Asked question={question} given={form[question.id] ?? null} onAnswer={(answer) => change({ [question.id]: answer })} />
        </Card>
      ))}
      {questionsFor(session, session.local_day).length > questions.length && <p class="soft">{t('before.more_on_day')}</p>}
      <SaveBar problem={asked && done === 0 && t('before.nothing')} failed={failed}>
        <p class="soft small">
          {t('before.done', { n: done, of: questions.length })} {done < questions.length && t('before.rest_later')}
        </p>
      </SaveBar>
      <p class="soft centred">{t('check_in.not_live')}</p>
    </form>
  );
}

interface AskedProps {
  question: Question;
  given: PreSessionAnswer | null;
  onAnswer: (answer: PreSessionAnswer) => void;
}

const SHORT_LABEL = 12;

function Asked({ question, given, onAnswer }: AskedProps) {
  const { id, kind, answers, raises } = question;
  const text = question[language.value];
  const set = (answer: Answer, rest: Partial<PreSessionAnswer> = {}) =>
    onAnswer({ question: id, answer, amount: null, at_time: null, note: given?.note ?? null, ...rest });
  if (kind === 'hours') {
    return (
      <Stepper
        label={text}
        value={given?.amount ?? null}
        onChange={(amount) => amount !== null && set('hours', { amount })}
        low={0}
        high={24}
        step={0.5}
        first={7}
        text={(value) => t('check_in.hours', { hours: number(value) })}
        less="− ½"
        more="+ ½"
      />
    );
  }
  if (kind === 'time') return <TimeAsked text={text} given={given} set={set} />;
  const labels = answers.map((value) => ({ value, label: answerText(value, language.value) }));
  const noted = question.note && given && (raises.includes(given.answer) || given.answer === 'not_sure' || kind === 'ride');
  return (
    <>
      <Choice
        legend={text}
        narrow={labels.every(({ label }) => label.length <= SHORT_LABEL)}
        value={given?.answer ?? null}
        onChange={(answer) => set(answer)}
        options={labels}
      />
      {question.prescriber_only && <p class="soft small">{t('before.read_by_prescriber')}</p>}
      {noted && (
        <TextArea
          label={kind === 'ride' ? t('before.who_drives') : t('before.say_more')}
          hint={question.prescriber_only ? undefined : t('before.read_by_team')}
          optional
          rows={2}
          maxLength={2_000}
          value={given.note ?? ''}
          onInput={(note) => onAnswer({ ...given, note })}
        />
      )}
    </>
  );
}

interface TimeProps {
  text: string;
  given: PreSessionAnswer | null;
  set: (answer: Answer, rest?: Partial<PreSessionAnswer>) => void;
}

/** A clock time of the past day: one that is later than now was yesterday's. */
function TimeAsked({ text, given, set }: TimeProps) {
  const at = given?.at_time ?? null;
  const onTime = (clock: string) => {
    if (!/^\d\d:\d\d$/.test(clock)) return;
    const now = new Date();
    const today = localDay(now);
    const ahead = new Date(`${today}T${clock}`).getTime() > now.getTime();
    set('time', { at_time: `${ahead ? addDays(today, -1) : today}T${clock}` });
  };
  return (
    <>
      <Field label={text} type="time" value={at?.slice(11) ?? ''} onInput={onTime} />
      {at && (
        <p class="soft sentence">{t('before.understood', { day: nearDay(at.slice(0, 10)), time: timeOf(new Date(at).toISOString()) })}</p>
      )}
      <Choice
        legend={text}
        hideLegend
        value={given?.answer === 'not_sure' ? 'not_sure' : null}
        onChange={() => set('not_sure')}
        options={[{ value: 'not_sure', label: answerText('not_sure', language.value) }]}
      />
    </>
  );
}
