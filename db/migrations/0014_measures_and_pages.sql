-- depends: 0013_crisis_settings
-- What a summary is made from beside the daily entries: scores, therapy pages, answers before a session; and what a clinic sets for it.

-- 1. Scores. Answered on the phone, or a total that the clinic enters without the instrument's wording.
alter table journal.measure
    add column source text not null default 'app' constraint measure_source check (source in ('app', 'clinic')),
    -- The wording that was shown.
    add column version smallint not null default 1,
    add column language text not null default 'en',
    -- Questions that belong to the form and never to the total: {"difficulty": 2}.
    add column extras jsonb not null default '{}',
    -- "Not now, thank you" is an answer of its own, and not a score.
    add column declined boolean not null default false,
    add column session_id uuid,
    add column late boolean not null default false,
    add column synced_later boolean not null default false,
    add column held boolean not null default false,
    add constraint measure_total check ((total is null) = (status = 'none') and total >= 0),
    add constraint measure_declined check (not declined or (answers is null and status = 'none'));
create index measure_current on journal.measure (clinic_id, patient_id, id, seq desc);
create index measure_matched on journal.measure (received_at) where tier is not null and source = 'app';

-- 2. Therapy pages. Their numbers are as private as their words.
alter table journal.therapy_page
    add column audience text not null default 'private' constraint therapy_page_audience check (audience in ('private', 'therapist', 'team')),
    add column late boolean not null default false,
    add column synced_later boolean not null default false,
    add column held boolean not null default false;
create index therapy_page_current on journal.therapy_page (clinic_id, patient_id, page_id, seq desc);
create index therapy_page_matched on journal.therapy_page (received_at) where tier is not null;

-- What the therapist asked for, in their words, under the patient's key.
alter table journal.homework add column ciphertext bytea;

-- 3. Before a session: one revision answers some or all questions, a row each.
create table journal.pre_session (
    clinic_id uuid not null,
    patient_id uuid not null,
    revision_id uuid not null,
    based_on uuid,
    seq bigint generated always as identity,
    session_id uuid not null,
    day date not null,
    written_at timestamptz not null,
    zone text not null,
    offset_minutes smallint not null,
    received_at timestamptz not null default now(),
    body_hash bytea not null,
    tier text,
    held boolean not null default false,
    primary key (clinic_id, patient_id, revision_id),
    foreign key (clinic_id, patient_id) references journal.patient (clinic_id, patient_id) on delete cascade
);
create index pre_session_current on journal.pre_session (clinic_id, patient_id, session_id, seq desc);
create index pre_session_matched on journal.pre_session (received_at) where tier is not null;

alter table journal.pre_session_answer
    drop constraint pre_session_answer_answer,
    add constraint pre_session_answer_answer check (answer in (
        'yes', 'no', 'not_sure', 'does_not_apply', 'prefer_to_talk', 'arranged', 'not_arranged', 'hours', 'time')),
    -- Hours slept.
    add column amount numeric(4, 1) constraint pre_session_answer_amount check (amount between 0 and 24),
    -- When somebody last ate or drank, by their own clock.
    add column at_time timestamp,
    -- What only a prescriber needs: drugs, alcohol. No therapist's transaction sees the row.
    add column prescriber_only boolean not null default false;

-- Somebody looked at an answer that stops a session, and says what they did. The answer stays as it is.
create table journal.pre_session_review (
    clinic_id uuid not null,
    patient_id uuid not null,
    seq bigint generated always as identity,
    revision_id uuid not null,
    question text not null,
    reviewed_by uuid not null,
    reviewed_at timestamptz not null default now(),
    what_was_done text not null constraint pre_session_review_words check (char_length(what_was_done) between 1 and 1000),
    primary key (clinic_id, patient_id, seq),
    foreign key (clinic_id, patient_id) references journal.patient (clinic_id, patient_id) on delete cascade
);
create index pre_session_review_of on journal.pre_session_review (clinic_id, patient_id, revision_id);

alter table journal.note drop constraint note_audience;
alter table journal.note add constraint note_audience check (audience in ('private', 'therapist', 'team', 'prescriber'));

-- 4. Courses of further kinds, and of a clinic's own making: the template as it was on the day the course began.
alter table journal.session drop constraint session_kind;
alter table journal.session add constraint session_kind check (kind in ('infusion', 'booster', 'esketamine', 'tms', 'psychotherapy'));
alter table journal.course add column template jsonb;

