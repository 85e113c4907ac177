"""Noun phrases that tell what somebody is: "deputy prime minister", "director of the Korea Risk Group".

There is no parser: a phrase is read word by word, from its determiner to its head and through the prepositional phrases
after it, or from its head back to the word that cannot belong to it. In doubt there is no phrase.
"""

import re
from collections.abc import Callable, Sequence

from msgspec import Struct

from builder.annotate.lexicon import FUNCTION, HONORIFICS, TITLES, VERBS
from builder.annotate.role_words import (
    ACRONYMS,
    ADVERBS,
    AUXILIARIES,
    BASE_VERBS,
    CONJUNCTIONS,
    DETERMINERS,
    FORMER,
    GERUNDS,
    HEADS,
    HYPOTHETICAL,
    LIMITING,
    MODIFIERS,
    ORDINALS,
    PRAISE,
    PREPOSITIONS,
    PRONOUNS,
    RELATIONS,
    RELATIVES,
    SURNAMES,
    VAGUE,
    VERBAL,
    VERBS_LIKE_ADJECTIVES,
    VERBS_LIKE_MODIFIERS,
    WEAK,
)
from builder.core.regex import regex
from builder.core.text import ABBREVIATIONS

WIDEST = 160
"""Characters that a phrase may have on its side of a name."""
MOST = 15
"""Words of a phrase; what follows the last preposition before it would be too much is left out."""
PREMODIFIERS = 8

AGE = regex(r"(1[01]\d|[1-9]\d?)-years?-old", re.IGNORECASE)

_BREAK = regex(r"''|``|[,;:()\[\]“”\"…\n]|[—–](?!based\b)|(?<!\S)-+(?!\S)")
_WORD = regex(r"(?:[^\s,;:()\[\]“”\"—–…]|[—–](?=based\b))+")
_JOINED = regex(r" (?:of|for) ")
_ADJECTIVE = regex(r".{2,}(?:[aeiou]l|ic|ics|ish|[ei]an|ive|ous|ary|less|ful|able|ible|ese|ss)")
_NUMBERED = regex(r"(?:1[5-9]|20)\d\d|\d+(?:st|nd|rd|th)")
_NO_TITLES = HONORIFICS | {"Sens.", "Reps.", "Mademoiselle", "Saint", "Comrade", "Abba", "Count"}
_FINITE = VERBS | AUXILIARIES
_STOPS = AUXILIARIES | CONJUNCTIONS | PRONOUNS | RELATIVES | ADVERBS | DETERMINERS | PREPOSITIONS
_AFTER_HEAD = frozenset({"of", "at", "for", "with", "in", "from", "to", "on"})
"""Prepositions that may follow the head."""
_INSIDE = _AFTER_HEAD | {"about", "between", "against", "by", "over", "into", "under"}
"""Prepositions in what follows the first of them."""
_TO = frozenset(
    "adviser advisor aide ambassador assistant attaché consultant counsel counselor delegate emissary envoy heir"
    " liaison mother father minister secretary witness understudy deputy lecturer representative nuncio mentor".split()
)
"""Heads that "to" may follow; after any other, it begins an infinitive."""
_TIME = regex(
    r"(?:the )?(?:early|late|mid|age|ages|time|moment|past|last|first|next|least|most|same|more|nearly|almost|many"
    r"|several|decades|years|months|weeks|days|one|two|three|four|five|six|seven|eight|nine|ten|\d[\d,.]*s?|Monday|Tuesday"
    r"|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August|September|October"
    r"|November|December|today|yesterday|addition|fact|order|part|line|response|turn)\b"
)
"""What follows a preposition in a phrase that tells when, how long or why."""
_DURATION = regex(r"(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|\d+) (?:year|month|week|day|hour)s?\b")
_POSSESSIVE = frozenset({"his", "her", "its", "their", "my", "our", "your"})
_RANKS = frozenset({"Deputy", "Representative"})
"""Words for relations that are titles in capitals."""
_PUBLIC = frozenset("police state county city fire army party house senate new young current prime".split())
_BEFORE_VERB = frozenset("to will would can could may might must should not i we they you who".split())
_QUOTES = " \"'“”‘’([—–"
_COUNT = frozenset("one two three four five six seven eight nine ten eleven twelve several many".split())
_REGIONS = frozenset({"north's", "south's"})
"""Words for halves of a country that hide which."""
_GLUED = regex(r".*(?:[A-Z]{5,}[a-z]{2}|[a-z]{2}[A-Z]{3}).*")
"""Two words that lost the space between them: "PRESSOhio"."""
_ENDS = frozenset("of at for with in from to on and the a an by about such".split())


