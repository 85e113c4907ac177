"""Which strings of an article name people: decided once for each string, from all its places.

A full name needs more evidence for a person (the model's label, a known first name, a title, "said") than against one
(another label, the name of a thing). A name of one word, without a full name to rely on, needs more still. Evidence for
somebody's short name counts for the full name as well, and so does being next to a person in a list.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise

from builder.annotate.evidence import (
    LONE,
    Evidence,
    KnownWords,
    Labels,
    follows_work,
    is_called_thing,
    is_modifier,
    is_nickname,
    weigh_place,
    weigh_words,
)
from builder.annotate.lexicon import (
    DERIVED,
    FIGURES,
    HONORIFICS,
    NAMED,
    OFFICES,
    PARTICLES,
    PLACED,
    POSTPOSED,
    SEVERAL,
    SUFFIXES,
    THINGS,
    TITLES,
    is_family_first,
)
from builder.annotate.names import NamePart, NameWords, Token, is_full, key
from builder.annotate.role_words import LIMITING
from builder.core.regex import regex

FULL = 0.8
"""The score that a full name needs; tuned on the development texts, like the weights below."""
PARTNER = 0.9
"""The weight of a person beside it in a list."""
KIN = 1.0
"""The weight of having the last word of a person's full name."""
OTHER, OTHER_KNOWN = 2.0, 0.8
"""The most that other labels can count against a full name; the second if its first name is a known one."""

_DETERMINED = frozenset({"the", "a", "an", "my", "our", "this", "The", "A", "An"})
_COUPLE = regex(r" (?:and|&) [A-Z][\w’'-]+ [A-Z][a-z]")
"""What follows the first of a couple: "Anton and Berta Meier"."""
_FIRM = regex(
    r"(?:[’']s?)? (?:shares|stocks?|shareholders|investors|debts?|bonds|products|users|customers|subsidiary|"
    r"headquarters|web ?site|site|app|magazine|newspaper|company|corporation|firm|brand|bank)\b| & [A-Z]"
)
"""What follows the name of a firm: "Merkur shares", "Merkur's debts", "Bailey & Glasser"."""
_FIRM_NOUN = regex(
    r"\b(?:company|corporation|firm|giant|conglomerate|maker|manufacturer|producer|retailer|subsidiary|insurer|bank|"
    r"airline|brand|chain|publisher|broker|brokerage|lender|start-?up) \Z"
)
"""What precedes the name of a firm: "the mining giant"."""
_SEVERAL = SEVERAL | {"sens.", "reps.", "messrs.", "messrs"}
_OWNER = regex(
    r"[’']s? (?:[a-z-]+ ){0,3}?(?:adviser|advisor|aide|spokesman|spokeswoman|lawyer|attorney|doctor|wife|husband|widow|"
    r"son|daughter|father|mother|brother|sister|family|parents|children|friends?|colleagues?|campaign|administration|"
    r"presidency|candidacy|government|cabinet|army|armies|troops|speech|remarks?|comments?|statement|words?|claims?|tweets?|death|"
    r"funeral|murder|arrest|life|career|childhood|birthday|birth|voice|face|eyes|hands?|head|mind|feelings?|poems?|novels?|"
    r"plays?|paintings?|symphony|writings|letters)\b"
)
"""What somebody has: "Tramell's wife", "Tramell's former campaign manager"."""
_COUNTED = regex(
    r"\b(?:(?:thousands|hundreds|millions|dozens|scores|majority|most|many|some|all|none|few) of (?:the )?"
    r"|(?i:many|most|some|these|those|two|three|both|other|fellow|all) (?:the )?)\Z"
)
"""What precedes words for many."""
_OWNS_THING = regex(r"[’']s [A-Z]")
_AND = regex(r"[a-z] & \Z")
_TOWN = regex(r"\b(?:in|at|near|from) [A-Z][\w’'-]+, \Z")
"""What precedes the region of a town: "in Norfolk, Virginia"."""
_LIST = regex(r",? (?:and|or|with|&) |, ")


