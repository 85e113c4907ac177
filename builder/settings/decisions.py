"""Decisions about names, from entities.toml, and the part of them that may affect one article.

An article is decided with its slice only, so that an edit of entities.toml affects only the articles in which the
edited words occur.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from operator import itemgetter
from types import MappingProxyType

from builder.core.errors import Result
from builder.core.kinds import KINDS, EntityKind, Kind
from builder.core.regex import regex
from builder.core.slug import slug
from builder.core.text import plain_runs
from builder.settings.toml import KeyPath, TomlReader, quoted


@dataclass(frozen=True, slots=True)
class Override:
    """An author's decision about an entity."""

    kind: EntityKind
    id: str
    name: str = ""
    aliases: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    """Paths without suffix, or their last parts; empty means everywhere."""
    sort: str = ""
    note: str = ""
    same_as: tuple[str, ...] = ()
    """Addresses of pages about the same entity on other sites."""
    hidden: bool = False
    """No page, no links, no trace."""

    @property
    def names(self) -> tuple[str, ...]:
        """The name, if it is set, and the aliases."""
        return tuple(filter(None, (self.name, *self.aliases)))


@dataclass(frozen=True, slots=True)
class Never:
    """Words that name nobody, everywhere or in ``articles``."""

    text: str = ""
    articles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """Who said the quotation that begins with ``text``, in one article."""

    article: str = ""
    """Its path without suffix, or the last part."""
    text: str = ""
    person: str = ""
    """The id of the speaker; empty if nobody is known to have said it."""

    @property
    def articles(self) -> tuple[str, ...]:
        """The articles that the decision is limited to."""
        return (self.article,)


@dataclass(frozen=True, slots=True)
class LinkOverride:
    """What these words mean at one place of one article."""

    article: str = ""
    """Its path without suffix, or the last part."""
    text: str = ""
    nth: int = 1
    """Which of the places in the article where the words are, counted from 1."""
    target: str = ""
    """A reference ("person:kim-jong-un"); empty if they are no link there."""

    @property
    def articles(self) -> tuple[str, ...]:
        """The articles that the decision is limited to."""
        return (self.article,)


TextDecision = Override | Never | Said | LinkOverride
"""A decision that matters only to articles with its words."""

DecisionPlace = tuple[int, int]
"""The position of a decision in the file, and that of a name in the decision."""


@dataclass(frozen=True, slots=True)
class Overrides:
    """All of entities.toml."""

    entities: tuple[Override, ...] = ()
    never: tuple[Never, ...] = ()
    same: tuple[tuple[str, ...], ...] = ()
    """Ids of the kind ``JOINED``; the first of each is kept, and the others redirect to it."""
    different: tuple[tuple[str, ...], ...] = ()
    """Ids of the kind ``JOINED`` that are known to be different."""
    said: tuple[Said, ...] = ()
    links: tuple[LinkOverride, ...] = ()


