-- depends: 0004_entries
-- Courses of treatment and their dated sessions. A session's row is the clinic's calendar, not a patient's entry: it
-- says what holds now; session_change keeps everything that was ever said of it.

create table journal.course (
    clinic_id uuid not null,
    patient_id uuid not null,
    course_id uuid not null,
    protocol text not null,
    modality text not null,
    name text not null,
    -- The options that the plan was made with, for the record.
    options jsonb not null default '{}',
    started_on date not null,
    ended_on date,
    end_reason text,
    started_by uuid not null,
    created_at timestamptz not null default now(),
    primary key (clinic_id, patient_id, course_id),
    foreign key (clinic_id, patient_id) references journal.patient (clinic_id, patient_id) on delete cascade
);

create table journal.session (
    clinic_id uuid not null,
    patient_id uuid not null,
    session_id uuid not null,
    -- Null for a psychotherapy appointment.
    course_id uuid,
    kind text not null constraint session_kind check (kind in ('infusion', 'booster', 'tms', 'psychotherapy')),
    ordinal smallint,
    -- Sessions of this kind that the course planned.
    of smallint,
    -- Treatment week of a TMS course, from 1.
    week smallint,
    starts_at timestamptz not null,
    -- The calendar day in the clinic's zone.
    day date not null,
    status text not null default 'planned' constraint session_status check (status in ('planned', 'completed', 'missed', 'cancelled')),
    -- A summary is made before this one: each infusion and booster, the first session of a TMS week, each appointment.
    summary_before boolean not null,
    with_account uuid,
    primary key (clinic_id, patient_id, session_id),
    foreign key (clinic_id, patient_id, course_id) references journal.course (clinic_id, patient_id, course_id) on delete cascade,
    foreign key (clinic_id, patient_id) references journal.patient (clinic_id, patient_id) on delete cascade
);
create index session_start on journal.session (clinic_id, patient_id, starts_at);

create table journal.session_change (
    clinic_id uuid not null,
    patient_id uuid not null,
    seq bigint generated always as identity,
    session_id uuid not null,
    starts_at timestamptz not null,
    status text not null,
    reason text,
    changed_by uuid not null,
    changed_at timestamptz not null default now(),
    primary key (clinic_id, patient_id, seq)
);

create table journal.homework (
    clinic_id uuid not null,
    patient_id uuid not null,
    homework_id uuid not null,
    form text not null,
    asked_by uuid not null,
    due_on date not null,
    asked_at timestamptz not null default now(),
    withdrawn_at timestamptz,
    primary key (clinic_id, patient_id, homework_id),
    foreign key (clinic_id, patient_id) references journal.patient (clinic_id, patient_id) on delete cascade
);
