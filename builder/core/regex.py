"""Regular expressions that are compiled when they are first used.

There are hundreds in the rules that read and annotate; compiling all of them takes a tenth of a build after one edit,
which uses less than half.
"""

import re
from functools import cached_property
from typing import Any, AnyStr, cast


class _Pattern:
    """Stands for ``re.Pattern``. Each method that was looked up once is kept in the instance."""

    def __init__(self, source: str | bytes, flags: int) -> None:
        self._source, self._flags = source, flags

    @cached_property
    def _compiled(self) -> "re.Pattern[Any]":
        return re.compile(self._source, self._flags)

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._compiled, name)
        setattr(self, name, found)
        return found


def regex(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """The same as ``re.compile``, but a mistake in ``source`` is an ``re.error`` only at the first use."""
    return cast("re.Pattern[AnyStr]", _Pattern(source, flags))
