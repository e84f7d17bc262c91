import words from '../../../clinical/crisis/words.json';
import type { OwnLine } from '../api/plan';
import type { Contact, Hotline, Language } from '../api/types';
import { emergencyNumber, helpLines } from './directory';
import type { Tier } from './screen';

export interface LocalSituation {
  language: Language;
  country: string;
  /** The clinic's own, when it has set one. */
  ownLine: OwnLine | null;
  contacts: Contact[];
  /** Nothing but private words matched. */
  private: boolean;
}

/** The crisis message from this phone's own data, before the entry was sent: the twin of `hotline` in clinical/guidance.py. */
export function makeHotline(tier: Tier | 'unscreened', situation: LocalSituation): Hotline {
  const { headline, message, aftermath } = words[situation.language];
  const emergency_number = emergencyNumber(situation.country);
  const after = [aftermath.offline, situation.private ? aftermath.private : '', aftermath.not_live];
  return {
    kind: 'hotline',
    headline: headline[tier],
    message: message[tier].replaceAll('{emergency}', emergency_number),
    lines: helpLines(situation.country, situation.language, situation.ownLine),
    emergency_number,
    contacts: situation.contacts,
    aftermath: after.filter(Boolean).join(' '),
    urgent: [],
  };
}

/** After a reload, when nothing is known but that it was shown. */
export const hotlineAgain = (situation: Omit<LocalSituation, 'private'>): Hotline =>
  claimingNothing(makeHotline('explicit', { ...situation, private: false }), situation.language);

/** Without a word about what was saved or who was told. */
export const claimingNothing = (hotline: Hotline, language: Language): Hotline => ({
  ...hotline,
  aftermath: words[language].aftermath.not_live,
});

/** "In danger right now, or already hurt? Call {emergency}, ..." with the number left to be made a link. */
export const emergencySentence = (language: Language): string => words[language].emergency;
