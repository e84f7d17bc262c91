import { useState } from 'preact/hooks';
import { get } from '../../api/client';
import type { AlertView } from '../../api/types';
import { timeOf } from '../../i18n/dates';
import { Choice } from '../../ui';
import { useLoad } from '../load';
import { t } from '../strings';
import { AlertList } from '../ui/AlertList';
import { Screen } from '../ui/Screen';

type Shown = 'open' | 'all';

const EVERY_MS = 15_000;

/** Read again every 15 seconds while somebody has the page before them. */
export function Alerts({ onChange }: { onChange: () => void }) {
  const [shown, setShown] = useState<Shown>('open');
  const load = useLoad(`alerts:${shown}`, () => get<AlertView[]>('/api/alerts', { state: shown }), { every: EVERY_MS });
  const reload = () => {
    void load.reload();
    onChange();
  };
  return (
    <div class="stack">
      <div class="row apart">
        <h1>{t('alerts.title')}</h1>
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
        {t('nav.not_live')} {t('alerts.no_words')} {load.at && t('alerts.checked', { when: timeOf(load.at) })}
      </p>
      <Screen load={load}>
        {(alerts) =>
          alerts.length === 0 ? (
            <p>{t(shown === 'open' ? 'alerts.none_open' : 'alerts.none')}</p>
          ) : (
            <AlertList alerts={alerts} onChange={reload} />
          )
        }
      </Screen>
    </div>
  );
}
