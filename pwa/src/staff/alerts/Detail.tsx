import type { ComponentChildren } from 'preact';
import type { AccountView, Id, Language } from '../../api/types';
import { timeOf } from '../../i18n/dates';
import { Button } from '../../ui';
import { go } from '../../ui/router';
import { getAgain, useLoad } from '../load';
import { Hold } from '../patient/Hold';
import { t } from '../strings';
import { countryName } from '../ui/places';
import { Screen } from '../ui/Screen';
import { carry, useActs } from './Acts';
import { ActButton, Answers, ink, looks, Warnings } from './AlertList';
import { Clock } from './Clock';
import { EVERY_MS } from './Inbox';
import { news } from './news';
import type { AlertDetail, Change, Told } from './shapes';
import { changeName, clinicTime, isClosed, isOpen, isReview, stateName, whatMatched } from './words';

interface Props {
  me: AccountView;
  id: Id;
  onChange: () => void;
}

/** One alert at an address of its own, with everything that has happened to it. */
export function Detail({ me, id, onChange }: Props) {
  const load = useLoad(`alert:${id}`, () => getAgain<AlertDetail>(`/api/alerts/${id}`), { every: EVERY_MS });
  const reload = () => {
    void load.reload();
    onChange();
  };
  const acts = useActs(load.value ? [load.value] : [], (act, sentence) => {
    if (act !== 'close') return reload();
    // Whoever saw the patient for this alert alone does not see them any longer.
    carry(sentence);
    news.value = sentence;
    go('/alerts');
    onChange();
  });
  return (
    <div class="stack">
      <p>
        <a href="#/alerts">{t('alerts.back')}</a>
      </p>
      <Screen load={load}>
        {(alert) => (
          <>
            <h1 ref={acts.heading} tabIndex={-1}>
              {alert.patient_name}
            </h1>
            {acts.notice}
            <section class={`${looks(alert)} whole-line`}>
              <What alert={alert} />
              <div class="row">
                {isOpen(alert) && <ActButton act="acknowledge" alert={alert} primary onAct={acts.start} />}
                {alert.state === 'acknowledged' && <ActButton act="close" alert={alert} primary onAct={acts.start} />}
                {!isClosed(alert) && !isReview(alert) && <ActButton act="hand_over" alert={alert} onAct={acts.start} />}
                <Button kind="outline" href={`#/patients/${alert.patient_id}`}>
                  {t('alerts.open_patient')}
                </Button>
                <Button kind="outline" href={`#/patients/${alert.patient_id}/plan`}>
                  {t('alerts.open_plan')}
                </Button>
              </div>
            </section>
            {alert.patient.held && <Hold me={me} patientId={alert.patient_id} onCleared={reload} />}
            <div class="two-columns">
              <div class="stack">
                <Contact alert={alert} />
                <WhoWasTold alert={alert} />
              </div>
              <History alert={alert} />
            </div>
          </>
        )}
      </Screen>
      {acts.dialog}
    </div>
  );
}

function What({ alert }: { alert: AlertDetail }) {
  const count = t('alerts.count', { n: alert.count });
  return (
    <div class="stack tight">
      <p>
        <strong class={ink(alert)}>{whatMatched(alert)}</strong>, {count}
      </p>
      <Warnings alert={alert} />
      <p class="soft">
        {t('alerts.since', { when: clinicTime(alert.raised_at) })}. {stateName(alert)}.{' '}
        {alert.handed_to && t('alerts.handed_to', { name: alert.handed_to })}
      </p>
      <Answers alert={alert} />
      <p class="soft small">{t('alerts.no_words')}</p>
    </div>
  );
}

const HOWS = ['care_team', 'escalation', 'on_call', 'handed_over'] as const;

function WhoWasTold({ alert }: { alert: AlertDetail }) {
  return (
    <section class="card">
      <h2>{t('told.title')}</h2>
      {isOpen(alert) && !isReview(alert) && (
        <p class="numbers">
          <strong>{alert.next ? <Clock next={alert.next} /> : t('clock.nobody')}</strong>
        </p>
      )}
      {alert.told.length === 0 && <p class="soft">{t('told.none')}</p>}
      <ul class="bare rows">
        {alert.told.map((told) => (
          <li key={`${told.name} ${told.at}`} class="row apart">
            <span>
              {told.name} <span class="soft small">{howText(told)}</span>
            </span>
            <span class={told.reached ? 'small' : 'small look-ink'}>{t(told.reached ? 'told.was_reached' : 'told.was_not_reached')}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function howText({ how, at }: Told): string {
  const known = HOWS.find((each) => each === how);
  return [known && t(`told.how_${known}`), clinicTime(at)].filter(Boolean).join(', ');
}

function History({ alert }: { alert: AlertDetail }) {
  return (
    <section class="card">
      <h2>{t('alerts.history')}</h2>
      <ol class="bare rows">
        {alert.changes.map((change) => (
          <li key={`${change.state} ${change.at}`} class="row apart">
            <span>
              {changeText(change)}
              {change.note && <span class="under">{change.note}</span>}
            </span>
            <time class="soft small numbers" dateTime={change.at}>
              {clinicTime(change.at)}
            </time>
          </li>
        ))}
      </ol>
    </section>
  );
}

function changeText({ state, by, to }: Change): string {
  const what = changeName(state);
  if (by && to) return t('alerts.history_to', { what, name: by, to });
  return by ? t('alerts.history_by', { what, name: by }) : what;
}

/** What staff may know of how to reach the patient. Their phone numbers are not kept here. */
function Contact({ alert: { patient } }: { alert: AlertDetail }) {
  return (
    <section class="card">
      <h2>{t('alerts.contact')}</h2>
      <p class="soft">{t('alerts.contact_text')}</p>
      <dl class="facts lines">
        <Fact name={t('alerts.email')}>
          {patient.email ? <a href={`mailto:${patient.email}`}>{patient.email}</a> : t('alerts.no_email')}
        </Fact>
        <Fact name={t('alerts.local_time')}>
          {timeOf(new Date().toISOString(), patient.zone)} <span class="soft">({patient.zone})</span>
        </Fact>
        <Fact name={t('alerts.language')}>{t(`language.${patient.language as Language}`)}</Fact>
        <Fact name={t('alerts.country')}>{countryName(patient.country)}</Fact>
        <Fact name={t('alerts.team')}>{patient.care_team.map((member) => member.name).join(', ')}</Fact>
      </dl>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
