-- depends: 0011_save_check_in
-- Alerts from the first match to the end: raised once for every match, told to one person after another, acknowledged, closed.

-- 1. An alert is closed by a named person, after it was acknowledged.

alter table journal.alert
    add column closed_at timestamptz,
    add column closed_by uuid,
    add column outcome text,
    -- A review of an imported diary waits in the inbox. The worker may read this, not how grave an alert is.
    add column escalates boolean not null generated always as (rank > 0) stored,
    add constraint alert_closed_by_someone check ((closed_at is null) = (closed_by is null)),
    add constraint alert_closed_after_acknowledgement check (closed_at is null or acknowledged_at is not null);

-- Whoever acknowledges or closes does so under their own name. Another person may close than the one who acknowledged.
drop policy staff_acknowledges on journal.alert;
create policy staff_acts on journal.alert as restrictive for update
    using (acknowledged_by is null or current_setting('app.role', true) in ('clinician', 'therapist'))
    with check (acknowledged_by is null
                or (current_setting('app.role', true) in ('clinician', 'therapist')
                    and nullif(current_setting('app.account_id', true), '')::uuid in (acknowledged_by, closed_by)));

-- `revision_id`: the entry whose words this change took up, so that none is taken up twice and none is forgotten.
-- `to_account`, `note`: to whom it was handed over, and what was said with it.
alter table journal.alert_change
    add column revision_id uuid,
    add column to_account uuid,
    add column note text;
create unique index alert_change_revision on journal.alert_change (clinic_id, patient_id, revision_id) where revision_id is not null;
create index alert_change_alert on journal.alert_change (clinic_id, patient_id, alert_id, seq);

-- 2. Requests that were refused and whose words matched. No words are here: only that there were some.

create table journal.refused (
    clinic_id uuid not null,
    patient_id uuid not null,
    revision_id uuid not null,
    tier text not null,
    private boolean not null,
    received_at timestamptz not null default now(),
    primary key (clinic_id, patient_id, revision_id),
    foreign key (clinic_id, patient_id) references journal.patient (clinic_id, patient_id) on delete cascade
);

-- 3. When the next person is to be told about an alert that nobody has acknowledged. One row an alert, kept by the worker.

create table journal.escalation (
    clinic_id uuid not null,
    patient_id uuid not null,
    alert_id uuid not null,
    -- How often somebody was told; each telling has its number on its messages.
    tellings int not null,
    -- How often everybody was told, and with which telling that began last.
    round int not null default 1,
    round_began int not null default 1,
    due_at timestamptz not null,
    -- A lease is a time in the future: a worker that dies leaves nothing stuck.
    next_attempt_at timestamptz not null,
    done_at timestamptz,
    primary key (clinic_id, patient_id, alert_id),
    foreign key (clinic_id, patient_id, alert_id) references journal.alert (clinic_id, patient_id, alert_id) on delete cascade
);
create index escalation_next on journal.escalation (next_attempt_at) where done_at is null;

-- 4. A message is one telling of one person over one channel; what became of it says whether the person was reached.

alter table journal.notification
    add column channel text not null default 'push' constraint notification_channel check (channel in ('push', 'email')),
    add column telling int not null default 1,
    add column how text constraint notification_how check (how in ('care_team', 'escalation', 'on_call', 'handed_over')),
    drop constraint notification_once,
    add constraint notification_once unique (clinic_id, account_id, kind, subject, channel, telling),
    drop constraint notification_state,
    add constraint notification_state
        check (state in ('queued', 'sent', 'no_device', 'no_mail', 'failed', 'expired', 'withdrawn'));

-- How sending to somebody's address goes: `failures` in a row, `failed` ever.
create table journal.mailbox (
    clinic_id uuid not null,
    account_id uuid not null,
    last_accepted_at timestamptz,
    last_failed_at timestamptz,
    failures int not null default 0,
    failed bigint not null default 0,
    primary key (clinic_id, account_id)
);

-- 5. Whom the clinic wants told, and who sees a patient for the time of an alert.

create table identity.escalation (
    clinic_id uuid primary key references identity.clinic (id),
    after_minutes smallint not null constraint escalation_after check (after_minutes between 5 and 240),
    on_call_after_minutes smallint not null constraint escalation_on_call_after check (on_call_after_minutes between 5 and 240),
    -- The clinic's wall clock; weekdays 1 (Monday) to 7.
    day_from time not null,
    day_until time not null,
    weekdays smallint[] not null,
    constraint escalation_day check (day_from < day_until)
);