def full_names(
    found: Sequence[NamePart], known: KnownWords, lone: Mapping[NameWords, Evidence]
) -> dict[NameWords, NameWords]:
    """The full names of people, by key: as first written."""
    evidence: dict[NameWords, Evidence] = defaultdict(Evidence)
    written: dict[NameWords, NameWords] = {}
    any_headline = any(part.run.headline for part in found)
    body = {key((word,)) for part in found if any_headline and not part.run.headline for word in part.words}
    for part in found:
        for tokens in _choices(part, known) if not is_nickname(part) else ():
            words = tuple(token.text for token in tokens)
            if not is_full(words) or (part.run.headline and not _is_said(words, body, known)):
                continue
            name = key(words)
            each = evidence[name]
            before = written.get(name)
            if before is None or ("".join(before).isupper() and not "".join(words).isupper()):
                written[name] = words
            weigh_words(each, words, known)
            weigh_place(each, part, tokens, known, against=OTHER_KNOWN if each.kinds["first"] > 0 else OTHER)
            short = lone.get(key(words[:1] if is_family_first(words, known.names) else words[-1:]))
            if short and each.kinds["short"] == 0:
                each.add("short", max(0, 0.5 * short.total), 1)
                each.add("named", min(0, short.kinds["named"]), 4)
    sure = {name for name, each in evidence.items() if each.total >= FULL}
    families = {name[-1] for name in sure}
    for name, each in evidence.items():
        if name not in sure and name[-1] in families and each.kinds["ordinary"] == 0:
            each.add("kin", KIN, KIN)
    for name, other in _lists(found):
        if other in sure and name in evidence:
            evidence[name].add("listed", PARTNER, PARTNER)
    sure = {name for name, each in evidence.items() if each.total >= FULL}
    ends = Counter(word for name in sure for word in (name[0], name[-1]))
    counts = Counter(name[-1] for name in sure)
    accepted = (name for name in evidence if name in sure and not _is_play_on(name, written[name], counts, known))
    return {name: written[name] for name in accepted if not _goes_on(name, written[name], sure, ends, known)}


def _is_said(words: NameWords, body: Collection[NameWords], known: KnownWords) -> bool:
    """Whether the body has the words of a name in a headline; a known first name may be there only."""
    said = [key((word,)) in body for word in words]
    return all(said[1:]) and (said[0] or known.names.is_first(words[0]))


def _goes_on(
    name: NameWords, words: NameWords, sure: Collection[NameWords], ends: Mapping[str, int], known: KnownWords
) -> bool:
    """Whether it is another name with an ordinary word before or behind it: "Several Tramell", "Anna Tramell Wins".

    ``ends`` counts the first and last words of the names.
    """
    precedes = not known.names.is_first(words[0]) and len(words[0].rstrip(".")) > 2
    if precedes and name[1:] in sure and known.names.is_first(words[1]) and name[1] not in PARTICLES:
        return True
    if known.is_ordinary(words[-1]) and any(name[:end] in sure for end in range(2, len(name))):
        return True
    ordinary = known.is_ordinary(words[0]) or words[0].lower() in LIMITING
    return len(name) == 2 and ordinary and ends[name[1]] > 1


def _is_play_on(name: NameWords, words: NameWords, families: Mapping[str, int], known: KnownWords) -> bool:
    """Whether an ordinary word makes a title of somebody's family name: "Tramell Control", "Rosa Accuses Tramell".

    ``families`` counts the names with each last word.
    """
    ordinary = [known.is_ordinary(word) and word not in known.names.surnames for word in words]
    if ordinary[-1] and name[0] in families and (len(words) == 2 or "-" in words[0]):
        return True
    verb = any(ordinary[at] and words[at].endswith("s") for at in range(1, len(words) - 1))
    return verb and families[name[-1]] > 1


