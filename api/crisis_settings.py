"""The clinic's own line and its own words: staff may read them, an admin may change them.

They travel with the session (Account.clinic_crisis): a change raises its version, so that the next request reads them anew.
"""

from litestar import Controller, get, put
from litestar.di import NamedDependency
from litestar.params import JSONBody

from api.acting import Office
from clinical.crisis.own_words import legible
from clinical.crisis_settings import CrisisSettings
from clinical.errors import Forbidden, Invalid
from db import audit, crisis_settings


class CrisisController(Controller):
    path = "/clinic/crisis"
    tags = ("clinic",)

    @get("/")
    async def show(self, office: NamedDependency[Office]) -> CrisisSettings:
        if office.account.role == "patient":
            raise Forbidden
        return office.account.clinic_crisis

    @put("/")
    async def change(self, office: NamedDependency[Office], data: JSONBody[CrisisSettings]) -> CrisisSettings:
        me = office.account
        if me.role != "admin":
            raise Forbidden("Only an admin can change the clinic's settings.")
        for number, word in enumerate(data.words):
            if not legible(word.phrase):
                raise Invalid.field(f"words[{number}].phrase", "The screen reads the letters a to z and digits alone.")
        await crisis_settings.change(office.conn, office.clinic_id, data)
        await audit.note(office.conn, office.clinic_id, "crisis.changed", account_id=me.account_id, role=me.role)
        return data