@dataclass(frozen=True, slots=True)
class Slice:
    """The part of entities.toml that may affect one article: nothing else can change its decisions."""

    overrides: tuple[Override, ...] = ()
    """Those limited to the article come first, each with those of its aliases that occur. Ids are the ones kept; what
    only pages show is left out."""
    never: tuple[str, ...] = ()
    said: tuple[Said, ...] = ()
    links: tuple[LinkOverride, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionIndex:
    """Decisions by a word that an article must contain for them to apply."""

    entries: Mapping[str, tuple[tuple[str, DecisionPlace, TextDecision], ...]]
    """For a word: the sequence of words that contains it, its position, and the decision."""


@dataclass(frozen=True, slots=True)
class _Ids:
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _SaidRow:
    """A ``[[said]]`` as written."""

    article: str = ""
    text: str = ""
    person: str = ""
    none: bool = False


@dataclass(frozen=True, slots=True)
class _LinkRow:
    """A ``[[link]]`` as written."""

    article: str = ""
    text: str = ""
    nth: int = 1
    person: str = ""
    country: str = ""
    none: bool = False


@dataclass(frozen=True, slots=True)
class _NameClaim:
    """The claim that these words, in these articles or everywhere, mean ``who``."""

    text: str
    articles: tuple[str, ...]
    who: str
    path: KeyPath


JOINED = EntityKind.PERSON
"""The kind that ``[[same]]`` and ``[[different]]`` are about."""

NEVER = "[[never]]"
"""Who has a name that names nobody."""

_KEYS = ("name", "aliases", "articles", "sort", "note", "same_as", "hidden")
_WORD = regex(r"\w+")
_plain_words = plain_runs(r"\w")
_FOLD = ("ʼ", "'"), *((sign, "") for sign in "\u00ad\u200b\u200c\u200d\u2060")
"""Replacements for characters; a text without them is not copied, as ``str.translate`` would."""


def parse_overrides(
    text: str, file: str = "content/entities.toml", codes: Mapping[EntityKind, Collection[str]] = MappingProxyType({})
) -> Result[Overrides | None]:
    """The decisions in an entities.toml; an id of a kind in ``codes`` must be one of those codes."""
    reader = TomlReader(text, file)
    reader.expect((), (*map(str, KINDS), "never", "same", "different", "said", "link"))
    entities = tuple(override for row in KINDS.values() for override in _entities(reader, row, codes.get(row.name, ())))
    never = tuple(Never(**reader.values(Never, path, ("text", "articles"))) for path in reader.rows("never"))
    said = tuple(_said(reader))
    links = tuple(_links(reader, codes))
    overrides = Overrides(entities, never, _groups(reader, "same"), _groups(reader, "different"), said, links)
    _check_words(reader, overrides)
    _check_groups(reader, overrides)
    _check_claims(reader, overrides)
    return Result(None if reader.problems else overrides, reader.sorted_problems())


def redirects(overrides: Overrides) -> dict[str, str]:
    """For each id of the kind ``JOINED`` that is the same as another, the id that is kept."""
    direct = {other: people[0] for people in overrides.same for other in people[1:]}
    found = {}
    for id in direct:  # noqa: A001  # the domain's word
        stays = direct[id]
        seen = {id}
        while stays in direct and stays not in seen:
            seen.add(stays)
            stays = direct[stays]
        found[id] = stays
    return found


def index(overrides: Overrides) -> DecisionIndex:
    """The overrides, indexed for ``slice_for``; made once for a site.

    Each name of an override is an entry of its own, so that another name added to it concerns no article without it.
    """
    stays = redirects(overrides)
    entries: dict[str, list[tuple[str, DecisionPlace, TextDecision]]] = {}
    everything: list[TextDecision] = [*overrides.entities, *overrides.never, *overrides.said, *overrides.links]
    for number, entry in enumerate(everything):
        each: tuple[tuple[str, TextDecision], ...]
        if isinstance(entry, Override):
            each = tuple(_by_name(entry, stays))
        elif isinstance(entry, Said):
            each = ((entry.text, replace(entry, person=stays.get(entry.person, entry.person))),)
        elif isinstance(entry, LinkOverride):
            kind, _, id_ = entry.target.partition(":")
            target = f"{kind}:{stays.get(id_, id_)}" if kind == JOINED else entry.target
            each = ((entry.text, replace(entry, target=target)),)
        else:
            each = ((entry.text, entry),)
        for at, (text, decision) in enumerate(each):
            words = spaced(text)
            entries.setdefault(max(words.split(), key=len), []).append((words, (number, at), decision))
    return DecisionIndex({word: tuple(found) for word, found in entries.items()})


def _by_name(override: Override, stays: Mapping[str, str]) -> Iterator[tuple[str, Override]]:
    """Each name of an override, with the override as it is where only this name occurs.

    An alias that the id is made from serves as the name: it is spelled as the author wrote it.
    """
    name = override.name or next((alias for alias in override.aliases if slug(alias) == override.id), "")
    bare = Override(override.kind, _kept(override, stays), name, articles=override.articles)
    if name:
        yield name, bare
    for alias in dict.fromkeys(override.aliases):
        if alias != name:
            yield alias, replace(bare, aliases=(alias,))


def slice_for(index: DecisionIndex, texts: Iterable[str], article: str) -> Slice:
    """What may affect the article with these texts, at this path in content/, with or without suffix.

    Words are compared without case, punctuation and kind of hyphen or apostrophe: the slice may hold too much, never
    too little.
    """
    if not index.entries:
        return Slice()
    here = words_of(tuple(texts))
    matter = index.entries.keys() & here
    if not matter:
        return Slice()
    text = f" {' '.join(here)} "
    found = [
        (place, entry)
        for word in matter
        for words, place, entry in index.entries[word]
        if words in text and is_about(entry, article)
    ]
    found.sort(key=itemgetter(0))
    overrides: dict[int, Override] = {}
    for (number, _), entry in found:
        if isinstance(entry, Override):
            before = overrides.get(number)
            overrides[number] = replace(entry, aliases=(*before.aliases, *entry.aliases)) if before else entry
    limited_first = sorted(overrides.values(), key=lambda override: not override.articles)
    never = tuple(entry.text for _, entry in found if isinstance(entry, Never))
    said = tuple(entry for _, entry in found if isinstance(entry, Said))
    links = tuple(entry for _, entry in found if isinstance(entry, LinkOverride))
    return Slice(tuple(limited_first), never, said, links)


def is_about(decision: TextDecision, article: str) -> bool:
    """Whether a decision is about the article at this path in content/, or about all articles."""
    return not decision.articles or not paths_of(article).isdisjoint(map(bare_path, decision.articles))


def _kept(override: Override, stays: Mapping[str, str]) -> str:
    """The id of a decision, or the one that is kept in its place."""
    return stays.get(override.id, override.id) if override.kind is JOINED else override.id


def spaced(text: str) -> str:
    """The words of a text, folded, with a space before and after each."""
    return f" {' '.join(words_of((text,)))} "


@lru_cache(maxsize=1)
def words_of(texts: tuple[str, ...]) -> tuple[str, ...]:
    """The words of texts in order, folded: without case, punctuation and kind of hyphen or apostrophe.

    The last result is cached: each article needs it twice, for its slice and for its sums.
    """
    return tuple(chain.from_iterable(map(_words, texts)))


def _words(text: str) -> list[str]:
    text = text if text.isascii() else _folded(unicodedata.normalize("NFC", text))
    plain = _plain_words(text)
    return _WORD.findall(text.casefold()) if plain is None else plain.split()


def ids_by_name(overrides: Sequence[Override]) -> dict[str, str]:
    """The id for each name or alias in decisions about one kind; if two claim one, that of the first override."""
    found: dict[str, str] = {}
    for override in overrides:
        for alias in override.names:
            found.setdefault(alias, override.id)
    return found


def _folded(text: str) -> str:
    for sign, plain in _FOLD:
        text = text.replace(sign, plain)
    return text


def bare_path(path: str) -> str:
    """The path of an article in content/ as decisions compare it: without suffix."""
    return path.removesuffix(".md").removesuffix(".txt").strip("/")


def paths_of(article: str) -> frozenset[str]:
    """What a decision may call the article at this path."""
    whole = bare_path(article)
    return frozenset((whole, whole.rpartition("/")[2]))


def _entities(reader: TomlReader, kind: Kind, codes: Collection[str]) -> Iterator[Override]:
    for key in reader.table(kind.name):
        path = (str(kind.name), key)
        _check_id(reader, kind, key, path, codes)
        yield Override(kind.name, key, **reader.values(Override, path, _KEYS))


def _groups(reader: TomlReader, name: str) -> tuple[tuple[str, ...], ...]:
    found = []
    for path in reader.rows(name):
        people = _Ids(**reader.values(_Ids, path, ("people",))).people
        for person in people:
            _check_id(reader, KINDS[JOINED], person, (*path, "people"))
        if len(set(people)) < max(2, len(people)):
            hint = 'write people = ["kim-jong-un", "kim-jung-eun"]'
            reader.problem(f"[[{name}]] needs two or more people, each only once", (*path, "people"), hint)
        found.append(tuple(dict.fromkeys(people)))
    return tuple(found)


def _said(reader: TomlReader) -> Iterator[Said]:
    known: dict[tuple[str, str], str] = {}
    for path in reader.rows("said"):
        row = _SaidRow(**reader.values(_SaidRow, path, ("article", "text", "person", "none")))
        article = bare_path(row.article)
        if not article:
            reader.problem("[[said]] needs an article", (*path, "article"), 'write article = "talks-in-vienna"')
        if bool(row.person) == row.none:
            hint = 'write person = "kim-yo-jong", or none = true if nobody on the site said it'
            reader.problem("[[said]] needs either a person or none = true", path, hint)
        elif row.person:
            _check_id(reader, KINDS[JOINED], row.person, (*path, "person"))
        if known.setdefault((article, spaced(row.text)), row.person) != row.person:
            reader.problem(
                f"two speakers for {quoted(row.text)} in {article}",
                (*path, "text"),
                "keep only the one that is correct",
            )
        yield Said(row.article, row.text, row.person)


def _links(reader: TomlReader, codes: Mapping[EntityKind, Collection[str]]) -> Iterator[LinkOverride]:
    known: dict[tuple[str, str, int], str] = {}
    for path in reader.rows("link"):
        keys = ("article", "text", "nth", *map(str, KINDS), "none")
        row = _LinkRow(**reader.values(_LinkRow, path, keys))
        article = bare_path(row.article)
        if not article:
            reader.problem("[[link]] needs an article", (*path, "article"), 'write article = "talks-in-vienna"')
        if row.nth < 1:
            reader.problem("nth must be 1 or more", (*path, "nth"), "write nth = 1 for the first of these places")
        meant = [(kind, getattr(row, kind.name)) for kind in KINDS.values() if getattr(row, kind.name)]
        if len(meant) + row.none != 1:
            hint = 'write person = "kim-yo-jong" or country = "KP", or none = true for no link'
            reader.problem(f"[[link]] needs exactly one of {', '.join(KINDS)} and none = true", path, hint)
        for kind, id_ in meant:
            _check_id(reader, kind, id_, (*path, str(kind.name)), codes.get(kind.name, ()))
        target = "".join(f"{kind.name}:{id_}" for kind, id_ in meant[:1])
        if known.setdefault((article, spaced(row.text), row.nth), target) != target:
            message = f"two [[link]] entries disagree about the same {quoted(row.text)} in {article}"
            reader.problem(message, (*path, "text"), "keep only the one that is correct")
        yield LinkOverride(row.article, row.text, row.nth, target)


def _check_id(reader: TomlReader, kind: Kind, id: str, path: KeyPath, codes: Collection[str] = ()) -> None:  # noqa: A002
    if re.fullmatch(kind.pattern, id) and (id in codes or not codes):
        return
    hint = f"did you mean {id.upper()!r}?" if id.upper() in codes else f"{kind.form}: {kind.example}"
    message = f"unknown {kind.name} {quoted(id)}" if kind.by_code else f"{quoted(id)} is not a valid {kind.name} id"
    reader.problem(message, path, hint)


def _check_words(reader: TomlReader, overrides: Overrides) -> None:
    """Every text to search for contains a word."""
    texts = [(t, (o.kind, o.id, "aliases")) for o in overrides.entities for t in o.aliases]
    texts += [(o.name, (o.kind, o.id, "name")) for o in overrides.entities if o.name]
    found: list[tuple[str, KeyPath]] = [
        *texts,
        *((n.text, ("never", i, "text")) for i, n in enumerate(overrides.never)),
        *((s.text, ("said", i, "text")) for i, s in enumerate(overrides.said)),
        *((x.text, ("link", i, "text")) for i, x in enumerate(overrides.links)),
    ]
    for text, path in found:
        if not spaced(text).strip():
            reader.problem(f"{quoted(text)} contains no word", path, "write the words as they appear in the text")


def _check_groups(reader: TomlReader, overrides: Overrides) -> None:
    """No one redirects to two people, in a circle, or to someone declared different."""
    to: dict[str, str] = {}
    for i, people in enumerate(overrides.same):
        for other in people[1:]:
            if to.setdefault(other, people[0]) != people[0]:
                hint = "put all ids of one person in one list, the one to keep first"
                message = f"{other!r} redirects to {to[other]!r} and to {people[0]!r}"
                reader.problem(message, ("same", i, "people"), hint)
    final = redirects(overrides)
    for i, people in enumerate(overrides.same):
        circle = [person for person in people if final.get(person) in final]
        if circle:
            reader.problem(
                f"{circle[0]!r} redirects to itself", ("same", i, "people"), "the first id in a list is kept"
            )
    for i, people in enumerate(overrides.different):
        if len({final.get(person, person) for person in people}) < len(people):
            hint = "keep only the one that is correct"
            reader.problem(
                f"[[same]] says that two of these are the same person: {', '.join(people)}", ("different", i), hint
            )


def _claims(overrides: Overrides) -> Iterator[_NameClaim]:
    stays = redirects(overrides)
    for o in overrides.entities:
        who = _kept(o, stays)
        for i, text in enumerate((o.name, *o.aliases)):
            if text:
                yield _NameClaim(text, o.articles, who, (o.kind, o.id, "aliases" if i else "name"))
    for i, never in enumerate(overrides.never):
        yield _NameClaim(never.text, never.articles, NEVER, ("never", i, "text"))


def _check_claims(reader: TomlReader, overrides: Overrides) -> None:
    """No words have two meanings in one article, or two everywhere."""
    first: dict[tuple[str, str], _NameClaim] = {}
    for claim in _claims(overrides):
        words = " ".join(_WORD.findall(_folded(claim.text)))
        for article in map(bare_path, claim.articles or ("",)):
            other = first.setdefault((words, article), claim)
            if (other.path[0], other.who) != (claim.path[0], claim.who):
                where = f" in {article}" if article else ""
                message = f"two entities claim {claim.text!r}{where}: {other.who} and {claim.who}"
                hint = "keep the alias with one of them, or use the full name in the article"
                if NEVER in (other.who, claim.who):
                    who = other.who if claim.who == NEVER else claim.who
                    message = f"{claim.text!r} is claimed by {who}{where}, but [[never]] excludes it"
                    hint = "keep one of the two"
                reader.problem(message, claim.path, hint)
