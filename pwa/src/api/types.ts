/**
 * The shapes that travel over HTTP. `schema.d.ts` is generated from the server's OpenAPI document; these names are what
 * the apps use. Days are "YYYY-MM-DD", instants RFC 3339 in UTC, ids UUIDv7.
 */
import type { HomeworkView } from './care';
import type { ClinicCrisis } from './plan';

export type Role = 'patient' | 'therapist' | 'clinician' | 'admin';
export type Audience = 'private' | 'therapist' | 'team';
export type Language = 'en' | 'es';
export type Day = string;
export type Instant = string;
export type Id = string;

export interface Membership {
  account_id: Id;
  clinic_name: string;
  role: Role;
}

export interface ClinicRef {
  id: Id;
  name: string;
  zone: string;
  phone: string | null;
  country: string;
  back_fill_days?: number;
  /** Absent from an account that was kept on this phone by an older version. */
  crisis?: ClinicCrisis;
}

export interface AccountView {
  account_id: Id;
  role: Role;
  name: string;
  email: string;
  language: Language;
  clinic: ClinicRef;
  patient: { zone: string; country: string; share_default: Audience; modality: Modality | null } | null;
  demo: boolean;
  memberships: Membership[];
}

export type Modality = 'ketamine_iv' | 'esketamine' | 'tms';

export interface DemoAccount {
  email: string;
  name: string;
  role: Role;
  password: string;
}

export interface DemoView {
  demo: boolean;
  accounts: DemoAccount[];
}

export interface InvitationLookUp {
  clinic_name: string;
  role: Role;
  name: string;
  language: Language;
  expires_at: Instant;
  has_identity: boolean;
}

export interface Acceptance {
  token: string;
  email: string;
  password: string;
  name: string;
  language: Language;
  zone: string;
  consent: boolean | null;
  share_default: Audience;
}

// ---- entries -------------------------------------------------------------------------------------------------------

export interface Note {
  text: string;
  audience: Audience;
}

/** When and where the phone wrote the entry, by its own clock. */
export interface Stamp {
  written_at: Instant;
  zone: string;
  offset_minutes: number;
}

export interface Revision {
  revision_id: Id;
  based_on: Id | null;
  stamp: Stamp;
}

export interface CheckInValues {
  mood: number;
  anxiety: number | null;
  energy: number | null;
  sleep_hours: number | null;
  sleep_quality: number | null;
  note: Note | null;
}

export type CheckInPut = CheckInValues & Revision;

export interface CheckInView extends CheckInValues {
  day: Day;
  revision_id: Id;
  based_on: Id | null;
  written_at: Instant;
  zone: string;
  late: boolean;
  synced_later: boolean;
  received_at: Instant;
  source: 'app' | 'import';
}

export type Severity = 'not_present' | 'mild' | 'moderate' | 'severe';
export type Onset = 'during_session' | 'same_day' | 'day_1' | 'day_2' | 'day_3_6' | 'later';
export type Interference = 'not_at_all' | 'a_little' | 'quite_a_lot' | 'completely';

export interface SideEffectValues {
  effect: string;
  severity: Severity;
  onset: Onset | null;
  still_present: boolean | null;
  interference: Interference | null;
  session_id: Id | null;
  day: Day;
  note: Note | null;
}

export type SideEffectPut = SideEffectValues & Revision;

export interface SideEffectView extends SideEffectValues {
  report_id: Id;
  revision_id: Id;
  based_on: Id | null;
  level?: 'routine' | 'call_clinic' | 'crisis' | 'emergency';
  written_at: Instant;
  late: boolean;
  synced_later: boolean;
  received_at: Instant;
}

// ---- guidance ------------------------------------------------------------------------------------------------------

export interface Card {
  id: string;
  title: string;
  body: string;
}

export interface UrgentInstruction {
  effect: string;
  level: 'emergency' | 'crisis' | 'call_clinic';
  text: string;
  dial: string | null;
}

export interface HelpLine {
  name: string;
  dial: string | null;
  sms: string | null;
  sms_keyword: string | null;
  chat_url: string | null;
  hours: string | null;
  languages: string[];
  /** What to do to be answered in one's own language ("press 2"), where that is known. */
  how?: string | null;
  /** What the clinic says beside its own line. */
  text?: string | null;
}

export interface Contact {
  name: string;
  dial: string;
}

export interface SelfCare {
  kind: 'self_care';
  cards: Card[];
  label: string;
  clinic_phone: string | null;
  held: boolean;
  urgent: UrgentInstruction[];
}

export interface Hotline {
  kind: 'hotline';
  headline: string;
  message: string;
  lines: HelpLine[];
  emergency_number: string;
  contacts: Contact[];
  aftermath: string;
  urgent: UrgentInstruction[];
}