-- What a clinic sets for its care, one document a topic. Only ever added to; the newest of a topic counts.
create table journal.clinic_care (
    clinic_id uuid not null,
    seq bigint generated always as identity,
    topic text not null constraint clinic_care_topic check (topic in ('measures', 'protocols')),
    document jsonb not null,
    changed_by uuid,
    changed_at timestamptz not null default now(),
    primary key (clinic_id, seq)
);
create index clinic_care_newest on journal.clinic_care (clinic_id, topic, seq desc);

-- 5. Every entry in which something matched: see 0012.
create or replace view journal.matched_entry with (security_invoker) as
select clinic_id, patient_id, revision_id, 'check_in' as source, tier, null::boolean as private, received_at
from journal.check_in
where tier is not null and source = 'app'
union all
-- An effect that is itself a crisis is no private word.
select clinic_id, patient_id, revision_id, 'side_effect', tier, case when level = 'crisis' then false end, received_at
from journal.side_effect
where tier is not null and source = 'app'
union all
select clinic_id, patient_id, revision_id, 'rejected', tier, private, received_at
from journal.refused
union all
-- Answers to an instrument's items are nobody's private words, and neither are answers before a session.
select clinic_id, patient_id, revision_id, 'measure', tier, false, received_at
from journal.measure
where tier is not null and source = 'app'
union all
select clinic_id, patient_id, revision_id, 'therapy_page', tier, audience = 'private', received_at
from journal.therapy_page
where tier is not null
union all
select clinic_id, patient_id, revision_id, 'pre_session', tier, false, received_at
from journal.pre_session
where tier is not null;

-- 6. Rights.
do $$
declare
    clinic constant text := 'clinic_id = nullif(current_setting(''app.clinic_id'', true), '''')::uuid';
    account constant text := 'nullif(current_setting(''app.account_id'', true), '''')::uuid';
    role constant text := 'current_setting(''app.role'', true)';
    patient constant text := 'patient_id = any(nullif(current_setting(''app.patient_ids'', true), '''')::uuid[])';
    t text;
begin
    foreach t in array array['pre_session', 'pre_session_review']
    loop
        execute format('alter table journal.%I enable row level security', t);
        execute format('alter table journal.%I force row level security', t);
        execute format('create policy scope on journal.%I using (%s and %s) with check (%s and %s)', t, clinic, patient, clinic, patient);
    end loop;
    execute format('create policy patient_writes on journal.pre_session as restrictive for insert with check (%s = ''patient'')', role);
    execute format('create policy staff_reviews on journal.pre_session_review as restrictive for insert with check (%s in (''clinician'', ''therapist'') and reviewed_by = %s)', role, account);
    execute format('create policy prescriber_reads on journal.pre_session_answer as restrictive for select using (not prescriber_only or %s in (''patient'', ''clinician''))', role);

    -- A score says who gave it: the patient their answers, a clinician the clinic's totals.
    execute format('create policy under_own_name on journal.measure as restrictive for insert with check (entered_by = %s and (source = ''app'') = (%s = ''patient''))', account, role);

    -- A page is read by those it is shared with, numbers and all; the patient may change whom.
    execute format('create policy audience on journal.therapy_page as restrictive for select to intersession_app using (audience = any(nullif(current_setting(''app.audiences'', true), '''')::text[]))');
    execute format('create policy patient_changes on journal.therapy_page as restrictive for update using (%s = ''patient'')', role);

    execute 'alter table journal.clinic_care enable row level security';
    execute 'alter table journal.clinic_care force row level security';
    execute format('create policy of_clinic on journal.clinic_care using (%s) with check (%s)', clinic, clinic);
    execute format('create policy admin_writes on journal.clinic_care as restrictive for insert with check (%s = ''admin'' and changed_by = %s)', role, account);

    -- journal.unraised looks for what is missing in all clinics. Only it does: nobody signs in as the owner.
    foreach t in array array['measure', 'therapy_page', 'pre_session']
    loop
        execute format('create policy matched on journal.%I for select to intersession_owner using (tier is not null)', t);
    end loop;
    if exists (select from pg_roles where rolname = 'intersession_backup') then
        grant select on journal.pre_session, journal.pre_session_review, journal.clinic_care to intersession_backup;
    end if;
end
$$;

grant select, insert on journal.pre_session, journal.pre_session_review, journal.clinic_care to intersession_app;
grant update (audience) on journal.therapy_page to intersession_app;
grant select on journal.pre_session, journal.clinic_care to intersession_worker;
