-- depends: 0014_measures_and_pages
-- What a clinic sets for the questions before a session.

alter table journal.clinic_care drop constraint clinic_care_topic;
alter table journal.clinic_care add constraint clinic_care_topic check (topic in ('measures', 'protocols', 'pre_session'));
