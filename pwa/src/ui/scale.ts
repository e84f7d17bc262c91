export const LOW = 0;
export const HIGH = 10;

/** The value after a key, or undefined when the key is not the scale's. An empty scale starts in the middle, not at an end. */
export function valueAfterKey(value: number | null, key: string): number | null | undefined {
  const clamp = (next: number) => Math.min(HIGH, Math.max(LOW, next));
  switch (key) {
    case 'ArrowRight':
    case 'ArrowUp':
      return value === null ? 5 : clamp(value + 1);
    case 'ArrowLeft':
    case 'ArrowDown':
      return value === null ? 5 : clamp(value - 1);
    case 'PageUp':
      return value === null ? 5 : clamp(value + 3);
    case 'PageDown':
      return value === null ? 5 : clamp(value - 3);
    case 'Home':
      return LOW;
    case 'End':
      return HIGH;
    case 'Backspace':
    case 'Delete':
      return null;
    default:
      return /^[0-9]$/.test(key) ? Number(key) : undefined;
  }
}

/** The number under a finger at `x` on a track that starts at `left` and is `width` wide. */
export function valueAt(x: number, left: number, width: number): number {
  const cell = Math.floor(((x - left) / width) * (HIGH - LOW + 1));
  return Math.min(HIGH, Math.max(LOW, cell));
}
