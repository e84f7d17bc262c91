"""The caseload of a clinician with 500 patients, over HTTP: each with 548 days of entries, a course, reports and alerts."""

import asyncio
from statistics import median

import asyncpg
import msgspec

from bench.bed import Bed, Person, make_people

PATIENTS = 500
ROUNDS = 5
SECONDS = 4.0

# Everything of one patient is derived from the patient's number, so each run has the same clinic. Every seventh day is not
# logged; one patient of 20 has gone quiet three weeks ago, one of 25 stopped writing two months ago, one of 50 has an alert.
CLINIC = """
create temp table made as select n, gen_random_uuid() as id, gen_random_uuid() as course from generate_series(1, $PATIENTS) n;

insert into identity.identity (id, email, password_hash) select id, id || '@example.org', '-' from made;
insert into identity.membership (id, clinic_id, identity_id, role, name)
select id, '$CLINIC', id, 'patient', 'Jordan M. ' || n from made;
insert into identity.care_team (clinic_id, patient_id, member_id) select '$CLINIC', id, '$DOCTOR' from made;
insert into journal.patient (clinic_id, patient_id, name, zone, country, modality, joined_on, consent_version, consented_at)
select '$CLINIC', id, 'Jordan M. ' || n, 'America/New_York', 'US', 'ketamine_iv', current_date - 548, 'bench', now() from made;

insert into journal.check_in (clinic_id, patient_id, day, revision_id, mood, anxiety, written_at, zone, offset_minutes, received_at,
                              late, synced_later, body_hash)
select '$CLINIC', id, current_date - ago, gen_random_uuid(), (n + ago) % 11, 4, now() - ago * interval '1 day', 'America/New_York',
       -300, now() - ago * interval '1 day', false, false, '-'
from generate_series(548, 0, -1) ago cross join made
where (n + ago) % 7 <> 0 and not (n % 20 = 7 and ago < 21) and not (n % 25 = 11 and ago < 60);

insert into journal.side_effect (clinic_id, patient_id, report_id, revision_id, day, effect, severity, level, written_at, zone,
                                 offset_minutes, received_at, late, synced_later, body_hash)
select '$CLINIC', id, gen_random_uuid(), gen_random_uuid(), current_date - ago, 'headache', 'mild',
       case when (n + ago) % 97 = 0 then 'call_clinic' else 'routine' end, now() - ago * interval '1 day', 'America/New_York', -300,
       now() - ago * interval '1 day', false, false, '-'
from generate_series(548, 0, -3) ago cross join made
where not (n % 20 = 7 and ago < 21) and not (n % 25 = 11 and ago < 60);

insert into journal.course (clinic_id, patient_id, course_id, protocol, modality, name, started_on, started_by)
select '$CLINIC', id, course, 'ket-iv', 'ketamine_iv', 'Ketamine', current_date - 530, '$DOCTOR' from made;
insert into journal.session (clinic_id, patient_id, session_id, course_id, kind, ordinal, of, starts_at, day, status, summary_before)
select '$CLINIC', id, gen_random_uuid(), course, 'booster', number, 20, now() + (number * 30 - 540 + n % 30) * interval '1 day',
       current_date + (number * 30 - 540 + n % 30), case when number * 30 - 540 + n % 30 < 0 then 'completed' else 'planned' end, true
from made cross join generate_series(1, 20) number;

insert into journal.alert (clinic_id, patient_id, alert_id, tier, rank, source, private)
select '$CLINIC', id, gen_random_uuid(), 'explicit', 3, 'check_in', false from made where n % 50 = 3;
insert into journal.summary (clinic_id, patient_id, summary_id, session_id, form, inputs_until, inputs_hash, numbers)
select '$CLINIC', id, gen_random_uuid(), gen_random_uuid(), 'clinician', now(), '-', '{}' from made where n % 10 = 1;
"""


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """p50 in milliseconds, one connection, one request after the other; `patients` as they were in the answer."""

    p50_ms: float
    patients: int
    requests: int


def measure(bed: Bed) -> Figures:
    """The first round fills caches and does not count."""
    doctor = asyncio.run(seed(bed))
    rounds = [bed.load("GET", "/api/caseload", [doctor], seconds=SECONDS) for _ in range(ROUNDS + 1)][1:]
    return Figures(
        p50_ms=median(measured.p50 for measured in rounds) * 1000,
        patients=PATIENTS,
        requests=sum(measured.requests for measured in rounds),
    )


async def seed(bed: Bed) -> Person:
    """The clinician whose care team everybody is on."""
    doctor, _ = await make_people(bed, 0)
    script = CLINIC.replace("$PATIENTS", str(PATIENTS))
    script = script.replace("$CLINIC", str(doctor.clinic_id)).replace("$DOCTOR", str(doctor.account_id))
    conn = await asyncpg.connect(bed.dsn)
    await conn.execute(script)
    await conn.execute("vacuum analyze")
    await conn.close()
    return doctor
