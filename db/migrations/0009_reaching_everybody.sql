-- depends: 0008_rights
-- What reaching people needs beyond 0008.

-- An alert whose messages could not be queued with it is swept up by the worker, which cannot know whose it is: it finds
-- open alerts of all clinics, by their ids and times alone. What staff wrote about one, and how grave it was, stay out of
-- its reach; to change one it takes that patient's context.
revoke select on journal.alert from intersession_worker;
grant select (clinic_id, patient_id, alert_id, raised_at, state, acknowledged_at, acknowledged_by)
    on journal.alert to intersession_worker;
create policy worker_sweeps on journal.alert for select to intersession_worker using (state = 'raised');
create index alert_raised on journal.alert (raised_at) where state = 'raised';
create index notification_alert on journal.notification (clinic_id, subject) where kind = 'alert';

-- Staff see when a patient's phone was last reached, so that silence is not mistaken for wellbeing.
create policy of_patients on journal.push_subscription for select to intersession_app
    using (clinic_id = nullif(current_setting('app.clinic_id', true), '')::uuid
           and account_id = any(nullif(current_setting('app.patient_ids', true), '')::uuid[]));
