-- depends: 0007_reaching
-- Who may do what. A transaction's context is a few settings that db.pool.acting_as fills:
--
--   app.clinic_id    the one clinic
--   app.account_id   who acts
--   app.role         patient, therapist, clinician, admin or worker
--   app.patient_ids  array literal: the patient themself, the patient a staff route is about, or the caseload
--   app.audiences    array literal: whose notes may be read
--
-- Nothing set: zero rows. Policies are plain comparisons with these settings; the planner turns them into index conditions,
-- and Citus accepts them. Every policy binds clinic and patient for reading and writing; policies marked "restrictive" narrow
-- further who may write. FORCE binds the owner too.

do $$
declare
    clinic constant text := 'clinic_id = nullif(current_setting(''app.clinic_id'', true), '''')::uuid';
    account constant text := 'nullif(current_setting(''app.account_id'', true), '''')::uuid';
    role constant text := 'current_setting(''app.role'', true)';
    patient constant text := 'patient_id = any(nullif(current_setting(''app.patient_ids'', true), '''')::uuid[])';
    t text;
begin
    -- 1. Tables of patients: within the clinic and the patients of the context, for everybody.
    foreach t in array array['patient', 'patient_key', 'note', 'check_in', 'side_effect', 'measure', 'therapy_page',
                             'pre_session_answer', 'safety_plan', 'import', 'course', 'session', 'session_change', 'homework',
                             'alert', 'alert_change', 'hold', 'summary', 'summary_review', 'summary_due', 'reminder']
    loop
        execute format('alter table journal.%I enable row level security', t);
        execute format('alter table journal.%I force row level security', t);
        execute format('create policy scope on journal.%I using (%s and %s) with check (%s and %s)', t, clinic, patient, clinic, patient);
    end loop;

    -- 2. Entries are written by the patient alone.
    foreach t in array array['note', 'check_in', 'side_effect', 'therapy_page', 'pre_session_answer', 'safety_plan', 'import', 'patient_key']
    loop
        execute format('create policy patient_writes on journal.%I as restrictive for insert with check (%s = ''patient'')', t, role);
    end loop;
    execute format('create policy patient_or_clinician_writes on journal.measure as restrictive for insert with check (%s in (''patient'', ''clinician''))', role);
    execute format('create policy patient_changes on journal.note as restrictive for update using (%s = ''patient'')', role);
    execute format('create policy patient_changes on journal.patient_key as restrictive for update using (%s = ''patient'')', role);
    execute format('create policy patient_joins on journal.patient as restrictive for insert with check (%s = ''patient'')', role);

    -- 3. Words are read by those they are shared with. An admin's context has no audience and no patients.
    execute format('create policy audience on journal.note as restrictive for select using (audience = any(nullif(current_setting(''app.audiences'', true), '''')::text[]))');
    execute format('create policy own_plan on journal.safety_plan as restrictive for select using (%s in (''patient'', ''clinician'', ''therapist''))', role);

    -- 4. The calendar, homework and what happens after an alert belong to staff.
    foreach t in array array['course', 'session', 'session_change']
    loop
        execute format('create policy staff_writes on journal.%I as restrictive for insert with check (%s in (''clinician'', ''therapist''))', t, role);
    end loop;
    foreach t in array array['course', 'session']
    loop
        execute format('create policy staff_changes on journal.%I as restrictive for update using (%s in (''clinician'', ''therapist''))', t, role);
    end loop;
    -- An acknowledgement names who made it, and what was acknowledged is out of a patient's transaction's reach.
    execute format('create policy staff_acknowledges on journal.alert as restrictive for update using (acknowledged_by is null or %s in (''clinician'', ''therapist'')) with check (acknowledged_by is null or (%s in (''clinician'', ''therapist'') and acknowledged_by = %s))', role, role, account);
    execute format('create policy clinician_clears on journal.hold as restrictive for update using (%s = ''clinician'') with check (cleared_by = %s)', role, account);
    execute format('create policy staff_asks on journal.homework as restrictive for insert with check (%s in (''clinician'', ''therapist'') and asked_by = %s)', role, account);
    execute format('create policy staff_withdraws on journal.homework as restrictive for update using (%s in (''clinician'', ''therapist''))', role);
    execute format('create policy staff_reviews on journal.summary_review as restrictive for insert with check (%s in (''clinician'', ''therapist'') and reviewed_by = %s)', role, account);
    execute format('create policy worker_makes on journal.summary as restrictive for insert with check (%s = ''worker'')', role);

    -- 5. Messages and phones belong to an account.
    foreach t in array array['notification', 'push_subscription', 'audit', 'audit_seal']
    loop
        execute format('alter table journal.%I enable row level security', t);
        execute format('alter table journal.%I force row level security', t);
    end loop;
    execute format('create policy own on journal.push_subscription to intersession_app using (%s and account_id = %s) with check (%s and account_id = %s)', clinic, account, clinic, account);
    execute format('create policy own on journal.notification for select to intersession_app using (%s and account_id = %s)', clinic, account);
    execute format('create policy own_shown on journal.notification for update to intersession_app using (%s and account_id = %s)', clinic, account);
    -- A message may go to oneself, or be about a patient of the context.
    execute format('create policy queue on journal.notification for insert to intersession_app with check (%s and (account_id = %s or %s))', clinic, account, patient);

    -- 6. Audit: written about what happens, read by the patient it is about and, without patients' rows, by admins.
    execute format('create policy trail on journal.audit for insert with check (%s)', clinic);
    execute format('create policy about_me on journal.audit for select using (%s and %s = ''patient'' and %s)', clinic, role, patient);
    execute format('create policy of_clinic on journal.audit for select using (%s and %s = ''admin'')', clinic, role);

    -- 7. The worker sees what is due in all clinics, on these tables alone.
    foreach t in array array['summary_due', 'reminder', 'notification', 'push_subscription', 'audit', 'audit_seal']
    loop
        execute format('create policy worker on journal.%I to intersession_worker using (true) with check (true)', t);
    end loop;
