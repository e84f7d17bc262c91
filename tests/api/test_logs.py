"""The form of the logs, and what they leave out."""

import json
import logging
import sys

from api.logs import JsonLines


def line(**fields: object) -> dict[str, object]:
    return json.loads(JsonLines().format(logging.makeLogRecord({"name": "here", "levelname": "ERROR", **fields})))


def test_a_line_is_json_with_what_was_said_and_its_extras() -> None:
    written = line(msg="push %s", args=("refused",), endpoint="push.example", attempt=2)
    assert written["message"] == "push refused"
    assert written["level"] == "ERROR"
    assert (written["endpoint"], written["attempt"]) == ("push.example", 2)
    assert str(written["at"]).endswith("Z")


def test_an_exception_is_named_and_placed_but_not_quoted() -> None:
    try:
        raise ValueError("between us")
    except ValueError:
        written = line(msg="failed", exc_info=sys.exc_info())
    assert written["error"] == "ValueError"
    assert "test_logs.py" in str(written["places"])
    assert "between us" not in json.dumps(written)
