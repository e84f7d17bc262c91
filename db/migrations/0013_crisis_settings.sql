-- depends: 0011_save_check_in
-- What a clinic sets for a crisis: its own line, its own words, and which of the lines its patients see somebody has dialled.

-- {"own_line": {...} | null, "words": [{"phrase", "tier"}]}, see clinical/crisis_settings.py. One document, because it is read as
-- one, with the session; every change raises the versions of the clinic's sessions, so that no process goes on with old words.
alter table identity.clinic add column crisis jsonb not null default '{"own_line": null, "words": []}';

alter type identity.account add attribute clinic_crisis jsonb;

create or replace view identity.live_account as
select m.id as account_id, m.identity_id, m.clinic_id, m.role, m.name, i.email, m.language,
       c.name as clinic_name, c.zone as clinic_zone, c.country::text as clinic_country, c.phone as clinic_phone, c.back_fill_days,
       c.summary_lead_hours, c.after_hours_text, c.is_demo, c.crisis as clinic_crisis
from identity.membership m
join identity.clinic c on c.id = m.clinic_id
join identity.identity i on i.id = m.identity_id
where m.suspended_at is null;

-- As in 0002, with one column more.
drop function identity.begin_session(bytea);
create function identity.begin_session(token bytea)
returns table (account_id uuid, identity_id uuid, clinic_id uuid, role text, name text, email text, language text,
               clinic_name text, clinic_zone text, clinic_country text, clinic_phone text, back_fill_days smallint,
               summary_lead_hours smallint, after_hours_text text, is_demo boolean, clinic_crisis jsonb, version int)
language sql stable security definer set search_path = pg_catalog as $$
    select a.*, s.version
    from identity.session s
    join identity.live_account a on a.account_id = s.account_id
    where s.token_hash = token and s.expires_at > now()
$$;

create function identity.change_crisis(of_clinic uuid, settings jsonb) returns void
language sql security definer set search_path = pg_catalog as $$
    update identity.clinic set crisis = settings where id = of_clinic;
    update identity.session s set version = s.version + 1
    from identity.membership m
    where m.id = s.account_id and m.clinic_id = of_clinic
$$;

-- For the operator's commands.
create function identity.clinics() returns table (id uuid, name text, country text, crisis jsonb)
language sql stable security definer set search_path = pg_catalog as $$
    select c.id, c.name, c.country::text, c.crisis from identity.clinic c order by c.name, c.id
$$;

revoke execute on function identity.begin_session(bytea), identity.change_crisis(uuid, jsonb), identity.clinics() from public;
grant execute on function identity.begin_session(bytea), identity.change_crisis(uuid, jsonb), identity.clinics() to intersession_app;

-- Where the clinic's patients are, without saying who: an admin has to see the lines of all these countries, and no patient.
-- Written with the patient's own country; a country stays when its last patient leaves it.
create table journal.patient_country (
    clinic_id uuid not null,
    country text not null constraint patient_country_code check (country ~ '^[A-Z]{2}$'),
    since timestamptz not null default now(),
    primary key (clinic_id, country)
);

-- The owner is bound by the policies too, unless told otherwise for the moment.
alter table journal.patient no force row level security;
insert into journal.patient_country (clinic_id, country)
select distinct clinic_id, country
from journal.patient
where country ~ '^[A-Z]{2}$';
do $$
begin
    if exists (
        select from journal.patient p
        where p.country ~ '^[A-Z]{2}$'
          and not exists (select from journal.patient_country c where c.clinic_id = p.clinic_id and c.country = p.country))
    then
        raise exception 'a country of a patient was not carried over';
    end if;
end
$$;
alter table journal.patient force row level security;

-- Somebody of the clinic has dialled a line and a person answered. Only ever added to; the newest of a line counts.
create table journal.line_confirmation (
    clinic_id uuid not null,
    seq bigint generated always as identity,
    -- The line's key in the directory, or "own".
    line text not null constraint line_confirmation_line check (char_length(line) between 1 and 100),
    -- What was dialled, texted or opened, as it was then: where a number has changed since, nobody has dialled it.
    reached text not null,
    confirmed_by uuid not null,
    confirmed_at timestamptz not null default now(),
    primary key (clinic_id, seq)
);
create index line_confirmation_line on journal.line_confirmation (clinic_id, line, seq desc);

-- Which revision of a plan is the newest.
create index safety_plan_newest on journal.safety_plan (clinic_id, patient_id, seq desc);

do $$
declare
    clinic constant text := 'clinic_id = nullif(current_setting(''app.clinic_id'', true), '''')::uuid';
    account constant text := 'nullif(current_setting(''app.account_id'', true), '''')::uuid';
    role constant text := 'current_setting(''app.role'', true)';
    t text;
begin
    foreach t in array array['patient_country', 'line_confirmation']
    loop
        execute format('alter table journal.%I enable row level security', t);
        execute format('alter table journal.%I force row level security', t);
        execute format('create policy of_clinic on journal.%I using (%s) with check (%s)', t, clinic, clinic);
    end loop;
    execute format('create policy patient_writes on journal.patient_country as restrictive for insert with check (%s = ''patient'')', role);
    -- A confirmation is an admin's, under their own name.
    execute format('create policy staff_reads on journal.line_confirmation as restrictive for select using (%s <> ''patient'')', role);
    execute format('create policy admin_confirms on journal.line_confirmation as restrictive for insert with check (%s = ''admin'' and confirmed_by = %s)', role, account);
    if exists (select from pg_roles where rolname = 'intersession_backup') then
        grant select on journal.patient_country, journal.line_confirmation to intersession_backup;
    end if;
end
$$;

grant select, insert on journal.patient_country, journal.line_confirmation to intersession_app;