create table identity.escalation_person (
    clinic_id uuid not null references identity.escalation (clinic_id),
    position smallint not null,
    account_id uuid not null references identity.membership (id) on delete cascade,
    told_when text not null constraint escalation_person_when check (told_when in ('always', 'day', 'on_call')),
    primary key (clinic_id, position)
);

-- Beside the care team: somebody who was told of an alert sees its patient until it is closed. Like the care team it decides a
-- context before there is one; it names the alert by its id and says nothing about it.
create table identity.cover (
    clinic_id uuid not null references identity.clinic (id),
    patient_id uuid not null references identity.membership (id) on delete cascade,
    member_id uuid not null references identity.membership (id) on delete cascade,
    alert_id uuid not null,
    since timestamptz not null default now(),
    ended_at timestamptz,
    primary key (clinic_id, patient_id, member_id, alert_id)
);
create index cover_member on identity.cover (clinic_id, member_id, patient_id) where ended_at is null;
create index cover_alert on identity.cover (clinic_id, alert_id) where ended_at is null;

create or replace function identity.patients_of(of_clinic uuid, member uuid) returns setof uuid
language sql stable security definer set search_path = pg_catalog as $$
    select t.patient_id from identity.care_team t where t.clinic_id = of_clinic and t.member_id = member
    union
    select v.patient_id from identity.cover v where v.clinic_id = of_clinic and v.member_id = member and v.ended_at is null
$$;

create or replace function identity.sees(of_clinic uuid, member uuid, patient uuid) returns boolean
language sql stable security definer set search_path = pg_catalog as $$
    select exists (select from identity.care_team t where t.clinic_id = of_clinic and t.member_id = member and t.patient_id = patient)
        or exists (select from identity.cover v
                   where v.clinic_id = of_clinic and v.member_id = member and v.patient_id = patient and v.ended_at is null)
$$;

-- Who covers may read and act, not decide who is on the team: they could otherwise stay.
create function identity.on_care_team(of_clinic uuid, member uuid, patient uuid) returns boolean
language sql stable security definer set search_path = pg_catalog as $$
    select exists (select from identity.care_team t where t.clinic_id = of_clinic and t.member_id = member and t.patient_id = patient)
$$;

-- True when it begins now: not for the care team, which sees the patient anyway, and not twice for one alert.
create function identity.begin_cover(of_clinic uuid, patient uuid, member uuid, of_alert uuid) returns boolean
language sql security definer set search_path = pg_catalog as $$
    insert into identity.cover (clinic_id, patient_id, member_id, alert_id)
    select of_clinic, patient, member, of_alert
    where exists (select from identity.membership m where m.id = patient and m.clinic_id = of_clinic and m.role = 'patient')
      and exists (select from identity.membership m
                  where m.id = member and m.clinic_id = of_clinic and m.role in ('therapist', 'clinician') and m.suspended_at is null)
      and not exists (select from identity.care_team t where t.clinic_id = of_clinic and t.patient_id = patient and t.member_id = member)
    on conflict do nothing
    returning true
$$;

create function identity.end_cover(of_clinic uuid, of_alert uuid) returns table (account_id uuid, role text)
language sql security definer set search_path = pg_catalog as $$
    update identity.cover v set ended_at = now()
    from identity.membership m
    where v.clinic_id = of_clinic and v.alert_id = of_alert and v.ended_at is null and m.id = v.member_id
    returning m.id, m.role
$$;

-- The clinic's settings, or what holds without any: one row a person on the list, in order, and one without a person when there is none.
create function identity.escalation_of(of_clinic uuid)
returns table (zone text, after_minutes smallint, on_call_after_minutes smallint, day_from time, day_until time, weekdays smallint[],
               account_id uuid, name text, role text, language text, told_when text)
language sql stable security definer set search_path = pg_catalog as $$
    select c.zone, coalesce(e.after_minutes, 30::smallint), coalesce(e.on_call_after_minutes, 30::smallint),
           coalesce(e.day_from, '08:00'::time), coalesce(e.day_until, '18:00'::time), coalesce(e.weekdays, '{1,2,3,4,5}'),
           m.id, m.name, m.role, m.language, case when m.id is not null then p.told_when end
    from identity.clinic c
    left join identity.escalation e on e.clinic_id = c.id
    left join identity.escalation_person p on p.clinic_id = c.id
    left join identity.membership m on m.id = p.account_id and m.suspended_at is null
    where c.id = of_clinic
    order by p.position
