import type { AlertView, Day, Id, RedFlag, Severity } from '../../api/types';
import { dateTime, shortDay } from '../../i18n/dates';
import { isOpen, isReview, sourceName, tierName } from '../alerts/words';
import type { SideEffect, Summary } from '../numbers';
import { t } from '../strings';
import { clinicZone } from '../today';
import { effectName } from '../words/effects';
import { Item9Text, Item9Title, item9NeedsLook } from './Item9';
import { PreSession } from './PreSession';
import type { LiveStrip } from './shapes';

interface Props {
  patientId: Id;
  live: LiveStrip;
  numbers: Summary;
  /** First day of the interval: "since" when there is nothing to list. */
  since: Day;
  /** False on a view of now, where nothing is frozen. */
  frozen: boolean;
  form: 'clinician' | 'therapist';
  onChange: () => void;
}

/** Always of now, above the frozen numbers. "Not asked" is said as such; nothing here is ever green or "no risk". */
export function Strip({ patientId, live, numbers, since, frozen, form, onChange }: Props) {
  // Nobody asks these questions before psychotherapy: that they were not asked is no news there.
  const asked = form === 'clinician' || live.pre_session.state !== 'not_asked';
  const when = dateTime(live.as_of, clinicZone());
  return (
    <section class="strip-part" aria-label={t('strip.title', { when })}>
      <div class={asked ? 'strip' : 'strip two'}>
        <Crisis live={live} since={since} />
        {asked && <PreSession patientId={patientId} live={live} onChange={onChange} />}
        <div class="stack">
          <Flags live={live} since={since} />
          <Glance numbers={numbers} />
        </div>
      </div>
      <p class="small soft">
        {t('sum.sentence', { said: t('strip.title', { when }) })} {frozen ? sinceText(live) : t('strip.since_live')}
      </p>
    </section>
  );
}

function sinceText(live: LiveStrip): string {
  const parts = [t('strip.since', { n: live.entries_since })];
  if (live.changed_after > 0) parts.push(t('strip.changed', { n: live.changed_after }));
  return `${parts.join('; ')}.`;
}

/** Open alerts in full; of those acknowledged, who did it and when. What was done stands on the alert itself. */
function Crisis({ live, since }: { live: LiveStrip; since: Day }) {
  const open = live.alerts.filter(isOpen);
  const acknowledged = live.alerts.filter((alert) => !isOpen(alert));
  const alarm = open.length > 0 || live.held;
  const look = item9NeedsLook(live.item9);
  const Title = alarm ? 'h3' : 'h2';
  return (
    <div class={alarm || look ? 'card look' : 'card'}>
      {open.length > 0 && <h2 class="look-ink">{t('strip.alerts_open', { n: open.length })}</h2>}
      {live.held && <p class="look-ink">{t('strip.held')}</p>}
      <Lines alerts={open} />
      <Title class={look ? 'look-ink' : ''}>
        <Item9Title item9={live.item9} />
      </Title>
      <Item9Text item9={live.item9} />
      {live.alerts.length === 0 && <p class="soft">{t('strip.alerts_none', { day: shortDay(since) })}</p>}
      <Lines alerts={acknowledged} />
    </div>
  );
}

function Lines({ alerts }: { alerts: AlertView[] }) {
  if (alerts.length === 0) return null;
  return (
    <ul class="bare">
      {alerts.map((alert) => (
        <li key={alert.alert_id}>{alertLine(alert)}</li>
      ))}
    </ul>
  );
}

function alertLine(alert: AlertView): string {
  const when = dateTime(alert.raised_at, clinicZone());
  const line = isReview(alert)
    ? `${tierName(alert)}, ${when}.`
    : t('strip.alert_line', { tier: tierName(alert), source: sourceName(alert), when });
  const said = alert.private ? `${line} ${t('strip.private')}` : line;
  if (isOpen(alert)) return `${said} ${t('strip.not_acknowledged')}`;
  const name = alert.acknowledged_by ?? '';
  return `${said} ${t('strip.acknowledged', { name, when: alert.acknowledged_at ? dateTime(alert.acknowledged_at, clinicZone()) : '' })}`;
}

const AT_A_GLANCE = 3;

/** What the parts below say in full, so that the first screen answers: which side effects, and how complete. */
function Glance({ numbers }: { numbers: Summary }) {
  const present = numbers.side_effects.filter((effect) => effect.severity_max !== null);
  const { days_logged: have, days_possible: n } = numbers.completeness.interval;
  return (
    <div class="card no-print">
      <h2>{t('glance.title')}</h2>
      {present.length === 0 && <p>{t('glance.none')}</p>}
      <ul class="bare">
        {present.slice(0, AT_A_GLANCE).map((effect) => (
          <li key={effect.effect}>{inShort(effect)}</li>
        ))}
      </ul>
      {present.length > AT_A_GLANCE && <p class="soft">{t('glance.more', { n: present.length - AT_A_GLANCE })}</p>}
      <p>{t('complete.interval_only', { have, n })}</p>
    </div>
  );
}

function inShort({ effect, days: n, severity_max, new: isNew }: SideEffect): string {
  const severity = severity_max ? t(`severity.${severity_max}`).toLocaleLowerCase() : '';
  const said = { effect: effectName(effect), days: t('effects.interval_days', { n }), severity };
  return t(isNew ? 'glance.effect_new' : 'glance.effect', said);
}

const LEVELS = ['routine', 'call_clinic', 'crisis', 'emergency'] as const;

function Flags({ live, since }: { live: LiveStrip; since: Day }) {
  const found = live.red_flags;
  return (
    <div class={found.length > 0 ? 'card look' : 'card'}>
      <h2 class={found.length > 0 ? 'look-ink' : ''}>{t('strip.flags')}</h2>
      {found.length === 0 && <p>{t('strip.flags_none', { day: shortDay(since) })}</p>}
      <ul class="bare">
        {found.map((flag) => (
          <li key={`${flag.effect}${flag.day}${flag.corrected?.at}`}>{flagLine(flag)}</li>
        ))}
      </ul>
    </div>
  );
}

function flagLine({ effect, severity, day, level, corrected }: RedFlag): string {
  const said = { effect: effectName(effect), severity: severityName(severity), day: shortDay(day), level: levelName(level) };
  const line = t('strip.flag_line', said);
  if (!corrected) return line;
  const present = corrected.severity !== 'not_present';
  const milder = severityName(corrected.severity) + (present ? ` (${levelName(corrected.level)})` : '');
  const now = corrected.effect === effect ? milder : `${effectName(corrected.effect)}: ${milder}`;
  return `${line} ${t('strip.flag_corrected', { when: dateTime(corrected.at, clinicZone()), now })}`;
}

const severityName = (severity: Severity) => t(`severity.${severity}`).toLocaleLowerCase();

const levelName = (level: string) => t(`strip.level_${LEVELS.find((known) => known === level) ?? 'call_clinic'}`);
