"""Which words of an article mean a country, and which country.

The longest match wins, and spans already taken by other names stay theirs. Most words mean one country wherever they
occur outside a name, a language or a dish; a few ("Georgia", "Congolese", "Victoria") need other words about the
country in the article. In doubt there is no link.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence

from builder.annotate.cues import (
    OPENERS,
    FoundPhrase,
    Neighbors,
    is_government,
    is_in_name,
    is_other,
    region_at,
)
from builder.annotate.gazetteer import Gazetteer, Phrase, beginnings, find, index, plain
from builder.core.errors import Doubt, Result
from builder.core.kinds import EntityKind
from builder.core.regex import regex
from builder.core.text import MAX_RUN
from builder.core.values import NAMELESS, Block, Certainty, Link, LocalEntity, Mention, Via

SITE_ALIAS = "site-alias"
"""The rule for a word that entities.toml gives to a country: it needs no cue."""

_WORD = regex(r"[^\W\d_]+")
_HALF = regex(r"\b[Tt]he (North|South)\b(?!-| of\b| [A-Z])")
_LISTED_BEFORE = regex(r"([\w.' -]+?)(?:,(?: and| or)?| and| or) \Z")
_LISTED_AFTER = regex(r"(?:,(?: and| or)?| and| or) (?:the )?")
_PLACED = regex(
    r"\b(?:[Ii]n|[Aa]cross|[Tt]hroughout|[Ii]nside|[Nn]eighbou?ring|[Ss]outhern|[Nn]orthern|[Ee]astern|[Ww]estern) \Z"
)
_ADDRESS = regex(r"://\S*\Z")
_SCORE = regex(r" \d{1,3}-\d{1,3}\b")
"""After a capital, it shows that the article calls a team by that name."""
_TOWN = regex(r"([A-Z][\w.-]+), \Z")


def find_countries(
    passages: Sequence[Block],
    gazetteer: Gazetteer,
    taken: Sequence[tuple[int, int, int]],
    aliases: Mapping[str, str] | None = None,
    known: Sequence[Link] = (),
) -> Result[tuple[Link, ...]]:
    """The links to countries in all passages, in reading order, none overlapping ``taken`` (block, start, end).

    ``aliases`` are words that the user has given to a country, by code; ``known`` are links made before, which count as
    evidence for their countries. A doubt names its word, once per article; the caller fills in the file. Capitals and
    metonyms are among the links: what is shown is decided elsewhere.
    """
    spots = _spots(passages, gazetteer, taken, aliases or {})
    made = [link for link in known if link.local.kind is EntityKind.COUNTRY]
    sure = frozenset(s.phrase.codes[0] for s in spots if _is_sure(s, gazetteer)) | {link.local.id for link in made}
    hints = _hints(passages, gazetteer, {s.phrase.text for s in spots})
    links: list[Link] = []
    doubts: dict[str, Doubt] = {}
    for spot in spots:
        if _is_sure(spot, gazetteer):
            links.append(_link(spot, gazetteer, spot.phrase.codes[0], spot.phrase.rule, Certainty.CERTAIN))
            continue
        code = _by_cue(spot, gazetteer, sure, hints.get(spot.phrase.text))
        if code:
            links.append(_link(spot, gazetteer, code, "cue", Certainty.LIKELY))
        elif code is None and spot.phrase.text in gazetteer.words.doubtful:
            doubts[spot.phrase.text] = _doubt(spot, gazetteer)
    links += _halves(passages, gazetteer, [*made, *links], taken)
    links.sort(key=lambda link: (link.mention.block, link.mention.start))
    return Result(tuple(links), doubts=tuple(doubts[word] for word in sorted(doubts)))


def _spots(
    passages: Sequence[Block], gazetteer: Gazetteer, taken: Iterable[tuple[int, int, int]], aliases: Mapping[str, str]
) -> list[FoundPhrase]:
    """Where words for countries occur and nothing else is meant, in reading order."""
    own = index(Phrase(plain(text), SITE_ALIAS, Via.ALIAS, (code,)) for text, code in aliases.items())
    spans = _spans(taken)
    spots: list[FoundPhrase] = []
    for number, block in enumerate(passages):
        if block.kind in NAMELESS:
            continue
        text = plain(block.text)
        found = [spot for spot in _scan(number, text, gazetteer, own) if spot.phrase.codes]
        if not found:
            continue
        others = spans.get(number, ())
        beside = Neighbors(
            {start for start, _ in others},
            {spot.start for spot in found},
            {end for _, end in others} | {spot.end for spot in found},
        )
        for spot in found:
            mine = spot.phrase.rule == SITE_ALIAS
            meant = mine or not (is_in_name(spot, beside, gazetteer) or is_other(spot, gazetteer))
            if meant and _is_free(others, spot.start, spot.end):
                spots.append(spot)
    teams = {spot.phrase.text for spot in spots if spot.phrase.via is Via.CAPITAL and _SCORE.match(spot.after)}
    return [spot for spot in spots if spot.phrase.text not in teams]


def _scan(block: int, text: str, gazetteer: Gazetteer, own: Mapping[str, tuple[Phrase, ...]]) -> Iterable[FoundPhrase]:
    """Every phrase in the text, including those of no country; the search continues after each."""
    reached = 0
    for match in beginnings((*gazetteer.small, *own)).finditer(text):
        at = match.start()
        if at < reached or _is_glued(text, at):
            continue
        mine, phrase = find(own, text, at, match[0]), gazetteer.at(text, at, match[0])
        if mine and (phrase is None or len(mine.text) >= len(phrase.text)):
            phrase = mine
        if phrase:
            reached = at + len(phrase.text)
            yield FoundPhrase(block, text, at, reached, phrase)


def _is_glued(text: str, at: int) -> bool:
    """Whether a word has something attached in front: a handle, an address, "O'"."""
    last, other = text[at - 1 : at], text[max(0, at - 2) : at - 1]
    if last and last in "-/" and _ADDRESS.search(text, max(0, at - MAX_RUN), at):
        return True
    return last.isalnum() or (last != "" and last in "@#_&") or (last in (".", "'") and other.isalnum())


def _is_sure(spot: FoundPhrase, gazetteer: Gazetteer) -> bool:
    """Whether a word means its country without further evidence."""
    if len(spot.phrase.codes) > 1:
        return False
    if spot.phrase.rule == SITE_ALIAS or spot.phrase.text not in gazetteer.words.unsure:
        return True
    return spot.phrase.via is Via.DEMONYM and is_government(spot, gazetteer)


def _hints(passages: Sequence[Block], gazetteer: Gazetteer, words: set[str]) -> dict[str, bool]:
    """For each unsure word on which the article has evidence: whether it is for the country."""
    whole = "\n".join(plain(block.text) for block in passages)
    hints = {}
    for word in sorted(words & (gazetteer.cues.keys() | gazetteer.against.keys())):
        if any(_holds(whole, other) for other in gazetteer.against.get(word, ())):
            hints[word] = False
        elif any(_holds(whole, cue) for cue in gazetteer.cues.get(word, ())):
            hints[word] = True
    return hints


def _by_cue(spot: FoundPhrase, gazetteer: Gazetteer, sure: frozenset[str], hint: bool | None) -> str | None:
    """The country that the article decides for; "" if it decides against all, ``None`` without evidence."""
    word, codes = spot.phrase.text, spot.phrase.codes
    if _is_beside_region(spot, gazetteer) or _is_after_town(spot, gazetteer):
        return ""
    known = [code for code in codes if code in sure]
    if hint is False and (not known or spot.phrase.via is Via.CAPITAL):
        return ""
    if known:
        return known[0] if len(known) == 1 else None
    if hint:
        return codes[0]
    if len(codes) > 1 or spot.phrase.via is not Via.NAME:
        return None
    if word in gazetteer.words.placed and _PLACED.search(spot.before):
        return codes[0]
    return codes[0] if _is_listed(spot, gazetteer) and word in gazetteer.words.doubtful else None


def _is_after_town(spot: FoundPhrase, gazetteer: Gazetteer) -> bool:
    """Whether it is the state of a town: "Bellevue, Washington"; not in "Tbilisi, Georgia" or "Paris, Washington"."""
    town = _TOWN.search(spot.before)
    if town is None or town[1].lower() in OPENERS or _is_listed(spot, gazetteer):
        return False
    phrase = gazetteer.at(town[1], 0, town[1])
    return not (phrase and phrase.codes) and town[1] not in gazetteer.cues.get(spot.phrase.text, ())


def _is_listed(spot: FoundPhrase, gazetteer: Gazetteer) -> bool:
    """Whether it is in a list with another country: "Egypt, Jordan and Syria"."""
    after = _LISTED_AFTER.match(spot.after)
    if after:
        at = spot.end + after.end()
        word = _WORD.match(spot.text, at)
        phrase = gazetteer.at(spot.text, at, word[0]) if word else None
        if phrase and phrase.codes and phrase.via in (Via.NAME, Via.ALIAS):
            return phrase.text not in gazetteer.words.unsure
    before = _LISTED_BEFORE.search(spot.before)
    if before is None:
        return False
    words = before[1].split()
    names = (gazetteer.named(" ".join(words[-count:])) for count in range(1, min(4, len(words)) + 1))
    return any(names) and words[-1] not in gazetteer.words.unsure


def _is_beside_region(spot: FoundPhrase, gazetteer: Gazetteer) -> bool:
    """Whether it is in a list with a state of the United States, or a province: "Florida and Georgia"."""
    after = _LISTED_AFTER.match(spot.after)
    following = spot.after[after.end() :] if after else ""
    before = re.search(r"([A-Z][a-z.]+(?: [A-Z][a-z]+)?)(?:,(?: and| or)?| and| or) \Z", spot.before)
    if before and not gazetteer.words.regions.isdisjoint((before[1], before[1].split()[-1])):
        return True
    return region_at(following, gazetteer) not in ("", spot.phrase.text)


def _holds(text: str, words: str) -> bool:
    """Whether words occur in a text as whole words."""
    at = text.find(words)
    while at >= 0:
        end = at + len(words)
        if not text[at - 1 : at].isalnum() and not text[end : end + 1].isalnum():
            return True
        at = text.find(words, end)
    return False


def _link(spot: FoundPhrase, gazetteer: Gazetteer, code: str, rule: str, certainty: Certainty) -> Link:
    mention = Mention(spot.block, spot.start, spot.end, EntityKind.COUNTRY, spot.phrase.via)
    return Link(mention, _local_entity(gazetteer, code), rule, certainty)


def _local_entity(gazetteer: Gazetteer, code: str) -> LocalEntity:
    return LocalEntity(EntityKind.COUNTRY, gazetteer.countries[code].name, code)


def _doubt(spot: FoundPhrase, gazetteer: Gazetteer) -> Doubt:
    word, name = spot.phrase.text, gazetteer.countries[spot.phrase.codes[0]].name
    meant = name if name != word else "the country"
    return Doubt(
        "ambiguous-country", word, f"{word!r} may be {meant} or something else; the article does not say which"
    )


def _halves(
    passages: Sequence[Block], gazetteer: Gazetteer, links: Iterable[Link], taken: Iterable[tuple[int, int, int]]
) -> list[Link]:
    """Links of "the North" and "the South" after the full name of one of the two; none if there are two such pairs."""
    full = [link for link in links if link.mention.via in (Via.NAME, Via.ALIAS, Via.DEMONYM)]
    used = [pair for pair in gazetteer.halves if any(link.local.id in pair.values() for link in full)]
    if len(used) != 1:
        return []
    first = min((m.block, m.start) for m in (link.mention for link in full if link.local.id in used[0].values()))
    spans = _spans((*taken, *((m.block, m.start, m.end) for m in (link.mention for link in links))))
    found = []
    for number, block in enumerate(passages):
        for match in _HALF.finditer(plain(block.text)) if block.kind not in NAMELESS else ():
            free = _is_free(spans.get(number, ()), *match.span())
            if free and (number, match.start()) > first:
                mention = Mention(number, *match.span(), EntityKind.COUNTRY, Via.ALIAS)
                found.append(
                    Link(mention, _local_entity(gazetteer, used[0][match[1]]), "half-country", Certainty.LIKELY)
                )
    return found


def _spans(spans: Iterable[tuple[int, int, int]]) -> dict[int, list[tuple[int, int]]]:
    """Spans by block, in order, with touching or overlapping ones merged."""
    grouped: dict[int, list[tuple[int, int]]] = {}
    for block, start, end in sorted(spans):
        before = grouped.setdefault(block, [])
        if before and start <= before[-1][1]:
            before[-1] = before[-1][0], max(end, before[-1][1])
        else:
            before.append((start, end))
    return grouped


def _is_free(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether ``start`` to ``end`` overlaps none of the spans, which are in order and do not overlap."""
    after = bisect_left(spans, (end, end))
    return after == 0 or spans[after - 1][1] <= start
