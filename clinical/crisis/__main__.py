"""`python -m clinical.crisis < texts.jsonl`: {"id", "text", "lang"} a line in, {"id", "tier", "category", "span"} a line out.

`lang` is not needed: each text is read in every language. `span` counts code points, end exclusive. A line may carry
`words`, what a clinic adds: [{"phrase", "tier"}]. `node pwa/tools/screen.mjs` is the same with the phone's code.

Half of a surrogate pair, which JSON can write and UTF-8 cannot, is one code point that separates words.
"""

import json
import sys
from typing import Any

import msgspec

from .own_words import OwnPhrase, own_words
from .screen import screen_text


class _Text(msgspec.Struct, frozen=True):
    id: Any
    text: str
    words: tuple[OwnPhrase, ...] = ()


def main() -> None:
    for number, line in enumerate(sys.stdin.buffer, start=1):
        if not line.strip():
            continue
        try:
            # Not msgspec's own decoder: it refuses half a surrogate pair, and people's phones do cut texts there.
            row = msgspec.convert(json.loads(line.decode()), _Text)
        except ValueError:
            sys.stdout.flush()
            sys.exit(f'Line {number} is not JSON of the form {{"id": 1, "text": "...", "lang": "en"}}.')
        match = screen_text(row.text, own_words(row.words))
        answer = {
            "id": row.id,
            "tier": match and match.tier,
            "category": match and match.category,
            "span": match and [match.start, match.end],
        }
        sys.stdout.write(json.dumps(answer, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
