"""AES-256-GCM over a context: what was sealed for one place opens nowhere else."""

import json
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES, NONCE_BYTES = 32, 12
FORM = b"\x01"
"""The first byte of everything sealed: a later form would begin with another."""


class SealBrokenError(Exception):
    """What was sealed does not open: another key, another place, or changed bytes. Says nothing of the content."""


def new_key() -> bytes:
    """A key that nobody has seen."""
    return AESGCM.generate_key(KEY_BYTES * 8)


def seal(key: bytes, content: bytes, *place: str) -> bytes:
    """The content, to be opened with the same key and for the same place alone."""
    nonce = os.urandom(NONCE_BYTES)
    return FORM + nonce + AESGCM(key).encrypt(nonce, content, context(place))


def unseal(key: bytes, sealed: bytes, *place: str) -> bytes:
    """What was sealed. Raises SealBrokenError."""
    if sealed[:1] != FORM:
        raise SealBrokenError("sealed in a form that is not known")
    nonce, rest = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, rest, context(place))
    except (InvalidTag, ValueError) as error:  # ValueError: too short to be anything
        raise SealBrokenError("not sealed with this key for this place") from error


def context(place: tuple[str, ...]) -> bytes:
    """A place as bytes that no other place reads as."""
    return json.dumps(place).encode()
