import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const css = readFileSync(new URL('../src/ui/tokens.css', import.meta.url), 'utf8');

function tokens(selector: string): Record<string, string> {
  const block = css.split(`${selector} {`)[1]?.split('}')[0] ?? '';
  return Object.fromEntries([...block.matchAll(/--([a-z-]+): (#[0-9a-f]{6})/g)].map((match) => [match[1], match[2]]));
}

/** WCAG 2.2 relative luminance. */
function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

const TEXT: [string, string][] = [
  ...['background', 'card', 'tint', 'look-tint', 'danger-tint'].map((ground): [string, string] => ['ink', ground]),
  ['soft', 'background'],
  ['soft', 'card'],
  ['accent', 'background'],
  ['accent', 'card'],
  ['accent', 'tint'],
  ['on-accent', 'accent'],
  ['look', 'background'],
  ['look', 'card'],
  ['look', 'look-tint'],
  ['danger', 'background'],
  ['danger', 'card'],
  ['danger', 'danger-tint'],
  ['on-danger', 'danger'],
];

test.each(['light', 'dark'])('every text of the %s theme has 4.5:1, every outline of a control 3:1', (theme) => {
  const colours = { ...tokens(':root'), ...(theme === 'dark' ? tokens(':root[data-theme="dark"]') : {}) };
  for (const [ink, ground] of TEXT) {
    expect(contrast(colours[ink] as string, colours[ground] as string), `${ink} on ${ground}`).toBeGreaterThanOrEqual(4.5);
  }
  for (const ground of ['background', 'card']) {
    expect(contrast(colours['control-line'] as string, colours[ground] as string), `outline on ${ground}`).toBeGreaterThanOrEqual(3);
  }
});
