"""Compiled templates in the memo: for one changed page, compiling its template takes longer than all else about it."""

import sys

import jinja2
from jinja2.bccache import Bucket

from builder.core.codec import Digest, digest
from builder.store.memo import Cache


class CompiledTemplates(jinja2.BytecodeCache):
    """What was compiled from templates, by the digest of everything that it depends on."""

    def __init__(self, cache: Cache, basis: Digest) -> None:
        """``basis`` is the digest of everything that compiling depends on: templates, words, and our own code."""
        self.cache = cache
        self.basis = basis

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load what the memo has, if anything."""
        if raw := self.cache.get(self._key(bucket), bytes):
            bucket.bytecode_from_string(raw)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled, for the next process.

        Raises:
            DamagedError: if the memo prevents writing.
        """
        self.cache.put(self._key(bucket), bucket.bytecode_to_string())
        self.cache.commit()

    def _key(self, bucket: Bucket) -> Digest:
        return digest("template", self.basis, bucket.key, sys.version)
