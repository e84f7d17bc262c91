/** UUIDv7 (RFC 9562): 48 bits of Unix milliseconds, then random. Revisions made on this phone sort by when they were made. */
let lastMs = 0;
let counter = 0;

export function uuid7(now: number = Date.now()): string {
  // Within one millisecond, or when the clock steps back, a 12-bit counter keeps the order.
  if (now > lastMs) {
    lastMs = now;
    counter = 0;
  } else if (++counter > 0xfff) {
    lastMs += 1;
    counter = 0;
  }
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let index = 0; index < 6; index++) bytes[index] = Math.floor(lastMs / 2 ** (8 * (5 - index))) & 0xff;
  bytes[6] = 0x70 | (counter >> 8);
  bytes[7] = counter & 0xff;
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
