"""Translations: the words on the pages that do not come from the articles.

They are in ``words.toml`` of the theme. An editor's own ``words.toml`` overrides some of them; the theme's are used for
the rest.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from builder.core.errors import Result
from builder.core.regex import regex
from builder.settings.toml import KeyPath, TomlReader, quoted, visible

WORDS = "words.toml"

FORMS = "one", "other"
"""The forms of counted words, as in English: for one, and for any other number."""

_GAP = regex(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Translations:
    """Invariant: a page uses only words that exist."""

    forms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By key ("article.by"): one form, or one for each of ``FORMS``."""

    def say(self, name: str, count: int | None = None, /, **values: object) -> str:
        """The words of this key, with ``values`` in their placeholders; ``count`` chooses the form and is a value too.

        Raises:
            LookupError: if the key does not exist.
        """
        forms = self.forms.get(name)
        if forms is None:
            raise LookupError(f"no key {name!r} in {WORDS}: {_hint(name, self.forms)}")
        words = forms[-1] if count is None else _counted(forms[0 if count == 1 else -1], count)
        return _filled(words, values) if values else words

    def date(self, iso: str) -> str:
        """An ISO 8601 date or time as "March 28, 2018"; a year or month alone, or anything else, unchanged."""
        return _date(iso, self.forms["dates.months"][0], self.forms["dates.day"][0])

    def month(self, iso: str) -> str:
        """The month of an ISO 8601 date as "March 2018"; a year alone unchanged."""
        if not iso[5:7].isdecimal():
            return iso[:4]
        names = self.forms["dates.months"][0].split()
        return _filled(self.forms["dates.month"][0], {"month": names[int(iso[5:7]) - 1], "year": iso[:4]})

    def short_month(self, month: int) -> str:
        """The short name of a month from 1 to 12: "Mar"."""
        return self.forms["dates.short_months"][0].split()[month - 1]

    def joined(self, names: Sequence[str]) -> str:
        """Names as a list in a sentence: "A", "A and B", "A, B and C"."""
        return self.say("dates.and").join(filter(None, (", ".join(names[:-1]), *names[-1:])))


@lru_cache(maxsize=1 << 15)
def _date(iso: str, months: str, words: str) -> str:
    """A day in ``words`` with placeholders for month, day and year. Cached: lists of articles show the same days."""
    try:
        day = date.fromisoformat(iso[:10])
    except ValueError:
        return iso
    return _filled(words, {"month": months.split()[day.month - 1], "day": day.day, "year": day.year})


@lru_cache(maxsize=1 << 14, typed=True)
def _counted(words: str, count: int) -> str:
    """Words with their number. Cached: every line of a list has one."""
    return _filled(words, {"count": f"{count:,}"})


def _filled(words: str, values: Mapping[str, object]) -> str:
    """The words with these values; a placeholder without a value is kept."""
    try:
        return _pattern(words) % values
    except KeyError:
        return _GAP.sub(lambda gap: str(values.get(gap[1], gap[0])), words)


@lru_cache(maxsize=1 << 10)
def _pattern(words: str) -> str:
    """The words as a format string for ``%``."""
    return _GAP.sub(r"%(\1)s", words.replace("%", "%%"))


@lru_cache(maxsize=1)
def parse_translations(theirs: str, own: str = "", file: str = WORDS) -> Result[Translations | None]:
    """The theme's words, overridden by those in an editor's file, which may be empty."""
    known = dict(_flat(TomlReader(theirs, WORDS).table(), ()))
    reader = TomlReader(own, file)
    given: dict[str, tuple[str, ...]] = {}
    for path, value in _leaves(reader.table(), ()):
        name = ".".join(map(str, path))
        if name not in known:
            reader.problem(f"unknown key {quoted(name)}", path, _hint(name, known))
            continue
        forms = _forms(value)
        if not forms or len(forms) > len(known[name]):
            hint = 'write { one = "…", other = "…" }' if len(known[name]) > 1 else 'write "…"'
            reader.problem(f"{name} must be text, not {quoted(value)}", path, hint)
            continue
        strange = sorted(_gaps(forms) - _gaps(known[name]))
        if strange:
            known_gaps = ", ".join(f"{{{gap}}}" for gap in sorted(_gaps(known[name]))) or "none"
            reader.problem(
                f"unknown placeholder {{{strange[0]}}} in {name}", path, f"placeholders of this key: {known_gaps}"
            )
        given[name] = forms
    for name in ("months", "short_months"):
        months = given.get(f"dates.{name}", known[f"dates.{name}"])[0].split()
        if len(months) != 12:  # of a year
            reader.problem(
                f"dates.{name} must list 12 months, not {len(months)}", ("dates", name), "separate them with spaces"
            )
    return Result(None if reader.problems else Translations(known | given), reader.sorted_problems())


def _hint(name: str, known: Iterable[str]) -> str:
    """The closest known key, or where to find all keys."""
    close = get_close_matches(name, known, n=1)
    return f"did you mean {close[0]!r}?" if close else f"the theme's {WORDS} lists all keys"


def _flat(table: Mapping[str, Any], above: KeyPath) -> Iterator[tuple[str, tuple[str, ...]]]:
    for path, value in _leaves(table, above):
        yield ".".join(map(str, path)), _forms(value)


def _leaves(table: Mapping[str, Any], above: KeyPath) -> Iterator[tuple[KeyPath, Any]]:
    """The values in the tables, with their paths; a table of forms is a value."""
    for key, value in table.items():
        path = (*above, key)
        if isinstance(value, dict) and not value.keys() <= set(FORMS):
            yield from _leaves(value, path)
        else:
            yield path, value


def _forms(value: object) -> tuple[str, ...]:
    """The forms of some words; empty if the value is not words."""
    found = [value.get(form) for form in FORMS] if isinstance(value, dict) and len(value) == len(FORMS) else [value]
    texts = tuple(visible(text) for text in found if isinstance(text, str))
    return texts if len(texts) == len(found) else ()


def _gaps(forms: Iterable[str]) -> set[str]:
    return {gap for form in forms for gap in _GAP.findall(form)}
