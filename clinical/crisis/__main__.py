"""`python -m clinical.crisis < texts.jsonl`: {"id", "text", "lang"} a line in, {"id", "tier", "category", "span"} a line out.

`lang` is not needed: each text is read in every language. `span` counts code points, end exclusive.
"""

import sys
from typing import Any

import msgspec

from .screen import screen_text


class _Text(msgspec.Struct, frozen=True):
    id: Any
    text: str


def main() -> None:
    for number, line in enumerate(sys.stdin.buffer, start=1):
        if not line.strip():
            continue
        try:
            row = msgspec.json.decode(line, type=_Text)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            sys.stdout.flush()
            sys.exit(f'Line {number} is not JSON of the form {{"id": 1, "text": "...", "lang": "en"}}.')
        match = screen_text(row.text)
        answer = {
            "id": row.id,
            "tier": match and match.tier,
            "category": match and match.category,
            "span": match and [match.start, match.end],
        }
        sys.stdout.buffer.write(msgspec.json.encode(answer) + b"\n")


if __name__ == "__main__":
    main()
