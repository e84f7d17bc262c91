"""The clinic's settings: everybody of its staff may read them, an admin may change them."""

from typing import Annotated

import msgspec
from litestar import Controller, get, put
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import Meta

from api.acting import Office
from clinical.errors import Forbidden, Invalid
from clinical.zones import is_zone
from db import audit, clinics
from db.clinics import Clinic


class ClinicSettings(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """`back_fill_days`: how far back a day may still be filled in. `summary_lead_hours`: how long before a session its summary is
    made; sessions that are planned already keep the lead that they were planned with."""

    name: Annotated[str, Meta(min_length=1, max_length=200, pattern=r"^[^\x00]*[^\s\x00][^\x00]*$")]
    zone: Annotated[str, Meta(max_length=64)]
    country: Annotated[str, Meta(pattern="^[A-Z]{2}$")]
    phone: Annotated[str, Meta(max_length=40, pattern=r"^[0-9+*#(). /-]+$")] | None
    back_fill_days: Annotated[int, Meta(ge=0, le=7)]
    summary_lead_hours: Annotated[int, Meta(ge=1, le=96)]
    after_hours_text: Annotated[str, Meta(max_length=1_000, pattern=r"^[^\x00]*$")]


class ClinicController(Controller):
    path = "/clinic"
    tags = ("clinic",)

    @get("/")
    async def show(self, office: NamedDependency[Office]) -> ClinicSettings:
        if office.account.role == "patient":
            raise Forbidden
        return settings_of(await clinics.facts(office.conn, office.clinic_id))

    @put("/")
    async def change(self, office: NamedDependency[Office], data: JSONBody[ClinicSettings]) -> ClinicSettings:
        if office.account.role != "admin":
            raise Forbidden("Only an admin can change the clinic's settings.")
        if not is_zone(data.zone):
            raise Invalid.field("zone", "This is not a time zone that we know.")
        await clinics.change(office.conn, office.clinic_id, clinic_of(data, is_demo=office.account.is_demo))
        await audit.note(
            office.conn, office.clinic_id, "clinic.changed", account_id=office.account.account_id, role="admin"
        )
        return data


def settings_of(clinic: Clinic) -> ClinicSettings:
    return ClinicSettings(
        name=clinic.name,
        zone=clinic.zone,
        country=clinic.country,
        phone=clinic.phone,
        back_fill_days=clinic.back_fill_days,
        summary_lead_hours=clinic.summary_lead_hours,
        after_hours_text=clinic.after_hours_text,
    )


def clinic_of(data: ClinicSettings, *, is_demo: bool) -> Clinic:
    return Clinic(
        name=data.name,
        zone=data.zone,
        country=data.country,
        phone=data.phone,
        back_fill_days=data.back_fill_days,
        summary_lead_hours=data.summary_lead_hours,
        after_hours_text=data.after_hours_text,
        is_demo=is_demo,
    )
