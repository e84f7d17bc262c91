-- depends: 0010_account_by_id
-- Saving a check-in, the journal's hottest statement, as functions: inside a transaction whose context is set already, and alone,
-- where one round trip proves the session, sets the context and saves. Both run with the caller's rights: policies hold in them.
-- Citus runs such a function whole on the node of the clinic, so that the settings need not be handed on.

create function journal.save_check_in(
    in_clinic uuid, of_patient uuid, on_day date, revision uuid, parent uuid, given_mood smallint, given_anxiety smallint,
    given_energy smallint, given_sleep_hours numeric, given_sleep_quality smallint, written timestamptz, in_zone text, by_offset smallint,
    is_late boolean, is_synced_later boolean, hash bytea, found_tier text, words bytea, words_for text, from_source text, from_import uuid
) returns table (received_at timestamptz, held boolean, language text, country text, modality text, contacts bytea, prior uuid)
language plpgsql as $$
declare
    is_held boolean;
    before uuid;
    arrived timestamptz;
begin
    select c.revision_id into before
    from journal.check_in c
    where c.clinic_id = in_clinic and c.patient_id = of_patient and c.day = on_day
    order by c.seq desc
    limit 1;

    select exists (select from journal.hold h where h.clinic_id = in_clinic and h.patient_id = of_patient and h.cleared_at is null)
    into is_held;

    insert into journal.check_in as c (clinic_id, patient_id, day, revision_id, based_on, mood, anxiety, energy, sleep_hours, sleep_quality,
                                       written_at, zone, offset_minutes, late, synced_later, body_hash, tier, held, source, import_id)
    values (in_clinic, of_patient, on_day, revision, parent, given_mood, given_anxiety, given_energy, given_sleep_hours,
            given_sleep_quality, written, in_zone, by_offset, is_late, is_synced_later, hash, found_tier, is_held, from_source, from_import)
    on conflict on constraint check_in_pkey do nothing
    returning c.received_at into arrived;

    -- The same revision again adds nothing.
    if arrived is not null then
        if words is not null then
            insert into journal.note (clinic_id, patient_id, revision_id, entry, day, audience, ciphertext, written_at)
            values (in_clinic, of_patient, revision, 'check_in', on_day, words_for, words, written);
        end if;
        insert into journal.audit (clinic_id, account_id, role, action, patient_id, subject)
        values (in_clinic, of_patient, 'patient', 'check_in.saved', of_patient, revision::text);
    end if;

    return query
    select arrived, is_held, p.language, p.country::text, p.modality, p.contacts, before
    from journal.patient p
    where p.clinic_id = in_clinic and p.patient_id = of_patient;
    if not found then
        raise exception 'no such patient' using errcode = 'foreign_key_violation';
    end if;
end
$$;

create function journal.save_check_in_alone(
    token bytea, remembered int,
    in_clinic uuid, of_patient uuid, on_day date, revision uuid, parent uuid, given_mood smallint, given_anxiety smallint,
    given_energy smallint, given_sleep_hours numeric, given_sleep_quality smallint, written timestamptz, in_zone text, by_offset smallint,
    is_late boolean, is_synced_later boolean, hash bytea, found_tier text, words bytea, words_for text, from_source text, from_import uuid
) returns table (received_at timestamptz, held boolean, language text, country text, modality text, contacts bytea, prior uuid)
language plpgsql as $$
begin
    -- As db.pool.begin does it, for a patient and their own journal.
    perform identity.assert_session(token, of_patient, remembered);
    perform set_config('app.clinic_id', in_clinic::text, true), set_config('app.account_id', of_patient::text, true),
            set_config('app.role', 'patient', true), set_config('app.patient_ids', '{' || of_patient || '}', true),
            set_config('app.audiences', '{private,therapist,team}', true);
    return query
    select * from journal.save_check_in(
        in_clinic, of_patient, on_day, revision, parent, given_mood, given_anxiety, given_energy, given_sleep_hours, given_sleep_quality,
        written, in_zone, by_offset, is_late, is_synced_later, hash, found_tier, words, words_for, from_source, from_import);
end
$$;

revoke execute on all functions in schema journal from public;
grant execute on all functions in schema journal to intersession_app;
