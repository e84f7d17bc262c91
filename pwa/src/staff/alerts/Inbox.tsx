import { useEffect, useRef, useState } from 'preact/hooks';
import { timeOf } from '../../i18n/dates';
import { Choice } from '../../ui';
import { getAgain, useLoad } from '../load';
import { t } from '../strings';
import { clinicZone } from '../today';
import { Screen } from '../ui/Screen';
import { type Act, useActs } from './Acts';
import { AlertList } from './AlertList';
import { grouped, newAmong } from './groups';
import { tellOpen } from './news';
import type { Alert } from './shapes';
import { isOpen, whatMatched } from './words';

type Shown = 'open' | 'all';

export const EVERY_MS = 10_000;

/** Read again every 10 seconds while somebody has the page before them, and at once when a push arrives. */
export function Inbox({ onChange }: { onChange: () => void }) {
  const [shown, setShown] = useState<Shown>('open');
  const load = useLoad(`alerts:${shown}`, () => getAgain<Alert[]>('/api/alerts', { state: shown }), { every: EVERY_MS });
  const fresh = useFresh(load.value);
  const acts = useActs(load.value ?? [], () => {
    void load.reload();
    onChange();
  });
  return (
    <div class="stack">
      <div class="row apart">
        <h1 ref={acts.heading} tabIndex={-1}>
          {t('alerts.title')}
        </h1>
        <Choice<Shown>
          legend={t('alerts.show')}
          hideLegend
          value={shown}
          onChange={setShown}
          options={[
            { value: 'open', label: t('alerts.open') },
            { value: 'all', label: t('alerts.all') },
          ]}
        />
      </div>
      <p class="soft">
        {t('nav.not_live')} {t('alerts.no_words')} {load.at && t('alerts.checked', { when: timeOf(load.at, clinicZone()) })}{' '}
        <a href="#/clinic/escalation">{t('alerts.who_is_told')}</a>
      </p>
      {acts.notice}
      <Screen load={load}>
        {(alerts) => (
          <>
            {alerts.length === 0 && <p>{t(shown === 'open' ? 'alerts.none_open' : 'alerts.none')}</p>}
            {shown === 'open' && <AlertList alerts={alerts} fresh={fresh} onAct={acts.start} />}
            {shown === 'all' && <Everything alerts={alerts} fresh={fresh} onAct={acts.start} />}
          </>
        )}
      </Screen>
      {acts.dialog}
    </div>
  );
}

interface ListProps {
  alerts: Alert[];
  fresh: ReadonlySet<string>;
  onAct: (act: Act, alert: Alert) => void;
}

function Everything({ alerts, ...rest }: ListProps) {
  const groups = grouped(alerts);
  return (['open', 'waiting', 'closed'] as const).map(
    (group) =>
      groups[group].length > 0 && (
        <section key={group} class="stack">
          <h2>{t(`alerts.group_${group}`)}</h2>
          <AlertList alerts={groups[group]} {...rest} />
        </section>
      ),
  );
}

/** Which of them came while the page was open. They are announced, and marked for whoever looks up later. */
function useFresh(alerts: Alert[] | undefined): ReadonlySet<string> {
  const known = useRef<Set<string> | null>(null);
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    if (alerts === undefined) return;
    const came = newAmong(alerts, known.current);
    const sentences = came.map((alert) => t('alerts.news', { name: alert.patient_name, what: whatMatched(alert) }));
    tellOpen(alerts.filter(isOpen).length, sentences.join(' '));
    if (came.length > 0) setFresh(new Set([...fresh, ...came.map((alert) => alert.alert_id)]));
    known.current = new Set([...(known.current ?? []), ...alerts.map((alert) => alert.alert_id)]);
  }, [alerts]);
  return fresh;
}
