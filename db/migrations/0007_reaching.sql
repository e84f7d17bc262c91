-- depends: 0006_care
-- What the worker looks after, of all clinics: its policies on these four tables are the only ones without a patient.

-- A summary to be made before a session. Written in the transaction that plans or moves the session.
create table journal.summary_due (
    clinic_id uuid not null,
    patient_id uuid not null,
    session_id uuid not null,
    form text not null,
    due_at timestamptz not null,
    -- After this there is nothing left to prepare for.
    expires_at timestamptz not null,
    -- A lease is a time in the future: a worker that dies leaves nothing stuck.
    next_attempt_at timestamptz not null,
    attempts int not null default 0,
    done_at timestamptz,
    primary key (clinic_id, patient_id, session_id, form)
);
create index summary_due_next on journal.summary_due (next_attempt_at) where done_at is null;

-- When to remind a patient: a rule in local wall-clock time, and the next instant that follows from it.
create table journal.reminder (
    clinic_id uuid not null,
    patient_id uuid not null,
    kind text not null default 'check_in',
    is_on boolean not null,
    local_time time not null,
    weekdays smallint[] not null default '{1,2,3,4,5,6,7}',
    quiet_from time,
    quiet_until time,
    zone text not null,
    -- No second reminder on one local date, whatever changes in rule or zone.
    last_fired_on date,
    next_due_at timestamptz,
    lease_until timestamptz,
    primary key (clinic_id, patient_id, kind),
    foreign key (clinic_id, patient_id) references journal.patient (clinic_id, patient_id) on delete cascade
);
create index reminder_next on journal.reminder (next_due_at) where is_on;

-- One message to one person. It names a kind; words are made when it is sent, and none of them is clinical.
create table journal.notification (
    clinic_id uuid not null,
    notification_id uuid not null,
    account_id uuid not null,
    patient_id uuid,
    kind text not null constraint notification_kind check (kind in ('check_in', 'alert', 'summary_ready', 'test')),
    -- The alert, summary or day that it is about; sent again under the same key it is the same message.
    subject text not null,
    language text not null default 'en',
    due_at timestamptz not null default now(),
    expires_at timestamptz not null,
    next_attempt_at timestamptz not null default now(),
    attempts int not null default 0,
    state text not null default 'queued'
        constraint notification_state check (state in ('queued', 'sent', 'no_device', 'expired', 'withdrawn')),
    sent_at timestamptz,
    shown_at timestamptz,
    primary key (clinic_id, notification_id),
    constraint notification_once unique (clinic_id, account_id, kind, subject)
);
create index notification_next on journal.notification (next_attempt_at) where state = 'queued';

create table journal.push_subscription (
    clinic_id uuid not null,
    subscription_id uuid not null,
    account_id uuid not null,
    endpoint text not null,
    -- SHA-256 of the endpoint: endpoints are long, and one phone has one.
    endpoint_hash bytea not null,
    p256dh text not null,
    auth text not null,
    created_at timestamptz not null default now(),
    last_accepted_at timestamptz,
    last_shown_at timestamptz,
    failures int not null default 0,
    primary key (clinic_id, subscription_id),
    constraint push_subscription_once unique (clinic_id, account_id, endpoint_hash)
);

-- Who read or changed what. Nobody can change or delete a row.
create table journal.audit (
    clinic_id uuid not null,
    seq bigint generated always as identity,
    at timestamptz not null default now(),
    account_id uuid,
    role text,
    action text not null,
    patient_id uuid,
    subject text,
    -- Rows below the oldest running transaction are final and can be sealed into the clinic's hash chain.
    xid xid8 not null default pg_current_xact_id(),
    -- In the order in which sealing walks: by transaction, then by row.
    primary key (clinic_id, xid, seq)
);
create index audit_patient on journal.audit (clinic_id, patient_id, seq);

-- The hash chain: hash = sha256(previous hash, rows after the previous seal up to through_seq in order of xid and seq).
create table journal.audit_seal (
    clinic_id uuid not null,
    seal bigint not null,
    through_xid xid8 not null,
    rows int not null,
    hash bytea not null,
    sealed_at timestamptz not null default now(),
    primary key (clinic_id, seal)
);
