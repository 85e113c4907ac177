"""Values as bytes, and the digest that stands for a value.

Equal values have equal bytes: values hold only str, int, bool, bytes, enums, tuples and values (see ``model``),
which msgspec writes in the order of their fields. Decoding checks types, so that noise is never taken for a value.
"""

from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b
from typing import Any, TypeVar

import msgspec

V = TypeVar("V")

Digest = bytes
"""Sixteen bytes of BLAKE2b: enough that two inputs of one site never meet."""

_ENCODER = msgspec.msgpack.Encoder()


def encode(value: object) -> bytes:
    """The value as MessagePack."""
    return _ENCODER.encode(value)


def decode(raw: bytes | memoryview, shape: type[V]) -> V | None:
    """The value of type ``shape`` that ``encode`` made ``raw`` from; ``None`` if it cannot have."""
    try:
        value: V = _decoder(shape).decode(raw)  # type: ignore[arg-type]  # a type can be hashed
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    return value


def digest(*parts: object) -> Digest:
    """What stands for these values, in this order."""
    return blake2b(_ENCODER.encode(parts), digest_size=16).digest()


def digest_bytes(raw: bytes) -> Digest:
    """What stands for these bytes."""
    return blake2b(raw, digest_size=16).digest()


def digest_chunks(chunks: Iterable[bytes]) -> Digest:
    """The digest of these bytes, as if they were one; they need not be in memory at once."""
    key = blake2b(digest_size=16)
    for chunk in chunks:
        key.update(chunk)
    return key.digest()


@lru_cache(maxsize=64)
def _decoder(shape: Any) -> msgspec.msgpack.Decoder[Any]:
    return msgspec.msgpack.Decoder(shape)
