"""What clients see of an account: the answer to signing in, and to asking who one is."""

from typing import Literal
from uuid import UUID

import msgspec

from clinical.crisis_settings import CrisisSettings
from db.accounts import Account
from db.patients import Patient

Role = Literal["patient", "therapist", "clinician", "admin"]


class ClinicView(msgspec.Struct, kw_only=True):
    """`crisis`: the clinic's own line and words, for the phone's own screen and hotline."""

    id: UUID
    name: str
    zone: str
    phone: str | None
    country: str
    back_fill_days: int
    crisis: CrisisSettings


class PatientFacts(msgspec.Struct, kw_only=True):
    zone: str
    country: str
    share_default: str
    modality: str | None


class MembershipView(msgspec.Struct, kw_only=True):
    account_id: UUID
    clinic_name: str
    role: str


class AccountView(msgspec.Struct, kw_only=True):
    """`patient` is null for staff; `memberships` are this person's accounts in all clinics, this one among them."""

    account_id: UUID
    role: str
    name: str
    email: str
    language: str
    clinic: ClinicView
    patient: PatientFacts | None
    demo: bool
    memberships: list[MembershipView]


def account_view(account: Account, patient: Patient | None, memberships: list[Account]) -> AccountView:
    return AccountView(
        account_id=account.account_id,
        role=account.role,
        name=account.name,
        email=account.email,
        language=account.language,
        clinic=ClinicView(
            id=account.clinic_id,
            name=account.clinic_name,
            zone=account.clinic_zone,
            phone=account.clinic_phone,
            country=account.clinic_country,
            back_fill_days=account.back_fill_days,
            crisis=account.clinic_crisis,
        ),
        patient=patient
        and PatientFacts(
            zone=patient.zone, country=patient.country, share_default=patient.share_default, modality=patient.modality
        ),
        demo=account.is_demo,
        memberships=[
            MembershipView(account_id=other.account_id, clinic_name=other.clinic_name, role=other.role)
            for other in memberships
        ],
    )
