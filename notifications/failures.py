"""What may be written into a log about a failure."""

import logging
from typing import Any

import asyncpg


def log_failure(log: logging.Logger, what: str, error: BaseException, **extra: Any) -> None:
    """With a traceback, unless the database is part of it: the text of its errors can carry a patient's row."""
    extra["error"] = type(error).__name__
    if from_database(error):
        log.error(what, extra=extra | {"sqlstate": getattr(error, "sqlstate", None)})
    else:
        log.error(what, exc_info=error, extra=extra)


def from_database(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, asyncpg.PostgresError | asyncpg.InterfaceError):
            return True
        error = error.__cause__ or error.__context__
    return False
