-- depends: 0003_people
-- Entries are append-only revisions. `seq` is the server's order; the newest revision of a day (or report) is current.
-- written_at, zone and offset are what the phone saw; received_at is the server's.

create table journal.check_in (
    clinic_id uuid not null,
    patient_id uuid not null,
    day date not null,
    revision_id uuid not null,
    -- The revision that the phone had when the person wrote this one. Two revisions with the same parent were written
    -- without knowing of each other, and the phone shows both notes.
    based_on uuid,
    seq bigint generated always as identity,
    mood smallint not null constraint check_in_mood check (mood between 0 and 10),
    anxiety smallint constraint check_in_anxiety check (anxiety between 0 and 10),
    energy smallint constraint check_in_energy check (energy between 0 and 10),
    sleep_hours numeric(3, 1) constraint check_in_sleep_hours check (sleep_hours between 0 and 24),
    sleep_quality smallint constraint check_in_sleep_quality check (sleep_quality between 0 and 10),
    written_at timestamptz not null,
    zone text not null,
    offset_minutes smallint not null,
    received_at timestamptz not null default now(),
    -- Written after the day it is about, by the phone's own clock.
    late boolean not null,
    -- Written in time, but it reached the server later.
    synced_later boolean not null,
    source text not null default 'app' constraint check_in_source check (source in ('app', 'import')),
    import_id uuid,
    -- The body as sent, hashed: the same revision sent again must be the same entry.
    body_hash bytea not null,
    -- What the screen found, and whether a hold was on: from these the same answer is given when a request is repeated.
    tier text,
    held boolean not null default false,
    -- No foreign key to the patient: it would lock and rewrite the patient's row at each entry, a fifth of what saving costs.
    -- journal.save_check_in refuses an entry of nobody, and the policies let in none but the patient's own.
    primary key (clinic_id, patient_id, revision_id)
);
create index check_in_day on journal.check_in (clinic_id, patient_id, day, seq desc);

create table journal.side_effect (
    clinic_id uuid not null,
    patient_id uuid not null,
    report_id uuid not null,
    revision_id uuid not null,
    based_on uuid,
    seq bigint generated always as identity,
    day date not null,
    effect text not null,
    severity text not null constraint side_effect_severity check (severity in ('not_present', 'mild', 'moderate', 'severe')),
    onset text,
    still_present boolean,
    interference text,
    session_id uuid,
    -- routine, call_clinic, crisis or emergency, by the vocabulary's rules at the time of writing.
    level text not null,
    written_at timestamptz not null,
    zone text not null,
    offset_minutes smallint not null,
    received_at timestamptz not null default now(),
    late boolean not null,
    synced_later boolean not null,
    source text not null default 'app' constraint side_effect_source check (source in ('app', 'import')),
    import_id uuid,
    body_hash bytea not null,
    tier text,
    held boolean not null default false,
    primary key (clinic_id, patient_id, revision_id),
    foreign key (clinic_id, patient_id) references journal.patient (clinic_id, patient_id) on delete cascade
);
create index side_effect_day on journal.side_effect (clinic_id, patient_id, day);
create index side_effect_report on journal.side_effect (clinic_id, patient_id, report_id, seq desc);

-- Scores of instruments: answered by the patient, or entered by the clinic without the instrument's wording.
create table journal.measure (
    clinic_id uuid not null,
    patient_id uuid not null,
    id uuid not null,
    revision_id uuid not null,
    based_on uuid,
    seq bigint generated always as identity,
    instrument text not null,
    day date not null,
    -- One element an item, null where it was left out.
    answers smallint[],
    total smallint,
    status text not null constraint measure_status check (status in ('complete', 'estimated', 'none')),
    entered_by uuid not null,
    written_at timestamptz not null,
    zone text not null,
    offset_minutes smallint not null,
    received_at timestamptz not null default now(),
    body_hash bytea not null,
    tier text,
    primary key (clinic_id, patient_id, revision_id),
    foreign key (clinic_id, patient_id) references journal.patient (clinic_id, patient_id) on delete cascade
);
create index measure_day on journal.measure (clinic_id, patient_id, day);

-- Journal pages in the form of a therapy. Numbers here, words in journal.note under the field's name.
create table journal.therapy_page (
    clinic_id uuid not null,
    patient_id uuid not null,
    page_id uuid not null,
    revision_id uuid not null,
    based_on uuid,
    seq bigint generated always as identity,
    form text not null constraint therapy_page_form check (form in ('cbt', 'rebt', 'dbt', 'aba', 'free')),
    homework_id uuid,
    day date not null,
    ratings jsonb not null default '{}',
    written_at timestamptz not null,
    zone text not null,
    offset_minutes smallint not null,
    received_at timestamptz not null default now(),
    body_hash bytea not null,
    tier text,
    primary key (clinic_id, patient_id, revision_id),
    foreign key (clinic_id, patient_id) references journal.patient (clinic_id, patient_id) on delete cascade
);
create index therapy_page_day on journal.therapy_page (clinic_id, patient_id, day);

-- "Anything changed since last time?" Yes, no or not sure; words in journal.note.
create table journal.pre_session_answer (
    clinic_id uuid not null,
    patient_id uuid not null,
    revision_id uuid not null,
    seq bigint generated always as identity,
    session_id uuid not null,
    question text not null,
    answer text not null constraint pre_session_answer_answer check (answer in ('yes', 'no', 'not_sure')),
    written_at timestamptz not null,
    received_at timestamptz not null default now(),
    primary key (clinic_id, patient_id, revision_id, question),
    foreign key (clinic_id, patient_id) references journal.patient (clinic_id, patient_id) on delete cascade
);

-- Stanley-Brown steps as one encrypted document a revision. Not screened: such words belong here.
create table journal.safety_plan (
    clinic_id uuid not null,
    patient_id uuid not null,
    revision_id uuid not null,
    based_on uuid,
    seq bigint generated always as identity,
    ciphertext bytea not null,
    written_at timestamptz not null,
    received_at timestamptz not null default now(),
    primary key (clinic_id, patient_id, revision_id),
    foreign key (clinic_id, patient_id) references journal.patient (clinic_id, patient_id) on delete cascade
);

-- A diary from elsewhere. The original values and their scale are kept, encrypted, beside what was made of them.
create table journal.import (
    clinic_id uuid not null,
    patient_id uuid not null,
    import_id uuid not null,
    imported_by uuid not null,
    imported_at timestamptz not null default now(),
    digest text not null,
    mapping jsonb not null,
    days int not null,
    rows_read int not null,
    rows_unused int not null,
    originals bytea not null,
    primary key (clinic_id, patient_id, import_id),
    -- The same file with the same mapping is one import, however often it is confirmed.
    constraint import_once unique (clinic_id, patient_id, digest),
    foreign key (clinic_id, patient_id) references journal.patient (clinic_id, patient_id) on delete cascade
);
