/** Scores as the chart draws them. */
import type { Day } from '../../../api/types';
import { daysBetween } from '../../../i18n/dates';
import type { Window } from '../../numbers';
import type { ScorePoint } from '../../scores';
import type { InstrumentView, MeasureView } from './shapes';

const within = ({ from, until }: Window, { id }: Pick<InstrumentView, 'id'>, scores: readonly MeasureView[]) =>
  scores
    .filter((score) => score.instrument === id && score.day >= from && score.day <= until)
    .sort((a, b) => a.day.localeCompare(b.day) || a.written_at.localeCompare(b.written_at));

export const declinedIn = (shown: Window, instrument: Pick<InstrumentView, 'id'>, scores: readonly MeasureView[]): Day[] =>
  within(shown, instrument, scores)
    .filter((score) => score.declined)
    .map((score) => score.day);

/** Oldest first. `sessions`: those that were held. */
export function pointsIn(
  shown: Window,
  instrument: Pick<InstrumentView, 'id' | 'items'>,
  scores: readonly MeasureView[],
  sessions: readonly { day: Day }[],
): ScorePoint[] {
  return within(shown, instrument, scores)
    .filter((score) => !score.declined)
    .map((score) => {
      const before = sessions.filter((session) => session.day <= score.day).at(-1);
      return {
        day: score.day,
        total: score.total,
        status: score.status,
        n_answered: score.n_answered,
        n_items: instrument.items.length,
        band: score.band,
        parts: {},
        days_after_session: before ? daysBetween(before.day, score.day) : null,
        source: score.source,
        revision_id: score.revision_id,
      };
    });
}
