"""Pull quotes: their speakers, and the passages of the body that they repeat.

A pull quote repeats the body's words, often with a capital letter, straight quotes, ellipses or brackets of its own;
so words are compared in lower case and without punctuation. Few passages repeat anything: for most, their letters run
together show that they occur nowhere else, and no text is split into words for them. The others are found by their
first words in one index of the body, so that the cost is linear in the text.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import compress

from builder.core.regex import regex
from builder.core.text import ATTRIBUTION, WORD, plain_runs, span_of_sentences, words
from builder.core.values import Block, BlockKind, Quote

KEY = 3
"""Number of words by which a passage is looked up. Passages of one or two words occur too often to be repeats."""
MOST_PLACES = 8
"""Places of the same three words that are tried; a text with more of them is not a news article."""
LONGEST = 2000
"""Maximum characters of a passage that is searched for."""
GAP = 40
"""Maximum number of words that an ellipsis may replace."""
MOST_LETTERS = 50_000
"""Maximum letters of all texts for which each passage's letters are searched for in them; that search is not linear."""

_CUT = regex(r"\[\.\s?\.\s?\.\]?|\.\s?\.\s?\.\]?|\[…\]?|…\]?|\[[^\[\]]*\]")
"""Each alternative begins with a different character, which makes the search six times as fast."""
_STRAY = regex(r"'(?:(?<![^\W_]')|(?![^\W_]))")
"""An apostrophe that is not inside a word."""
_plain = plain_runs(r"[^\W_]")
_plain_words = plain_runs(r"[^\W_]|'")
_NO_LETTER = regex(r"[\W_]+")
_NO_BODY = frozenset({BlockKind.PULL_QUOTE, BlockKind.CAPTION, BlockKind.OPAQUE})
_ROLE = regex(r"\s*(?:,\s+|\s+[(|–—]\s*|;\s+)")

PassageSpan = tuple[int, int, int]
"""Index of a passage, start and end in its text."""


class Body:
    """The words of texts, and an index of the first words of the passages to search for."""

    def __init__(self, texts: Sequence[str], passages: Mapping[int, str]) -> None:
        """``passages`` are to be searched for, by the number of the text that contains each."""
        texts, passages = _likely(texts, passages)
        self._texts = texts
        self._words = [_words(text) for text in texts]
        self._fragments = {i: tuple(_fragments(passage)) for i, passage in passages.items()}
        wanted = {
            parts[0][:KEY] for each in self._fragments.values() for parts in each if parts and len(parts[0]) >= KEY
        }
        self._places: dict[tuple[str, ...], list[tuple[int, int]]] = {key: [] for key in wanted}
        firsts = {key[0] for key in wanted}
        for i, found in enumerate(self._words):
            for k in compress(range(len(found)), map(firsts.__contains__, found)):
                key = found[k : k + KEY]
                if key in wanted and len(self._places[key]) < MOST_PLACES:
                    self._places[key].append((i, k))

    def find(self, i: int) -> PassageSpan | None:
        """The places where the body repeats the words of the passage from text number ``i``, in another text.

        Exactly, or with the passage's ellipses and brackets replacing other words.
        """
        return next((place for parts in self._fragments.get(i, ()) if (place := self._find(parts, i))), None)

    def length(self, i: int) -> int:
        """The words of text number ``i``, if it or its passage was found."""
        return len(self._words[i])

    def _find(self, fragments: Sequence[tuple[str, ...]], without: int) -> PassageSpan | None:
        if not fragments or len(fragments[0]) < KEY:
            return None
        for i, k in self._places.get(fragments[0][:KEY], ()):
            end = self._follow(i, k, fragments) if i != without else None
            if end is not None:
                spans = words(self._texts[i])
                return i, spans[k][1], spans[end - 1][2]
        return None

    def _follow(self, i: int, k: int, fragments: Sequence[tuple[str, ...]]) -> int | None:
        """The end of the last fragment, if all occur in text ``i`` in order, the first at word ``k``."""
        if not self._stands(i, k, fragments[0]):
            return None
        end = k + len(fragments[0])
        for fragment in fragments[1:]:
            start = next((n for n in range(end, end + GAP) if self._stands(i, n, fragment)), None)
            if start is None:
                return None
            end = start + len(fragment)
        return end

    def _stands(self, i: int, k: int, fragment: tuple[str, ...]) -> bool:
        found = self._words[i]
        return k + len(fragment) <= len(found) and found[k : k + len(fragment)] == fragment