$$;

create function identity.set_escalation(of_clinic uuid, after smallint, on_call_after smallint, from_time time, until_time time,
                                        on_weekdays smallint[], people uuid[], whens text[]) returns void
language sql security definer set search_path = pg_catalog as $$
    insert into identity.escalation (clinic_id, after_minutes, on_call_after_minutes, day_from, day_until, weekdays)
    values (of_clinic, after, on_call_after, from_time, until_time, on_weekdays)
    on conflict (clinic_id) do update
    set after_minutes = excluded.after_minutes, on_call_after_minutes = excluded.on_call_after_minutes, day_from = excluded.day_from,
        day_until = excluded.day_until, weekdays = excluded.weekdays;
    delete from identity.escalation_person p where p.clinic_id = of_clinic;
    insert into identity.escalation_person (clinic_id, position, account_id, told_when)
    select of_clinic, given.position, m.id, given.told_when
    from unnest(people, whens) with ordinality as given (account_id, told_when, position)
    join identity.membership m on m.id = given.account_id and m.clinic_id = of_clinic and m.role in ('therapist', 'clinician')
$$;

-- Everybody of the staff who can sign in.
create function identity.staff_of(of_clinic uuid) returns table (account_id uuid, name text, role text, language text)
language sql stable security definer set search_path = pg_catalog as $$
    select m.id, m.name, m.role, m.language
    from identity.membership m
    where m.clinic_id = of_clinic and m.role <> 'patient' and m.suspended_at is null
    order by m.role, m.name
$$;

-- Of every clinic with patients: who could be told of an alert. One row without an account where there is nobody.
create function identity.carers() returns table (clinic_id uuid, account_id uuid)
language sql stable security definer set search_path = pg_catalog as $$
    select c.id, m.id
    from identity.clinic c
    left join identity.membership m on m.clinic_id = c.id and m.role in ('therapist', 'clinician') and m.suspended_at is null
    where exists (select from identity.membership p where p.clinic_id = c.id and p.role = 'patient' and p.suspended_at is null)
$$;

-- Who of these still has an account that can sign in, and the address of those who are staff: the worker writes to nobody else.
create function identity.addressees(of_clinic uuid, accounts uuid[]) returns table (account_id uuid, email text)
language sql stable security definer set search_path = pg_catalog as $$
    select m.id, case when m.role <> 'patient' then i.email end
    from identity.membership m join identity.identity i on i.id = m.identity_id
    where m.clinic_id = of_clinic and m.id = any(accounts) and m.suspended_at is null
$$;

-- 6. Raising, the same for the API and for the worker. These run as the owner, whom the policies bind as well: the row that is
-- changed must be of a patient of the transaction's context. The worker learns neither tier nor words from them.

create function journal.rank_of(tier text) returns smallint
language sql immutable as $$
    -- An open alert takes up further matches that do not rank above it. What could not be screened may be anything, so it ranks
    -- above what was only veiled.
    select (array_position(array['review', 'veiled', 'unscreened', 'explicit', 'urgent'], tier) - 1)::smallint
$$;

create function journal.raise_alert(in_clinic uuid, of_patient uuid, new_alert uuid, found_tier text, is_private boolean, from_source text,
                                    of_revision uuid) returns table (alert_id uuid, is_new boolean)
language plpgsql security definer set search_path = pg_catalog as $$
#variable_conflict use_column
declare
    found_rank constant smallint := journal.rank_of(found_tier);