class RolePhrase(Struct, frozen=True, gc=False):
    """A phrase in ``text[start:end]``, without its determiner."""

    words: str
    start: int
    end: int
    head: str
    """In lower case."""
    determiner: str = ""
    closed: bool = True
    """Whether nothing follows it that could be its verb."""
    whole: bool = True
    """Whether nothing at all follows it up to the next punctuation."""
    age: int = 0
    """In years, if it says so."""
    bare: bool = False
    """Whether it is a relation, or says as little, without a word on whose: "wife", "senior aide"."""


class _Word(Struct, frozen=True, gc=False):
    text: str
    start: int
    end: int
    small: str
    """In lower case, with a plain apostrophe and without a full stop at its end."""

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def owns(self) -> bool:
        return self.small.endswith(("'s", "s'"))


def head_of(word: str) -> str:
    """The word for a person that a word is, in lower case: "nurse", "then-candidate"; empty if it is none."""
    small = word.lower().rstrip(".")
    if (
        word in ACRONYMS
        or (small in HEADS and not (small in SURNAMES and word[:1].isupper()))
        or (word in TITLES and word not in _NO_TITLES)
    ):
        return small
    if "-" in small:
        first, *_, last = small.split("-")
        if (
            last in HEADS
            and not _is_star(first, last)
            and not (last in SURNAMES and word.rpartition("-")[2][:1].isupper())
        ):
            return last
        if first in HEADS and (last in ("elect", "designate") or "-of-" in small):
            return first
    return small if small.endswith(("ologist", "ographer", "iatrist", "ician")) else ""


def _is_star(first: str, last: str) -> bool:
    """Whether it tells a rank: "five-star", "all-star"."""
    return last == "star" and first in ("one", "two", "three", "four", "five", "all")


def without_stop(words: str) -> str:
    """The words without a full stop that ends their sentence rather than an abbreviation."""
    last = words[words.rfind(" ") + 1 : -1].lower()
    abbreviated = last in ABBREVIATIONS or len(last.rpartition(".")[2]) == 1
    return words.rstrip(".!?") if words.endswith((".", "!", "?")) and not abbreviated else words


def phrase_after(text: str, start: int, stop: int) -> RolePhrase | None:
    """The phrase that begins at ``start`` and ends before the next punctuation or ``stop``."""
    found = _BREAK.search(text, start, min(stop, start + WIDEST))
    limit = found.start() if found else min(stop, start + WIDEST)
    words = _words(text, start, limit)
    at = 0
    while at < len(words) and words[at].small in ("now", "also", "currently", "himself", "herself"):
        at += 1
    determiner = words[at].small if at < len(words) and words[at].small in DETERMINERS else ""
    at += bool(determiner)
    while at < len(words) and words[at].small in ("fellow", "own"):
        at += 1
    if at + 1 < len(words) and words[at].small in ("nearly", "almost", "about") and AGE.fullmatch(words[at + 1].text):
        at += 2
    head = _head_after(words, at, determiner)
    if head < 0:
        return None
    end, head = _complements(words, head)
    at = max((i + 1 for i in range(at, head) if _is_common_owner(words[i])), default=at)
    phrase = words[at:end]
    rest = words[end:]
    if determiner in _POSSESSIVE and phrase[0].small in FORMER and words[head].small not in RELATIONS:
        return None  # Her former professor is a professor.
    before = {word.small for word in phrase[: head - at]}
    if not before.isdisjoint(PRAISE | HYPOTHETICAL) or not _is_complete(phrase, head - at, rest):
        return None
    closed = _is_closed(rest, determiner)
    return _made(phrase, words[head], determiner, closed=closed, whole=not rest)


