"""The speaker of each quotation that the text itself attributes: "Q, P said", "he added", "P called it Q".

A wrong speaker is worse than none, so every rule answers only where nobody else can be meant. The rules, in order, are
the words before a quotation, those after it, and the quotation or sentence that it continues.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from builder.annotate.condensed import (
    DAY,
    GOVERNS,
    MANNER,
    WIDEST,
    P,
    Passage,
    Q,
    ReadQuotation,
    Subject,
    before_phrase,
    named,
)
from builder.annotate.lexicon import Lexicon
from builder.annotate.quote_marks import Quoted
from builder.annotate.speech_verbs import NOUNS, Verb
from builder.core.regex import regex
from builder.core.text import WORD
from builder.core.values import Block, BlockKind, Link, LocalEntity, Quotation, Traits

LEAST, LEAST_EMBEDDED = 2, 3
"""Words of a quotation; fewer are a term or a nickname."""
LONGEST_TITLE = 8
"""Words; more that all begin with a capital letter are not a title."""
CLOSE = 150
"""Characters between a verb and the quotation that it introduces with a comma or a colon."""
FAR = 300
"""Characters of a condensed passage between what somebody does and "he", if that is to mean them."""
LONG = 1000
"""Characters of a condensed passage; in more, "he" is too often somebody who is not known."""
BACK = 2
"""Passages before the current one in which "he" or "the minister" must be named."""

_AFTER_QUOTE = regex(r"[,.?!…—–-]*\s*(?:as )?")
_AFTER_NAME = regex(
    r"(?=[,.;:)—–(]|\s*\Z| [(—–]| (?:in|on|at|during|to|as|after|before|when|while|of|about|from|with|who|by|last|this"
    rf"|that|earlier|later|upon|via|following|outside|inside|because|since|whose|[a-z]+ing|{DAY})\b)"
)
_APPOSED = regex(rf" (?:[\w.’'&/-]+ |{P}[’']s? ){{1,6}}[\w.’'&/-]+, (?=[A-Z{P}])")
_MANNER = regex(MANNER)
_OTHER_VERB = regex(r" (?:\w+ly )?(?!(?:is|was|has|does)\b)[a-z]{3,}(?:ed|s)\b")
_NEXT_QUOTE = regex(rf"[^.,;{Q}]{{0,25}}{Q}")
_SHORT_END = regex(rf"[^.,;{Q}]{{0,20}}(?:\.|\Z)")
_INTERRUPTED = regex(rf"[^.;:{P}{Q}]{{0,60}}, ?")
_BY = regex(r" by (?=\S)")
_LABEL = regex(r"(?:.*[-–—.] )?")
_COLON = regex(r" ?: ?\Z")
_ACCORDING = regex(r"\b[Aa]ccording to ")
_PARTED = regex(
    r"[,;—–] (?:and|but|while|as|whereas|although|though|when|after|because|which|who|where|before|until|if)\b|[;?!]"
)
_DENIED = regex(r"(?:\b(?:not|never|to|was|were|been|being|be|is|are)|n[’']t) (?:yet |ever |\w+ly )?\Z")
_RELATIVE = regex(rf"[^,{P}] (?:who|which) {MANNER}\Z")
_WHO = regex(rf"{P},?(?: (?:a|an|the) [^,]{{1,40}})? who {MANNER}\Z")
_IS_SAYING = rf"(?P<is>(?:is|was|has been|had been) )?{MANNER}(?:(?:quoted )?as |for )?"
_SAYING = regex(_IS_SAYING)
_HE_SAYING = regex(rf"\b([Hh]e|[Ss]he) {_IS_SAYING}\Z")
_TAIL_END = regex(rf"[^,;:{Q}]*?(?:\.|\Z)")
_JOINED = regex(rf"(?:,|\band|\bthen|\bbut|\bby|\bafter|\bbefore|\bwhile|\bwhen|\bin) {MANNER}\Z")
_OPENING = regex(rf"(?:[^{P}{Q},]{{0,80}}, |(?:But|And|Yet|Still|Then|So) )?")
_TITLED = regex(
    r"\b(?:titled|entitled|headlined|reading|reads?|words?|terms?|phrases?|slogan|song|book|film|movie|show|series|album"
    r"|hashtag|chants?|chanting|so-called|known as|program|magazine|poem|novel|essay|column|documentary|hit) ?\Z"
)
_HEARSAY = regex(
    r"\baccording to (?:the |an? )?(?:[a-z-]+ ){0,3}(?=[A-Z])(?![^,.;]*\b(?:transcripts?|recordings?|video|remarks)\b)"
    rf"|\b(?:[A-Z][\w’'-]+|agency|newspaper|paper|media) (?:report(?:ed|s)|quot(?:ed|es))\b|\bquot(?:ed|es|ing) {P} as "
)
"""What somebody said by the account of others: of an agency, a newspaper."""
_SMALL = frozenset("a an the and but or for of in on at to by with from is as it vs".split())
_HEADLINES = frozenset({BlockKind.TITLE, BlockKind.STANDFIRST, BlockKind.HEADING})
_HEADLINE = regex(
    rf"(?:[\w.’'-]+ ){{0,3}}{P}: (?P<words>(?=[A-Z])[^{P}:]*\b(?:is|are|was|were|will|would|must|should|can|could|have"
    rf"|has|needs?|do|does|did|not|I|we|you|never|\w+n[’']t)\b[^{P}:]*)\Z"
)
"""Words after a name and a colon that are a sentence: they have a verb that is not also a noun."""
_SILENT = frozenset({BlockKind.OPAQUE, BlockKind.CAPTION, BlockKind.PULL_QUOTE, BlockKind.QUOTATION, BlockKind.NOTE})
_SHOWN = frozenset({"", "of", "with", "quoted", "quotes", "quoting", "and"})
"""Words that may precede a person whose only role is subject of "saying"."""
_HE_OR_SHE = {"f": regex(r"\b[Ss]he "), "m": regex(r"\b[Hh]e ")}
_SENTENCES_ONLY = f"{Q}.,?!…—- "


class Attribution(NamedTuple):
    """What a rule found out about a quotation."""

    speaker: LocalEntity | None
    """``None`` if it is somebody who is not known."""
    rule: str
    end: int
    """The end of the words that tell it."""
    introduced: bool = False
    """Whether they end with a comma or a colon before the quotation."""


@dataclass
class Reading:
    """An article as far as it has been read."""

    traits: Sequence[Traits]
    names: Lexicon
    people: Mapping[int, Sequence[Link]]
    """The links of people by passage."""
    passages: list[Passage] = field(default_factory=list)
    """Those near quotations, read so far; the last is the current one."""

    @cached_property
    def sexes(self) -> dict[LocalEntity, str]:
        """The sex of each person, as far as it is known: also from the pronouns that mean them."""
        return {each.local: each.sex or self.names.sex(each.local.name.partition(" ")[0]) for each in self.traits}

    @cached_property
    def known_for(self) -> Mapping[str, Collection[LocalEntity]]:
        """People by the words of their roles, places and organizations."""
        found: dict[str, set[LocalEntity]] = {}
        for each in self.traits:
            for words in (*each.roles, *each.places, *each.organisations):
                for word in WORD.findall(words.casefold()):
                    found.setdefault(word, set()).add(each.local)
        return found


def spoken(
    passages: Sequence[Block],
    quoted: Mapping[int, Sequence[Quoted]],
    people: Mapping[int, Sequence[Link]],
    traits: Sequence[Traits],
    names: Lexicon,
) -> list[Quotation]:
    """The quotations whose speaker the text tells, in reading order.

    ``quoted`` are the words in quotation marks and ``people`` the links of people, both by passage; ``traits`` say
    what the article calls its people, and whether it says "he" or "she".
    """
    readable = [i for i, passage in enumerate(passages) if passage.text and passage.kind not in _SILENT]
    near: set[int] = set()
    for place, block in enumerate(readable):
        if block in quoted:
            near.update(readable[max(0, place - BACK) : place + 1])
        elif passages[block].kind in _HEADLINES and ": " in passages[block].text:
            near.add(block)
    if not near:
        return []
    reading = Reading(traits, names, people)
    made: list[Quotation] = []
    number = 0
    for block in sorted(near):
        passage = passages[block]
        current = Passage(block, passage, quoted.get(block, ()), people.get(block, ()))
        reading.passages.append(current)
        if passage.kind in _HEADLINES and current.people and not current.quoted:
            number += 1
            made += _headline(current, number)
        for at, each in current.quotes if current.quoted else ():
            answer = _answer(reading, at, each)
            number += answer is None or answer.rule not in ("continued", "parts")
            speaker = answer.speaker if answer else None
            current.said.append(ReadQuotation(at, speaker, answer.end if answer else at + 1))
            if answer and speaker and _is_said(passage.text, each, answer.rule):
                made.append(Quotation(block, each.start, each.end, speaker, answer.rule, number))
    return made


def _headline(passage: Passage, number: int) -> list[Quotation]:
    """A headline that quotes without marks: "Berg: The bridge must stay open"."""
    found = _HEADLINE.match(passage.text)
    text = passage.passage.text
    start = len(text) - len(found["words"]) if found else 0
    words = WORD.findall(text, start)
    # In title case, a book has such a title.
    if not found or sum(word[0].isupper() for word in words) * 2 > len(words):
        return []
    return [Quotation(passage.block, start, len(text), passage.people[0][1], "headline", number)]


def _is_said(text: str, quoted: Quoted, rule: str) -> bool:
    """Whether the words can be speech: enough of them, and not the title of something."""
    words = [match[0] for match in islice(WORD.finditer(text, quoted.start, quoted.end), LONGEST_TITLE + 1)]
    if len(words) > LONGEST_TITLE:
        return True
    least = LEAST_EMBEDDED if rule.startswith("says") else LEAST
    title = all(word[0].isupper() or word[0].isdigit() or word in _SMALL for word in words)
    return len(words) >= least and not title


def _answer(reading: Reading, at: int, quoted: Quoted) -> Attribution | None:
    """Who says this quotation, at this place of the current passage."""
    passage = reading.passages[-1]
    if quoted.continues and len(reading.passages) > 1 and reading.passages[-2].said:
        # A paragraph may have lost its closing mark.
        after = _after(reading, passage, at)
        speaker = reading.passages[-2].said[-1].speaker
        return after if after and after.speaker not in (None, speaker) else Attribution(speaker, "continued", at + 1)
    if passage.said and _resumes(passage, at):
        return Attribution(passage.said[-1].speaker, "parts", at + 1)
    low, high = passage.sentence(at)
    low = max(low, at - WIDEST)
    before = _before(reading, passage, low, at)
    introduced = before and before.introduced and _is_introduced(passage, at)
    found = before if introduced else _nearer(passage, at, before, _after(reading, passage, at))
    if found is None:
        return None if passage.text[low:at].strip() else _goes_on(reading, passage, at)
    hearsay = found.speaker and _HEARSAY.search(passage.text, low, min(max(high, found.end), at + WIDEST))
    return found._replace(speaker=None) if hearsay else found


def _resumes(passage: Passage, at: int) -> bool:
    """Whether the quotation goes on where the one before was interrupted: "Q, P said on Sunday, Q"."""
    before, _, end = passage.said[-1]
    return end > before + 2 and bool(_INTERRUPTED.fullmatch(passage.text, end, at)) and not passage.verbs(end, at)


def _is_introduced(passage: Passage, at: int) -> bool:
    """Whether the words before a quotation are about it alone: after it, another sentence begins."""
    return passage.stop(at) in (".", "?", "!", "…") or passage.text[:at].rstrip().endswith(":")


def _nearer(passage: Passage, at: int, before: Attribution | None, after: Attribution | None) -> Attribution | None:
    """Which of two answers is about the quotation at this place."""
    if not before or not after:
        return before or after
    stop = passage.stop(at)
    if before.speaker and after.speaker and before.speaker != after.speaker and stop != ",":
        return None
    if before.rule == "others" and after.speaker and not stop:
        return before
    return after if after.speaker else before


def _after(reading: Reading, passage: Passage, at: int) -> Attribution | None:
    """By the words after it: "Q, P said", "Q, said P, a nurse", "Q, according to P", "Q of Leeds, P said"."""
    text = passage.text
    stop = text[at + 1 : at + 2]
    start = _AFTER_QUOTE.match(text, at + 1).end()  # type: ignore[union-attr]  # It always matches.
    high = text.find(Q, start)
    high = min(start + WIDEST, len(text) if high < 0 else high)
    verbs = [verb for verb in passage.verbs(start, high) if not verb.participle]
    whole = passage.stop(at) == "," and not text[passage.sentence(at)[0] : at].strip()
    found = _tag(passage, start, verbs, after_comma=whole)
    if found:
        subject, end = found
        # After a full stop or a question mark, the words may introduce the next quotation, or begin another sentence.
        next_ = passage.stop(at) not in (",", "—", "–", "-") and _NEXT_QUOTE.match(text, end)
        if not next_ and (stop != "." or _SHORT_END.match(text, end)):
            return Attribution(_meant(reading, passage, subject), f"said-{subject.kind}", end)
    according = _ACCORDING.match(text, start)
    source = passage.subject_at(according.end()) if according else None
    if source and source.kind == "name" and _AFTER_NAME.match(text, source.end):
        return Attribution(passage.person(source.start), "according", source.end)
    if stop in (".", "?", "!"):
        return None
    tail = _tail(passage, start, verbs)
    if tail:
        return Attribution(_meant(reading, passage, tail[0]), f"said-{tail[0].kind}", tail[1])
    return Attribution(None, "others", start) if verbs or according else None


def _tag(passage: Passage, start: int, verbs: Sequence[Verb], *, after_comma: bool) -> tuple[Subject, int] | None:
    """The subject and the end of a verb of speech at the beginning of these words.

    After a whole sentence and a comma, whatever somebody does is said: "Q, she seethed".
    """
    text = passage.text
    manner = _MANNER.match(text, start).end()  # type: ignore[union-attr]  # It always matches.
    if verbs and verbs[0].start == manner and verbs[0].word not in ("tells", "told"):
        verb = verbs[0]
        apposed = _APPOSED.match(text, verb.end)
        name = passage.subject_at(apposed.end()) if apposed else None
        if name and name.kind == "name" and text[name.end : name.end + 1] in (",", ".", ";", "—", ""):
            return name, name.end
        subject = passage.subject_at(verb.end + 1)
        if subject and _AFTER_NAME.match(text, subject.end):
            return subject, subject.end
    subject = passage.subject_at(start)
    if not subject:
        return None
    other = _OTHER_VERB.match(text, subject.end) if after_comma else None
    if other:
        return subject, other.end()
    return next(((subject, verb.end) for verb in verbs if passage.joined(subject.end, verb.start)), None)


def _tail(passage: Passage, start: int, verbs: Sequence[Verb]) -> tuple[Subject, int] | None:
    """The same at the end of the sentence: "Q of Leeds, P said on Sunday."."""
    text = passage.text
    for verb in verbs:
        subject = passage.subject_of(verb.start, start)
        comma = text.rfind(", ", start, verb.start)
        if subject is None and text.startswith(", ", verb.start - 2):
            subject = passage.subject_at(verb.end + 1)
            if subject and _AFTER_NAME.match(text, subject.end):
                return subject, subject.end
        elif subject and comma >= 0 and _TAIL_END.match(text, verb.end):
            opening = text.rfind(", ", start, subject.start)
            phrase = passage.subject_at(opening + 2) if opening >= 0 else None
            if phrase and phrase.start == subject.start:
                return subject, verb.end
    return None


def _before(reading: Reading, passage: Passage, low: int, at: int) -> Attribution | None:
    """By the words before it: "P: Q", "P said that Q", "P left, saying Q", "according to P, Q"."""
    clause = passage.text[low:at].strip()
    if not clause or _TITLED.search(passage.text, low, at):
        return None
    return (
        _label(passage, low, at)
        or _claim(reading, passage, low, at, introduced=clause[-1] in ",:")
        or _by_account(passage, low, at)
    )


def _label(passage: Passage, low: int, at: int) -> Attribution | None:
    """A name and a colon: "P: Q", "In other news – P: Q"."""
    text = passage.text
    colon = _COLON.search(text, low, at)
    start = _LABEL.match(text, low, colon.start()) if colon and text[colon.start() - 1] == P else None
    subject = passage.subject_at(start.end()) if start else None
    if not colon or not subject or subject.end != colon.start() or low != passage.sentence(at)[0]:
        return None
    return Attribution(passage.person(subject.start), "label", at, introduced=True)


def _by_account(passage: Passage, low: int, at: int) -> Attribution | None:
    according = _ACCORDING.search(passage.text, low, at)
    source = passage.subject_at(according.end()) if according else None
    if not source or source.kind != "name" or ";" in passage.text[source.end : at] or at - source.end > CLOSE:
        return None
    return Attribution(passage.person(source.start), "according", at, introduced=True)


def _claim(reading: Reading, passage: Passage, low: int, at: int, *, introduced: bool) -> Attribution | None:
    """The subject of the last verb of speech before it, if nothing parts the two."""
    text = passage.text
    verbs = _claimed(passage, low, at)
    if verbs and verbs[0].start == low and introduced:
        subject = passage.subject_at(verbs[0].end + 1)
        if subject and subject.kind == "name" and P not in text[subject.end : at]:
            return Attribution(passage.person(subject.start), "said-name", at, introduced=True)
    for last in range(len(verbs), 0, -1):
        verb = verbs[last - 1]
        by = _BY.match(text, verb.end)
        if by:
            doer = passage.subject_at(by.end())
            known = doer and doer.kind == "name" and text[doer.end] not in "’'"
            return Attribution(passage.person(doer.start) if doer and known else None, "said-name", at)
        parted = _PARTED.search(text, verb.end, at)
        if _other_clause(passage, verb.end, at):
            return Attribution(None, "others", at)
        if (parted and len(text[parted.end() : at].split()) > LEAST_EMBEDDED) or (introduced and at - verb.end > CLOSE):
            return Attribution(None, "others", at)
        subject = _subject(passage, low, verbs[:last])
        if subject:
            return Attribution(_meant(reading, passage, subject), f"says-{subject.kind}", at, introduced)
        if verb.word not in NOUNS and not _RELATIVE.search(text, low, verb.start):
            return Attribution(None, "others", at, introduced)
    return None


def _other_clause(passage: Passage, low: int, high: int) -> bool:
    """Whether another person does something after a comma."""
    return any(
        passage.acts(place) and before_phrase(passage.text, low, place).endswith(",")
        for place, _ in passage.between(low, high)
    )


def _claimed(passage: Passage, low: int, high: int) -> list[Verb]:
    """The verbs of speech here, without those that say that somebody did not speak, or was spoken to."""
    text = passage.text
    return [
        verb
        for verb in passage.verbs(low, high)
        if verb.participle or _BY.match(text, verb.end) or not _DENIED.search(text, low, verb.start)
    ]


def _subject(passage: Passage, low: int, verbs: Sequence[Verb]) -> Subject | None:
    """Whom the last of these verbs has for its subject, if that is clear; the clause begins at ``low``."""
    text, verb = passage.text, verbs[-1]
    if text.startswith(", ", verb.start - 2) and not verb.participle and verb.word not in ("tells", "told"):
        inserted = passage.subject_at(verb.end + 1)
        if inserted and inserted.kind == "name" and text[inserted.end : inserted.end + 1] == ",":
            return inserted
    if verb.participle:
        saying = _saying(passage, low, verb)
        if saying:
            return saying
    else:
        subject = passage.subject_of(verb.start, low)
        if subject:
            return subject
    who = _WHO.search(text, low, verb.start)
    if who:
        return named(who.start())
    if not verb.participle and not _JOINED.search(text, low, verb.start):
        return None
    if len(verbs) > 1:
        return _subject(passage, low, verbs[:-1])
    return _main(passage, low, verb)


def _saying(passage: Passage, low: int, verb: Verb) -> Subject | None:
    """The subject directly before a participle: "P quoted as saying", "she is telling"."""
    people = passage.between(low, verb.start)
    if people:
        at, _ = people[-1]
        said = _SAYING.fullmatch(passage.text, at + 2, verb.start)
        governor = before_phrase(passage.text, low, at)
        shown = governor not in GOVERNS if said and said["is"] else governor in _SHOWN
        return named(at) if said and shown else None
    found = _HE_SAYING.search(passage.text, low, verb.start)
    return Subject(*found.span(1), "pronoun", found[1].lower()) if found else None


def _main(passage: Passage, low: int, verb: Verb) -> Subject | None:
    """The subject of the sentence, where the verb follows "and" or a comma: nobody else does anything before it."""
    text = passage.text
    opening = _OPENING.match(text, low, verb.start)
    subject = passage.subject_at(opening.end() if opening else low)
    acting = [at for at, _ in passage.between(low, verb.start) if passage.acts(at)]
    if subject and subject.end < verb.start and all(at == subject.start for at in acting):
        return subject if subject.kind != "name" or acting else None
    return named(acting[0]) if len(acting) == 1 else None


def _meant(reading: Reading, passage: Passage, subject: Subject) -> LocalEntity | None:
    """The person that a subject means; ``None`` if it can be several."""
    if subject.kind == "name":
        return passage.person(subject.start)
    if subject.kind == "pronoun":
        sex = "f" if subject.words == "she" else "m"
        local = _antecedent(reading, subject.start, sex)
        if local:
            # From here on the other pronoun means somebody else.
            reading.sexes[local] = sex
        return local
    found = [reading.known_for.get(word, frozenset[LocalEntity]()) for word in subject.words.split()]
    known = set(found[0]).intersection(*found[1:])
    near = {local for passage in reading.passages[-1 - BACK :] for _, local in passage.people}
    return known.pop() if len(known) == 1 and known <= near else None


def _antecedent(reading: Reading, at: int, sex: str) -> LocalEntity | None:
    """The one person whom "he" or "she" at this place of the current passage can mean.

    That is whoever spoke last, or the only one who does something; in this passage, else in one of the ``BACK`` before.
    """

    def fits(local: LocalEntity) -> bool:
        return reading.sexes.get(local, "") in ("", sex)

    for distance, passage in enumerate(reversed(reading.passages[-1 - BACK :])):
        if distance and passage.passage.kind in (BlockKind.TITLE, BlockKind.STANDFIRST, BlockKind.HEADING):
            return None
        end = len(passage.text) if distance else at
        last, speaker, _ = passage.said[-1] if passage.said else (0, None, 0)
        if speaker and fits(speaker):
            people = [each for each in passage.between(last, end) if fits(each[1]) and each[1] != speaker]
            if not any(passage.acts(place) for place, _ in people) and not (distance and passage.others(last, end)):
                return speaker
        if end > LONG:
            return None
        people = [each for each in passage.between(0, end) if fits(each[1])]
        said = passage.said
        # Somebody who is not known spoke last.
        unknown = max((place for place, speaker, after in said if not speaker and after > place + 2), default=-1)
        acting = {local: done for place, local in people if place > unknown and (done := passage.acts(place))}
        if len(acting) == 1:
            ((local, done),) = acting.items()
            rival = not reading.sexes.get(local) and any(reading.sexes.get(other) == sex for _, other in people)
            if rival or end - done > FAR or passage.others(done, end):
                return None
            return None if distance and _rivalled(reading, distance, local, done, fits, sex) else local
        if people or unknown >= 0 or passage.others(0, end):
            return None
    return None


def _rivalled(
    reading: Reading, distance: int, local: LocalEntity, done: int, fits: Callable[[LocalEntity], bool], sex: str
) -> bool:
    """Whether "he" can mean another than the only person who does something in an earlier passage, up to ``done``.

    That is somebody with whom a sentence begins ("P's brother"), or whom "he" in this passage or one before it means.
    Whoever speaks has no such rival.
    """
    here = len(reading.passages) - 1 - distance
    passage = reading.passages[here]
    if any(verb.end >= done for verb in passage.verbs(max(0, done - WIDEST), done)):
        return False
    return any(passage.is_topic(place) and other != local and fits(other) for place, other in passage.people) or any(
        _carried(reading, at, fits, sex) not in (None, local) for at in range(max(0, here + distance - BACK), here + 1)
    )


def _carried(reading: Reading, at: int, fits: Callable[[LocalEntity], bool], sex: str) -> LocalEntity | None:
    """The person of an earlier passage whom "he" or "she" in this one means: nobody who fits is named before it."""
    here = reading.passages[at]
    first = next((place for place, local in here.people if fits(local)), len(here.text))
    if not _HE_OR_SHE[sex].search(here.text, 0, first):
        return None
    earlier = (
        link.local for block in range(here.block - 1, -1, -1) for link in reversed(reading.people.get(block, ()))
    )
    return next(filter(fits, earlier), None)


def _goes_on(reading: Reading, passage: Passage, at: int) -> Attribution | None:
    """By what is before it, if the quotation is a sentence or more of its own."""
    text = passage.text
    if text[at + 1 : at + 2] not in set(".?!…—-"):
        return None
    if passage.said:
        return _same(passage, at) or _reported(reading, passage, at)
    if text[:at].strip():
        return _reported(reading, passage, at)
    if len(reading.passages) < 2 or text.strip(_SENTENCES_ONLY):
        return None
    last = reading.passages[-2]
    if last.text.rstrip().endswith(":"):
        return _before(reading, last, last.sentence(len(last.text) - 1)[0], len(last.text))
    same_marks = last.said and passage.passage.text[0] == last.passage.text[last.quoted[-1].low]
    if same_marks and last.passage.kind is BlockKind.PARAGRAPH:
        where, speaker, _ = last.said[-1]
        if speaker and all(local == speaker for _, local in last.between(where, len(last.text))):
            return Attribution(speaker, "next-paragraph", at + 1)
    return None


def _same(passage: Passage, at: int) -> Attribution | None:
    """The speaker of the quotation before it in the same passage, if nobody else comes between."""
    before, speaker, end = passage.said[-1]
    if not speaker or passage.others(end, at):
        return None
    if passage.sentence(end - 1)[1] >= len(passage.text[:at].rstrip()):
        return Attribution(speaker, "parts", at + 1)
    if all(local == speaker for _, local in passage.between(before, at)):
        return Attribution(speaker, "same-paragraph", at + 1)
    return None


def _reported(reading: Reading, passage: Passage, at: int) -> Attribution | None:
    """The person whose speech the sentence before it reports, if it names nobody else."""
    high = len(passage.text[:at].rstrip())
    low = max(passage.sentence(high - 1)[0], high - WIDEST)
    if Q in passage.text[low:high]:
        return None
    verbs = _claimed(passage, low, high)
    subject = _subject(passage, low, verbs) if verbs else None
    speaker = _meant(reading, passage, subject) if subject else None
    if speaker and all(local == speaker for _, local in passage.between(low, at)):
        return Attribution(speaker, "reported", at + 1)
    return None
