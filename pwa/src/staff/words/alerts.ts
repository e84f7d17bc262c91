import type { AlertView } from '../../api/types';
import { t } from '../strings';

const TIERS = ['urgent', 'explicit', 'veiled', 'unscreened', 'review'] as const;
const SOURCES = ['check_in', 'side_effect', 'import', 'rejected'] as const;

/** What kind of match. A tier that this version does not know is said as strongly as an explicit one. */
export const tierName = (alert: AlertView) => t(`alerts.tier_${TIERS.find((known) => known === alert.tier) ?? 'explicit'}`);
export const sourceName = (alert: AlertView) => t(`alerts.source_${SOURCES.find((known) => known === alert.source) ?? 'other'}`);
export const stateName = (alert: AlertView) => t(`alerts.state_${alert.state}`);
/** Words found in an imported diary: they are from before, and wait for somebody to look at them. */
export const isReview = (alert: AlertView) => alert.tier === 'review';
export const isOpen = (alert: AlertView) => alert.state !== 'acknowledged' && alert.state !== 'closed';
