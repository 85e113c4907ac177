"""Values as bytes, and digests of values.

Equal values have equal bytes: values hold only str, int, bool, bytes, enums, tuples and values (see ``values``),
which msgspec writes in the order of their fields. Decoding checks types, so that damage is never taken for a value.
"""

from collections.abc import Iterable, Iterator, MutableMapping
from functools import lru_cache
from hashlib import blake2b
from typing import Any, TypeVar

import msgspec

V = TypeVar("V")

Digest = bytes
"""Sixteen bytes of BLAKE2b: enough that two inputs of one site never collide."""

NEAR = 4
"""Bytes that the digests of one place have in common."""

_ENCODER = msgspec.msgpack.Encoder()


def encode(value: object) -> bytes:
    """The value as MessagePack."""
    return _ENCODER.encode(value)


def decode(raw: bytes | memoryview, shape: type[V]) -> V | None:
    """The value of type ``shape`` that ``encode`` turned into ``raw``; ``None`` if there is none."""
    try:
        value: V = _decoder(shape).decode(raw)  # type: ignore[arg-type]  # a type can be hashed
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    return value


def decode_sent(raw: bytes, shape: type[V]) -> V:
    """The value of type ``shape`` that another process of ours encoded as ``raw``."""
    value = decode(raw, shape)
    assert value is not None, f"not an encoded {shape}"
    return value


class Packed(MutableMapping[str, V]):
    """Values of one shape by name, kept as bytes: they take half the memory, and are decoded at each access."""

    def __init__(self, shape: type[V]) -> None:
        self._shape = shape
        self._raw: dict[str, bytes] = {}

    def __getitem__(self, name: str) -> V:
        return decode_sent(self._raw[name], self._shape)

    def __setitem__(self, name: str, value: V) -> None:
        self._raw[name] = encode(value)

    def __delitem__(self, name: str) -> None:
        del self._raw[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._raw)

    def __len__(self) -> int:
        return len(self._raw)


def digest(*parts: object) -> Digest:
    """Digest of these values, in this order."""
    return blake2b(_ENCODER.encode(parts), digest_size=16).digest()


def digest_at(place: str, *parts: object) -> Digest:
    """Digest of these values, which belong to one place, such as a file: all digests of a place begin alike.

    So they are beside each other in an index: those of one article change few pages of a large file, not one each.
    """
    return digest(place)[:NEAR] + digest(parts)[NEAR:]


def digest_bytes(raw: bytes) -> Digest:
    """Digest of these bytes."""
    return blake2b(raw, digest_size=16).digest()


def digest_chunks(chunks: Iterable[bytes]) -> Digest:
    """Digest of these chunks, as if joined; they need not be in memory at once."""
    key = blake2b(digest_size=16)
    for chunk in chunks:
        key.update(chunk)
    return key.digest()


@lru_cache(maxsize=64)
def _decoder(shape: Any) -> msgspec.msgpack.Decoder[Any]:
    return msgspec.msgpack.Decoder(shape)
