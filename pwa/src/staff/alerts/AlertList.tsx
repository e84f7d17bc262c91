import { Button } from '../../ui';
import { t } from '../strings';
import type { Act } from './Acts';
import { Clock } from './Clock';
import { toldOnce } from './groups';
import type { Alert } from './shapes';
import { clinicTime, isClosed, isOpen, isReview, stateName, whatMatched } from './words';

interface Props {
  alerts: Alert[];
  onAct: (act: Act, alert: Alert) => void;
  /** Came while the page was open. */
  fresh?: ReadonlySet<string>;
  /** On the patient's own page the name and the way there are left out. */
  ofOnePatient?: boolean;
}

export function AlertList({ alerts, onAct, fresh, ofOnePatient }: Props) {
  return (
    <ul class="bare stack">
      {alerts.map((alert) => (
        <li key={alert.alert_id} class={looks(alert)}>
          <Said alert={alert} named={!ofOnePatient} isNew={fresh?.has(alert.alert_id) ?? false} />
          <div class="row actions">
            {isOpen(alert) && <ActButton act="acknowledge" alert={alert} primary onAct={onAct} />}
            {!isClosed(alert) && !isReview(alert) && <ActButton act="hand_over" alert={alert} onAct={onAct} />}
            {alert.state === 'acknowledged' && <ActButton act="close" alert={alert} onAct={onAct} />}
            <Button kind="plain" href={`#/alerts/${alert.alert_id}`}>
              {t('alerts.details')}
              <span class="sr-only">: {alert.patient_name}</span>
            </Button>
          </div>
        </li>
      ))}
    </ul>
  );
}

interface ActButtonProps {
  act: Act;
  alert: Alert;
  primary?: boolean;
  onAct: (act: Act, alert: Alert) => void;
}

export function ActButton({ act, alert, primary, onAct }: ActButtonProps) {
  return (
    <Button kind={primary ? 'primary' : 'outline'} onClick={() => onAct(act, alert)}>
      {t(`alerts.${act}`)}
      <span class="sr-only">: {alert.patient_name}</span>
    </Button>
  );
}

export function looks(alert: Alert): string {
  if (!isOpen(alert)) return 'card alert';
  return isReview(alert) ? 'card alert look' : 'card alert open';
}

/** Red is for words of now; those of an imported diary are old. */
export function ink(alert: Alert): string {
  if (!isOpen(alert)) return '';
  return isReview(alert) ? 'look-ink' : 'danger-ink';
}

function Said({ alert, named, isNew }: { alert: Alert; named: boolean; isNew: boolean }) {
  const count = alert.count > 1 ? `, ${t('alerts.count', { n: alert.count })}` : '';
  return (
    <div class="stack tight">
      {named && (
        <h3 class="alert-name">
          <a href={`#/patients/${alert.patient_id}`}>{alert.patient_name}</a> {isNew && <span class="tag">{t('alerts.new')}</span>}
        </h3>
      )}
      <p>
        <strong class={ink(alert)}>{whatMatched(alert)}</strong>
        {count}
      </p>
      <Warnings alert={alert} />
      <p class="soft">
        {t('alerts.since', { when: clinicTime(alert.raised_at) })}. {isOpen(alert) && `${stateName(alert)}. `}
        {alert.handed_to && t('alerts.handed_to', { name: alert.handed_to })}
      </p>
      {isOpen(alert) && !isReview(alert) && <Escalation alert={alert} />}
      <Answers alert={alert} />
    </div>
  );
}

export function Warnings({ alert }: { alert: Alert }) {
  return (
    <>
      {alert.private && <p>{t('alerts.private')}</p>}
      {!alert.screened && <p>{t('alerts.unscreened')}</p>}
    </>
  );
}

/** Who was told and whether they were reached, and whose turn is next. */
function Escalation({ alert }: { alert: Alert }) {
  const names = toldOnce(alert.told).map(({ name, reached }) => t(reached ? 'told.reached' : 'told.not_reached', { name }));
  return (
    <>
      <p>{names.length > 0 ? t('told.list', { names: names.join(', ') }) : `${t('told.title')}: ${t('told.none')}`}</p>
      <p class="numbers">{alert.next ? <Clock next={alert.next} /> : t('clock.nobody')}</p>
    </>
  );
}

/** By whom and how it was answered, and how it ended. */
export function Answers({ alert }: { alert: Alert }) {
  return (
    <>
      {alert.acknowledged_by !== null && (
        <p>
          {t('alerts.acknowledged', {
            name: alert.acknowledged_by,
            when: alert.acknowledged_at ? clinicTime(alert.acknowledged_at) : '',
            what: alert.what_was_done ?? '',
          })}
        </p>
      )}
      {isClosed(alert) && alert.closed_at !== null && (
        <p>{t('alerts.closed', { name: alert.closed_by ?? '', when: clinicTime(alert.closed_at), what: alert.outcome ?? '' })}</p>
      )}
    </>
  );
}
