"""Files for other programs, for clinicians of the care team: a FHIR Bundle and tables. Each one leaves a trail, and no file is named
after a person."""

from typing import Annotated
from uuid import UUID

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from api.acting import Acting, Chart
from api.exports import record, tables
from api.exports.fhir import bundle
from clinical.errors import Forbidden
from db import audit


class ExportController(Controller):
    path = "/patients/{patient_id:uuid}"
    tags = ("exports",)

    @get("/fhir", media_type=bundle.MEDIA_TYPE)
    async def fhir(
        self,
        chart: NamedDependency[Chart],
        name: Annotated[bool, QueryParameter()] = False,
        notes: Annotated[bool, QueryParameter()] = False,
    ) -> Response[bytes]:
        """FHIR R4, one Bundle. The patient is an id of this clinic's; `name` adds theirs. `notes` adds words, those that are shared with
        you."""
        check_clinician(chart)
        found = await record.gather(chart, name=name, notes=notes)
        await trail(chart, "fhir.exported", chart.patient_id)
        return as_file(bundle.encoded(found), bundle.MEDIA_TYPE, "journal.fhir.json")

    @get("/csv", media_type="application/zip")
    async def csv(self, chart: NamedDependency[Chart]) -> Response[bytes]:
        """A zip of CSV tables and a README. No words of a person, and no name."""
        check_clinician(chart)
        found = await record.gather(chart)
        await trail(chart, "csv.exported", chart.patient_id)
        return as_file(tables.archive(found), "application/zip", "journal-tables.zip")


def check_clinician(acting: Acting) -> None:
    """What only a prescriber acts on is in all of these; and what leaves the clinic is for the clinic to send."""
    if acting.account.role != "clinician":
        raise Forbidden("Only a clinician of the care team can export this.")


def as_file(content: bytes, media_type: str, name: str) -> Response[bytes]:
    return Response(content, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})


async def trail(acting: Acting, action: str, patient_id: UUID, subject: str | None = None) -> None:
    me = acting.account
    await audit.note(
        acting.conn,
        acting.clinic_id,
        action,
        account_id=me.account_id,
        role=me.role,
        patient_id=patient_id,
        subject=subject,
    )
