"""Who is in the demo clinic. All of them are invented."""

from typing import Literal

import msgspec

from clinical.entries import Audience
from clinical.escalation import When
from clinical.guidance import Contact

DEMO_PASSWORD = "demo-between-sessions"
"""Signs in to every demo account; it is shown on the sign-in page of a demo."""

CLINIC_NAME = "Northlight Clinic"
CLINIC_ZONE = "America/New_York"
CLINIC_COUNTRY = "US"
CLINIC_PHONE = "+1 555 0142"


class Staff(msgspec.Struct, frozen=True, kw_only=True):
    key: str
    name: str
    role: Literal["admin", "clinician", "therapist"]

    @property
    def email(self) -> str:
        return f"{self.key}.{self.role}@demo.example"


class Patient(msgspec.Struct, frozen=True, kw_only=True):
    """`story` names what the demo shows with this patient; `team` are keys of staff. `share` is whom new notes go to."""

    key: str
    name: str
    story: str
    team: tuple[str, ...]
    share: Audience = "team"
    language: Literal["en", "es"] = "en"
    zone: str = CLINIC_ZONE
    contacts: tuple[Contact, ...] = ()

    @property
    def email(self) -> str:
        return f"{self.key}.patient@demo.example"


STAFF = (
    Staff(key="amara", name="Dr. Amara Osei", role="clinician"),
    Staff(key="peter", name="Dr. Peter Lindqvist", role="clinician"),
    Staff(key="ruth", name="Ruth Feldman", role="therapist"),
    Staff(key="dana", name="Dana Whitfield", role="admin"),
)

ESCALATION: tuple[tuple[str, When], ...] = (("amara", "day"), ("peter", "on_call"), ("ruth", "always"))
"""Who is told, in this order, of an alert that nobody acknowledges."""

PATIENTS = (
    Patient(key="maya", name="Maya Brandt", story="ketamine induction", team=("amara",)),
    Patient(key="tom", name="Tom Ridgeway", story="boosters that wear off", team=("amara", "ruth")),
    Patient(key="elena", name="Elena Kovacs", story="boosters that hold", team=("amara", "ruth"), share="therapist"),
    Patient(key="jonah", name="Jonah Reyes", story="TMS week 1", team=("peter",)),
    Patient(key="priya", name="Priya Nair", story="TMS week 3", team=("peter", "ruth")),
    Patient(key="walter", name="Walter Hughes", story="TMS week 6", team=("peter",), zone="America/Chicago"),
    Patient(key="grace", name="Grace Okafor", story="finished course", team=("peter",)),
    Patient(key="sam", name="Sam Delaney", story="gone quiet", team=("amara",)),
    Patient(key="nora", name="Nora Lindgren", story="got worse", team=("amara", "ruth")),
    Patient(
        key="ben",
        name="Ben Carver",
        story="past crisis",
        team=("amara", "peter", "ruth"),
        contacts=(Contact(name="Marcus", dial="+15550147"),),
    ),
    Patient(key="lucia", name="Lucía Fernández", story="Spanish speaker", team=("amara", "ruth"), language="es"),
    Patient(key="hannah", name="Hannah Weiss", story="about to begin", team=("amara",), share="private"),
)