end
$$;

grant usage on schema identity, journal, operations to intersession_app, intersession_worker;

-- The API. No deletes but of phones; entries are inserted and read, nothing more.
grant select, insert on journal.patient, journal.patient_key, journal.note, journal.check_in, journal.side_effect, journal.measure,
    journal.therapy_page, journal.pre_session_answer, journal.safety_plan, journal.import, journal.course, journal.session,
    journal.session_change, journal.homework, journal.alert, journal.alert_change, journal.hold, journal.summary_review,
    journal.summary_due, journal.reminder, journal.notification, journal.push_subscription, journal.audit to intersession_app;
grant select on journal.summary, journal.audit_seal to intersession_app;
grant update (language, zone, country, modality, share_default, contacts) on journal.patient to intersession_app;
grant update (wrapped, key_id) on journal.patient_key to intersession_app;
grant update (audience) on journal.note to intersession_app;
grant update (ended_on, end_reason) on journal.course to intersession_app;
grant update (starts_at, day, status, summary_before, ordinal, of, week) on journal.session to intersession_app;
grant update (withdrawn_at) on journal.homework to intersession_app;
grant update (count, private, last_match_at, state, acknowledged_by, acknowledged_at, what_was_done) on journal.alert to intersession_app;
grant update (cleared_at, cleared_by, reason) on journal.hold to intersession_app;
grant update on journal.summary_due, journal.reminder to intersession_app;
grant update (shown_at, state) on journal.notification to intersession_app;
grant update, delete on journal.push_subscription to intersession_app;

-- The worker: numbers of one patient at a time, never notes, never keys.
grant select on journal.patient, journal.check_in, journal.side_effect, journal.measure, journal.course, journal.session,
    journal.homework, journal.alert, journal.hold, journal.pre_session_answer to intersession_worker;
grant select, insert on journal.summary, journal.alert_change to intersession_worker;
grant update (state) on journal.alert to intersession_worker;
grant select, update on journal.summary_due, journal.reminder to intersession_worker;
grant select, insert, update on journal.notification to intersession_worker;
grant select, update, delete on journal.push_subscription to intersession_worker;
grant select, insert on journal.audit, journal.audit_seal to intersession_worker;

grant select on operations.heartbeat to intersession_app;
-- /health/ready compares what is applied with what the code expects.
grant select on public._yoyo_migration to intersession_app;
grant select, insert, update on operations.heartbeat to intersession_worker;

-- Functions are executable by everybody unless said otherwise.
revoke execute on all functions in schema identity from public;
grant execute on all functions in schema identity to intersession_app;
grant execute on function identity.clinic_facts(uuid), identity.care_team_of(uuid, uuid) to intersession_worker;
-- Clinics come from the command line, which is the operator's.
do $$
begin
    if exists (select from pg_roles where rolname = 'intersession_backup') then
        grant usage on schema identity, journal, operations to intersession_backup;
        grant select on all tables in schema identity, journal, operations to intersession_backup;
    end if;
end
$$;
