"""Which of the local people of one group are one person: a pure function of what the articles say, in any order.

Same full name: one person, unless contradicted (``namesakes``). Variants of a name: one person if exactly one fits,
nothing contradicts and something speaks for it (``variants``). A surname alone: the only one whom the evidence
supports, or who has nearly all articles of those years (``lone_names``). What is decided without certainty says why;
what stays open is a question.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from operator import attrgetter

from builder.annotate.full_name import full_name
from builder.annotate.lexicon import Lexicon
from builder.core.regex import regex
from builder.core.slug import slug
from builder.index.lone_names import placed
from builder.index.namesakes import DecidedPeople, apart, undecided
from builder.index.profiles import Companions, Identity, LocalPerson, Open, is_common
from builder.index.variants import Joining

_NUMBER = regex(r"-\d+$")
"""The suffix of an id that would otherwise belong to another person."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """The people of a group, and the questions about them."""

    people: tuple[Identity, ...]
    open: tuple[Open, ...]


def resolve(
    members: Sequence[LocalPerson],
    names: Lexicon,
    companions: Companions,
    stays: Mapping[str, str],
    different: Collection[frozenset[str]],
) -> Resolution:
    """The people of a group.

    ``stays`` gives the kept id for each id that is the same as another; ``different`` are ids known to be different.
    """
    by_name: dict[tuple[str, str], list[LocalPerson]] = defaultdict(list)
    for member in sorted(members, key=attrgetter("address", "number")):
        id_ = stays.get(member.local.id, member.local.id)
        by_name[id_, slug(member.local.name)].append(member)
    decided = DecidedPeople(stays.values())
    rest: dict[str, list[LocalPerson]] = {}
    for (id_, name), found in sorted(by_name.items()):
        if id_ := id_ or stays.get(name, ""):
            decided.add(id_, found)
        else:
            rest[name] = found
    one = _said_to_be_one(stays)
    people: list[Identity] = []
    lone: list[LocalPerson] = []
    open_: list[Open] = []
    for name, found in rest.items():
        parsed = full_name(name, names)
        if parsed is None or name in one:
            if name in decided:
                decided.add(name, found)
            else:
                lone.extend(found)
            continue
        parts = undecided(name, found, decided, partial(apart, companions=companions, common=is_common(parsed)))
        sure = [part for part in parts if not part.is_open]
        by_hand = decided.named(name)
        people += parts
        doubtful = next((part for part in parts if part.is_open), None)
        if doubtful:
            open_.append(Open("namesakes", doubtful, (*by_hand, *sure)))
        elif len(sure) > 1:
            open_.append(Open("namesakes", sure[0], tuple(sure[1:])))
    people += decided.people.values()
    joining = Joining(people, names, companions, stays, different)
    profiles = joining.joined()
    open_ = [Open(kind, joining.now(one), tuple(map(joining.now, others))) for kind, one, others in open_]
    open_ += joining.open
    unplaced, unclear = placed(lone, profiles, names, companions, joining.are_different)
    return Resolution((*(each.person for each in profiles), *unplaced), (*open_, *unclear))


def _said_to_be_one(stays: Mapping[str, str]) -> set[str]:
    """The names whose people are one by a decision: it says that "james-brown-2" is the same as "james-brown"."""
    return {kept for other, kept in stays.items() if _NUMBER.sub("", other) == kept}


def usual_name(person: Identity, id_: str = "") -> str:
    """The full name of this id; otherwise the certain one that most of their articles use, of equal ones the first.

    Of its spellings, the one with the accents.
    """
    counts = Counter(member.local.name for member in person.named_in_full)
    certain = {member.local.name for place, member in enumerate(person.members) if place not in person.reasons}
    first = {name: at for at, name in enumerate(counts)}
    by_slug: Counter[str] = Counter()
    for name, count in counts.items():
        by_slug[slug(name)] += count

    def order(name: str) -> tuple[object, ...]:
        plain = slug(name)
        return (
            " " not in name,
            plain != id_,
            name not in certain,
            -by_slug[plain],
            name.isascii(),
            -counts[name],
            first[name],
        )

    return min(counts, key=order)
