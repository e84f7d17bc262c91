import { dateTime } from '../../i18n/dates';
import { t } from '../strings';
import { clinicZone } from '../today';
import type { Alert } from './shapes';

const TIERS = ['urgent', 'explicit', 'veiled', 'unscreened', 'review'] as const;
const SOURCES = ['check_in', 'side_effect', 'measure', 'therapy_page', 'pre_session', 'import', 'rejected'] as const;
const STATES = ['raised', 'sent', 'seen', 'acknowledged', 'closed'] as const;
const CHANGES = ['raised', 'joined', 'sent', 'seen', 'escalated', 'handed_over', 'acknowledged', 'closed'] as const;

/** What kind of match; a form is ticked and has no words. A tier that this version does not know is said as an explicit one. */
export function tierName({ tier, source }: Pick<Alert, 'tier' | 'source'>): string {
  const known = TIERS.find((each) => each === tier) ?? 'explicit';
  return t(source === 'measure' && known === 'explicit' ? 'alerts.tier_answer' : `alerts.tier_${known}`);
}
export const sourceName = (alert: Pick<Alert, 'source'>) =>
  t(`alerts.source_${SOURCES.find((known) => known === alert.source) ?? 'other'}`);
export const stateName = (alert: Pick<Alert, 'state'>) => t(`alerts.state_${STATES.find((known) => known === alert.state) ?? 'seen'}`);
export const changeName = (state: string) => t(`alerts.change_${CHANGES.find((known) => known === state) ?? 'other'}`);
/** Words found in an imported diary: they are from before, and wait for somebody to look at them. */
export const isReview = (alert: Pick<Alert, 'tier'>) => alert.tier === 'review';
export const isOpen = (alert: Pick<Alert, 'state'>) => alert.state !== 'acknowledged' && alert.state !== 'closed';
export const isClosed = (alert: Pick<Alert, 'state'>) => alert.state === 'closed';
/** "Words of crisis in a check-in" */
export const whatMatched = (alert: Pick<Alert, 'tier' | 'source'>) =>
  isReview(alert) ? tierName(alert) : `${tierName(alert)} ${sourceName(alert)}`;

export const clinicTime = (instant: string) => dateTime(instant, clinicZone());

/** What was chosen and what was typed, as one text: "Left a message. Tried twice." */
export function said(chosen: readonly string[], typed: string): string {
  const ended = chosen.map((each) => (/[.!?…]$/u.test(each) ? each : `${each}.`));
  return [...ended, typed.trim()].filter(Boolean).join(' ');
}
