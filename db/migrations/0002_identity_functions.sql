-- depends: 0001_identity
-- The only way from the API to identities: each function does one thing, runs as the owner, and is granted by name in 0008.

create type identity.account as (
    account_id uuid, identity_id uuid, clinic_id uuid, role text, name text, email text, language text,
    clinic_name text, clinic_zone text, clinic_country text, clinic_phone text, back_fill_days smallint,
    summary_lead_hours smallint, after_hours_text text, is_demo boolean
);

create view identity.live_account as
select m.id as account_id, m.identity_id, m.clinic_id, m.role, m.name, i.email, m.language,
       c.name as clinic_name, c.zone as clinic_zone, c.country::text as clinic_country, c.phone as clinic_phone, c.back_fill_days,
       c.summary_lead_hours, c.after_hours_text, c.is_demo
from identity.membership m
join identity.clinic c on c.id = m.clinic_id
join identity.identity i on i.id = m.identity_id
where m.suspended_at is null;

-- Whose session is this? No row when it ended, expired or its account is suspended.
create function identity.begin_session(token bytea)
returns table (account_id uuid, identity_id uuid, clinic_id uuid, role text, name text, email text, language text,
               clinic_name text, clinic_zone text, clinic_country text, clinic_phone text, back_fill_days smallint,
               summary_lead_hours smallint, after_hours_text text, is_demo boolean, version int)
language sql stable security definer set search_path = pg_catalog as $$
    select a.*, s.version
    from identity.session s
    join identity.live_account a on a.account_id = s.account_id
    where s.token_hash = token and s.expires_at > now()
$$;

-- The hot path's check, in the same round trip as the transaction's begin: what the process remembers of this session
-- must still be so, or the transaction fails.
create function identity.assert_session(token bytea, account uuid, remembered int) returns void
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
    perform from identity.session s
    where s.token_hash = token and s.expires_at > now() and s.account_id = account and s.version = remembered;
    if not found then
        raise exception 'session is not what it was' using errcode = 'IS401';
    end if;
end
$$;

create function identity.sign_in_candidate(address text) returns table (identity_id uuid, password_hash text)
language sql stable security definer set search_path = pg_catalog as $$
    select i.id, i.password_hash from identity.identity i where lower(i.email) = lower(address)
$$;

create function identity.set_password_hash(of_identity uuid, hash text) returns void
language sql security definer set search_path = pg_catalog as $$
    update identity.identity set password_hash = hash where id = of_identity
$$;

create function identity.accounts_of(of_identity uuid) returns setof identity.account
language sql stable security definer set search_path = pg_catalog as $$
    select a.* from identity.live_account a where a.identity_id = of_identity order by a.clinic_name, a.role
$$;

create function identity.open_session(token bytea, account uuid, until timestamptz, on_device text) returns void
language sql security definer set search_path = pg_catalog as $$
    insert into identity.session (token_hash, account_id, expires_at, device) values (token, account, until, left(on_device, 200))
$$;

create function identity.end_session(token bytea) returns void
language sql security definer set search_path = pg_catalog as $$
    delete from identity.session where token_hash = token
$$;

-- Throttling. Returns the failures within the window, counted before this attempt; a success wipes its key's slate.
create function identity.count_failures(of_keys bytea[], since timestamptz) returns table (key bytea, failures bigint, last_at timestamptz)
language sql stable security definer set search_path = pg_catalog as $$
    select a.key, count(*), max(a.at)
    from identity.attempt a
    where a.key = any(of_keys) and a.at > since and not a.ok
      and a.id > coalesce((select max(g.id) from identity.attempt g where g.key = a.key and g.ok), 0)
    group by a.key
$$;

create function identity.record_attempt(of_keys bytea[], succeeded boolean) returns void
language sql security definer set search_path = pg_catalog as $$
    delete from identity.attempt where at < now() - interval '1 day';
    insert into identity.attempt (key, ok) select unnest(of_keys), succeeded
$$;

create function identity.create_clinic(new_id uuid, called text, in_zone text, in_country text, with_phone text, demo boolean) returns void
language sql security definer set search_path = pg_catalog as $$
    insert into identity.clinic (id, name, zone, country, phone, is_demo) values (new_id, called, in_zone, in_country, with_phone, demo)
$$;

create function identity.change_clinic(of_clinic uuid, called text, in_zone text, in_country text, with_phone text,
                                       fill_days smallint, lead_hours smallint, hours_text text) returns void
