"""Writes fold.json: how every code point that matters reads as plain a-z, 0-9 and sentence ends.

`python -m clinical.crisis.make_fold > clinical/crisis/fold.json`, run by hand when the rules here change. The table is
shipped because the Unicode tables of Python and of browsers differ from version to version, and both must screen alike.
"""

import json
import re
import sys
import unicodedata

APOSTROPHES = "'`´ʻʼʽˈˊˋ‘’‛′‵＇"
SENTENCE_ENDS = ".!?;"
DISGUISES = "@$|*+~#_"
"""Signs that `disguises` reads for letters; others that look like one of them fold to it."""


def _alike(letters: str, plain: str) -> dict[str, str]:
    return dict(zip(letters, plain, strict=True))


# What does not decompose, and look-alikes: of scripts that are mixed into Latin words, and of the "fonts" that web pages
# make of other scripts' letters. By what a letter looks like, not by what it is.
LOOK_ALIKES = {
    **_alike("øłđħŧıȷðƶɓɗɠƙƥƭʋɑɡɩʟəǝɛʉƨɘɯꞟꭵ", "oldhtijdzbdgkptvagileeeusemui"),
    **_alike("аеорсухіјѕԁһӏкмтвнгпѡԛԝүєәҽғқҡҝңҥҭұҳьъяицшщзӿђћ", "aeopcyxijsdhlkmtbhrnwqwyeeefkkkhhtyxbbruuwwexhh"),
    **_alike("αβεηικνορστυχωγζδθπςϲϳφλξ", "abenikvopotuxwyzdonccjoae"),
    **_alike("ոսօցհզռքտցյճ", "nuoghqnpsgjd"),
    **_alike("ᎠᎡᎢᎥᎪᎫᎬᎳᎷᎻᎽᏀᏃᏎᏏᏒᏔᏕᏙᏚᏞᏟᏢᏦᏧᏴᏳᏂ", "drtiajewmhygzsbrwsvslcpkdbgh"),
    **_alike("ꓐꓑꓒꓓꓔꓖꓗꓙꓚꓜꓝꓟꓠꓡꓢꓣꓦꓧꓪꓫꓬꓮꓰꓲꓳꓴ", "bpddtgkjczfmnlsrvhwxyaeiou"),
    **_alike("ⲁⲃⲥⲉⲟⲣⲧⲭⲕⲙⲛⲓⲏⲩ", "abceoptxkmnihy"),
    **_alike("ᗩᗷᑕᗪᗴᖴᘜᕼᒍᒪᗰᑎᑭᖇᔕᑌᐯᗯ᙭ᘔᗅᗞᒎ", "abcdefghjlmnprsuvwxzadj"),
    **_alike("卂乃匚乇千ム卄丨ﾌㄥ爪几ㄖ卩尺丂ㄒㄩ山乂ㄚ乙フ", "abcefghijlmnoprstuwxyzj"),
    **_alike("₳฿₵₣₲₭₥₦₱₴₮₩¢¥×", "abcfgkmnpstwcyx"),
    **_alike("ค๒๔เภ๏ย๓รฬקןשאץՇ", "abdinoumswpjvxyt"),
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
    "ß": "ss",
    **_alike("€§¦∣ǀ│❘∗⁎✱✲✳•●■█▇▓", "~$|||||***********"),
}
# Capitals that look like another letter than their small form does.
CAPITALS = _alike("ΗΜΝΥΛΣΔΩ", "hmnyaeao")
_NAMED = re.compile(r"(?:LATIN (?:SMALL|CAPITAL) LETTER|LATIN LETTER SMALL CAPITAL) ([A-Z])(?: WITH .*)?$")
_BOXED = re.compile(r"(?:CIRCLED|SQUARED|PARENTHESIZED|INDICATOR SYMBOL)(?: LATIN (?:SMALL|CAPITAL))? LETTER ([A-Z])$")


def fold(char: str) -> str | None:
    """The plain reading of one code point; "" when it vanishes, None when it only separates words."""
    if char in APOSTROPHES or _vanishes(char):
        return ""
    if char in CAPITALS:
        return CAPITALS[char]
    if char in LOOK_ALIKES:
        return LOOK_ALIKES[char]
    named = _NAMED.match(unicodedata.name(char, "")) or _BOXED.search(unicodedata.name(char, ""))
    if named:
        return named[1].lower()
    if char.isspace():
        return " " if char > " " else None
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", char).casefold())
    letters = "".join(_letter(part) for part in plain if not unicodedata.category(part).startswith("M"))
    return letters if letters.strip() else None


def _vanishes(char: str) -> bool:
    """Marks, format characters, invisible fillers, and control characters other than white space."""
    category = unicodedata.category(char)
    return category in {"Mn", "Me", "Cf"} or char in "ᅟᅠㅤﾠ" or (category == "Cc" and not char.isspace())


def _letter(part: str) -> str:
    if part.isascii():
        return part if part.isalnum() or part in SENTENCE_ENDS + DISGUISES else " "
    named = _NAMED.match(unicodedata.name(part, ""))
    return named[1].lower() if named else LOOK_ALIKES.get(part, " ")


def table() -> dict[str, object]:
    """Vanishing code points as ranges, one-to-one readings as runs of neighbours, the rest one by one."""
    drop: list[list[int]] = []
    runs: list[list[int | str]] = []
    more: dict[str, str] = {}
    for point in range(sys.maxunicode + 1):
        if 0xD800 <= point <= 0xDFFF:
            continue
        plain = fold(chr(point))
        if plain is None or plain == chr(point):
            continue
        if plain == "":
            _extend(drop, point)
        elif len(plain) == 1:
            if runs and isinstance(runs[-1][0], int) and runs[-1][0] + len(str(runs[-1][1])) == point:
                runs[-1][1] = f"{runs[-1][1]}{plain}"
            else:
                runs.append([point, plain])
        else:
            more[f"{point:x}"] = plain
    return {"drop": drop, "runs": runs, "more": more}


def _extend(ranges: list[list[int]], point: int) -> None:
    if ranges and ranges[-1][1] == point - 1:
        ranges[-1][1] = point
    else:
        ranges.append([point, point])


def main() -> None:
    about = (
        "Made by clinical/crisis/make_fold.py. drop: [first, last] code points that vanish; "
        "runs: [first, readings] of neighbouring code points, one character each; more: hex code point to its reading."
    )
    sys.stdout.write(json.dumps({"about": about, "unicode": unicodedata.unidata_version, **table()}) + "\n")


if __name__ == "__main__":
    main()
