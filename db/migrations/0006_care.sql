-- depends: 0005_courses
-- Alerts, holds and summaries.

create table journal.alert (
    clinic_id uuid not null,
    patient_id uuid not null,
    alert_id uuid not null,
    tier text not null constraint alert_tier check (tier in ('review', 'unscreened', 'veiled', 'explicit', 'urgent')),
    -- review 0, veiled 1, unscreened 2, explicit 3, urgent 4: an open alert takes up matches that are not above it.
    rank smallint not null,
    source text not null,
    -- Only private words matched: the team learns that, never the words.
    private boolean not null,
    count int not null default 1,
    raised_at timestamptz not null default now(),
    last_match_at timestamptz not null default now(),
    state text not null default 'raised' constraint alert_state check (state in ('raised', 'sent', 'seen', 'acknowledged', 'closed')),
    acknowledged_by uuid,
    acknowledged_at timestamptz,
    what_was_done text,
    primary key (clinic_id, patient_id, alert_id),
    foreign key (clinic_id, patient_id) references journal.patient (clinic_id, patient_id) on delete cascade,
    constraint alert_acknowledged_by_someone check ((acknowledged_at is null) = (acknowledged_by is null))
);
-- Two matches at the same moment become one alert.
create unique index alert_open on journal.alert (clinic_id, patient_id, rank) where acknowledged_at is null;

create table journal.alert_change (
    clinic_id uuid not null,
    patient_id uuid not null,
    seq bigint generated always as identity,
    alert_id uuid not null,
    state text not null,
    by_account uuid,
    at timestamptz not null default now(),
    primary key (clinic_id, patient_id, seq)
);

-- After a crisis: no cards until a named clinician clears it.
create table journal.hold (
    clinic_id uuid not null,
    patient_id uuid not null,
    since timestamptz not null default now(),
    cleared_at timestamptz,
    cleared_by uuid,
    reason text,
    id uuid not null,
    primary key (clinic_id, patient_id, id),
    foreign key (clinic_id, patient_id) references journal.patient (clinic_id, patient_id) on delete cascade
);
create unique index hold_open on journal.hold (clinic_id, patient_id) where cleared_at is null;

-- A snapshot: numbers and the revisions they are about, never words. Nobody has the right to change a row.
create table journal.summary (
    clinic_id uuid not null,
    patient_id uuid not null,
    summary_id uuid not null,
    session_id uuid not null,
    form text not null constraint summary_form check (form in ('clinician', 'therapist')),
    made_at timestamptz not null default now(),
    -- The newest received_at among what went in, and the newest revision by the server's order.
    inputs_until timestamptz not null,
    inputs_hash text not null,
    numbers jsonb not null,
    primary key (clinic_id, patient_id, summary_id),
    foreign key (clinic_id, patient_id) references journal.patient (clinic_id, patient_id) on delete cascade
);
create index summary_session on journal.summary (clinic_id, patient_id, session_id, form, made_at);

create table journal.summary_review (
    clinic_id uuid not null,
    patient_id uuid not null,
    summary_id uuid not null,
    reviewed_by uuid not null,
    reviewed_at timestamptz not null default now(),
    primary key (clinic_id, patient_id, summary_id, reviewed_by)
);
