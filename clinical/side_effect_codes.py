"""Codes of the side-effect vocabulary in other people's systems, for exports. No level and no word on a screen follows from them.

Systems, editions and licences stand in side_effect_codes.json. CTCAE grades are a clinician's to give and are not in it.
"""

from msgspec import Struct

from .data import load


class Code(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """`display` is the system's own name of the code."""

    code: str
    display: str


class Codes(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """`icd10cm` codes that begin with F name a disorder: a report of a patient never becomes one."""

    snomed: Code | None
    icd10cm: Code | None
    meddra_llt: Code | None


class _File(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    about: str
    codes: dict[str, Codes]


CODES: dict[str, Codes] = load("side_effect_codes.json", _File).codes