def phrase_before(text: str, start: int, stop: int, is_name: Callable[[int, int], bool]) -> RolePhrase | None:
    """The phrase that ends at ``stop``, directly before a name; its sentence begins at ``start``.

    ``is_name`` says whether a word that opens the sentence is a name.
    """
    words = _words_before(text, start, stop)
    head = _head_before(words)
    if head < 0:
        return None
    opens = words[0].start == start
    first = _first_before(words, head, is_name, opens=opens)
    before = words[first - 1].small if first else ""
    if first == len(words) - 1:
        # "Secretary X" is a secretary of what? And "to host X" is a verb.
        verb = words[head].small in VERBAL and not words[head].capital and before in _BEFORE_VERB
        if words[head].text == "Secretary" or verb:
            return None
    if before in _POSSESSIVE and words[first].small in FORMER and words[head].small not in RELATIONS:
        return None
    if before in HYPOTHETICAL or any(word.small in HYPOTHETICAL for word in words[first:head]):
        return None
    return _made(words[first:], words[head], before if before in DETERMINERS else "")


def phrase_ending(text: str, start: int, stop: int, is_name: Callable[[int, int], bool]) -> RolePhrase | None:
    """The phrase with a determiner that ends at ``stop``, before a comma: "the director of the museum".

    ``start`` and ``is_name`` are as for ``phrase_before``.
    """
    low = max(start, stop - WIDEST)
    for found in _BREAK.finditer(text, low, stop):
        low = found.end()
    words = _words(text, low, stop)
    opens = bool(words) and words[0].start == start
    for last in range(len(words) - 1, -1, -1):
        owns = words[last].owns and words[last].capital
        if words[last].small in DETERMINERS or owns:
            at = _name_start(words, last, is_name, opens=opens) if owns else last
            phrase = phrase_after(text, words[at].start, stop)
            if phrase and phrase.whole and phrase.end == words[-1].end:
                # Of "the wife of the director" it is not clear who is meant; "as the mayor" may be a wish.
                return None if at and words[at - 1].small in ("of", "like", "unlike", "as") else phrase
    return None


def _words(text: str, start: int, stop: int) -> list[_Word]:
    found = []
    for match in _WORD.finditer(text, start, stop):
        word = match[0]
        small = word.lower().replace("’", "'")
        found.append(_Word(word, match.start(), match.end(), small.rstrip(".") if small.count(".") == 1 else small))
    return found


def _words_before(text: str, start: int, stop: int) -> list[_Word]:
    """The words between the last punctuation and ``stop``, if the last of them could end a role."""
    if not text.endswith(" ", start, stop):
        return []
    low = max(start, stop - WIDEST)
    # Most names have no role before them; this is found out first, since the rest is slower.
    last = text[max(low, text.rfind(" ", low, stop - 1) + 1) : stop].strip(_QUOTES)
    if not (head_of(last) or last in HONORIFICS or (last[:1].isupper() and _JOINED.search(text, low, stop))):
        return []
    cut = low > start
    for found in _BREAK.finditer(text, low, stop):
        low, cut = found.end(), False
    words = _words(text, low, stop)
    words = words[1:] if cut else words
    while words and words[-1].text in HONORIFICS:
        words = words[:-1]
    return _without_title(words)


def _head_before(words: Sequence[_Word]) -> int:
    """The index of the head of the phrase that ends with these words; -1 if there is none."""
    if not words or words[-1].small == "fellow":
        return -1
    head = len(words) - 1
    if not head_of(words[head].text):
        return _head_of_complement(words)
    # In capitals, other words than titles belong to another name: "The Last Tycoon".
    named = words[head].capital and words[head].text not in TITLES | ACRONYMS
    return -1 if named and head else head


