"""Problems, warnings and doubts reported to the author, and the error that carries them."""

from collections.abc import Iterable
from typing import Generic, TypeVar

from msgspec import Struct

V = TypeVar("V")


class Problem(Struct, frozen=True, order=True, gc=False):
    """Something that an author can fix; with ``warning`` it is reported and the build continues."""

    message: str
    file: str = ""
    """Relative to the project folder, parts joined by "/"."""
    line: int = 0
    """Counted from 1; 0 if no line applies."""
    hint: str = ""
    """How to fix it."""
    warning: bool = False

    @property
    def summary(self) -> str:
        """Place and message, without the hint."""
        place = f"{self.file}:{self.line}: " if self.line else f"{self.file}: " if self.file else ""
        return f"{place}{self.message}"

    def __str__(self) -> str:
        return f"{self.summary}\n  {self.hint}" if self.hint else self.summary


class Doubt(Struct, frozen=True, order=True, gc=False):
    """An uncertain decision, shown to the user once for all places it affects."""

    kind: str
    """Name of the rule that is in doubt ("not-identified", "ambiguous-country", …)."""
    subject: str
    """The words in doubt: "Trump"."""
    message: str
    file: str = ""
    """The source file of the article concerned; empty if it is the whole site."""


class Result(Struct, Generic[V], frozen=True, gc=False):
    """The result of a stage: its value, or ``None`` with at least one problem that is not a warning."""

    value: V
    problems: tuple[Problem, ...] = ()
    doubts: tuple[Doubt, ...] = ()


class BuilderError(Exception):
    """Problems that stop a build before anything is written.

    ``status`` is the exit status: 1 for what an author can fix, 3 for the environment.
    """

    def __init__(self, problems: Iterable[Problem], status: int = 1) -> None:
        self.problems = tuple(problems)
        self.status = status
        super().__init__(self.problems, status)

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))
