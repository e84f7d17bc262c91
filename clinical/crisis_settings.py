"""What a clinic sets for a crisis: a line of its own, and words that its patients use for danger."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from .crisis import OwnPhrase, OwnWords, own_words

PHONE = r"^[0-9+*#(). /-]*[0-9][0-9+*#(). /-]*$"
"""A number as people write it, with at least one digit."""

PhoneNumber = Annotated[str, Meta(max_length=40, pattern=PHONE)]


class OwnLine(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """The clinic's own number, shown before every other line. `text` is what the clinic says beside it."""

    name: Annotated[str, Meta(min_length=1, max_length=80, pattern=r"^[^\x00]*[^\s\x00][^\x00]*$")]
    dial: PhoneNumber | None = None
    sms: PhoneNumber | None = None
    hours: Annotated[str, Meta(max_length=80, pattern=r"^[^\x00]*$")] | None = None
    text: Annotated[str, Meta(max_length=300, pattern=r"^[^\x00]*$")] | None = None

    def __post_init__(self) -> None:
        if self.dial is None and self.sms is None:
            raise ValueError("A line needs a number to call or to text.")


class ClinicWord(OwnPhrase, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """A phrase that counts as danger in this clinic, beside those of the screen. It has 3 to 80 characters, one a letter."""

    phrase: Annotated[str, Meta(min_length=3, max_length=80, pattern=r"^[^\x00]*[^\W\d_][^\x00]*$")]
    tier: Literal["explicit", "veiled"]


class CrisisSettings(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    own_line: OwnLine | None = None
    words: Annotated[tuple[ClinicWord, ...], Meta(max_length=100)] = ()

    @property
    def own_words(self) -> OwnWords:
        """Ready to screen with."""
        return own_words(self.words)
