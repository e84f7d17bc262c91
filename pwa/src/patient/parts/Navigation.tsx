import type { JSX } from 'preact';
import { path } from '../../ui/router';
import { t } from '../messages';

const TABS = [
  { to: '/', key: 'tab.today', icon: 'M12 7v5l3 2M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Z' },
  { to: '/history', key: 'tab.history', icon: 'M3 17l5-5 4 3 8-8' },
  { to: '/plan', key: 'tab.plan', icon: 'M12 20s-8-4.6-8-10.4A4.4 4.4 0 0 1 12 7a4.4 4.4 0 0 1 8 2.6C20 15.4 12 20 12 20Z' },
  { to: '/more', key: 'tab.more', icon: 'M4 7h16M4 12h16M4 17h16' },
] as const;

/** The four places of the app. Forms and Help have none of this: one thing at a time. */
export function Navigation(): JSX.Element {
  return (
    <nav class="bottom" aria-label={t('tab.label')}>
      {TABS.map((tab) => (
        <a key={tab.to} href={`#${tab.to}`} aria-current={path.value === tab.to ? 'page' : undefined}>
          <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
            <path d={tab.icon} />
          </svg>
          {t(tab.key)}
        </a>
      ))}
    </nav>
  );
}