export type Guidance = SelfCare | Hotline;

export interface Saved<Entry> {
  entry: Entry;
  guidance: Guidance;
  replayed: boolean;
  stale: boolean;
  other: Entry | null;
}

export type CheckInSaved = Saved<CheckInView>;
export type SideEffectSaved = Saved<SideEffectView>;

// ---- patient reads -------------------------------------------------------------------------------------------------

export type SessionKind = 'infusion' | 'booster' | 'esketamine' | 'tms' | 'psychotherapy';
export type SessionStatus = 'planned' | 'completed' | 'missed' | 'cancelled';

export interface SessionView {
  session_id: Id;
  course_id: Id | null;
  kind: SessionKind;
  ordinal: number | null;
  of: number | null;
  label: string;
  starts_at: Instant;
  local_day: Day;
  local_time: string;
  zone: string;
  status: SessionStatus;
  with_name: string | null;
}

export interface TodayView {
  day: Day;
  check_in: CheckInView | null;
  next_session: SessionView | null;
  last_session: SessionView | null;
  back_fill_days: number;
  missed_days: Day[];
  held: boolean;
  side_effects_today: number;
  /** These two are absent from a day that an older version kept on this phone. */
  baseline_due?: boolean;
  homework?: HomeworkView[];
  reminder: { time: string; on: boolean } | null;
  last_reached_at: Instant | null;
}

export interface CheckInList {
  entries: CheckInView[];
  conflicts: { day: Day; others: CheckInView[] }[];
}

export interface Reminder {
  on: boolean;
  time: string;
  weekdays: number[];
  quiet_from: string | null;
  quiet_until: string | null;
}

export interface SettingsView {
  language: Language;
  zone: string;
  country: string;
  share_default: Audience;
  reminder: Reminder;
  contacts: Contact[];
}

export interface Reader {
  at: Instant;
  name: string;
  role: Role;
  what: string;
}

export interface PushSubscriptionBody {
  endpoint: string;
  keys: { p256dh: string; auth: string };
}

export type DiaryField = 'mood' | 'anxiety' | 'energy' | 'sleep_hours' | 'sleep_quality';
export type Take = 'median' | 'mean' | 'min' | 'max' | 'last';

export type DateFormat = 'ymd' | 'mdy' | 'dmy' | 'd_mon_y' | 'mon_d_y';

/** `low` to `high` of the diary's own scale are mapped to ours; `reversed`: its low end is our 10. */
export interface RatingColumn {
  column: string;
  low: number;
  high: number;
  reversed: boolean;
  take: Take;
}

export interface DiaryMapping {
  date: string;
  date_format: DateFormat | null;
  fields: Partial<Record<DiaryField, RatingColumn>>;
  side_effects: {
    effect: string;
    column: string;
    take: Take;
    mild: number;
    moderate: number;
    severe: number;
  }[];
  note: { column: string } | null;
}

export interface ImportDay {
  day: Day;
  mood: number | null;
  anxiety: number | null;
  energy: number | null;
  sleep_hours: number | null;
  sleep_quality: number | null;
  side_effects: { effect: string; severity: Severity }[];
  has_note: boolean;
  replaces: boolean;
}

/** `mapping` and `digest` are null when not even a column with dates was found. */
export interface ImportPreview {
  columns: string[];
  mapping: DiaryMapping | null;
  days: ImportDay[];
  rows_read: number;
  rows_unused: { row: number; column?: string | null; problem?: string; reason: string }[];
  remarks?: { kind: string; column: string | null; choice: string | null; text: string }[];
  digest: string | null;
  guidance: Hotline | null;
}

/** `kept`: days that were logged already and stayed as they were. */
export interface ImportResult {
  days: number;
  side_effects: number;
  kept: Day[];
  guidance: Hotline | null;
}

// ---- staff ---------------------------------------------------------------------------------------------------------

export interface CaseloadRow {
  patient_id: Id;
  name: string;
  language: Language;
  modality: Modality | null;
  course: { name: string; position: string } | null;
  next_session: SessionView | null;
  last_entry_on: Day | null;
  days_logged_14: number;
  days_expected_14: number;
  moods_14: (number | null)[];
  open_alerts: number;
  red_flags: number;
  attention: 'alert' | 'red_flag' | 'session_soon' | 'quiet' | 'none';
  quiet_days: number | null;
  summary_ready: Id | null;
}

export interface CourseView {
  course_id: Id;
  protocol: string;
  modality: Modality;
  name: string;
  started_on: Day;
  ended_on: Day | null;
  sessions_done: number;
  sessions_total: number;
  next: SessionView | null;
}

