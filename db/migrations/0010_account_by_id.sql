-- depends: 0009_reaching_everybody
-- The operator's commands name a patient by e-mail address or, where one person is a patient of two clinics, by account.

create function identity.account_by_id(wanted uuid) returns setof identity.account
language sql stable security definer set search_path = pg_catalog as $$
    select a.* from identity.live_account a where a.account_id = wanted
$$;

revoke execute on function identity.account_by_id(uuid) from public;
grant execute on function identity.account_by_id(uuid) to intersession_app;
