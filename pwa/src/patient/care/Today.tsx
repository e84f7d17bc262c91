import { useEffect } from 'preact/hooks';
import { addDays, dateTime, longDay, number, timeOf } from '../../i18n/dates';
import { language } from '../../i18n/i18n';
import { Button, Card, Notice } from '../../ui';
import { t } from '../messages';
import { tel } from '../parts/links';
import { ownSideEffects, sessions, thisDay, today } from '../state/journal';
import { nearDay, sessionLabel, untilText } from '../words';
import { afterCare, lastBegun } from './afterCare';
import { intro, isOpenBefore, questionsFor, sentenceFor, strictest } from './preSession';
import { due, dueNow, nextTreatment, openHomework, openWording, ownAnswers, pages, preSession, shortName, wordingOf } from './state';

/** What holds after a session, and what is asked before one. */
export function TodayCare() {
  useEffect(() => {
    void openWording();
    void due.open();
    void pages.open();
    void sessions.open().then(() => preSession.open());
  }, []);
  return (
    <>
      <AfterCareCard />
      <BeforeCard />
    </>
  );
}

/** What else is asked of the person today. */
export function TodayAsked() {
  return (
    <>
      <DueCard />
      <BaselineCard />
      <HomeworkCards />
    </>
  );
}

export function TodayPages() {
  return (
    <Card class="list">
      <a class="item" href="#/therapy">
        <span>
          <strong>{t('page.title')}</strong>
          <span class="soft">{t('page.what')}</span>
        </span>
        <span aria-hidden="true">›</span>
      </a>
    </Card>
  );
}

function AfterCareCard() {
  const { next_session = null, last_session = null } = today.value ?? {};
  const known = sessions.value ?? [next_session, last_session].filter((session) => session !== null);
  const session = lastBegun(known, thisDay.value, Date.now());
  const card = session && afterCare(session);
  if (!card) return null;
  return (
    <Card title={card.title}>
      <p>
        <strong>{card.driving}</strong>
      </p>
      {card.no_driving_before && <p class="soft">{t('after.not_before', { when: dateTime(card.no_driving_before) })}</p>}
      <details>
        <summary>{t('after.more')}</summary>
        <div class="stack">
          <ul class="points">
            {card.items.map((item) => (
              <li key={item}>{item}</li>
            ))}
          </ul>
          <Call text={card.call_clinic} dial={card.clinic_phone} label={t('help.call_clinic')} />
          <Call text={card.call_emergency} dial={card.emergency_number} label={t('help.call_number', { number: card.emergency_number })} />
          <Call text={card.call_crisis} dial={card.line?.dial ?? null} label={t('help.call_number', { number: card.line?.dial ?? '' })} />
        </div>
      </details>
    </Card>
  );
}

function Call({ text, dial, label }: { text: string; dial: string | null; label: string }) {
  return (
    <div class="stack tight">
      <p>{text}</p>
      {dial && <Button href={tel(dial)}>{label}</Button>}
    </div>
  );
}

/** "Anything changed since last time?" */
function BeforeCard() {
  const session = nextTreatment();
  const known = preSession.value?.session.session_id === session?.session_id ? preSession.value : null;
  if (!session || !isOpenBefore(session, known?.open_from ?? null, thisDay.value, Date.now())) return null;
  const own = ownAnswers(session);
  const asked = questionsFor(session, thisDay.value);
  const done = asked.filter((question) => own?.answers.some((each) => each.question === question.id)).length;
  const action = own && strictest(own.actions);
  const when = { session: sessionLabel(session), day: untilText(session.local_day), time: timeOf(session.starts_at) };
  return (
    <Card title={intro(language.value)}>
      <p class="soft sentence">{t('before.when', when)}</p>
      {action && (
        <Notice tone={action === 'stop_and_tell_staff' ? 'danger' : 'look'}>
          <strong>{sentenceFor(action, language.value)}</strong>
        </Notice>
      )}
      {done > 0 && <p class="soft">{t('before.done', { n: done, of: asked.length })}</p>}
      <Button wide href={`#/before/${session.session_id}`}>
        {done === 0 ? t('before.start') : done < asked.length ? t('before.go_on') : t('before.look')}
      </Button>
    </Card>
  );
}

function DueCard() {
  const list = dueNow.value;
  if (list.length === 0) return null;
  return (
    <Card title={t('measure.due', { n: list.length })}>
      {list.map(({ instrument }) => {
        const wording = wordingOf(instrument);
        if (!wording) return null;
        const name = shortName(instrument);
        const about = { name, n: wording.items.length, minutes: number(wording.minutes ?? 2) };
        return (
          <div key={instrument} class="stack tight">
            <p class="soft">{t('measure.about', about)}</p>
            <Button wide href={`#/measure/${instrument}`} label={`${t('measure.open')}: ${name}`}>
              {t('measure.open')}
            </Button>
          </div>
        );
      })}
    </Card>
  );
}

/** As the server counts: a report of these days answers it. */
const BASELINE_DAYS = 14;

function BaselineCard() {
  const since = addDays(thisDay.value, -BASELINE_DAYS);
  if (!today.value?.baseline_due || ownSideEffects.value.some((report) => report.day >= since)) return null;
  return (
    <Card title={t('baseline.title')}>
      <p class="soft">{t('baseline.why')}</p>
      <Button wide href="#/baseline">
        {t('baseline.open')}
      </Button>
    </Card>
  );
}

function HomeworkCards() {
  return (
    <>
      {openHomework.value.map(({ homework_id, asked_by, due_on, words }) => (
        <Card key={homework_id} title={t('homework.title')}>
          <p class="soft">{t(due_on < thisDay.value ? 'homework.was_for' : 'homework.for', { name: asked_by, day: dueText(due_on) })}</p>
          {words && <p class="words">{words}</p>}
          <Button wide href={`#/therapy/for/${homework_id}`}>
            {t('homework.write')}
          </Button>
        </Card>
      ))}
    </>
  );
}

const dueText = (day: string) => (day < thisDay.value ? nearDay(day) : day === thisDay.value ? t('day.today') : longDay(day));