language sql security definer set search_path = pg_catalog as $$
    update identity.clinic
    set name = called, zone = in_zone, country = in_country, phone = with_phone, back_fill_days = fill_days,
        summary_lead_hours = lead_hours, after_hours_text = hours_text
    where id = of_clinic;
    update identity.session s set version = s.version + 1
    from identity.membership m
    where m.id = s.account_id and m.clinic_id = of_clinic
$$;

create function identity.clinic_facts(of_clinic uuid)
returns table (name text, zone text, country text, phone text, back_fill_days smallint, summary_lead_hours smallint, after_hours_text text, is_demo boolean)
language sql stable security definer set search_path = pg_catalog as $$
    select name, zone, country::text, phone, back_fill_days, summary_lead_hours, after_hours_text, is_demo
    from identity.clinic where id = of_clinic
$$;

create function identity.create_identity(new_id uuid, address text, hash text) returns void
language sql security definer set search_path = pg_catalog as $$
    insert into identity.identity (id, email, password_hash) values (new_id, address, hash)
$$;

create function identity.create_membership(new_id uuid, of_clinic uuid, of_identity uuid, as_role text, called text, speaks text) returns void
language sql security definer set search_path = pg_catalog as $$
    insert into identity.membership (id, clinic_id, identity_id, role, name, language)
    values (new_id, of_clinic, of_identity, as_role, called, speaks)
$$;

create function identity.change_membership(of_account uuid, speaks text) returns void
language sql security definer set search_path = pg_catalog as $$
    update identity.membership set language = speaks where id = of_account and language <> speaks;
    update identity.session set version = version + 1 where account_id = of_account
$$;

-- Suspends or restores an account of this clinic; a suspended account's sessions end at once.
create function identity.suspend(of_clinic uuid, of_account uuid, suspended boolean) returns boolean
language sql security definer set search_path = pg_catalog as $$
    delete from identity.session s using identity.membership m
    where suspended and s.account_id = of_account and m.id = of_account and m.clinic_id = of_clinic;
    update identity.membership
    set suspended_at = case when suspended then now() end
    where id = of_account and clinic_id = of_clinic
    returning true
$$;

create function identity.invite(new_id uuid, of_clinic uuid, token bytea, as_role text, called text, address text, speaks text,
                                from_country text, team uuid[], inviter uuid, until timestamptz) returns void
language sql security definer set search_path = pg_catalog as $$
    insert into identity.invitation (id, clinic_id, token_hash, role, name, email, language, country, care_team, invited_by, expires_at)
    -- Only staff of this clinic can be on the team, whatever ids were sent.
    select new_id, of_clinic, token, as_role, called, address, speaks, from_country,
           coalesce((select array_agg(m.id) from identity.membership m
                     where m.id = any(team) and m.clinic_id = of_clinic and m.role in ('therapist', 'clinician')), '{}'),
           inviter, until
$$;

create function identity.invitation_by_token(token bytea)
returns table (id uuid, clinic_id uuid, clinic_name text, clinic_country text, clinic_zone text, role text, name text, email text, language text,
               country text, care_team uuid[], expires_at timestamptz, state text, has_identity boolean)
language sql stable security definer set search_path = pg_catalog as $$
    select v.id, v.clinic_id, c.name, c.country::text, c.zone, v.role, v.name, v.email, v.language, v.country::text, v.care_team, v.expires_at,
           case when v.accepted_at is not null then 'accepted' when v.revoked_at is not null then 'revoked'
                when v.expires_at <= now() then 'expired' else 'open' end,
           exists (select from identity.identity i where lower(i.email) = lower(v.email))
    from identity.invitation v join identity.clinic c on c.id = v.clinic_id
    where v.token_hash = token
$$;

-- Uses an invitation up. False when somebody was quicker, or it is no longer open.
create function identity.use_invitation(of_invitation uuid, by_account uuid) returns boolean
language sql security definer set search_path = pg_catalog as $$
    update identity.invitation set accepted_at = now(), accepted_by = by_account
    where id = of_invitation and accepted_at is null and revoked_at is null and expires_at > now()
    returning true
$$;

create function identity.invitations(of_clinic uuid)
returns table (id uuid, role text, name text, email text, expires_at timestamptz, state text, invited_by uuid)
language sql stable security definer set search_path = pg_catalog as $$
    select v.id, v.role, v.name, v.email, v.expires_at,
           case when v.accepted_at is not null then 'accepted' when v.revoked_at is not null then 'revoked'
                when v.expires_at <= now() then 'expired' else 'open' end,
           v.invited_by
    from identity.invitation v where v.clinic_id = of_clinic order by v.created_at desc
