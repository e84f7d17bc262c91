"""Texts that try every step of the screen: phrases and halves of phrases, disguised, glued, in pieces, among other text."""

import random
import re

from hypothesis import strategies as st

from clinical.crisis.lexicon import phrases_of
from clinical.crisis.screen import _READINGS as READINGS

LEET = str.maketrans({"o": "0", "i": "!", "l": "1", "e": "3", "a": "@", "s": "$", "t": "7"})
BOLD = {ord("a") + n: 0x1D41A + n for n in range(26)}
FULLWIDTH = {ord("a") + n: 0xFF41 + n for n in range(26)}


def _said(phrase: str, classes: dict[str, list[str]], draw: random.Random) -> str:
    """One way in which a phrase of the data may be said."""
    words: list[str] = []
    for slot in phrase.split():
        if slot[0] == "*":
            words += draw.choices(["river", "so", "very", "the"], k=draw.randint(0, int(slot[1:])))
        elif not slot.endswith("?") or draw.random() < 0.5:
            chosen = draw.choice(slot.rstrip("?").split("|"))
            if chosen[0] == "<":
                words.append(_said(draw.choice(classes[chosen[1:-1]]), classes, draw))
            else:
                words.append({"#": "3", "##": "40"}.get(chosen, chosen.replace("_", " ")))
    return " ".join(words)


def _all_said() -> list[str]:
    draw = random.Random(3)
    texts: set[str] = set()
    for language in ("en", "es"):
        phrases = phrases_of(language)
        for group in phrases.groups:
            texts.update(_said(phrase, phrases.classes, draw) for phrase in group.phrases for _ in range(3))
    return sorted(texts)


SAID = st.sampled_from(_all_said())
WORD = st.sampled_from(sorted(READINGS.words))


def _slip(text: str) -> str:
    middle = len(text) // 2
    return text[:middle] + text[middle + 1 : middle + 2] + text[middle : middle + 1] + text[middle + 2 :]


DISGUISES = [
    str.upper,
    str.title,
    _slip,
    lambda text: text.translate(LEET),
    lambda text: text.translate(BOLD),
    lambda text: text.translate(FULLWIDTH),
    lambda text: text.replace("i", "1").replace("e", "3"),
    lambda text: re.sub("([a-z])(?=[a-z])", r"\1\1", text, count=1),
    lambda text: re.sub("([a-z])\\1", r"\1", text),
    lambda text: re.sub("[a-z]{2}(?=[a-z]{2})", r"\g<0> ", text),
    lambda text: ".".join(text) + ". " if " " not in text else text,
    lambda text: re.sub("[aeiou]", "*", text),
    lambda text: re.sub("[aeiou]", "*", text, count=1),
    lambda text: " ".join(text.replace(" ", "")),
    lambda text: ".".join(text.replace(" ", "")),
    lambda text: " - ".join(text.replace(" ", "").translate(LEET)),
    lambda text: text.replace(" ", ""),
    lambda text: text.replace(" ", ".").replace("i", "i\u200b"),
    lambda text: text[: len(text) // 2] + "-" + text[len(text) // 2 :],
    lambda text: "\u0336".join(text),
    lambda text: text.replace("i", "iiii"),
    lambda text: f"*{text}*",
    lambda text: text.replace("e", "é").replace("o", "о"),
]
DISGUISED = st.builds(lambda text, disguise: disguise(text), st.one_of(SAID, WORD), st.sampled_from(DISGUISES))
SEPARATORS = st.sampled_from(
    [" ", " ", " ", " ", "", ". ", "! ", "? ", ", ", "-", "...", "\n", " 😀 ", "\ud83d", "'", "/"]
)
NUMBERS = st.sampled_from(["3", "40", "10mg", "4am", "b12", "7.5", "2026-01-31", "$20", "50%", "#1"])
ANSWERS = st.sampled_from(
    ["? No.", "? none\n", ": no, ", " - denied", "? nunca!", "? No, never. I lied.", "? no. but", "?! - nada ? yes"]
)
PARTS = st.one_of(SAID, SAID, ANSWERS, DISGUISED, DISGUISED, WORD, NUMBERS, SEPARATORS, st.text(max_size=12))
TEXTS = st.lists(st.tuples(PARTS, SEPARATORS), max_size=7).map(lambda parts: "".join(map("".join, parts)))
OWN = st.lists(
    st.builds(
        lambda phrase, tier: {"phrase": phrase[:80], "tier": tier},
        st.one_of(SAID, WORD, NUMBERS, st.text(min_size=1, max_size=8)),
        st.sampled_from(["explicit", "veiled"]),
    ),
    max_size=2,
)