begin
    return query
    with joined as (
        update journal.alert
        set count = count + 1, private = private and is_private, last_match_at = now()
        where clinic_id = in_clinic and patient_id = of_patient and acknowledged_at is null and alert_id = (
            select alert_id from journal.alert
            where clinic_id = in_clinic and patient_id = of_patient and acknowledged_at is null and rank >= found_rank
            order by rank desc
            limit 1)
        returning alert_id, false as is_new
    ), raised as (
        insert into journal.alert as open (clinic_id, patient_id, alert_id, tier, rank, private, source, state)
        -- A review is not sent to anybody: it waits in the inbox.
        select in_clinic, of_patient, new_alert, found_tier, found_rank, is_private, from_source,
               case when found_rank = 0 then 'sent' else 'raised' end
        where not exists (select from joined)
        on conflict (clinic_id, patient_id, rank) where acknowledged_at is null
        do update set count = open.count + 1, private = open.private and excluded.private, last_match_at = now()
        returning alert_id, alert_id = new_alert as is_new
    ), matched as (
        table joined union all table raised
    ), change as (
        insert into journal.alert_change (clinic_id, patient_id, alert_id, state, revision_id)
        select in_clinic, of_patient, alert_id, case when is_new then 'raised' else 'joined' end, of_revision
        from matched
    ), trail as (
        insert into journal.audit (clinic_id, role, action, patient_id, subject)
        select in_clinic, current_setting('app.role', true), 'alert.raised', of_patient, alert_id::text
        from matched
        where is_new
    )
    table matched;
    if found_tier <> 'review' then
        insert into journal.hold (clinic_id, patient_id, id)
        values (in_clinic, of_patient, gen_random_uuid())
        on conflict (clinic_id, patient_id) where cleared_at is null do nothing;
    end if;
end
$$;

-- Every entry in which something matched. A further kind of entry joins here, with a policy and an index as below; whatever raises its
-- alert names the entry's revision.
create view journal.matched_entry with (security_invoker) as
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
from journal.refused;

create index check_in_matched on journal.check_in (received_at) where tier is not null and source = 'app';
create index side_effect_matched on journal.side_effect (received_at) where tier is not null and source = 'app';
create index refused_matched on journal.refused (received_at);

-- Entries from before today say nothing about which alert took them up.
do $$
begin
    execute format('create function journal.alerts_account_for_entries_since() returns timestamptz language sql immutable as %L',
                   format('select %L::timestamptz', now()));
end
$$;

-- Entries of all clinics whose alert could not be written with them, by their ids alone; from the one named by time and id on.
create function journal.unraised(older_than interval, after_time timestamptz, after_revision uuid, most int)
returns table (clinic_id uuid, patient_id uuid, revision_id uuid, source text, received_at timestamptz)
language sql stable security definer set search_path = pg_catalog as $$
    select e.clinic_id, e.patient_id, e.revision_id, e.source, e.received_at
    from journal.matched_entry e
    where e.received_at >= journal.alerts_account_for_entries_since() and e.received_at >= after_time
      and e.received_at <= now() - older_than and (e.received_at, e.revision_id) > (after_time, after_revision)
      and not exists (
          select from journal.alert_change c
          where c.clinic_id = e.clinic_id and c.patient_id = e.patient_id and c.revision_id = e.revision_id)
    order by e.received_at, e.revision_id
    limit most
$$;

-- Raises the alert of one of them. No row when somebody else has done so.
create function journal.take_up(in_clinic uuid, of_patient uuid, of_revision uuid, from_source text, new_alert uuid)
returns table (alert_id uuid, is_new boolean)
language plpgsql security definer set search_path = pg_catalog as $$
#variable_conflict use_column
declare
    found_tier text;
    is_private boolean;
    audiences constant text := current_setting('app.audiences', true);
begin
    perform pg_advisory_xact_lock(hashtextextended('take_up' || of_revision, 0));
    if exists (select from journal.alert_change
               where clinic_id = in_clinic and patient_id = of_patient and revision_id = of_revision) then
        return;
    end if;
    -- Whether there is a private note is for this function to see, and for nobody who calls it.
    perform set_config('app.audiences', '{private}', true);
    select e.tier, coalesce(e.private, exists (
               select from journal.note n
               where n.clinic_id = in_clinic and n.patient_id = of_patient and n.revision_id = of_revision and n.audience = 'private'))
    into found_tier, is_private
    from journal.matched_entry e
    where e.clinic_id = in_clinic and e.patient_id = of_patient and e.revision_id = of_revision and e.source = from_source;
    perform set_config('app.audiences', audiences, true);
    if found_tier is not null then
        return query
        select r.alert_id, r.is_new
        from journal.raise_alert(in_clinic, of_patient, new_alert, found_tier, is_private, from_source, of_revision) r;
    end if;
end
$$;

-- 7. Rights.

