/**
 * The phone's screen as a command: `node pwa/tools/screen.mjs < texts.jsonl` says of each line what
 * `python -m clinical.crisis` says.
 */
import { readFileSync } from 'node:fs';
import { loadScreen } from './loadScreen.mjs';

const screen = loadScreen();
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