def _head_after(words: Sequence[_Word], at: int, determiner: str) -> int:
    """The index of the head of the phrase whose modifiers begin at ``at``; -1 if there is none."""
    head, here = -1, at
    while here < len(words) and here - at <= PREMODIFIERS:
        word = words[here]
        if head_of(word.text):
            head = here
        elif word.small in _STOPS or (word.small in VERBS and word.small not in MODIFIERS and here > at):
            break
        elif here == at and not (determiner or word.capital or _modifies(word.small)):
            return -1
        here += 1
    if head < 0 or head == here - 1:
        return head
    # A word after the head belongs to another noun ("student newspaper"), unless it is a participle.
    tail = words[head + 1]
    if tail.small in ("emeritus", "emerita"):
        return head
    return head if _is_participle(words, head + 1) or (tail.small in VERBS and tail.small not in MODIFIERS) else -1


def _modifies(small: str) -> bool:
    """Whether a word may stand before an occupation, by itself or by its form."""
    if small in VERBS_LIKE_ADJECTIVES:
        return False
    return small in MODIFIERS or "-" in small or _ADJECTIVE.fullmatch(small) is not None


def _is_participle(words: Sequence[_Word], at: int) -> bool:
    """Whether the word begins a description of the noun before it: "living in Leeds", "based in Leeds"."""
    small = words[at].small
    if _is_gerund(small):
        return True
    known = small in ("born", "known", "chosen", "sworn", "seen") or (small.endswith("ed") and len(small) > 3)
    return known and at + 1 < len(words) and words[at + 1].small in PREPOSITIONS


def _is_gerund(small: str) -> bool:
    return small.endswith("ing") and len(small) > 4 and small not in GERUNDS


def _is_common_owner(word: _Word) -> bool:
    """Whether it is somebody or something without a name that owns what follows: "the museum's director"."""
    return word.owns and not word.capital and word.small not in MODIFIERS


def _complements(words: Sequence[_Word], head: int) -> tuple[int, int]:
    """The end of the phrase with this head, and its head: that of "actor and director" is the latter."""
    at = head + 1
    if at < len(words) and words[at].small in ("emeritus", "emerita"):
        at += 1
    first = True
    while at < len(words):
        small = words[at].small
        if small in ("and", "&") and first:
            other = _head_after(words, at + 1, "")
            if other < 0 or words[at + 1].small in DETERMINERS:
                break
            at, head = other + 1, other
        elif small in ("and", "&") and not first and not _begins_role(words, at + 1):
            end = _object_end(words, at + 1)
            if end == at + 1:
                break
            at = end
        elif small in (_AFTER_HEAD if first else _INSIDE) and _fits(words, at, head_of(words[head].text), first=first):
            end = _object_end(words, at + 1)
            if end == at + 1:
                break
            at, first = end, False
        else:
            break
    return _trimmed_end(words, head, at), head


def _trimmed_end(words: Sequence[_Word], head: int, at: int) -> int:
    """The end of a phrase without what is cut off: a preposition, too many words, the beginning of a name."""
    cut = at < len(words)
    if at > head + 2 and words[at - 1].small == "charge" and words[at - 2].small == "in":
        at -= 2  # In charge of what?
    while at > head + 1 and (words[at - 1].small in _ENDS or (cut and _is_gerund(words[at - 1].small))):
        at -= 1
    while at - head > MOST:
        at = max((i for i in range(head + 1, at) if words[i].small in _INSIDE - {"of"}), default=head + 1)
    at = _before_open_quote(words, head, at)
    based = words[at - 1].small.endswith(("-based", "–based", "—based"))
    if words[at - 1].owns or based or (at > head + 2 and _is_cut_off(words, at)):
        # "Host of CBS's …", "owner of Leeds-based …", "aide to Vice President …": the rest of the name is missing.
        at = max((i for i in range(head + 1, at) if words[i].small in _INSIDE), default=head + 1)
    return at


def _before_open_quote(words: Sequence[_Word], head: int, at: int) -> int:
    """The end of a phrase without the beginning of a quoted title: "star of ‘Finding"."""
    opened = next((i for i in range(head + 1, at) if words[i].text[0] in "'‘"), at)
    if opened == at or any(word.text[-1] in "'’" for word in words[opened:at]):
        return at
    return max((i for i in range(head + 1, opened) if words[i].small in _INSIDE), default=opened)


