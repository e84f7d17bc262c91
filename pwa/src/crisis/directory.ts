import hotlines from '../../../clinical/crisis/hotlines.json';
import type { OwnLine } from '../api/plan';
import type { HelpLine, Language } from '../api/types';

/** Whom to call: the twin of clinical/crisis/directory.py and of `help_lines` in clinical/guidance.py. */

interface Row {
  country: string;
  name: string;
  kind: string;
  scope: string;
  dial: string | null;
  sms: string | null;
  sms_keyword: string | null;
  chat_url: string | null;
  website: string | null;
  hours: string | null;
  languages: string[];
  emergency_number: string | null;
  keywords?: Record<string, string>;
  how?: Record<string, string>;
}

const ROWS = hotlines.rows as unknown as Row[];
export const EVERYWHERE = 'ZZ';
/** The number that the GSM standard lets every mobile phone dial for help. */
const ANY_EMERGENCY = '112';
const FOR_PATIENTS = ['suicide_crisis', 'mental_health'];

/** Countries that have a line here, by code. */
export const COUNTRIES: readonly string[] = [...new Set(ROWS.map((row) => row.country))].filter((code) => code !== EVERYWHERE);

/** One or two. The clinic's own line comes first, and then one of the directory stands beside it. */
export function helpLines(country: string, language: Language, own: OwnLine | null = null): HelpLine[] {
  const found = linesIn(country, language);
  if (own === null) return found;
  const { name, dial, sms, hours, text } = own;
  return [{ name, dial, sms, hours, text, sms_keyword: null, chat_url: null, languages: [], how: null }, ...found.slice(0, 1)];
}

function linesIn(country: string, language: Language): HelpLine[] {
  const local = ROWS.filter((row) => row.country === country && FOR_PATIENTS.includes(row.kind) && row.scope === 'national');
  const understood = local.filter((row) => row.languages.includes(language)).slice(0, 2);
  const rows = understood.length > 0 ? understood : [...local.slice(0, 1), ...ROWS.filter((row) => row.country === EVERYWHERE)];
  return rows.map((row) => asLine(row, language));
}

function asLine(row: Row, language: Language): HelpLine {
  const { name, dial, sms, hours, languages } = row;
  const sms_keyword = row.keywords?.[language] ?? row.sms_keyword;
  const chat_url = row.chat_url ?? (dial === null && sms === null ? row.website : null);
  return { name, dial, sms, sms_keyword, chat_url, hours, languages, how: row.how?.[language] ?? null, text: null };
}

export function emergencyNumber(country: string): string {
  return ROWS.find((row) => row.country === country && row.emergency_number)?.emergency_number ?? ANY_EMERGENCY;
}
