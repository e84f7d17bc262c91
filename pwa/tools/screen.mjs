/**
 * The phone's screen as a command: `node pwa/tools/screen.mjs < texts.jsonl` says of each line what
 * `python -m clinical.crisis` says. Runs the sources as they are: Node strips the types.
 */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

// The sources leave the ending of a file's name to the bundler.
registerHooks({
  resolve: (name, context, next) => next(/^\.\.?\/[^.]+$/.test(name) ? `${name}.ts` : name, context),
});

const { makeScreen } = await import('../src/crisis/screen.ts');
const data = (name) => JSON.parse(readFileSync(new URL(`../../clinical/crisis/${name}.json`, import.meta.url), 'utf8'));
const screen = makeScreen(data('fold'), [data('phrases.en'), data('phrases.es')]);

const isOwnWord = (own) => typeof own?.phrase === 'string' && ['explicit', 'veiled'].includes(own.tier);

function answer(line) {
  const { id, text, words = [] } = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(line));
  if (id === undefined || typeof text !== 'string' || !Array.isArray(words) || !words.every(isOwnWord)) throw new TypeError();
  const match = screen(text, words);
  return { id, tier: match?.tier ?? null, category: match?.category ?? null, span: match && [match.start, match.end] };
}

function* lines(bytes) {
  let start = 0;
  while (start < bytes.length) {
    const end = bytes.indexOf(10, start);
    yield bytes.subarray(start, end < 0 ? bytes.length : end);
    start = end < 0 ? bytes.length : end + 1;
  }
}

let number = 0;
for (const line of lines(readFileSync(0))) {
  number += 1;
  if (!line.toString().trim()) continue;
  let found;
  try {
    found = answer(line);
  } catch {
    process.stderr.write(`Line ${number} is not JSON of the form {"id": 1, "text": "...", "lang": "en"}.\n`);
    process.exitCode = 1;
    break;
  }
  process.stdout.write(`${JSON.stringify(found)}\n`);
}
