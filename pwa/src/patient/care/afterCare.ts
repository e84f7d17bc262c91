import data from '../../../../clinical/after_care.json';
import type { HelpLine, Instant, SessionView } from '../../api/types';
import { emergencyNumber, helpLines } from '../../crisis/directory';
import { addDays } from '../../i18n/dates';
import { account } from '../../session/session';
import { here } from '../crisis';
import { modalityOf } from './preSession';

/** The card for the hours after a session, there without a network: the twin of clinical/after_care.py. */
export interface AfterCare {
  title: string;
  driving: string;
  no_driving_before: Instant | null;
  items: string[];
  call_clinic: string;
  call_emergency: string;
  call_crisis: string;
  clinic_phone: string | null;
  emergency_number: string;
  line: HelpLine | undefined;
}

interface Card {
  minutes: number;
  hours: number | null;
}

const named = (name: string, number: string | null | undefined) => (number ? `${name} (${number})` : name);

export function afterCare(session: SessionView): AfterCare | null {
  const modality = modalityOf(session.kind);
  if (modality === null) return null;
  const { language, country, ownLine } = here();
  const card = data.cards[modality];
  const words = card[language];
  const [line] = helpLines(country, language, ownLine);
  const emergency_number = emergencyNumber(country);
  const clinic_phone = account.value?.clinic.phone ?? null;
  return {
    title: words.title,
    driving: words.driving,
    items: words.items,
    no_driving_before: noDrivingBefore(card, session),
    call_clinic: words.call_clinic.replace('{clinic}', named(data.your_clinic[language], clinic_phone)),
    call_emergency: words.call_emergency.replace('{emergency}', emergency_number),
    call_crisis: words.call_crisis.replace('{crisis}', line ? named(line.name, line.dial ?? line.sms ?? line.chat_url) : emergency_number),
    clinic_phone,
    emergency_number,
    line,
  };
}

/** So long after its end: the earliest that the first half of the rule ends. The night's sleep is in the words. */
function noDrivingBefore({ minutes, hours }: Card, session: SessionView): Instant | null {
  return hours === null ? null : new Date(Date.parse(session.starts_at) + minutes * 60_000 + hours * 3_600_000).toISOString();
}

/** The session that such a card is about now: of today or yesterday, begun, and the last of them. */
export function lastBegun(sessions: readonly SessionView[], today: string, now: number): SessionView | null {
  const begun = sessions.filter(
    ({ kind, status, starts_at, local_day }) =>
      modalityOf(kind) !== null &&
      (status === 'completed' || (status === 'planned' && Date.parse(starts_at) <= now)) &&
      (local_day === today || local_day === addDays(today, -1)),
  );
  return begun.sort((a, b) => (a.starts_at < b.starts_at ? 1 : -1))[0] ?? null;
}