def _is_cut_off(words: Sequence[_Word], at: int) -> bool:
    """Whether the words before ``at`` end in a title that waits for its name."""
    title = words[at - 1].text
    if title in HONORIFICS:
        return True
    first = next(i for i in range(at - 1, -1, -1) if not words[i].capital)
    alone = all(word.text in TITLES or word.small in LIMITING | {"prime"} for word in words[first + 1 : at])
    return title in TITLES and alone and words[first].small not in DETERMINERS


def _begins_role(words: Sequence[_Word], at: int) -> bool:
    """Whether the words after "and" begin another role, or somebody else."""
    if at >= len(words) or words[at].small in PRONOUNS | DETERMINERS | FORMER:
        return True
    if words[at].small.endswith("ed") and not words[at].capital:
        return True
    return _head_after(words, at, "") >= 0


def _fits(words: Sequence[_Word], at: int, head: str, *, first: bool) -> bool:
    """Whether the preposition at ``at`` continues the phrase."""
    preposition, objects = words[at].small, words[at + 1 : at + 8]
    if not objects:
        return False
    following = " ".join(word.text for word in objects[:2])
    if _TIME.match(following) and not (preposition == "of" and not following.startswith("the ")):
        return False
    if objects[0].small in _POSSESSIVE or objects[0].small in RELATIVES:
        return False  # Only the article says whose campaign "his campaign" is.
    if preposition == "to":
        known = objects[0].capital or objects[0].small in DETERMINERS
        last = head if first else head_of(words[at - 1].text)
        return (last in _TO and (known or (first and _modifies(objects[0].small)))) or (
            objects[0].capital and not first
        )
    if preposition in ("from", "with") and first:
        return objects[0].capital or (objects[0].small in DETERMINERS and any(o.capital for o in objects[1:3]))
    return True


def _object_end(words: Sequence[_Word], at: int) -> int:
    """The end of the noun phrase that begins at ``at``."""
    here = at
    if here < len(words) and words[here].small in DETERMINERS:
        here += 1
    begun = here
    while here < len(words):
        word = words[here]
        shouted = word.text.isupper() and len(word.text) > 3  # "USA TODAY"
        stops = word.small in _STOPS and not shouted
        if stops or (word.small in _FINITE and not word.capital and word.small not in MODIFIERS):
            break
        if here > begun and word.small.endswith("ed") and (_is_participle(words, here) or _is_last_verb(words, here)):
            break
        if here > begun and _begins_duration(words, here):
            break
        here += 1
    return here if here > begun else at


def _begins_duration(words: Sequence[_Word], at: int) -> bool:
    """Whether a time begins there: "four years (ago)"."""
    return at + 1 < len(words) and _DURATION.match(f"{words[at].small} {words[at + 1].small}") is not None


def _is_last_verb(words: Sequence[_Word], at: int) -> bool:
    """Whether a word ends a clause as its verb: "stated"."""
    return at == len(words) - 1 and not words[at].capital and len(words[at].small) > 5


def _is_complete(phrase: Sequence[_Word], head: int, rest: Sequence[_Word]) -> bool:
    """Whether the phrase says by itself what the text says: "the first president to resign" does not."""
    ordinal = bool(phrase) and phrase[0].small in ORDINALS and head > 0
    if ordinal and head_of(phrase[1].text) and head == 1 and len(phrase) < 4 and rest:
        return False
    cut = bool(rest) and rest[0].small in ("to", *RELATIVES)
    return not (ordinal and cut)


def _is_closed(rest: Sequence[_Word], determiner: str) -> bool:
    """Whether the words after a phrase cannot be what its subject does."""
    if not rest or rest[0].small in ("who", "whose", "whom", "which", "such") or _begins_duration(rest, 0):
        return True
    if any(word.small in _FINITE for word in rest):
        return False
    if rest[0].small.endswith("ed"):
        return determiner != "the" and _is_participle(rest, 0)
    return rest[0].small in PREPOSITIONS | CONJUNCTIONS | ADVERBS | RELATIVES or _is_participle(rest, 0)