export interface AlertView {
  alert_id: Id;
  patient_id: Id;
  patient_name: string;
  tier: 'urgent' | 'explicit' | 'veiled' | 'unscreened' | string;
  private: boolean;
  source: string;
  raised_at: Instant;
  state: 'raised' | 'sent' | 'seen' | 'acknowledged' | 'closed';
  count: number;
  acknowledged_by: string | null;
  acknowledged_at: Instant | null;
  what_was_done: string | null;
}

export interface PatientView {
  patient_id: Id;
  name: string;
  language: Language;
  zone: string;
  courses: CourseView[];
  sessions: SessionView[];
  care_team: { account_id: Id; name: string; role: Role }[];
  held: boolean;
  open_alerts: AlertView[];
  push: { last_reached_at: Instant | null; subscriptions: number };
}

export interface JournalView {
  entries: CheckInView[];
  side_effects: SideEffectView[];
  sessions: SessionView[];
}

export interface Period {
  from: Day;
  until: Day;
}

export interface Gap extends Period {
  days: number;
}

export interface Stat {
  median: number;
  low: number;
  high: number;
  n: number;
  of: number;
}

export interface SummarySeries {
  field: DiaryField;
  points: { day: Day; value: number }[];
  gaps: Gap[];
  now: Stat | null;
  previous: Stat | null;
  baseline: Stat | null;
  change_previous: number | null;
  change_baseline: number | null;
  too_little: boolean;
}

export interface SummaryNumbers {
  where: {
    text: string;
    kind: SessionKind | null;
    ordinal: number | null;
    of: number | null;
    days_since_previous: number | null;
    planned_gap: number | null;
  };
  interval: Period;
  previous: Period | null;
  baseline: Period | null;
  series: SummarySeries[];
  sessions: { day: Day; label: string; kind: SessionKind }[];
  wear_off: { session_id: Id; label: string; from: Day; until: Day; days_held: number | null; reason: string }[];
  weeks: { week: number; from: Day; until: Day; stat: Stat | null; n: number }[];
  side_effects: {
    effect: string;
    severity_max: Severity;
    new: boolean;
    rows: { bucket: 'same_day' | 'day_1' | 'days_2_6' | 'day_7_plus'; count: number; of: number; no_entry: number }[];
    by_severity: { mild: number; moderate: number; severe: number };
  }[];
  completeness: Completeness & { since_course: Completeness | null };
  references: Id[];
}

export interface Completeness {
  days_logged: number;
  days_possible: number;
  longest_gap: Gap | null;
  late: number;
  synced_later: number;
  imported: number;
}

/** `corrected`: the report was this grave, and says something milder since. */
export interface RedFlag {
  effect: string;
  severity: Severity;
  day: Day;
  level: string;
  corrected: { at: Instant; effect: string; severity: Severity; level: string } | null;
}

export interface LiveStrip {
  as_of: Instant;
  alerts: AlertView[];
  held: boolean;
  red_flags: RedFlag[];
  entries_since: number;
  item9: { state: string };
  pre_session: { state: string };
  changed_after: number;
}

export interface SummaryListRow {
  summary_id: Id;
  patient_id: Id;
  patient_name: string;
  session: SessionView;
  form: 'clinician' | 'therapist';
  made_at: Instant;
  reviewed_at: Instant | null;
  reviewed_by: string | null;
}

export interface SummaryPage {
  summary_id: Id | null;
  patient: { patient_id: Id; name: string };
  form: 'clinician' | 'therapist';
  session: SessionView | null;
  made_at: Instant;
  inputs_until: Instant;
  numbers: SummaryNumbers;
  notes: {
    day: Day;
    text: string;
    audience: Audience;
    written_at: Instant;
    entry: 'check_in' | 'side_effect';
    changed_after: boolean;
  }[];
  live: LiveStrip;
  reviewed: { by: string; at: Instant } | null;
  clinic_name: string;
}

export interface InvitationRow {
  id: Id;
  role: Role;
  name: string;
  email: string | null;
  expires_at: Instant;
  state: 'open' | 'accepted' | 'expired' | 'revoked';
}

export interface InvitationMade {
  id: Id;
  url: string;
  qr_svg: string;
  expires_at: Instant;
}

export interface PersonView {
  account_id: Id;
  name: string;
  email: string;
  role: Role;
  status: string;
  care_team: { account_id: Id; name: string; role: Role }[] | null;
}

export interface ClinicSettings {
  name: string;
  zone: string;
  country: string;
  phone: string | null;
  back_fill_days: number;
  summary_lead_hours: number;
  after_hours_text: string;
}