def weigh_lone(found: Sequence[NamePart], known: KnownWords) -> dict[NameWords, Evidence]:  # noqa: C901  # a list of signs, each weighed
    """The evidence for each string of one word."""
    evidence: dict[NameWords, Evidence] = defaultdict(Evidence)
    ranked = set(_ranked(found))
    firms = set(_firms(found))
    lands: set[NameWords] = set()
    for at, part in enumerate(found):
        if part.run.headline or is_nickname(part):
            continue
        if len(part.tokens) > 1:
            if part.tokens[-2].text in NAMED and len(part.tokens) == 2:
                evidence[key((part.tokens[-1].text,))].add("named", -4, 4)
            continue
        (word,) = part.words
        addressed = part.titles and part.titles[-1].text in HONORIFICS
        if (
            word in SUFFIXES
            or word in OFFICES
            or is_modifier(word)
            or (not addressed and (word in TITLES or word in THINGS))
        ):
            continue
        if word in known.countries and not addressed and not known.labels.is_person(part.run.block, *part.span):
            lands.add(part.key)
            continue
        if part.titles and part.titles[-1].text == "Miss" and (known.is_ordinary(word) or word in known.countries):
            continue  # "Miss Universe"
        if part.titles and key((part.titles[-1].text, word)) in FIGURES:
            continue
        each = evidence[part.key]
        each.places += 1
        if part.key in firms:
            each.add("firm", -1.2, 2.4)
        if part.titles and part.titles[-1].text in TITLES:
            each.add("title", 2.5, 2.5)
        if at in ranked:
            each.add("role", 2.2, 2.2)
        weigh_place(each, part, part.tokens, known, against=1.2)
        if word[-1] == "s" and _COUNTED.search(part.run.ahead):
            each.add("thing", -4, 4)  # "thousands of Sikhs"
        if _OWNS_THING.match(part.run.after) and not part.titles:
            each.add("owns", -1.2, 1.2)  # "Tilda's List"
        if part.titles and part.titles[-1].text in NAMED:
            each.add("named", -4, 4)  # "St. Gallen"
        if is_called_thing(part):
            each.add("named", -2, 4)
        if part.run.before in _DETERMINED and not part.titles:
            each.add("determined", -1, 4 if word[-1] == "s" and not known.names.is_name(word) else 2)
        elif part.run.before in PLACED and not follows_work(part):
            each.add("placed", -0.8, 1.6)
        if known.is_ordinary(word):
            each.add("ordinary", -2, 2)
        if not part.tokens[0].opens:
            each.add("inside", 0.5, 0.5)
        if _OWNER.match(part.run.after) and known.labels.is_person(part.run.block, *part.span):
            each.add("owner", 0.6, 0.6)
        if word in known.countries:
            each.add("country", -1, 1)
        if _FIRM.match(part.run.after) or (
            part.run.ahead.endswith("& ") and _AND.search(part.run.ahead) and word not in known.names.first
        ):
            each.add("firm", -1.2, 2.4)
        if (
            word[-1] == "s"
            and (word[:-1].lower() in POSTPOSED or word[:-1] in TITLES)
            and not known.names.is_name(word)
        ):
            each.add("thing", -4, 4)
        if len(word) < 3 or (word.isupper() and len(word) > 2):
            each.add("shape", -2, 2)
        if _TOWN.search(part.run.ahead):
            each.add("placed", -0.8, 1.6)
        if word in known.names.first:
            each.add("first", 0.5, 0.5)
            if _COUPLE.match(part.run.after):
                each.add("couple", 0.8, 0.8)
    for name in lands & evidence.keys():
        evidence[name].add("country", -2, 4)  # The model takes it for a person at some places only.
    stems = {name[0] for name, each in evidence.items() if each.total >= LONE}
    families = {key(part.words[-1:])[0] for part in found if len(part.words) > 1}
    stems |= families
    for (word, *_), each in evidence.items():
        endings = (end for end in DERIVED.finditer(word, 4) if end.end() == len(word))
        derived = any(end[0] == "care" or word[: end.start()] in stems for end in endings)
        if derived or (word[-1] == "s" and word[:-1] in families and word not in families):
            each.add("thing", -4, 4)  # "the Clintons"
        often = each.places > 1 and (each.kinds["person"] > 0 or each.kinds["verb"] > 0)
        usual = each.kinds["honorific"] > 0 or often or word.capitalize() in known.names.surnames
        if each.kinds["title"] > 0 and usual:
            each.kinds["ordinary"] /= (
                2  # "President Trump" is not an ordinary "trump", but "Pilot Training" is training.
            )
    return evidence