def _without_title(words: list[_Word]) -> list[_Word]:
    """The words without a title of its own after a role: "presidential candidate Sen."."""
    if len(words) < 2 or words[-1].text not in TITLES:
        return words
    last, before = words[-1], words[-2]
    apart = head_of(before.text) and (
        not before.text.rpartition("-")[2][:1].isupper() or last.text.endswith(".") > before.text.endswith(".")
    )
    name = last.text == "Major" and head_of(before.text)
    return words[:-1] if apart or name else words


def _head_of_complement(words: Sequence[_Word]) -> int:
    """The index of the head of "mayor of New London", directly before a name; -1 if there is none."""
    at = len(words) - 1
    while at > 0 and (words[at].capital or words[at].small in ("the", "of", "and", "for", "&")):
        if words[at].small in ("of", "for") and head_of(words[at - 1].text):
            rest = words[at + 1 :]
            object_ = rest[1:] if rest and rest[0].small == "the" else rest
            named = bool(object_) and object_[0].capital and object_[-1].capital
            return at - 1 if named and not object_[-1].owns else -1
        at -= 1
    return -1


def _first_before(words: Sequence[_Word], head: int, is_name: Callable[[int, int], bool], *, opens: bool) -> int:
    """The index of the first word of the phrase with this head, seen from behind; ``words[0]`` may open a sentence."""
    at, unknown = head, 0
    while at > 0 and head - at < PREMODIFIERS:
        word = words[at - 1]
        if word.owns and word.small not in MODIFIERS:
            if word.capital and word.text not in FUNCTION and word.small not in PRONOUNS:
                at = _name_start(words, at - 1, is_name, opens=opens)
            break
        if word.small == "of" and words[at].capital and 1 < at < head and _is_plain_name(words[at - 2]):
            at = _name_start(words, at - 2, is_name, opens=opens)  # "University of Leeds biologist"
            break
        if _stands_apart(word):
            break
        if word.capital:
            opening = opens and at == 1
            known = _modifies(word.small) or head_of(word.text) or is_name(word.start, word.end)
            if opening and not known:
                break
        elif words[head].text in TITLES and words[head].capital and not _limits(words, at - 1):
            break
        elif not _may_precede(words, at - 1):
            unknown = unknown or at
            determined = at > 1 and words[at - 2].small in DETERMINERS
            if not determined and _is_verbal(words, at - 1):
                break
        at -= 1
    if at > 1 and words[at - 1].small in ("and", "&") and head_of(words[at - 2].text):
        other = _first_before(words, at - 2, is_name, opens=opens)
        # A "former chairman and chief executive" is not chief executive.
        at = other if any(word.small in FORMER for word in words[other : at - 1]) else at
    begun = not at or words[at - 1].small in DETERMINERS | PREPOSITIONS - {"to"} or words[at - 1].owns
    # A word that is not known as a modifier could be a verb, unless the phrase has a clear beginning.
    at = at if begun else max(at, unknown)
    return _trimmed(words, _limited(words, at), head)


def _stands_apart(word: _Word) -> bool:
    """Whether a word is no part of the phrase after it: in "his running mate nominee X", "mate" is another role."""
    if word.small in _STOPS - LIMITING or word.text in FUNCTION - {"Former", "Second", "First"}:
        return True
    return head_of(word.text) in RELATIONS - LIMITING or _GLUED.fullmatch(word.text) is not None


def _name_start(words: Sequence[_Word], at: int, is_name: Callable[[int, int], bool], *, opens: bool) -> int:
    """The index of the first word of the name that ends at ``at``: that of "Donald Trump's"."""
    while at and words[at - 1].capital and words[at - 1].text not in FUNCTION:
        if at == 1 and opens and not is_name(words[0].start, words[0].end):
            break
        at -= 1
    return at


def _is_plain_name(word: _Word) -> bool:
    return word.capital and word.text not in FUNCTION and not head_of(word.text)


def _may_precede(words: Sequence[_Word], at: int) -> bool:
    word = words[at]
    if word.small.endswith("ed") and at and (head_of(words[at - 1].text) or words[at - 1].capital):
        return False  # "The king married Queen …"
    return bool(_modifies(word.small) or head_of(word.text) or _NUMBERED.fullmatch(word.small))