$$;

create function identity.revoke_invitation(of_clinic uuid, of_invitation uuid) returns boolean
language sql security definer set search_path = pg_catalog as $$
    update identity.invitation set revoked_at = now()
    where id = of_invitation and clinic_id = of_clinic and accepted_at is null and revoked_at is null
    returning true
$$;

create function identity.people(of_clinic uuid)
returns table (account_id uuid, name text, email text, role text, suspended boolean, care_team uuid[])
language sql stable security definer set search_path = pg_catalog as $$
    select m.id, m.name, i.email, m.role, m.suspended_at is not null,
           (select coalesce(array_agg(t.member_id), '{}') from identity.care_team t where t.clinic_id = of_clinic and t.patient_id = m.id)
    from identity.membership m join identity.identity i on i.id = m.identity_id
    where m.clinic_id = of_clinic order by m.role, m.name
$$;

create function identity.patients_of(of_clinic uuid, member uuid) returns setof uuid
language sql stable security definer set search_path = pg_catalog as $$
    select t.patient_id from identity.care_team t where t.clinic_id = of_clinic and t.member_id = member
$$;

-- How many patients would be left without anybody on their care team if this member could not sign in.
create function identity.alone_for(of_clinic uuid, member uuid) returns bigint
language sql stable security definer set search_path = pg_catalog as $$
    select count(*)
    from identity.care_team t
    join identity.membership p on p.id = t.patient_id and p.suspended_at is null
    where t.clinic_id = of_clinic and t.member_id = member and not exists (
        select from identity.care_team o join identity.membership m on m.id = o.member_id
        where o.clinic_id = of_clinic and o.patient_id = t.patient_id and o.member_id <> member and m.suspended_at is null)
$$;

create function identity.sees(of_clinic uuid, member uuid, patient uuid) returns boolean
language sql stable security definer set search_path = pg_catalog as $$
    select exists (select from identity.care_team t where t.clinic_id = of_clinic and t.member_id = member and t.patient_id = patient)
$$;

create function identity.care_team_of(of_clinic uuid, patient uuid) returns table (account_id uuid, name text, role text, language text)
language sql stable security definer set search_path = pg_catalog as $$
    select m.id, m.name, m.role, m.language
    from identity.care_team t join identity.membership m on m.id = t.member_id
    where t.clinic_id = of_clinic and t.patient_id = patient and m.suspended_at is null
    order by m.role, m.name
$$;

-- Puts a member of this clinic's staff on a patient's team, or takes them off. False when either is not of this clinic.
create function identity.join_care_team(of_clinic uuid, patient uuid, member uuid, added_by uuid) returns boolean
language sql security definer set search_path = pg_catalog as $$
    insert into identity.care_team (clinic_id, patient_id, member_id, added_by)
    select of_clinic, patient, member, added_by
    where exists (select from identity.membership m where m.id = patient and m.clinic_id = of_clinic and m.role = 'patient')
      and exists (select from identity.membership m where m.id = member and m.clinic_id = of_clinic and m.role in ('therapist', 'clinician'))
    on conflict (clinic_id, patient_id, member_id) do update set added_by = excluded.added_by
    returning true
$$;

create function identity.leave_care_team(of_clinic uuid, patient uuid, member uuid) returns boolean
language sql security definer set search_path = pg_catalog as $$
    delete from identity.care_team t where t.clinic_id = of_clinic and t.patient_id = patient and t.member_id = member returning true
$$;

create function identity.names(of_clinic uuid, accounts uuid[]) returns table (account_id uuid, name text, role text)
language sql stable security definer set search_path = pg_catalog as $$
    select m.id, m.name, m.role from identity.membership m where m.clinic_id = of_clinic and m.id = any(accounts)
$$;

create function identity.demo_accounts() returns table (email text, name text, role text)
language sql stable security definer set search_path = pg_catalog as $$
    select i.email, m.name, m.role
    from identity.membership m join identity.identity i on i.id = m.identity_id join identity.clinic c on c.id = m.clinic_id
    where c.is_demo order by array_position(array['clinician', 'therapist', 'admin', 'patient'], m.role), m.created_at, m.name
$$;

create function identity.is_empty() returns boolean
language sql stable security definer set search_path = pg_catalog as $$
    select not exists (select from identity.clinic)
$$;
