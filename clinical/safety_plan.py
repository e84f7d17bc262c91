"""A safety plan in the steps of Stanley and Brown: written by the patient, for the patient, with whomever they like.

Stanley B, Brown GK. Safety Planning Intervention: a brief intervention to mitigate suicide risk. Cognitive and Behavioral
Practice 2012;19(2):256-264. The seventh list, reasons to live, is part of the plan's later forms.

It is never screened: words of danger belong here (product.md, "Guidance", 1), and no plan is answered with guidance.
"""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from .crisis_settings import PhoneNumber
from .entries import Stamp

Text = Annotated[str, Meta(min_length=1, max_length=500)]
Texts = Annotated[list[Text], Meta(max_length=20)]


class PlanContact(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """A person, a place or a service, and the number by which they are reached, if by one."""

    name: Text
    dial: PhoneNumber | None = None


Contacts = Annotated[list[PlanContact], Meta(max_length=20)]


class SafetyPlan(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """In the order in which the steps are taken. Every list may be empty."""

    warning_signs: Texts = []
    coping: Texts = []
    distractions: Contacts = []
    helpers: Contacts = []
    professionals: Contacts = []
    safe_environment: Texts = []
    reasons_to_live: Texts = []


class SafetyPlanPut(SafetyPlan, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """The whole plan as a revision: see CheckInPut."""

    revision_id: UUID
    based_on: UUID | None = None
    stamp: Stamp
