import type { MeasurePut, PagePut, PreSessionAnswer } from '../../api/care';
import type { Hotline } from '../../api/types';
import { makeHotline } from '../../crisis/hotline';
import { raisedItems, raisedRatings } from '../../crisis/items';
import { here, type Shown, stricter, tierOf } from '../crisis';
import { speaksOfDanger } from './preSession';

/** This phone's own answer to forms, pages and what is answered before a session: the twin of clinical/screening.py. */

/** Every text by itself, and all of them as one: signs that mean danger only together may stand in several. */
const tierOfAll = (texts: readonly string[]) => [...texts, texts.join('\n')].map(tierOf).reduce(stricter, null);

const answered = (tier: Shown | null, isPrivate: boolean): Hotline | null => tier && makeHotline(tier, { ...here(), private: isPrivate });

/** Private as a whole, or not at all. */
export function pageHotline(page: Pick<PagePut, 'form' | 'texts' | 'ratings' | 'audience'>): Hotline | null {
  const rated = raisedRatings(page.form, page.ratings).reduce<Shown | null>((found, { tier }) => stricter(found, tier), null);
  return answered(stricter(rated, tierOfAll(Object.values(page.texts))), page.audience === 'private');
}

export function answersHotline(instrument: MeasurePut['instrument'], answers: MeasurePut['answers']): Hotline | null {
  const tier = raisedItems(instrument, answers).reduce<Shown | null>((found, one) => stricter(found, one.tier), null);
  return answered(tier, false);
}

export function sessionHotline(answers: readonly PreSessionAnswer[]): Hotline | null {
  const notes = answers.flatMap(({ note }) => (note === null ? [] : [note]));
  return answered(stricter(speaksOfDanger(answers) ? 'explicit' : null, tierOfAll(notes)), false);
}
