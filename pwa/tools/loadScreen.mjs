/** The phone's screen from its sources as they are: Node strips the types. */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

// The sources leave the ending of a file's name to the bundler.
registerHooks({
  resolve: (name, context, next) => next(/^\.\.?\/[^.]+$/.test(name) ? `${name}.ts` : name, context),
});

const { makeScreen } = await import('../src/crisis/screen.ts');
const data = (name) => JSON.parse(readFileSync(new URL(`../../clinical/crisis/${name}.json`, import.meta.url), 'utf8'));

export const loadScreen = () => makeScreen(data('fold'), [data('phrases.en'), data('phrases.es')]);
