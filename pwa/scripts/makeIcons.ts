/**
 * Draws the icons: two strokes with a space between them, the time between sessions. Neutral on a home screen.
 * `node scripts/makeIcons.ts` writes public/icons; its output is kept in the repository.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';

const TEAL = [0x1b, 0x6b, 0x73];
const PAPER = [0xff, 0xff, 0xff];
const SAMPLES = 4; // per pixel and direction, for smooth edges

/** Distance-free test of a rounded bar, in units of the icon's width. */
const inBar = (x: number, y: number, centre: number) => {
  const half = 0.06;
  const reach = 0.17;
  if (Math.abs(x - centre) > half) return false;
  const beyond = Math.max(0, Math.abs(y - 0.5) - reach);
  return (x - centre) ** 2 + beyond ** 2 <= half ** 2;
};

const inMark = (x: number, y: number) => inBar(x, y, 0.36) || inBar(x, y, 0.64);

/** Share of a pixel that is covered, 0 to 1. */
function cover(column: number, row: number, size: number, inside: (x: number, y: number) => boolean): number {
  let hits = 0;
  for (let i = 0; i < SAMPLES; i++)
    for (let j = 0; j < SAMPLES; j++) if (inside((column + (i + 0.5) / SAMPLES) / size, (row + (j + 0.5) / SAMPLES) / size)) hits += 1;
  return hits / SAMPLES ** 2;
}

const rounded = (radius: number) => (x: number, y: number) => {
  const dx = Math.max(0, Math.abs(x - 0.5) - (0.5 - radius));
  const dy = Math.max(0, Math.abs(y - 0.5) - (0.5 - radius));
  return dx ** 2 + dy ** 2 <= radius ** 2;
};

type Style = 'any' | 'maskable' | 'badge';

function pixels(size: number, style: Style): Buffer {
  const rows: Buffer[] = [];
  const plate = rounded(0.2);
  for (let row = 0; row < size; row++) {
    const line = Buffer.alloc(1 + size * 4);
    for (let column = 0; column < size; column++) {
      const mark = cover(column, row, size, inMark);
      const ground = style === 'any' ? cover(column, row, size, plate) : 1;
      const colour = style === 'badge' ? PAPER : TEAL.map((value, index) => Math.round(value + ((PAPER[index] as number) - value) * mark));
      const alpha = style === 'badge' ? mark : ground;
      line.set([...colour, Math.round(alpha * 255)], 1 + column * 4);
    }
    rows.push(line);
  }
  return Buffer.concat(rows);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'ascii'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

function png(size: number, style: Style): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 6, 0, 0, 0], 8); // 8 bits, RGBA
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(pixels(size, style), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const folder = new URL('../public/icons/', import.meta.url);
mkdirSync(folder, { recursive: true });
const FILES: [string, number, Style][] = [
  ['icon-192.png', 192, 'any'],
  ['icon-512.png', 512, 'any'],
  ['icon-180.png', 180, 'maskable'],
  ['maskable-512.png', 512, 'maskable'],
  ['badge-96.png', 96, 'badge'],
];
for (const [name, size, style] of FILES) writeFileSync(new URL(name, folder), png(size, style));
