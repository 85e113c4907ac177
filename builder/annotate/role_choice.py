"""Which of the things that articles call somebody is shown, and which of them are one role in other words.

Both are decided by the words alone: a role is its head ("nominee") and the words around it ("Republican",
"presidential"), in any order and spelling.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import IntEnum
from functools import lru_cache

from builder.annotate.role_phrases import head_of
from builder.annotate.role_words import (
    BACKGROUND,
    DETERMINERS,
    FORMER,
    IN_FULL,
    LIMITING,
    MODIFIERS,
    PREPOSITIONS,
    RELATIONS,
    VAGUE,
    WEAK,
)
from builder.core.regex import regex
from builder.core.values import GivenRole

NEWEST = 20
"""Articles that decide which role is shown: few enough for one that has changed, enough to pass over a slip."""

WEIGHT = 3
"""How many articles that give a bare office count as much as one that says of what it is."""

_SLIGHT = WEAK | frozenset({"critic", "democrat", "figure", "operative", "republican", "staffer"})
"""Heads that tell next to nothing by themselves."""

_NEARBY = frozenset({"current", "fellow", "home-state", "hometown", "previous"})
"""Modifiers that only the article around them explains."""

_UNSAID = VAGUE | frozenset(
    "administration agency association board campaign club committee company communications department group majority"
    " minority organisation organization party press team".split()
)
"""Modifiers that do not say of whom or what: of which campaign?"""

_DESCRIBES = regex(r".+(?:-american|-born|-old|[a-z]{3}(?:ive|ous|ful|less|able|ible))")
"""Modifiers that say what somebody is like: "combative". "Executive" and the like say of what."""
_OF_A_KIND = frozenset({"administrative", "automotive", "executive", "investigative", "legislative"})

_SAME_WORD = {
    "advisor": "adviser",
    "defence": "defense",
    "dem": "democratic",
    "democrat": "democratic",
    "gop": "republican",
    "gubernatorial": "governor",
    "labour": "labor",
    "programme": "program",
}
"""Words for which roles have another word or spelling."""

_OVER = FORMER - {"late"}
"""Modifiers of a role that has ended; a late justice is still called one."""

_OF_WHAT = ("of", "for", "from")
_PASSED_OVER = PREPOSITIONS | DETERMINERS | {"and", "&"}
_OWNER = regex(r".+(?:['’]s|s['’])")
_OF_ANOTHER_TIME = regex(r"then\b.*|.*\d.*", re.IGNORECASE)
_DERIVED = regex(r"(.+(?:ent|or|er))ial")
_SEX = regex(r"(.{3,}?)(?:wo)?man|(.{3,})person")

Variant = tuple[str, frozenset[str]]
"""What roles that are one in other words have in common: the head and all words."""


class Telling(IntEnum):
    """How much a role tells, most first."""

    FULL = 0
    """What somebody is, and of what or where: "Ohio governor", "director of the museum"."""
    BARE = 1
    """Only what they are: "senator"."""
    LITTLE = 2
    """Whom they stand by ("adviser to Otto Kern") or what they were then ("then-mayor")."""
    SLIGHT = 3
    """Nothing much: "staffer"."""
    LAST = 4
    """A relation to somebody: "Kern's wife"."""


@lru_cache(maxsize=1 << 14)
def telling(role: GivenRole) -> Telling:
    """How much a role tells."""
    words = tuple(role.words.split())
    at = _head(words)
    head, modifiers = head_of(words[at]), [word.casefold() for word in words[:at]]
    if head in RELATIONS or any(_OWNER.fullmatch(word) and word.casefold() not in MODIFIERS for word in words):
        return Telling.LAST
    if role.names_somebody or any(map(_OF_ANOTHER_TIME.fullmatch, words)):
        return Telling.LITTLE
    slight = head in _SLIGHT
    said = (word for word in words[:at] if _says_of_what(word.casefold()) and (word[0].isupper() or not slight))
    if at + 1 < len(words) or any(said):
        return Telling.LITTLE if not _NEARBY.isdisjoint(modifiers) else Telling.FULL
    return Telling.SLIGHT if slight else Telling.BARE


def _says_of_what(modifier: str) -> bool:
    if modifier in _UNSAID or modifier in BACKGROUND:
        return False
    return modifier in _OF_A_KIND or _DESCRIBES.fullmatch(modifier) is None


def current_roles(articles: Sequence[Iterable[GivenRole]]) -> list[list[GivenRole]]:
    """The roles that each of some articles gives a person, newest first, without those that are over.

    A bare "president" is over if the same article or a newer one says "former president", or "former president of the
    club"; "former deputy mayor" says nothing of a mayor.
    """
    given = [list(dict.fromkeys(roles)) for roles in articles]
    keys = variants(role.words for roles in given for role in roles)
    over: dict[Variant, None] = {}
    current: list[list[GivenRole]] = []
    for roles in given:
        said = [keys[role.words] for role in roles]
        over.update({(head, words - FORMER): None for head, words in said if words & _OVER})
        current.append([role for role in roles if not any(_is_over(keys[role.words], each) for each in over)])
    return current


def _is_over(role: Variant, former: Variant) -> bool:
    """Whether a role is the former one, or says less of it."""
    head, words = role
    return head == former[0] and words <= former[1] and LIMITING.isdisjoint(former[1] - words)


def usual_role(articles: Sequence[Collection[GivenRole]]) -> str:
    """The role to show of somebody, from those that each of some articles gives, newest first; empty if none does.

    A role that is over is not shown (see ``current_roles``), and one that tells little only if there is no other. Of
    all others, the one that most of the newest articles give, where the second newest counts half as much as the
    newest, the third a third, and so on: a senator who was mayor in two articles before is one, and one slip is
    passed over. One that says of what counts ``WEIGHT`` times, and a bare one speaks for it as well: "Sen." for "Ohio
    senator", whichever article says that. Of equals, the one that more of all articles give, then the newest.
    """
    given = dict.fromkeys(role for roles in articles for role in roles)
    if len(given) < 2:  # As for most people. A role alone is not over: that takes another that says so.
        return next((role.words for role in given), "")
    best, where = _gathered(current_roles(articles))
    if len(best) < 2:
        return next((role.words for role in best.values()), "")
    tells = {key: telling(role) for key, role in best.items()}

    def standing(key: Variant) -> tuple[int, float, int, int]:
        full = tells[key] is Telling.FULL
        bare = [where[each] for each in best if full and tells[each] > Telling.FULL and _is_of(best[key], each, key)]
        recent = sum(1 / (number + 1) for number in where[key].union(*bare) if number < NEWEST)
        return max(tells[key], Telling.BARE), -recent * (WEIGHT if full else 1), -len(where[key]), min(where[key])

    return best[min(best, key=standing)].words


def described_as(articles: Sequence[Iterable[GivenRole]]) -> list[tuple[str, list[int]]]:
    """The roles that articles give somebody, newest first, each with the numbers of these articles, in order.

    Without those that are over. A bare one is not listed if it speaks for one that says of what: for the most frequent.
    """
    best, where = _gathered(current_roles(articles))
    for key in [key for key, role in best.items() if telling(role) is Telling.BARE]:
        fuller = [each for each, role in best.items() if telling(role) is Telling.FULL and _is_of(role, key, each)]
        if fuller:
            where[max(fuller, key=lambda each: len(where[each]))] |= where[key]
            del best[key]
    return sorted([(role.words, sorted(where[key])) for key, role in best.items()], key=lambda found: found[1])


def _gathered(given: Sequence[Iterable[GivenRole]]) -> tuple[dict[Variant, GivenRole], dict[Variant, set[int]]]:
    """For each role of somebody in whichever words, those that tell most, and which articles give it."""
    keys = variants(role.words for roles in given for role in roles)
    wordings: defaultdict[Variant, Counter[GivenRole]] = defaultdict(Counter)
    where: defaultdict[Variant, set[int]] = defaultdict(set)
    for number, roles in enumerate(given):
        for role in roles:
            wordings[keys[role.words]][role] += 1
            where[keys[role.words]].add(number)
    best = {key: min(some, key=lambda role: (telling(role), -some[role])) for key, some in wordings.items()}
    return best, where


def variants(roles: Iterable[str]) -> Mapping[str, Variant]:
    """For each role of one person what it has in common with those that say the same in other words.

    An abbreviation is what another role has in full: "RNC chair" and "Republican National Committee chairman". So is a
    word that another writes with a hyphen: "frontrunner" and "front-runner".
    """
    distinct = dict.fromkeys(roles)
    in_full: dict[str, list[str]] = {}
    for role in distinct:
        run: list[str] = []
        for word in (*role.split(), ""):
            if "-" in word:
                in_full.setdefault(word.replace("-", "").casefold(), word.split("-"))
            run = [*run, word] if word[:1].isupper() else []
            for start in range(len(run) - 1):
                in_full.setdefault("".join([each[0] for each in run[start:]]), run[start:])
    return {role: _variant(tuple(role.split()), in_full) for role in distinct}


def _variant(words: tuple[str, ...], in_full: Mapping[str, Sequence[str]]) -> Variant:
    head = head_of(words[_head(words)])
    found: list[str] = []
    before = ""
    for word in words:
        letters = word.replace(".", "")
        if full := in_full.get(letters if letters.isupper() else word.casefold()):
            found += full
        elif not (word.casefold() == "party" and before[:1].isupper()):
            found += word.split("-")
        before = word
    kept = (each for each in found if each and each.casefold() not in _PASSED_OVER)
    return _normal(head.replace("-", "")), frozenset(map(_normal, kept))


@lru_cache(maxsize=1 << 14)
def _head(words: tuple[str, ...]) -> int:
    """The index of the word that says what somebody is: the last for a person before "of", "for" and the like."""
    end = next((at for at, word in enumerate(words) if at and word.casefold() in PREPOSITIONS), len(words))
    return next((at for at in reversed(range(end)) if head_of(words[at])), end - 1)


def _normal(word: str) -> str:
    """A word without capitals, possessives and abbreviations, and without what tells a man from a woman."""
    small = word.casefold().replace("’", "'").removesuffix("'s").rstrip(".,'")
    small = _SAME_WORD.get(small, IN_FULL.get(f"{small}.", small))
    if derived := _DERIVED.fullmatch(small):
        return derived[1]
    return (sex[1] or sex[2]) if (sex := _SEX.fullmatch(small)) else small


def _is_of(role: GivenRole, bare: Variant, full: Variant) -> bool:
    """Whether a role, whose variant is ``full``, is the bare one of something with a name.

    "Ohio senator" is for "senator", but neither "former senator", "fiery senator" nor "senator in Boston".
    """
    more = full[1] - bare[1]
    if bare[0] != full[0] or not bare[1] < full[1] or not LIMITING.isdisjoint(more):
        return False
    words = role.words.split()
    joint = next((word for word in words[1:] if word.casefold() in PREPOSITIONS), "of")
    return joint in _OF_WHAT and any(word[0].isupper() and _normal(word) in more for word in words)
