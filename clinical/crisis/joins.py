"""Words written in pieces: "s u i c i d e", "k.i.l.l", "sui-cide", "sui cide"."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from .edits import Edit
from .masks import ANY_LETTER, CLASS, DECORATION, LETTERS, TOKEN, WIDEST_GAP, count_letters, decoded, word_start
from .readings import Readings

# Anything but white space may join two pieces of a word: a hyphen, a dot, an emoji.
_JOINT = re.compile(rf"[a-z][^{CLASS}\x00-\x20]{{1,2}}(?=[a-z])")
_WORD = re.compile(rf"(?<![{CLASS}])[a-z]{{2,}}(?![a-z0-9@$|*+~#_])")
_GAP = re.compile(r"[\x00-\x20]{1,3}")
SHORTEST_SPLIT = 4
"""Letters; of so few no piece may be a word, of more not all of them."""


class Joins:
    def __init__(self, disguised: Sequence[str], readings: Readings, masked: Callable[[str], str | None]) -> None:
        """`masked`: what a word of letters and other signs means."""
        self._readings = readings
        self._masked = masked
        self._longest = max(map(len, disguised), default=0)
        split = [word for word in disguised if len(word) >= SHORTEST_SPLIT and word.isalpha()]
        self._beginnings = {word[:end] for word in split for end in range(2, len(word) + 1)}
        parts = {word[at:end] for word in split for at in range(len(word)) for end in range(at + 2, len(word) + 1)}
        self.fragments = parts - readings.words
        """Parts of words that people disguise, which are no words themselves."""

    def spaced(self, folded: str) -> Iterator[Edit]:
        run: list[Edit] = []
        for match in TOKEN.finditer(folded):
            token = Edit(match.start(), match.end(), match[0])
            single = len(token.text) == 1
            if run and not (single and token.start - run[-1].end <= WIDEST_GAP):
                yield from self._run(run, folded)
                run = []
            if single:
                run.append(token)
        yield from self._run(run, folded)

    def _run(self, run: Sequence[Edit], folded: str) -> Iterator[Edit]:
        """Single characters one after the other, as words. What lies between two words becomes a space."""
        first, last = 0, len(run)
        while last > first and run[last - 1].text in DECORATION:
            last -= 1
        while last > first and run[first].text in ANY_LETTER:
            first += 1
        run = run[first:last]
        form = "".join(token.text for token in run)
        if len(run) < 3 or 2 * count_letters(form) < len(run):
            return
        at = 0
        for piece in self._pieces(form):
            letters = run[at : at + len(piece)]
            at += len(piece)
            start, end = letters[0].start, letters[-1].end
            yield Edit(start, end, piece)
            if at < len(run):
                yield Edit(end, run[at].start, " ")
            elif _dotted(letters, folded):
                yield Edit(end, end + 1, " ")

    def _pieces(self, form: str) -> list[str]:
        word = form if form in self._readings.words else self._masked(form)
        if word or any(sign in form for sign in ANY_LETTER):
            return [word] if word else []
        forms = dict.fromkeys((decoded(form, 0), decoded(form, -1)))
        cuts = (language.cut_around(letters) for letters in forms for language in self._readings.languages)
        _, pieces = min(cuts, key=lambda cut: cut[0])
        telling = any(known and len(piece) > 2 and piece in self._readings.disguised for piece, known in pieces)
        return [piece for piece, _ in pieces] if telling or all(known for _, known in pieces) else []

    def chained(self, folded: str, edits: Sequence[Edit]) -> Iterator[Edit]:
        """ "sui-cide" joined; the dots of "i.want.to.die" end no sentence. Not where there are edits already."""
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
                if word and not self._readings.plain([piece.text for piece in pieces[at : last + 1]]):
                    longest = last, word
            if longest is not None:
                yield Edit(pieces[at].start, pieces[longest[0]].end, longest[1])
            at = longest[0] + 1 if longest else at + 1

    def _disguised(self, joined: str) -> str | None:
        word = joined if joined in self._readings.words else self._readings.near(joined)
        return word if word in self._readings.disguised and len(joined) > 2 else None

    def split(self, folded: str) -> Iterator[Edit]:
        """ "sui cide": from each word the longest that it and the next ones make up, where they are no words."""
        until = 0
        for first in _WORD.finditer(folded):
            if first.start() >= until and first[0] in self._beginnings and (edit := self._split_at(folded, first)):
                until = edit.end
                yield edit

    def _split_at(self, folded: str, first: re.Match[str]) -> Edit | None:
        longest: Edit | None = None
        joined = first[0]
        known = [joined in self._readings.words]
        last = _next(folded, first)
        while last and (joined := joined + last[0]) in self._beginnings:
            known.append(last[0] in self._readings.words)
            plain = any(known) if len(joined) == SHORTEST_SPLIT else all(known)
            if joined in self._readings.disguised and not plain:
                longest = Edit(first.start(), last.end(), joined)
            last = _next(folded, last)
        return longest


def _next(folded: str, piece: re.Match[str]) -> re.Match[str] | None:
    """The next piece of two letters or more, after nothing but white space."""
    gap = _GAP.match(folded, piece.end())
    return _WORD.match(folded, gap.end()) if gap else None


def _dotted(letters: Sequence[Edit], folded: str) -> bool:
    """Whether a dot follows that is one of "k.i.l.l." and ends no sentence."""
    dots = len(letters) > 1 and all("." in folded[one.end : two.start] for one, two in pairwise(letters))
    return dots and folded.startswith(".", letters[-1].end)


def _chains(folded: str) -> Iterator[list[Edit]]:
    """Runs of letters with one or two characters between them that are not white space, each of two pieces or more."""
    pieces: list[Edit] = []
    begin = -1
    for joint in _JOINT.finditer(folded):
        end = joint.start() + 1
        if not (pieces and LETTERS.fullmatch(folded, begin, end)):
            if pieces:
                yield [*pieces, _piece(folded, begin)]
            pieces = []
            begin = word_start(folded, end, max(begin, 0))
        pieces.append(Edit(begin, end, folded[begin:end]))
        begin = joint.end()
    if pieces:
        yield [*pieces, _piece(folded, begin)]


def _piece(folded: str, begin: int) -> Edit:
    letters = LETTERS.match(folded, begin)
    end = letters.end() if letters else begin
    return Edit(begin, end, folded[begin:end])