def _limits(words: Sequence[_Word], at: int) -> bool:
    """Whether a word in lower case may precede a title in capitals: "former", "conservative"."""
    small = words[at].small
    adjective = _ADJECTIVE.fullmatch(small) is not None and small not in VERBS_LIKE_ADJECTIVES
    return small in LIMITING or small in _PUBLIC or "-" in small or adjective


def _is_verbal(words: Sequence[_Word], at: int) -> bool:
    """Whether a word could be the verb before a role: "names", "appointed", "will tap"."""
    small = words[at].small
    if (
        small in VERBS
        or small in BASE_VERBS
        or small.endswith(("ed", "ing", "ly"))
        or (small.endswith("s") and not small.endswith("ss"))
    ):
        return True
    return not at or words[at - 1].small in AUXILIARIES | {"to", "not", "who", "and", "he", "she", "they", "we", "i"}


def _limited(words: Sequence[_Word], first: int) -> int:
    """The start of a phrase, or of a word before it without which it would say too much: "former parks director"."""
    for at in range(first - 1, max(-1, first - 5), -1):
        if words[at].small in _STOPS - LIMITING or words[at].owns or words[at].text in FUNCTION - {"Former"}:
            break
        if words[at].small in LIMITING and (words[at].small != "then" or at == first - 1):
            return at
    return first


def _trimmed(words: Sequence[_Word], first: int, head: int) -> int:
    """The start of a phrase without praise, adverbs and the like."""
    for at in range(head - 1, first - 1, -1):
        if words[at].small in PRAISE and not (words[at].capital and words[at + 1].capital):
            return at + 1
        if words[at].small in VERBS_LIKE_MODIFIERS and words[at + 1].small in FORMER:
            return at + 1
    while first < head and (
        words[first].small in ("fellow", "own", "one", "another")
        or (words[first].small == "then" and first and words[first - 1].small == "and")
        or (words[first].small.endswith("ly") and not words[first + 1].small.endswith("ed"))
    ):
        first += 1
    return first


def _made(
    phrase: Sequence[_Word], head: _Word, determiner: str, *, closed: bool = True, whole: bool = True
) -> RolePhrase:
    """The phrase of these words; its age is apart."""
    ages = [int(found[1]) for word in phrase if (found := AGE.fullmatch(word.text))]
    words = " ".join([word.text for word in phrase if not AGE.fullmatch(word.text)]).lstrip("-–")
    stop = len(words) - len(without_stop(words))
    return RolePhrase(
        words[: len(words) - stop],
        phrase[0].start,
        phrase[-1].end - stop,
        head_of(head.text),
        determiner,
        closed,
        whole,
        ages[0] if ages else 0,
        _is_bare(phrase, phrase.index(head)),
    )


def _is_bare(phrase: Sequence[_Word], head: int) -> bool:
    """Whether the phrase does not say whose or of what: "wife", "father of two", "senior aide", "North's leader"."""
    if phrase[0].small in _REGIONS:
        return True
    small, before = head_of(phrase[head].text), phrase[:head]
    counted = "-of-" in small or _is_number(phrase[head + 1 :])
    if small.partition("-of-")[0] not in RELATIONS | WEAK or (head < len(phrase) - 1 and not counted):
        return False
    if not before and phrase[head].text in _RANKS:
        return False
    first = next((head_of(before[at - 1].text) for at in range(1, head) if before[at].small in ("and", "&")), "")
    if any(word.owns for word in before) or (first and first not in RELATIONS | WEAK):
        return False
    if small in RELATIONS and not counted:
        return not any(word.capital and not _modifies(word.small) for word in before)  # "Trump ally"
    return counted or all(word.small in VAGUE or word.small in ("and", "&", first) for word in before)


def _is_number(words: Sequence[_Word]) -> bool:
    """Whether the words after a head are "of" and a number: "of seven"."""
    of, number = (words[0].small, words[1].small) if len(words) == 2 else ("", "")
    return of == "of" and (number in _COUNT or number.isdigit())
