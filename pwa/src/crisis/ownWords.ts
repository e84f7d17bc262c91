import { type Folds, fold, sentences, type Word } from './folding';
import { Automaton, type Found } from './patterns';
import { WordReadings } from './readings';
import { Slots } from './slots';

/** Words that a clinic adds to the screen in its settings: the twin of clinical/crisis/own_words.py. */

export interface OwnPhrase {
  phrase: string;
  tier: 'explicit' | 'veiled';
}

const CATEGORY = 'clinic_word';

export const wordsOf = (folded: string): Word[] => sentences(folded).flat();

export class OwnWords {
  private readonly automaton = new Automaton();
  private readonly readings: WordReadings;

  constructor(phrases: readonly OwnPhrase[], folds: Folds) {
    for (const tier of ['explicit', 'veiled'] as const) {
      const written = phrases
        .filter((own) => own.tier === tier)
        .map((own) =>
          wordsOf(fold(folds, own.phrase))
            .map((word) => word.text)
            .join(' '),
        );
      this.automaton.add({ tier, category: CATEGORY, phrases: written.filter((phrase) => phrase !== '') }, new Slots({}), CATEGORY);
    }
    this.readings = new WordReadings(this.automaton.words.get(CATEGORY) ?? []);
  }

  find(words: readonly Word[]): Found[] {
    return this.automaton.find(words.map((word) => this.readings.of(word.text)));
  }
}
