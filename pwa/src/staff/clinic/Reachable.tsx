import { get } from '../../api/client';
import type { Role } from '../../api/types';
import { Notice } from '../../ui';
import type { Reachable as Person, Reach } from '../alerts/shapes';
import { clinicTime } from '../alerts/words';
import { useLoad } from '../load';
import { t } from '../strings';
import { Screen } from '../ui/Screen';

/** Whom an alert would reach now, and what to do about those whom it would not. */
export function Reachable() {
  const load = useLoad('reach', () => get<Reach>('/api/clinic/reach'), { every: 60_000 });
  return (
    <div class="stack">
      <p class="soft">{t('reachable.text')}</p>
      <Screen load={load}>
        {(reach) => (
          <>
            {reach.ok && (
              <Notice>
                <p>{t('reachable.ok')}</p>
              </Notice>
            )}
            <People people={reach.people} />
          </>
        )}
      </Screen>
      <section class="card">
        <h2>{t('reachable.what')}</h2>
        <p>{t('reachable.what_push')}</p>
        <p>{t('reachable.what_mail')}</p>
      </section>
    </div>
  );
}

function People({ people }: { people: Person[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section class="card scroll-x" tabIndex={0} aria-label={t('reachable.title')}>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{t('reachable.person')}</th>
            <th scope="col">{t('reachable.now')}</th>
            <th scope="col">{t('reachable.push')}</th>
            <th scope="col">{t('reachable.email')}</th>
            <th scope="col">{t('reachable.last')}</th>
          </tr>
        </thead>
        <tbody>
          {people.map((person) => (
            <tr key={person.account_id}>
              <th scope="row">
                {person.name} <span class="under soft small">{t(`role.${person.role as Role}`)}</span>
              </th>
              <td class={person.reachable ? undefined : 'danger-ink'}>{t(person.reachable ? 'reachable.yes' : 'reachable.no')}</td>
              <td>{person.push === 0 ? t('reachable.no_push') : t('reachable.devices', { n: person.push })}</td>
              <td class={person.email === 'failing' ? 'look-ink' : undefined}>{t(`reachable.email_${person.email}`)}</td>
              <td class="whole">{person.last_reached_at ? clinicTime(person.last_reached_at) : t('reachable.never')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