do $$
declare
    clinic constant text := 'clinic_id = nullif(current_setting(''app.clinic_id'', true), '''')::uuid';
    role constant text := 'current_setting(''app.role'', true)';
    patients constant text := 'any(nullif(current_setting(''app.patient_ids'', true), '''')::uuid[])';
    t text;
begin
    foreach t in array array['refused', 'escalation', 'mailbox']
    loop
        execute format('alter table journal.%I enable row level security', t);
        execute format('alter table journal.%I force row level security', t);
    end loop;
    foreach t in array array['refused', 'escalation']
    loop
        execute format('create policy scope on journal.%I using (%s and patient_id = %s) with check (%s and patient_id = %s)',
                       t, clinic, patients, clinic, patients);
    end loop;
    -- A clock is stopped or set back by staff; raising an alert only starts it.
    execute format('create policy staff_changes on journal.escalation as restrictive for update to intersession_app using (%s in (''clinician'', ''therapist''))', role);
    execute format('create policy patient_writes on journal.refused as restrictive for insert with check (%s = ''patient'')', role);

    -- Staff see to whom an alert of their patient went, and when; not what became of anybody's other messages.
    execute format('create policy of_alerts on journal.notification for select to intersession_app
                    using (%s and patient_id = %s and kind = ''alert'' and %s in (''clinician'', ''therapist''))', clinic, patients, role);
    execute format('create policy of_accounts on journal.mailbox for select to intersession_app using (%s and account_id = %s)',
                   clinic, patients);
    foreach t in array array['escalation', 'mailbox']
    loop
        execute format('create policy worker on journal.%I to intersession_worker using (true) with check (true)', t);
    end loop;

    -- journal.unraised looks for what is missing in all clinics. Only it does: nobody signs in as the owner.
    foreach t in array array['check_in', 'side_effect']
    loop
        execute format('create policy matched on journal.%I for select to intersession_owner using (tier is not null)', t);
    end loop;
    create policy matched on journal.refused for select to intersession_owner using (true);
    create policy matched on journal.alert_change for select to intersession_owner using (revision_id is not null);
end
$$;

-- The worker counts what is open, and finds what has no clock yet.
drop policy worker_sweeps on journal.alert;
create policy worker_sweeps on journal.alert for select to intersession_worker using (acknowledged_at is null);
drop index journal.alert_raised;
create index alert_unacknowledged on journal.alert (raised_at) where acknowledged_at is null;

grant select, insert on journal.refused to intersession_app;
grant select, insert, update on journal.escalation to intersession_app, intersession_worker;
grant select on journal.mailbox to intersession_app;
grant select, insert, update on journal.mailbox to intersession_worker;
grant select (escalates) on journal.alert to intersession_worker;
grant update (closed_at, closed_by, outcome) on journal.alert to intersession_app;
-- Staff's words are in it now.
revoke select on journal.alert_change from intersession_worker;

-- What the processes tell each other: alerts that nobody was reached about, a clinic, counted by the worker. The API looks here
-- because an admin's transaction sees no alert.
create table operations.unreached (
    clinic_id uuid primary key,
    alerts int not null,
    oldest_at timestamptz not null
);
grant select on operations.unreached to intersession_app;
grant select, insert, update, delete on operations.unreached to intersession_worker;

revoke execute on all functions in schema identity, journal from public;
grant execute on function identity.on_care_team(uuid, uuid, uuid), identity.begin_cover(uuid, uuid, uuid, uuid),
    identity.end_cover(uuid, uuid), identity.escalation_of(uuid), identity.staff_of(uuid),
    identity.set_escalation(uuid, smallint, smallint, time, time, smallint[], uuid[], text[]), journal.rank_of(text),
    journal.raise_alert(uuid, uuid, uuid, text, boolean, text, uuid) to intersession_app;
grant execute on function identity.begin_cover(uuid, uuid, uuid, uuid), identity.escalation_of(uuid), identity.staff_of(uuid),
    identity.addressees(uuid, uuid[]), identity.carers(), journal.unraised(interval, timestamptz, uuid, int),
    journal.take_up(uuid, uuid, uuid, text, uuid) to intersession_worker;

do $$
begin
    if exists (select from pg_roles where rolname = 'intersession_backup') then
        grant select on all tables in schema identity, journal, operations to intersession_backup;
    end if;
end
$$;
