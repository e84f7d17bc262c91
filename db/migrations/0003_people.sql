-- depends: 0002_identity_functions
-- The journal. Every table starts with (clinic_id, patient_id): row-level security filters on them, indexes start with
-- them, and Citus would distribute by clinic_id. Policies and rights of all these tables are in 0008.

create schema journal;

create table journal.patient (
    clinic_id uuid not null,
    patient_id uuid not null,
    name text not null,
    language text not null default 'en' constraint patient_language check (language in ('en', 'es')),
    -- The zone that the phone reported last. An entry stores its own.
    zone text not null,
    country char(2) not null,
    -- Which vocabulary of side effects fits; set by the newest course.
    modality text,
    -- New notes start with this audience. Private until the patient chooses.
    share_default text not null default 'private' constraint patient_share_default check (share_default in ('private', 'therapist', 'team')),
    -- The patient's own people for the hotline screen: JSON, encrypted with the patient's key.
    contacts bytea,
    joined_on date not null,
    consent_version text not null,
    consented_at timestamptz not null,
    primary key (clinic_id, patient_id)
);

-- The patient's data key, wrapped by the key-encryption key that only the API holds. Destroying this row makes the
-- patient's words unreadable everywhere, old backups of other tables included.
create table journal.patient_key (
    clinic_id uuid not null,
    patient_id uuid not null,
    wrapped bytea not null,
    key_id text not null,
    created_at timestamptz not null default now(),
    primary key (clinic_id, patient_id),
    foreign key (clinic_id, patient_id) references journal.patient (clinic_id, patient_id) on delete cascade
);

-- Words, apart from the numbers they came with: the policy of this table also compares the audience, so that a row
-- which staff may see never carries a text which they may not.
create table journal.note (
    clinic_id uuid not null,
    patient_id uuid not null,
    -- The revision that the words belong to, and which field of it.
    revision_id uuid not null,
    field text not null default 'note',
    entry text not null constraint note_entry check (entry in ('check_in', 'side_effect', 'therapy_page', 'pre_session', 'import')),
    day date not null,
    audience text not null constraint note_audience check (audience in ('private', 'therapist', 'team')),
    -- AES-256-GCM: 12 bytes of nonce, ciphertext, 16 bytes of tag. The associated data binds clinic, patient, revision and field.
    ciphertext bytea not null,
    written_at timestamptz not null,
    -- No foreign key, like journal.check_in: see there.
    primary key (clinic_id, patient_id, revision_id, field)
);
create index note_day on journal.note (clinic_id, patient_id, day);
