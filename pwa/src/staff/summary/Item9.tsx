import { dateTime } from '../../i18n/dates';
import { t } from '../strings';
import { clinicZone } from '../today';
import { pageDay } from '../words/days';
import type { Item9 } from './shapes';

/** An answer above "not at all" asks to be looked at until somebody has; what it was stays in sight also after that. */
export const item9NeedsLook = (item9: Item9): boolean => item9.state === 'above_zero' || Boolean(item9.above_zero_before);

/** The last answer to the question on death and self-harm, and who has reviewed it. No state of it says that all is well. */
export function Item9Title({ item9 }: { item9: Item9 }) {
  const { state, day, answer_text } = item9;
  const said = { day: day ? pageDay(day) : '', answer: answer_text ?? '' };
  return t(`item9.${state}`, said);
}

export function Item9Text({ item9 }: { item9: Item9 }) {
  const before = item9.above_zero_before;
  return (
    <>
      <p>
        {item9Text(item9)} <SeeAlert id={item9.alert_id} />
      </p>
      {before && (
        <p>
          <strong>{t('item9.before', { answer: before.answer_text, day: pageDay(before.day) })}</strong> {reviewedText(before.reviewed)}{' '}
          <SeeAlert id={before.alert_id} />
        </p>
      )}
    </>
  );
}

function item9Text({ state, stale, answer, answer_text, reviewed }: Item9): string {
  switch (state) {
    case 'above_zero':
      return [reviewedText(reviewed), stale && t('item9.stale')].filter(Boolean).join(' ');
    case 'not_at_all':
      return t('item9.zero_says_little');
    case 'skipped':
      return t('item9.ask_skipped');
    case 'not_asked_since':
      return t(answer === null ? 'item9.ask_again_skipped' : 'item9.ask_again', { answer: answer_text ?? '' });
    default:
      return t('item9.ask');
  }
}

const reviewedText = (reviewed: { by: string; at: string } | null) =>
  reviewed ? t('item9.reviewed', { name: reviewed.by, when: dateTime(reviewed.at, clinicZone()) }) : t('item9.not_reviewed');

function SeeAlert({ id }: { id: string | null }) {
  if (!id) return null;
  return (
    <a class="no-print" href={`#/alerts/${id}`}>
      {t('item9.see_alert')}
    </a>
  );
}
