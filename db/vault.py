"""Envelope encryption of words: a data key per patient, wrapped by a key-encryption key that only the API holds.

AES-256-GCM throughout: 12 bytes of nonce, the ciphertext, 16 bytes of tag. The associated data binds a ciphertext to its
clinic, patient, table, row and column, so that one row's words cannot be passed off as another's.
"""

import secrets
from collections.abc import Mapping
from uuid import UUID

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from clinical.errors import DomainError
from db.pool import Conn
from db.rows import one

NONCE_BYTES = 12
KEY_BYTES = 32


class Unreadable(DomainError):
    """These words cannot be opened with the keys that this server has."""


class WrappedKey(msgspec.Struct, frozen=True):
    wrapped: bytes
    key_id: str


class PatientKey:
    """One patient's data key, opened. Seals and opens the words of that patient alone."""

    def __init__(self, clinic_id: UUID, patient_id: UUID, key: bytes) -> None:
        self._aead = AESGCM(key)
        self._owner = clinic_id.bytes + patient_id.bytes

    def seal(self, text: str, *, row: UUID, column: str) -> bytes:
        """`column` is "table.field", for example "note.note"."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + self._aead.encrypt(nonce, text.encode(), self._bound_to(row, column))

    def open(self, ciphertext: bytes, *, row: UUID, column: str) -> str:
        try:
            return self._aead.decrypt(
                ciphertext[:NONCE_BYTES], ciphertext[NONCE_BYTES:], self._bound_to(row, column)
            ).decode()
        except (InvalidTag, ValueError):  # of another key, or too short to be one of ours
            raise Unreadable from None

    def _bound_to(self, row: UUID, column: str) -> bytes:
        return self._owner + row.bytes + column.encode()


class Vault:
    """Holds the key-encryption keys by id; the newest wraps, all of them unwrap, so that they can be rotated."""

    def __init__(self, keys: Mapping[str, bytes], *, current: str) -> None:
        if any(len(key) != KEY_BYTES for key in keys.values()):
            raise ValueError(f"a key-encryption key has {KEY_BYTES} bytes")
        self._keys = {key_id: AESGCM(key) for key_id, key in keys.items()}
        self._current = current

    def new_patient_key(self, clinic_id: UUID, patient_id: UUID) -> tuple[PatientKey, WrappedKey]:
        key = secrets.token_bytes(KEY_BYTES)
        nonce = secrets.token_bytes(NONCE_BYTES)
        wrapped = nonce + self._keys[self._current].encrypt(nonce, key, clinic_id.bytes + patient_id.bytes)
        return PatientKey(clinic_id, patient_id, key), WrappedKey(wrapped, self._current)

    def unwrap(self, clinic_id: UUID, patient_id: UUID, key: WrappedKey) -> PatientKey:
        wrapping = self._keys.get(key.key_id)
        if wrapping is None:
            raise Unreadable
        try:
            opened = wrapping.decrypt(
                key.wrapped[:NONCE_BYTES], key.wrapped[NONCE_BYTES:], clinic_id.bytes + patient_id.bytes
            )
        except InvalidTag:
            raise Unreadable from None
        return PatientKey(clinic_id, patient_id, opened)


FIND_KEY = """
select wrapped, key_id
from journal.patient_key
where clinic_id = $1 and patient_id = $2
"""


async def patient_key(conn: Conn, vault: Vault, clinic_id: UUID, patient_id: UUID) -> PatientKey:
    """Raises NotFound when the key was destroyed (the patient was erased) or is not within the transaction's context."""
    wrapped = one(await conn.fetchrow(FIND_KEY, clinic_id, patient_id), WrappedKey)
    return vault.unwrap(clinic_id, patient_id, wrapped)
