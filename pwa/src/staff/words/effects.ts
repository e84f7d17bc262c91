import { signal } from '@preact/signals';
import { language } from '../../i18n/i18n';

interface Vocabulary {
  effects: { id: string; en: { label: string }; es: { label: string } }[];
}

const known = signal<Map<string, { en: string; es: string }> | null>(null);
let asked = false;

/** The vocabulary is one file for server, patients and staff; it is fetched when an effect is first named. */
async function load(): Promise<void> {
  const { default: vocabulary } = (await import('../../../../clinical/side_effects.json')) as { default: Vocabulary };
  known.value = new Map(vocabulary.effects.map((effect) => [effect.id, { en: effect.en.label, es: effect.es.label }]));
}

/** The words that the patient chose from; until they are here, the id in words. */
export function effectName(id: string): string {
  if (!asked) void load().catch(() => undefined);
  asked = true;
  return known.value?.get(id)?.[language.value] ?? sentence(id.replaceAll('_', ' '));
}

const sentence = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);