def _firms(found: Sequence[NamePart]) -> Iterator[NameWords]:
    """The first words of names that follow a word for a firm: "the mining giant Merkur Energy"."""
    for part in found:
        if len(part.tokens) > 1 and not part.titles and _FIRM_NOUN.search(part.run.ahead):
            yield key(part.words[:1])


def listed(
    found: Sequence[NamePart], full: Collection[NameWords], lone: Mapping[NameWords, Evidence], labels: Labels
) -> None:
    """Count being next to a full name in a list for names of one word."""
    for one, two in pairwise(found):
        for part, other in ((one, two), (two, one)):
            if (
                len(part.tokens) == 1
                and (name := part.key) in lone
                and other.key in full
                and are_listed(one, two)
                and labels.is_person(part.run.block, *part.span)
            ):
                lone[name].add("listed", 0.6, 0.6)


def _ranked(found: Sequence[NamePart]) -> Iterator[int]:
    """The places of the names in lists behind a word for several people: "senators Hald, Vance and Tramell"."""
    inside = False
    for at, part in enumerate(found):
        before = (part.titles[-1].text if part.titles else part.run.before).lower()
        inside = before in _SEVERAL or (inside and are_listed(found[at - 1], part))
        if inside:
            yield at


def are_listed(one: NamePart, two: NamePart) -> bool:
    """Whether two names are side by side in a list."""
    gap = two.run.tokens[0].start - one.span[1]
    return (
        one.run.block == two.run.block
        and gap < 8
        and not two.titles
        and _LIST.fullmatch(two.run.ahead[-gap:]) is not None
    )


def _lists(found: Sequence[NamePart]) -> Iterator[tuple[NameWords, NameWords]]:
    """Names side by side in a list, each with its neighbor."""
    for one, two in pairwise(found):
        if are_listed(one, two):
            yield one.key, two.key
            yield two.key, one.key


def _choices(part: NamePart, known: KnownWords) -> list[tuple[Token, ...]]:
    """The whole part, and the span in it that the model takes for a person.

    A span that ends with a verb before more capitals is part of a headline: "Rosa Excommunicates Tramell".
    """
    labels = known.labels
    choices = [part.tokens]
    small = max((t.start for t in part.tokens if t.text[0].islower()), default=-1)
    for proposal in labels.over(part.run.block, *part.span):
        first = bisect_left(part.tokens, proposal.start, key=lambda token: token.start)
        inside = part.tokens[first : bisect_right(part.tokens, proposal.end, key=lambda token: token.end)]
        if inside and small >= proposal.end:
            continue
        if part.tokens[0].end < proposal.start <= part.tokens[0].end + 1 and len(part.tokens[0].text.rstrip(".")) == 1:
            continue  # "J. Gerald Hald"
        last = inside[-1] if inside else part.tokens[-1]
        is_verb = last.text.endswith("s") and known.is_ordinary(last.text) and last.text not in known.names.surnames
        if is_verb and last is not part.tokens[-1]:
            continue
        if proposal.label == "PERSON" and 1 < len(inside) < len(part.tokens):
            choices.append(inside)
    return choices
