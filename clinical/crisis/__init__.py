"""Words of danger: the screen, the words shown after it, and whom to call. See `screen` for how it decides."""

from .screen import Match, Tier, screen_text

__all__ = ["Match", "Tier", "screen_text"]
