/** Times the phone's screen: texts in as a JSON list, for each the shortest of some runs in milliseconds out. */
import { readFileSync } from 'node:fs';
import { loadScreen } from '../pwa/tools/loadScreen.mjs';

const { texts, warm, runs } = JSON.parse(readFileSync(0, 'utf8'));
const screen = loadScreen();
for (const text of warm) screen(text);

function shortest(text) {
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs; run++) {
    const started = performance.now();
    screen(text);
    best = Math.min(best, performance.now() - started);
  }
  return best;
}

process.stdout.write(JSON.stringify(texts.map(shortest)));
