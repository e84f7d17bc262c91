"""Logs as JSON lines on standard output, for API and worker alike.

An exception is logged as its type and the places it passed through, never as its text: that can repeat what a patient
wrote (a rejected value, a failing row).
"""

import logging
import traceback
from datetime import UTC, datetime
from typing import Any

import msgspec

STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {name: value for name, value in vars(record).items() if name not in STANDARD}
        if record.exc_info and record.exc_info[1] is not None:
            line |= describe(record.exc_info[1])
        return msgspec.json.encode(line, enc_hook=str).decode()


def describe(error: BaseException) -> dict[str, Any]:
    frames = traceback.extract_tb(error.__traceback__)
    return {
        "error": type(error).__name__,
        "places": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }


def configuration(level: str) -> dict[str, Any]:
    """For logging.config.dictConfig, also by granian in its own processes."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": JsonLines}},
        "handlers": {"out": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "json"}},
        "root": {"level": level, "handlers": ["out"]},
        "loggers": {"_granian": {"level": level}},
    }
