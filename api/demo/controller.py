"""Who can sign in to the demo, shown on the sign-in page: the invented people alone. Outside demo mode the answer is empty."""

import msgspec
from litestar import Controller, get

from api.demo.people import PATIENTS, STAFF
from api.state import AnyRequest, running
from db import accounts
from db.rows import refusals_in_words

INVENTED = frozenset(person.email for person in (*STAFF, *PATIENTS))
"""Not those who were invited later: their addresses are their own, and so are their passwords."""


class DemoAccount(msgspec.Struct, kw_only=True):
    email: str
    name: str
    role: str
    password: str


class DemoView(msgspec.Struct, kw_only=True):
    demo: bool
    accounts: list[DemoAccount]


class DemoController(Controller):
    path = "/demo"
    tags = ("demo",)

    @get("/")
    async def show(self, request: AnyRequest) -> DemoView:
        here = running(request)
        if here.demo_password is None:
            return DemoView(demo=False, accounts=[])
        with refusals_in_words():
            async with here.pool.acquire() as conn:
                found = await accounts.demo_accounts(conn)
        return DemoView(
            demo=True,
            accounts=[
                DemoAccount(email=account.email, name=account.name, role=account.role, password=here.demo_password)
                for account in found
                if account.email in INVENTED
            ],
        )
