import { get } from '../../api/client';
import type { AccountView } from '../../api/types';
import { Notice } from '../../ui';
import type { Reach } from '../alerts/shapes';
import { clinicTime } from '../alerts/words';
import { useLoad } from '../load';
import { t } from '../strings';

const EVERY_MS = 60_000;

/**
 * On every page while an alert has reached nobody, or would. Red for administrators, who can change it; calmer for care staff,
 * whose part is to turn on their own notifications. A reading that goes wrong says nothing: pages say that themselves.
 */
export function ReachBanner({ me, at }: { me: AccountView; at: string }) {
  const { value: reach } = useLoad('reach', () => get<Reach>('/api/clinic/reach'), { every: EVERY_MS });
  if (!reach || reach.ok) return null;
  const isAdmin = me.role === 'admin';
  return (
    <div class="banner no-print">
      <Notice tone={isAdmin ? 'danger' : 'look'} live="polite" title={titleFor(reach, isAdmin)}>
        <p>
          {whyText(reach)} {doText(reach, isAdmin)} {!isAdmin && at !== '/you' && <a href="#/you">{t('reach.turn_on')}</a>}{' '}
          {at !== '/clinic/reach' && <a href="#/clinic/reach">{t('reach.see')}</a>}
        </p>
      </Notice>
    </div>
  );
}

function titleFor(reach: Reach, isAdmin: boolean): string {
  if (reach.unreached_alerts > 0) {
    return t('reach.unreached', { n: reach.unreached_alerts, when: reach.oldest_at ? clinicTime(reach.oldest_at) : '' });
  }
  return t(isAdmin ? 'reach.nobody' : 'reach.calm');
}

function whyText(reach: Reach): string {
  if (!reach.sending) return t('reach.not_sending_text');
  return reach.unreached_alerts > 0 ? t('reach.unreached_text') : t('reach.nobody_text');
}

function doText(reach: Reach, isAdmin: boolean): string {
  if (!isAdmin) return t('reach.calm_text');
  return t(reach.sending ? 'reach.do_admin' : 'reach.do_admin_sending');
}
