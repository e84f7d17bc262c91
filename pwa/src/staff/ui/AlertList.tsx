import { useState } from 'preact/hooks';
import type { AlertView } from '../../api/types';
import { dateTime } from '../../i18n/dates';
import { Button } from '../../ui';
import { t } from '../strings';
import { clinicZone } from '../today';
import { isOpen, isReview, sourceName, stateName, tierName } from '../words/alerts';
import { Acknowledge } from './Acknowledge';

interface Props {
  alerts: AlertView[];
  onChange: () => void;
  /** On the patient's own page the name and the way there are left out. */
  ofOnePatient?: boolean;
}

export function AlertList({ alerts, onChange, ofOnePatient }: Props) {
  const [chosen, setChosen] = useState<AlertView | null>(null);
  return (
    <>
      <ul class="bare stack">
        {alerts.map((alert) => (
          <li key={alert.alert_id} class={looks(alert)}>
            <Said alert={alert} named={!ofOnePatient} />
            <div class="row actions">
              {isOpen(alert) && (
                <Button kind="primary" onClick={() => setChosen(alert)}>
                  {t('alerts.acknowledge')}
                  <span class="sr-only">: {alert.patient_name}</span>
                </Button>
              )}
              {!ofOnePatient && (
                <Button kind="outline" href={`#/patients/${alert.patient_id}`}>
                  {t('alerts.open_patient')}
                  <span class="sr-only">: {alert.patient_name}</span>
                </Button>
              )}
            </div>
          </li>
        ))}
      </ul>
      {chosen && (
        <Acknowledge
          alert={chosen}
          onClose={() => setChosen(null)}
          onDone={() => {
            setChosen(null);
            onChange();
          }}
        />
      )}
    </>
  );
}

function looks(alert: AlertView): string {
  if (!isOpen(alert)) return 'card alert';
  return isReview(alert) ? 'card alert look' : 'card alert open';
}

/** Red is for words of now; those of an imported diary are old. */
function ink(alert: AlertView): string {
  if (!isOpen(alert)) return '';
  return isReview(alert) ? 'look-ink' : 'danger-ink';
}

function Said({ alert, named }: { alert: AlertView; named: boolean }) {
  const when = dateTime(alert.raised_at, clinicZone());
  const count = alert.count > 1 ? `, ${t('alerts.count', { n: alert.count })}` : '';
  return (
    <div class="stack tight">
      {named && <h2>{alert.patient_name}</h2>}
      <p>
        <strong class={ink(alert)}>{tierName(alert)}</strong> {!isReview(alert) && sourceName(alert)}
        {count}
      </p>
      {alert.private && <p>{t('alerts.private')}</p>}
      <p class="soft">
        {t('alerts.since', { when })}. {alert.acknowledged_by === null && `${stateName(alert)}.`}
      </p>
      {alert.acknowledged_by !== null && (
        <p>
          {t('alerts.acknowledged', {
            name: alert.acknowledged_by,
            when: alert.acknowledged_at ? dateTime(alert.acknowledged_at, clinicZone()) : '',
            what: alert.what_was_done ?? '',
          })}
        </p>
      )}
    </div>
  );
}
