"""Templates of courses: those that we offer and the clinic's own."""

from litestar import Controller, get, put
from litestar.di import NamedDependency
from litestar.params import JSONBody

from api.acting import Office
from clinical.errors import Forbidden
from clinical.own_protocols import OwnTemplate, OwnTemplates, check
from clinical.protocols import ProtocolView, protocols
from db import clinic_care


class ProtocolController(Controller):
    path = "/protocols"
    tags = ("courses",)

    @get("/")
    async def list_protocols(self, office: NamedDependency[Office]) -> list[ProtocolView]:
        """The clinic's own come last."""
        _staff_only(office)
        own = await clinic_care.protocols(office.conn, office.clinic_id)
        return protocols("es" if office.account.language == "es" else "en", own)


class OwnProtocolController(Controller):
    path = "/clinic/protocols"
    tags = ("clinic",)

    @get("/")
    async def show(self, office: NamedDependency[Office]) -> list[OwnTemplate]:
        _staff_only(office)
        return await clinic_care.protocols(office.conn, office.clinic_id)

    @put("/")
    async def change(self, office: NamedDependency[Office], data: JSONBody[OwnTemplates]) -> list[OwnTemplate]:
        """All of them. Courses that were started keep the template that they were started with."""
        if office.account.role != "admin":
            raise Forbidden("Only an admin can change the clinic's templates.")
        check(data)
        await clinic_care.change(office.conn, office.clinic_id, "protocols", data, office.account.account_id)
        return data


def _staff_only(office: Office) -> None:
    if office.account.role == "patient":
        raise Forbidden
