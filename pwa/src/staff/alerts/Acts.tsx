import type { ComponentChildren, RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { post } from '../../api/client';
import { Notice } from '../../ui';
import { t } from '../strings';
import { Say } from '../ui/Say';
import { HandOver } from './HandOver';
import type { Alert } from './shapes';
import { isOpen } from './words';

/** What a person can do about an alert. */
export type Act = 'acknowledge' | 'hand_over' | 'close';

let carried = '';

/** What was done on a page that is left now: said on the next one. */
export function carry(sentence: string): void {
  carried = sentence;
}

function takeCarried(): string {
  const sentence = carried;
  carried = '';
  return sentence;
}

interface Acts {
  start: (act: Act, alert: Alert) => void;
  dialog: ComponentChildren;
  /** What has just been done, in words. */
  notice: ComponentChildren;
  /** Takes the focus once something was done: the button that had it may be gone. */
  heading: RefObject<HTMLHeadingElement | null>;
}

/**
 * The dialog belongs to the alert that was chosen, not to its place in the list: what comes in meanwhile neither closes it
 * nor touches what is typed in it.
 */
export function useActs(alerts: readonly Alert[], onDone: (act: Act, sentence: string) => void): Acts {
  const [chosen, setChosen] = useState<{ act: Act; alert: Alert } | null>(null);
  const [told, setTold] = useState(takeCarried);
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    if (told) heading.current?.focus();
  }, [told]);
  const notice = told && (
    <Notice live="polite">
      <p>{told}</p>
    </Notice>
  );
  const start = (act: Act, alert: Alert) => {
    setTold('');
    setChosen({ act, alert });
  };
  if (chosen === null) return { start, notice, heading, dialog: null };
  const { act, alert } = chosen;
  const now = alerts.find((each) => each.alert_id === alert.alert_id);
  const overtaken = act !== 'close' && (now === undefined || !isOpen(now)) && <Overtaken />;
  const onClose = () => setChosen(null);
  const done = (sentence: string) => {
    setChosen(null);
    setTold(sentence);
    onDone(act, sentence);
  };
  return { start, notice, heading, dialog: <ActDialog act={act} alert={alert} warning={overtaken} onClose={onClose} onDone={done} /> };
}

const Overtaken = () => (
  <Notice tone="look" live="polite">
    <p>{t('alerts.overtaken')}</p>
  </Notice>
);

interface DialogProps {
  act: Act;
  alert: Alert;
  onDone: (sentence: string) => void;
  onClose: () => void;
  warning: ComponentChildren;
}

function ActDialog({ act, alert, warning, onDone, onClose }: DialogProps) {
  const { alert_id, patient_name: name } = alert;
  if (act === 'hand_over') {
    return (
      <HandOver alert={alert} onClose={onClose} onDone={(to) => onDone(t('alerts.handed_over', { name: to }))}>
        {warning}
      </HandOver>
    );
  }
  if (act === 'close') {
    return (
      <Say
        about={`close ${alert_id}`}
        title={t('alerts.close_title', { name })}
        quick={[t('alerts.quick_safe'), t('alerts.quick_seen'), t('alerts.quick_taken_over'), t('alerts.quick_meant_else')]}
        label={t('alerts.outcome')}
        missing={t('alerts.outcome_missing')}
        button={t('alerts.close')}
        send={(outcome) => post(`/api/alerts/${alert_id}/closure`, { outcome })}
        onDone={() => onDone(t('alerts.closed_now'))}
        onClose={onClose}
      />
    );
  }
  return (
    <Say
      about={`acknowledge ${alert_id}`}
      title={t('alerts.acknowledge_title', { name })}
      quick={[t('alerts.quick_called'), t('alerts.quick_message'), t('alerts.quick_met'), t('alerts.quick_emergency')]}
      label={t('alerts.what')}
      hint={t('alerts.what_hint')}
      missing={t('alerts.what_missing')}
      button={t('alerts.acknowledge')}
      send={(what_was_done) => post(`/api/alerts/${alert_id}/acknowledgement`, { what_was_done })}
      onDone={() => onDone(t('alerts.acknowledged_now'))}
      onClose={onClose}
    >
      {warning}
    </Say>
  );
}
