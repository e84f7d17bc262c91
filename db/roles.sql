-- Roles of the cluster. They are made once by whoever may create roles (the embedded server's superuser, or an operator);
-- everything else belongs to intersession_owner, which nobody can sign in as.
--
--   intersession_owner     owns schemas, tables and functions; subject to row-level security like everybody else (FORCE)
--   intersession_migrator  signs in to migrate, and becomes the owner to do so
--   intersession_app       the API: rights on rows come from the policies, identities only through functions
--   intersession_worker    reminders, alerts, summaries: has no right to notes or to the keys that open them
--   intersession_backup    the only role that bypasses row-level security, for pg_dump
do $$
declare
    wanted record;
begin
    for wanted in
        select *
        from (values ('intersession_owner', 'nologin'), ('intersession_migrator', 'login'), ('intersession_app', 'login'),
                     ('intersession_worker', 'login')) as role (name, ability)
    loop
        -- Two databases of one cluster may be set up at the same moment: losing that race is no fault.
        begin
            if not exists (select from pg_roles where rolname = wanted.name) then
                execute format('create role %I %s', wanted.name, wanted.ability);
            end if;
        exception when duplicate_object or unique_violation then
            null;
        end;
    end loop;
    begin
        if not exists (select from pg_roles where rolname = 'intersession_backup') then
            -- Only a superuser may hand out bypassrls; a managed service without one gets its backups its own way.
            if (select rolsuper from pg_roles where rolname = current_user) then
                create role intersession_backup login bypassrls;
            end if;
        end if;
    exception when duplicate_object or unique_violation then
        null;
    end;
    -- Small statements by index, planned once a connection: see db/pool.py, PLANNING.
    alter role intersession_app set plan_cache_mode = 'force_generic_plan';
    alter role intersession_app set enable_seqscan = 'off';
    alter role intersession_app set jit = 'off';
    if not pg_has_role('intersession_migrator', 'intersession_owner', 'member') then
        grant intersession_owner to intersession_migrator;
    end if;
    if not pg_has_role(current_user, 'intersession_owner', 'member') then
        execute format('grant intersession_owner to %I', current_user);
    end if;
    execute format('grant create, connect on database %I to intersession_owner', current_database());
    grant usage, create on schema public to intersession_owner;
end
$$;
