"""Words written so that no program finds them: "k!ll", "su*cide", "s u i c i d e", "k.i.l.l", "sui-cide".

Works on folded text and gives edits of it. Most texts need none, and a look at their shape is enough to know.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import msgspec

from .readings import Readings, spellings

LETTERS_FOR = dict(zip("01345789@$!|+~", ("o", "il", *"eastbgas", "il", "il", "t", "e"), strict=True))
"""What may stand for a letter. The fold writes other signs that look like one of these as that one."""
ANY_LETTER = "*#_"
DECORATION = "*#_~|+@$!"
LONGEST_WORD = 24
"""In characters; of a token of more only what stands in it without disguise is read."""
WIDEST_GAP = 3
"""Characters between single letters that are one word."""

_CLASS = "a-z0-9@$!|*+~#_"
_TOKEN = re.compile(f"[{_CLASS}]+")
# Anything but white space may join two pieces of a word: a hyphen, a dot, an emoji.
_JOINT = re.compile(rf"[a-z][^{_CLASS}\x00-\x20]{{1,2}}(?=[a-z])")
_SIGNS = re.compile(r"[0-9@$!|*+~#_]+")
# Three single characters, in the shape of a text in which everything but space stands for one of them.
_RUN = re.compile(rb" a {1,3}a {1,3}a ")
_LETTERS = re.compile(r"[a-z]+")


def _shape_of(char: str) -> str:
    if char.isalpha():
        return "a"
    if char == "!":
        return "!"
    return "0" if _TOKEN.match(char) else " " if char <= " " else "."


_SHAPES = "".join(_shape_of(chr(point)) for point in range(128)).encode() + bytes(128)
_SINGLES = bytes.maketrans(b"!0.", b"aa ")


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


class Disguises:
    def __init__(self, disguised: Sequence[str], readings: Readings) -> None:
        """`disguised`: words that people disguise, in the order in which they are tried."""
        self._readings = readings
        self._by_length: dict[int, list[str]] = {}
        self._by_skeleton: dict[str, list[str]] = {}
        self._longest = max(map(len, disguised), default=0)
        for word in dict.fromkeys(disguised):
            self._by_length.setdefault(len(word), []).append(word)
        for word in dict.fromkeys([*disguised, *sorted(readings.words)]):
            if 2 <= len(word) <= LONGEST_WORD and word.isalpha():
                self._by_skeleton.setdefault(_skeleton(word), []).append(word)

    def undo(self, folded: str) -> Undisguised:
        shapes = folded.encode("ascii", "replace").translate(_SHAPES)
        masked = b"a0" in shapes or b"0a" in shapes or b"!a" in shapes or b"!0" in shapes
        spaced = _RUN.search(b" %b " % shapes.translate(_SINGLES)) is not None
        chained = b"a.a" in shapes or b"a..a" in shapes
        if not (masked or spaced or chained):
            return Undisguised(folded, ())
        edits: list[Edit] = []
        if masked:
            edits += self._all_masked(folded)
        if spaced:
            edits = sorted([*edits, *self._all_spaced(folded)], key=_start)
        if chained:
            edits = sorted([*edits, *self._chained(folded, edits)], key=_start)
        return Undisguised(_edited(folded, edits), edits)

    def _all_masked(self, folded: str) -> Iterator[Edit]:
        until = 0
        for sign in _SIGNS.finditer(folded):
            if sign.start() < until:
                continue
            start = _word_start(folded, sign.start(), until)
            whole = _TOKEN.match(folded, start)
            until = whole.end() if whole else sign.end()
            # What stands at the end ends the sentence.
            token = folded[start:until].rstrip("!")
            if len(token) > 1 and (word := self._masked(token)):
                yield Edit(start, start + len(token), word)

    def _all_spaced(self, folded: str) -> Iterator[Edit]:
        run: list[Edit] = []
        for match in _TOKEN.finditer(folded):
            token = Edit(match.start(), match.end(), match[0])
            single = len(token.text) == 1
            if run and not (single and token.start - run[-1].end <= WIDEST_GAP):
                yield from self._spaced(run)
                run = []
            if single:
                run.append(token)
        yield from self._spaced(run)

    def _masked(self, token: str) -> str | None:
        """The words that a token of letters and other signs means: with its decoration, then without."""
        for form in dict.fromkeys((token, token.strip(DECORATION))):
            if form.isalpha() or _LETTERS.search(form) is None:
                continue
            for spelling in spellings(form):
                if word := self._word(spelling) or self._joined(spelling) or self._glued(spelling):
                    return word
        return None

    def _word(self, form: str) -> str | None:
        """One word, each character of which is its letter or may stand for it."""
        size, letters = len(form), _count_letters(form)
        if size > LONGEST_WORD:
            return None
        if any(sign in form for sign in ANY_LETTER):
            candidates = self._by_length.get(size, ()) if 2 * letters >= size else ()
            return next((word for word in candidates if _fits(form, word)), None)
        if 2 * letters < size and (size < 6 or 3 * letters < size):
            return None
        # "10mg" and "4am" are what they look like, "5uicidal" is not, and "t0" is no measure.
        inside = form[0].isalpha() and (form[-1].isalpha() or form[1:] == "0")
        candidates = self._by_skeleton.get(_skeleton(_decoded(form, 0)), ())
        return next((w for w in candidates if (inside or w in self._readings.disguised) and _fits(form, w)), None)

    def _joined(self, form: str) -> str | None:
        """ "k*i*l*l": signs between the letters of a word."""
        pieces = _LETTERS.findall(form)
        word = "".join(pieces)
        known = word in self._readings.disguised and 2 * len(word) >= len(form)
        return word if known and not form.isalnum() and not self._plain(pieces) else None

    def _glued(self, form: str) -> str | None:
        """ "k!llmyself": several words in one token."""
        unlike = 2 * _count_letters(form) < len(form) or any(sign in form for sign in ANY_LETTER)
        if unlike or self._plain(_LETTERS.findall(form)):
            return None
        return self._readings.unglued([_decoded(form, 0), _decoded(form, -1)])

    def _plain(self, pieces: Sequence[str]) -> bool:
        return all(len(piece) > 1 and piece in self._readings.words for piece in pieces)

    def _spaced(self, run: Sequence[Edit]) -> Iterator[Edit]:
        """Single characters one after the other, as words. What lies between two words becomes a space."""
        while run and run[-1].text in DECORATION:
            run = run[:-1]
        while run and run[0].text in ANY_LETTER:
            run = run[1:]
        form = "".join(token.text for token in run)
        if len(run) < 3 or 2 * _count_letters(form) < len(run):
            return
        at = 0
        for piece in self._pieces(form):
            last = at + len(piece) - 1
            yield Edit(run[at].start, run[last].end, piece)
            at = last + 1
            if at < len(run):
                yield Edit(run[last].end, run[at].start, " ")

    def _pieces(self, form: str) -> list[str]:
        word = form if form in self._readings.words else self._word(form)
        if word or any(sign in form for sign in ANY_LETTER):
            return [word] if word else []
        forms = dict.fromkeys((_decoded(form, 0), _decoded(form, -1)))
        cuts = (language.cut_around(letters) for letters in forms for language in self._readings.languages)
        _, pieces = min(cuts, key=lambda cut: cut[0])
        telling = any(known and len(piece) > 2 and piece in self._readings.disguised for piece, known in pieces)
        return [piece for piece, _ in pieces] if telling or all(known for _, known in pieces) else []

    def _chained(self, folded: str, edits: Sequence[Edit]) -> Iterator[Edit]:
        """ "sui-cide" joined; the dots of "i.want.to.die" end no sentence."""
        starts = [edit.start for edit in edits]
        for pieces in _chains(folded):
            start, end = pieces[0].start, pieces[-1].end
            at = bisect_left(starts, start)
            if (at < len(edits) and starts[at] < end) or (at > 0 and edits[at - 1].end > start):
                continue
            joins = list(self._joins(pieces))
            if not joins and len(pieces) > 2:
                gaps = [(one.end, two.start) for one, two in pairwise(pieces)]
                joins = [Edit(*gap, " ") for gap in gaps] if all(folded[a:b] == "." for a, b in gaps) else []
            yield from joins

    def _joins(self, pieces: Sequence[Edit]) -> Iterator[Edit]:
        """From each piece the longest word that it and its followers make up, unless they are words themselves."""
        at = 0
        while at < len(pieces):
            longest: tuple[int, str] | None = None
            joined = pieces[at].text
            for last in range(at + 1, len(pieces)):
                joined += pieces[last].text
                if len(joined) > self._longest + 1:
                    break
                word = self._disguised(joined)
                if word and not self._plain([piece.text for piece in pieces[at : last + 1]]):
                    longest = last, word
            if longest is not None:
                yield Edit(pieces[at].start, pieces[longest[0]].end, longest[1])
            at = longest[0] + 1 if longest else at + 1

    def _disguised(self, joined: str) -> str | None:
        word = joined if joined in self._readings.words else self._readings.near(joined)
        return word if word in self._readings.disguised and len(joined) > 2 else None


def _chains(folded: str) -> Iterator[list[Edit]]:
    """Runs of letters with one or two characters between them that are not white space, each of two pieces or more."""
    pieces: list[Edit] = []
    begin = -1
    for joint in _JOINT.finditer(folded):
        end = joint.start() + 1
        if not (pieces and _LETTERS.fullmatch(folded, begin, end)):
            if pieces:
                yield [*pieces, _piece(folded, begin)]
            pieces = []
            begin = _word_start(folded, end, max(begin, 0))
        pieces.append(Edit(begin, end, folded[begin:end]))
        begin = joint.end()
    if pieces:
        yield [*pieces, _piece(folded, begin)]


def _word_start(folded: str, end: int, after: int) -> int:
    """Where the letters before `end` begin, none of them before `after`."""
    start = end
    while start > after and "a" <= folded[start - 1] <= "z":
        start -= 1
    return start


def _piece(folded: str, begin: int) -> Edit:
    letters = _LETTERS.match(folded, begin)
    end = letters.end() if letters else begin
    return Edit(begin, end, folded[begin:end])


def _start(edit: Edit) -> int:
    return edit.start


def _edited(folded: str, edits: Iterable[Edit]) -> str:
    parts: list[str] = []
    at = 0
    for edit in edits:
        parts += folded[at : edit.start], edit.text
        at = edit.end
    return "".join([*parts, folded[at:]])


def _count_letters(form: str) -> int:
    return sum(map(str.isalpha, form))


def _decoded(form: str, way: int) -> str:
    """With letters for signs; `way` chooses between two that a sign may stand for."""
    return form if form.isalpha() else "".join(LETTERS_FOR.get(char, char)[way] for char in form)


def _skeleton(word: str) -> str:
    return word.replace("l", "i")


def _fits(form: str, word: str) -> bool:
    return all(
        letter == char or char in ANY_LETTER or letter in LETTERS_FOR.get(char, "")
        for char, letter in zip(form, word, strict=True)
    )
