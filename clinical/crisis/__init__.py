"""Words of danger: the screen, the words shown after it, and whom to call. See `screen` for how it decides."""

from .own_words import NO_OWN_WORDS, OwnPhrase, OwnWords, own_words
from .screen import Match, Tier, screen_text

__all__ = ["NO_OWN_WORDS", "Match", "OwnPhrase", "OwnWords", "Tier", "own_words", "screen_text"]