def tie(blocks: Sequence[Block]) -> tuple[Quote, ...]:
    """For each pull quote, in order: its speaker and role, and the sentences of the body that it repeats."""
    pulled = [i for i, block in enumerate(blocks) if block.kind is BlockKind.PULL_QUOTE]
    if not pulled:
        return ()
    texts = ["" if block.kind in _NO_BODY else block.text for block in blocks]
    body = Body(texts, {i: attributed(blocks[i].text)[0] for i in pulled})
    return tuple(_tied(i, blocks, body) for i in pulled)


def _likely(texts: Sequence[str], passages: Mapping[int, str]) -> tuple[Sequence[str], Mapping[int, str]]:
    """The passages that another text may repeat, and the texts, empty if they can repeat none of them."""
    letters = [_letters(text) for text in texts]
    together = "\n".join(letters)
    if len(together) > MOST_LETTERS:
        return texts, passages
    begins = {i: _letters(_parts(passage)[0]) for i, passage in passages.items()}
    begins = {i: begin for i, begin in begins.items() if together.count(begin) > letters[i].count(begin)}
    wanted = begins.values()
    likely = [text if any(map(each.__contains__, wanted)) else "" for text, each in zip(texts, letters, strict=True)]
    return likely, {i: passages[i] for i in begins}


@lru_cache(maxsize=256)
def _letters(text: str) -> str:
    """The letters and digits of a text, in lower case: texts with the same words give the same."""
    plain = _plain(text)
    return _NO_LETTER.sub("", text).casefold() if plain is None else plain.replace(" ", "")


@lru_cache(maxsize=256)
def _words(text: str) -> tuple[str, ...]:
    """Like ``text.words``, without the spans, which cost as much as the rest; each text is needed again."""
    text = text.replace("’", "'")
    plain = _plain_words(_STRAY.sub(" ", text) if "'" in text else text)
    # Word by word: one letter may become two, of which the second separates words ("İ").
    return tuple(map(str.casefold, WORD.findall(text)) if plain is None else plain.split())


def _fragments(passage: str) -> Iterator[list[tuple[str, ...]]]:
    """The words of a passage as one sequence, and as the fragments between its ellipses and brackets."""
    if len(passage) > LONGEST:
        return
    yield [_words(passage)]
    parts = _parts(passage)
    if len(parts) > 1:
        yield [found for part in parts if (found := _words(part))]


def _parts(passage: str) -> list[str]:
    """The fragments between a passage's ellipses and brackets."""
    # Checked first, since the rest is slower.
    cut = passage.count(".") > 2 or "…" in passage or "[" in passage
    return _CUT.split(passage) if cut else [passage]


def attributed(text: str) -> tuple[str, str]:
    """The words of a pull quote, and its attribution without the dash, which may be empty."""
    words, _, last = text.rpartition("\n\n")
    dash = ATTRIBUTION.match(last)
    return (words, last[dash.end() :]) if words and dash else (text, "")


def speaker_and_role(attribution: str) -> tuple[str, str]:
    """The speaker and their role: "Andrei Lankov", "director of the Korea Risk Group"."""
    cut = _ROLE.search(attribution)
    # A comma before a name's suffix does not begin a role.
    while cut and re.match(r"(?:Jr|Sr|II|III|IV|MD|M\.D|Ph\.?D)\b", attribution[cut.end() :]):
        cut = _ROLE.search(attribution, cut.end())
    if cut is None:
        return attribution.strip(), ""
    role = attribution[cut.end() :].strip()
    opened = attribution[cut.start() : cut.end()].strip().startswith("(")
    return attribution[: cut.start()].strip(), role.removesuffix(")").strip() if opened else role


def _tied(i: int, blocks: Sequence[Block], body: Body) -> Quote:
    _, attribution = attributed(blocks[i].text)
    speaker, role = speaker_and_role(attribution)
    place = body.find(i)
    if place is None:
        return Quote(i, speaker, role)
    where, start, end = place
    return Quote(i, speaker, role, where, *span_of_sentences(blocks[where].text, start, end))
