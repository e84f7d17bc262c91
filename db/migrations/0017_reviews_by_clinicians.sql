-- depends: 0016_reviews_for_the_prescriber
-- Whether a session goes ahead after an answer that stops it is a clinician's to say: theirs alone is what was done about it.

drop policy prescriber_reviews on journal.pre_session_review;
create policy clinician_reviews on journal.pre_session_review as restrictive for insert
    with check (current_setting('app.role', true) = 'clinician');
