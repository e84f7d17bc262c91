-- Who people are and how they sign in. This schema holds no clinical data and therefore has no row-level security;
-- the API reaches it only through the functions of 0002. One person has one identity and a membership with a role in
-- each clinic that invited them; a session is bound to one membership, and a membership's id is the account id
-- (for a patient: the patient id) everywhere else.

create schema identity;

create table identity.clinic (
    id uuid primary key,
    name text not null constraint clinic_name_length check (char_length(name) between 1 and 200),
    zone text not null,
    country char(2) not null,
    phone text,
    -- How many days back a day may still be filled in. Back-filled diaries mislead, hence short (product.md, "Check-in").
    back_fill_days smallint not null default 2 constraint clinic_back_fill_days check (back_fill_days between 0 and 7),
    -- How long before a session its summary is made.
    summary_lead_hours smallint not null default 24 constraint clinic_summary_lead check (summary_lead_hours between 1 and 96),
    after_hours_text text not null default '',
    is_demo boolean not null default false,
    created_at timestamptz not null default now()
);

create table identity.identity (
    id uuid primary key,
    -- Compared in lower case; stored as the person wrote it.
    email text not null,
    password_hash text not null,
    created_at timestamptz not null default now()
);
create unique index identity_email on identity.identity (lower(email));

create table identity.membership (
    id uuid primary key,
    clinic_id uuid not null references identity.clinic (id),
    identity_id uuid not null references identity.identity (id),
    role text not null constraint membership_role check (role in ('patient', 'therapist', 'clinician', 'admin')),
    name text not null constraint membership_name_length check (char_length(name) between 1 and 200),
    language text not null default 'en' constraint membership_language check (language in ('en', 'es')),
    suspended_at timestamptz,
    created_at timestamptz not null default now(),
    constraint membership_once unique (clinic_id, identity_id, role)
);
create index membership_identity on identity.membership (identity_id);

create table identity.session (
    -- SHA-256 of the cookie's token: a copy of this table signs nobody in.
    token_hash bytea primary key,
    account_id uuid not null references identity.membership (id) on delete cascade,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    device text not null default '',
    -- Raised by every change of the account or its clinic: what a process remembers of the session holds only for the
    -- version that it was read with. Here, and not with the account, so that the check on each request reads one row.
    version int not null default 1
);
create index session_account on identity.session (account_id);

create table identity.invitation (
    id uuid primary key,
    clinic_id uuid not null references identity.clinic (id),
    token_hash bytea not null constraint invitation_token unique,
    role text not null constraint invitation_role check (role in ('patient', 'therapist', 'clinician', 'admin')),
    name text not null constraint invitation_name_length check (char_length(name) between 1 and 200),
    email text,
    language text not null default 'en',
    country char(2),
    -- Who will be on a patient's care team from the first day on.
    care_team uuid[] not null default '{}',
    invited_by uuid references identity.membership (id),
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    accepted_at timestamptz,
    accepted_by uuid references identity.membership (id),
    revoked_at timestamptz
);
create index invitation_clinic on identity.invitation (clinic_id, created_at);

-- Which staff may see which patient. It lives here and not in the journal because it decides the row-level-security
-- context before there is one.
create table identity.care_team (
    clinic_id uuid not null references identity.clinic (id),
    patient_id uuid not null references identity.membership (id) on delete cascade,
    member_id uuid not null references identity.membership (id) on delete cascade,
    added_at timestamptz not null default now(),
    added_by uuid,
    primary key (clinic_id, patient_id, member_id)
);
create index care_team_member on identity.care_team (clinic_id, member_id, patient_id);

-- Sign-in attempts, kept for throttling. `key` is a hash of the e-mail or of the network address, never either itself.
create table identity.attempt (
    id bigint generated always as identity primary key,
    key bytea not null,
    at timestamptz not null default now(),
    ok boolean not null
);
create index attempt_key on identity.attempt (key, at);

-- What the processes tell each other about their health; no clinical data.
create schema operations;
create table operations.heartbeat (
    worker text primary key,
    at timestamptz not null default now(),
    detail jsonb not null default '{}'
);
