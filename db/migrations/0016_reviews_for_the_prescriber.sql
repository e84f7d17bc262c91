-- depends: 0015_before_a_session
-- What was done about an answer that only a prescriber reads says what the answer was: it is read by those who may read the answer.

alter table journal.pre_session_review add column prescriber_only boolean not null default false;

alter table journal.pre_session_review no force row level security;
update journal.pre_session_review set prescriber_only = true where question in ('alcohol', 'drugs');
do $$
begin
    if exists (select from journal.pre_session_review where prescriber_only <> (question in ('alcohol', 'drugs'))) then
        raise exception 'a review is not marked as its question is';
    end if;
end
$$;
alter table journal.pre_session_review force row level security;

create policy prescriber_reads on journal.pre_session_review as restrictive for select
    using (not prescriber_only or current_setting('app.role', true) in ('patient', 'clinician'));
create policy prescriber_reviews on journal.pre_session_review as restrictive for insert
    with check (not prescriber_only or current_setting('app.role', true) = 'clinician');
