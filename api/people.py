"""The people of a clinic. Accounts and roles, no journal content."""

from typing import Literal
from uuid import UUID

import msgspec
from litestar import Controller, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from api.acting import Office
from api.views import Role
from clinical.errors import Conflict, Forbidden
from db import accounts, audit
from db.accounts import Person


class PersonView(msgspec.Struct, kw_only=True):
    """`care_team`: account ids of those who care for a patient, null for staff."""

    account_id: UUID
    name: str
    email: str
    role: Role
    status: Literal["active", "suspended"]
    care_team: list[UUID] | None


class PeopleController(Controller):
    path = "/people"
    tags = ("people",)

    @get("/")
    async def people(self, office: NamedDependency[Office]) -> list[PersonView]:
        """An admin sees everybody, a clinician the staff and the patients whose care team they are on."""
        me = office.account
        if me.role not in ("admin", "clinician"):
            raise Forbidden
        everybody = await accounts.people(office.conn, office.clinic_id)
        return [
            person_view(person)
            for person in everybody
            if me.role == "admin" or person.role != "patient" or me.account_id in person.care_team
        ]

    @post("/{account_id:uuid}/suspension", status_code=204)
    async def suspend(self, office: NamedDependency[Office], account_id: FromPath[UUID]) -> None:
        """Signs the account out everywhere, and it cannot sign in until it is restored. Nothing of it is deleted."""
        if account_id == office.account.account_id and office.account.role == "admin":
            raise Conflict("You cannot suspend your own account.")
        # An alert must reach somebody.
        if alone := await accounts.alone_for(office.conn, office.clinic_id, account_id):
            raise Conflict(f"{alone} of the patients have nobody else on their care team. Add somebody there first.")
        await set_suspended(office, account_id, suspended=True)

    @delete("/{account_id:uuid}/suspension", status_code=204)
    async def restore(self, office: NamedDependency[Office], account_id: FromPath[UUID]) -> None:
        await set_suspended(office, account_id, suspended=False)


async def set_suspended(office: Office, account_id: UUID, *, suspended: bool) -> None:
    if office.account.role != "admin":
        raise Forbidden("Only an admin can suspend or restore an account.")
    await accounts.suspend(office.conn, office.clinic_id, account_id, suspended=suspended)
    await audit.note(
        office.conn,
        office.clinic_id,
        "account.suspended" if suspended else "account.restored",
        account_id=office.account.account_id,
        role="admin",
        subject=str(account_id),
    )


def person_view(person: Person) -> PersonView:
    return PersonView(
        account_id=person.account_id,
        name=person.name,
        email=person.email,
        role=msgspec.convert(person.role, Role),
        status="suspended" if person.suspended else "active",
        care_team=person.care_team if person.role == "patient" else None,
    )
