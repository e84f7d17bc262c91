/** The phone's screen from its sources as they are: Node strips the types. */
import { readdirSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

// The sources leave the ending of a file's name to the bundler.
registerHooks({
  resolve: (name, context, next) => next(/^\.\.?\/[^.]+$/.test(name) ? `${name}.ts` : name, context),
});

const { makeScreen } = await import('../src/crisis/screen.ts');
const crisis = new URL('../../clinical/crisis/', import.meta.url);
const data = (name) => JSON.parse(readFileSync(new URL(name, crisis), 'utf8'));

/** In the order of their paths, as the server and the bundler take them. */
const phrases = () =>
  readdirSync(new URL('phrases/', crisis), { recursive: true })
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => data(`phrases/${name}`));

export const loadScreen = () =>
  makeScreen({
    table: data('fold.json'),
    files: phrases(),
    notSlips: data('not_slips.json'),
    answers: data('answers.json'),
  });
