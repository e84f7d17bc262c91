"""The card for the hours after a session, from its beginning on."""

from uuid import UUID

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from api.acting import Me
from api.entries import calm_situation
from clinical.after_care import AfterCareCard, after_care, ends_at
from clinical.errors import Conflict, NotFound
from clinical.pre_session import MODALITY_OF
from db import patients, sessions


class AfterCareController(Controller):
    path = "/me/sessions"
    tags = ("journal",)

    @get("/{session_id:uuid}/after-care")
    async def show(self, me: NamedDependency[Me], session_id: FromPath[UUID]) -> AfterCareCard:
        """Of a session that was held or has begun. The times are the clinic's: that is where somebody leaves from."""
        session = await sessions.find(me.conn, me.clinic_id, me.patient_id, session_id)
        modality = MODALITY_OF.get(session.kind)
        if modality is None or session.status in ("missed", "cancelled"):
            raise NotFound
        if not session.is_held(me.now):
            raise Conflict("This session has not begun.")
        profile = await patients.find(me.conn, me.clinic_id, me.patient_id)
        where = calm_situation(me.account, profile, held=profile.held)
        return after_care(modality, ends_at(modality, session.starts_at), me.account.clinic_zone, where)
