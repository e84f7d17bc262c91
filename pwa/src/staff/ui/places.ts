import { locale } from '../../i18n/i18n';

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
/** Codes that have a name but are no country to live in: unions, the unknown, pseudo-regions. */
const NOT_COUNTRIES = new Set(['EU', 'EZ', 'QO', 'UN', 'XA', 'XB', 'ZZ']);

interface Choice {
  value: string;
  label: string;
}

/** Browsers also name codes that were given up (DD for Germany, CS for Serbia). Under those a patient would get no help lines. */
const isCurrent = (code: string): boolean => new Intl.Locale(`und-${code}`).region === code;

/** Every two-letter code that the browser can name, by name. */
export function countries(): Choice[] {
  const names = new Intl.DisplayNames([locale.value], { type: 'region', fallback: 'none' });
  return LETTERS.flatMap((first) => LETTERS.map((second) => first + second))
    .filter((code) => !NOT_COUNTRIES.has(code) && isCurrent(code))
    .flatMap((code) => {
      const label = names.of(code);
      return label ? [{ value: code, label }] : [];
    })
    .sort((a, b) => a.label.localeCompare(b.label, locale.value));
}

/** The zones the browser knows, and the one that is set even if it does not. */
export const zones = (current: string): Choice[] =>
  [...new Set([current, ...Intl.supportedValuesOf('timeZone')])].sort().map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }));

/** The name of a country, or its code where the browser has no name for it. */
export function countryName(code: string): string {
  try {
    return new Intl.DisplayNames([locale.value], { type: 'region' }).of(code) ?? code;
  } catch {
    return code;
  }
}
