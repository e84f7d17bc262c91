"""Passwords: argon2id at OWASP's parameters, off the event loop, and throttled by address and by sender."""

import asyncio
import hmac
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from clinical.errors import Throttled
from db import accounts
from db.pool import Conn

MIN_LENGTH = 12
MAX_LENGTH = 200

# OWASP password storage cheat sheet: 19 MiB, two passes, one lane. About 25 ms here, a third of the library's default.
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)

# Compared against when nobody has this address, so that both answers take the same time.
NOBODY = HASHER.hash("nobody signs in with this")

# 25 ms and 19 MiB each: a flood of tries waits here and not in the machine's memory.
ONE_AT_A_TIME = asyncio.Semaphore(2)

WINDOW = timedelta(minutes=15)
FREE_TRIES = 5
"""Failures for one address before waiting begins; a sender gets ten times as many, for a clinic behind one address."""

LONGEST_WAIT = timedelta(minutes=10)


async def hash_password(password: str) -> str:
    async with ONE_AT_A_TIME:
        return await asyncio.to_thread(HASHER.hash, password)


async def matches(password_hash: str | None, password: str) -> bool:
    async with ONE_AT_A_TIME:
        return await asyncio.to_thread(_verify, password_hash, password)


def _verify(password_hash: str | None, password: str) -> bool:
    try:
        return HASHER.verify(password_hash or NOBODY, password) and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False


def throttle_keys(email: str, sender: str, salt: bytes) -> tuple[bytes, bytes]:
    """What attempts are counted under: keyed hashes, so that the table names neither a person nor an address."""
    return (
        hmac.digest(salt, b"email:" + email.strip().lower().encode(), sha256),
        hmac.digest(salt, b"sender:" + sender.encode(), sha256),
    )


async def refuse_too_many(conn: Conn, keys: tuple[bytes, bytes]) -> None:
    """Throttled when either key has to wait. The wait doubles with each failure: 2 s, 4 s, ... 10 min."""
    now = datetime.now(UTC)
    free = {keys[0]: FREE_TRIES, keys[1]: FREE_TRIES * 10}
    for found in await accounts.count_failures(conn, keys, now - WINDOW):
        over = found.failures - free[found.key]
        if over >= 0:
            wait = min(timedelta(seconds=2 ** min(over + 1, 12)), LONGEST_WAIT)
            left = (found.last_at + wait - now).total_seconds()
            if left > 0:
                raise Throttled(retry_after=int(left) + 1)
