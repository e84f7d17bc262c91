import type { AccountView } from '../api/types';
import { t } from './strings';

interface Entry {
  href: string;
  label: string;
  /** Paths that belong to the entry. */
  under: string[];
  count?: number;
}

export function Nav({ me, at, openAlerts }: { me: AccountView; at: string; openAlerts: number }) {
  const entries = me.role === 'admin' ? adminEntries() : careEntries(openAlerts);
  const you: Entry = { href: '#/you', label: t('nav.you'), under: ['/you'] };
  return (
    <header class="top no-print">
      <div class="top-line">
        <a class="brand" href="#/">
          {t('app.name')}
        </a>
        <nav class="nav" aria-label={t('nav.label')}>
          {[...entries, you].map((entry) => (
            <NavLink key={entry.href} entry={entry} at={at} />
          ))}
        </nav>
        {me.demo && <p class="top-demo small">{t('nav.demo')}</p>}
        <span class="top-clinic soft small">{me.clinic.name}</span>
      </div>
    </header>
  );
}

function NavLink({ entry, at }: { entry: Entry; at: string }) {
  const here = entry.under.some((start) => (start === '/' ? at === '/' : at.startsWith(start)));
  return (
    <a href={entry.href} aria-current={here ? 'page' : undefined}>
      {entry.label}{' '}
      {entry.count ? (
        <>
          <span class="badge numbers">{entry.count}</span>
          <span class="sr-only"> {t('nav.alerts_open', { n: entry.count })}</span>
        </>
      ) : null}
    </a>
  );
}

const careEntries = (openAlerts: number): Entry[] => [
  { href: '#/', label: t('nav.patients'), under: ['/', '/patients', '/invite'] },
  { href: '#/summaries', label: t('nav.summaries'), under: ['/summaries'] },
  { href: '#/alerts', label: t('nav.alerts'), under: ['/alerts'], count: openAlerts },
];

const adminEntries = (): Entry[] => [
  { href: '#/', label: t('nav.people'), under: ['/', '/people', '/invite'] },
  { href: '#/clinic', label: t('nav.clinic'), under: ['/clinic'] },
];
