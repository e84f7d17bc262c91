"""Changes to a folded text, and the way back from a place in what they made of it."""

from collections.abc import Iterable, Sequence

import msgspec


class Edit(msgspec.Struct, frozen=True):
    """From `start` to `end` (exclusive) the folded text is to be read as `text`."""

    start: int
    end: int
    text: str


class Undisguised(msgspec.Struct, frozen=True):
    """`text`: the folded text after the edits."""

    text: str
    edits: Sequence[Edit]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Of whole words of `text`: where they stand in the folded text, an edited one as a whole."""
        first, last = start, end
        shift = 0
        for edit in self.edits:
            begin = edit.start + shift
            finish = begin + len(edit.text)
            shift += len(edit.text) - (edit.end - edit.start)
            if start >= finish:
                first = start - shift
            elif start >= begin:
                first = edit.start
            if end > finish:
                last = end - shift
            elif end > begin:
                last = edit.end
        return first, last


def merged(edits: Sequence[Edit], more: Iterable[Edit]) -> list[Edit]:
    """In order; of those in `more` the ones that touch no letter of an earlier edit. Both are in order."""
    kept: list[Edit] = []
    at = 0
    for edit in more:
        while at < len(edits) and edits[at].end <= edit.start:
            at += 1
        if at == len(edits) or edits[at].start >= edit.end:
            kept.append(edit)
    return sorted([*edits, *kept], key=_start) if kept else list(edits)


def edited(folded: str, edits: Iterable[Edit]) -> str:
    parts: list[str] = []
    at = 0
    for edit in edits:
        parts += folded[at : edit.start], edit.text
        at = edit.end
    return "".join([*parts, folded[at:]])


def _start(edit: Edit) -> int:
    return edit.start
