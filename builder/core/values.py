"""The values that the stages pass to each other.

All are frozen, hold tuples and are empty rather than ``None``; equal values mean that nothing changed.
Offsets are half-open and count characters of the text of their block.
``store.memo`` can store every value as it is: they consist only of str, int, bool, enums, tuples and values.
"""

from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct

from builder.core.kinds import EntityKind


class BlockKind(StrEnum):
    """The kind of a part of an article."""

    TITLE = "title"
    STANDFIRST = "standfirst"
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    PULL_QUOTE = "pullquote"
    """The text of the quotation; the last paragraph may be an attribution, which begins with a dash and a space."""
    QUOTATION = "quotation"
    """A block quotation; its paragraphs are separated by blank lines."""
    CAPTION = "caption"
    """The caption and credit of a picture, separated by a blank line. Names are searched for in the caption only."""
    ITEM = "item"
    """One item of a list; ``Block.level`` is its number, 0 for a bullet."""
    OPAQUE = "opaque"
    """Markdown that we do not model (a table, code, an image, a nested list), kept verbatim."""
    NOTE = "note"
    """A footnote; its paragraphs are separated by blank lines. Notes are the last blocks, in order of reference."""


NAMELESS = frozenset({BlockKind.OPAQUE})
"""Blocks in which names are not searched for."""


class MarkKind(StrEnum):
    """The kind of a span that an author marked up by hand."""

    EMPHASIS = "emphasis"
    STRONG = "strong"
    STRUCK = "struck"
    CODE = "code"
    LINK = "link"
    """``Mark.target`` is the address."""
    ENTITY = "entity"
    """``Mark.target`` is "person:ID", "country:CODE", or "none:" for "not a link"."""
    NOTE = "note"
    """A reference to a footnote, between two characters: the mark is empty, and ``Mark.target`` the note's label."""


class Mark(Struct, frozen=True, gc=False):
    """Markup of ``text[start:end]``; the marks of a block are nested, never crossing, sorted by (start, -end)."""

    start: int
    end: int
    kind: MarkKind
    target: str = ""


class Block(Struct, frozen=True, gc=False):
    """One paragraph, heading, pull quote, … of an article."""

    kind: BlockKind
    text: str
    """The text as readers see it, without markup. Line feeds are hard breaks; blank lines separate a quote's parts."""
    marks: tuple[Mark, ...] = ()
    level: int = 0
    """For a heading 2 to 6; for an item its number, 0 for a bullet; otherwise 0."""
    said: str = ""
    """Who said all quotations of a paragraph, as an author wrote it: "person:ID", or "none"; empty if not written."""
    label: str = ""
    """What references call a footnote, which may be opaque; empty for other blocks."""


class Correction(Struct, frozen=True, gc=False):
    """An update or correction: its text, and its time in the words of the article ("3:35 p.m.")."""

    text: str
    time: str = ""


class Extra(Struct, frozen=True, gc=False):
    """An unknown key in front matter, kept with its value as JSON."""

    key: str
    json: str


class Decision(Struct, frozen=True, gc=False):
    """A decision in front matter ``entities``: here ``text`` means ``target``, in the form of a mark's target."""

    text: str
    target: str


class FrontMatter(Struct, frozen=True, gc=False):
    """The front matter of an article. Empty means not set."""

    title: str = ""
    standfirst: str = ""
    authors: tuple[str, ...] = ()
    contributors: tuple[str, ...] = ()
    date: str = ""
    """ISO 8601, a date or a time with its zone."""
    updated: str = ""
    dateline: str = ""
    agency: str = ""
    source: str = ""
    """Address of the original."""
    image: str = ""
    """Address of a picture: of a file beside the article, or absolute."""
    image_description: str = ""
    """For readers who cannot see the picture."""
    slug: str = ""
    aliases: tuple[str, ...] = ()
    """Old addresses, to be redirected."""
    language: str = ""
    draft: bool = False
    private: bool = False
    noindex: bool = False
    """Whether search engines are asked to leave the article out."""
    section: str = ""
    tags: tuple[str, ...] = ()
    entities: tuple[Decision, ...] = ()
    corrections: tuple[Correction, ...] = ()
    related: tuple[str, ...] = ()
    """Headlines of other articles found with the text."""
    extra: tuple[Extra, ...] = ()

    @property
    def unfinished(self) -> bool:
        """Whether the article is a draft or private."""
        return self.draft or self.private


class RawArticle(Struct, frozen=True, gc=False):
    """A decoded source file: front matter separated, line endings as line feeds."""

    path: str
    """Path in content/, with suffix, parts joined by "/"."""
    text: str
    """The text after the front matter."""
    front: FrontMatter = FrontMatter()
    line: int = 1
    """The line of the file at which ``text`` begins."""

    @property
    def markdown(self) -> bool:
        """Whether the text is Markdown; otherwise it is pasted text."""
        return self.path.endswith(".md")


class Quote(Struct, frozen=True, gc=False):
    """The speaker of the pull quote ``Article.blocks[block]``, and the passage of the body that it repeats."""

    block: int
    speaker: str = ""
    role: str = ""
    repeats: int = -1
    """Index in ``Article.blocks`` of the block with the repeated words; -1 if it repeats nothing."""
    start: int = 0
    end: int = 0
    """The repeated sentence or sentences, in the text of the block ``repeats``."""


class Article(Struct, frozen=True, gc=False):
    """An article in its parts. ``front`` is the author's front matter, completed from the text."""

    path: str
    front: FrontMatter
    blocks: tuple[Block, ...]
    """The body."""
    quotes: tuple[Quote, ...] = ()
    """One for each pull quote, in order."""

    @property
    def passages(self) -> tuple[Block, ...]:
        """All blocks that can contain names: title, standfirst (may be empty), body. Mentions count blocks here."""
        head = Block(BlockKind.TITLE, self.front.title), Block(BlockKind.STANDFIRST, self.front.standfirst)
        return head + self.blocks


HEAD = 2
"""Passages before the body: ``passages[i + HEAD]`` is ``blocks[i]``."""


class Via(StrEnum):
    """The kind of words that a mention uses."""

    NAME = "name"
    ALIAS = "alias"
    SHORT = "short"
    DEMONYM = "demonym"
    CAPITAL = "capital"
    METONYM = "metonym"


class Certainty(StrEnum):
    """How certain a rule is; fixed per rule."""

    CERTAIN = "certain"
    LIKELY = "likely"


class Proposal(Struct, frozen=True, gc=False):
    """A span that the language model takes for a name, with its label ("PERSON", "ORG", "GPE", …)."""

    block: int
    start: int
    end: int
    label: str


class Mention(Struct, frozen=True, gc=False):
    """A span of ``passages[block].text`` that names an entity."""

    block: int
    start: int
    end: int
    kind: EntityKind
    via: Via


class LocalEntity(Struct, frozen=True, gc=False):
    """The entity that an article means: an id if an author or a table gives it, otherwise a full (or lone short) name.

    The id of a name depends on the whole site; see ``annotate.catalog``.
    """

    kind: EntityKind
    name: str
    """The fullest form in the article ("Kim Jong Un"); of a kind with codes, its common name."""
    id: str = ""
    """Of a kind with codes, always its code; otherwise set only by hand or in entities.toml."""
    number: int = 0
    """Tells people of one name in one article apart: 0 for the first, 1 for the second."""


class Link(Struct, frozen=True, gc=False):
    """A mention with a decision."""

    mention: Mention
    local: LocalEntity
    rule: str
    """Name of the rule that decided ("full-name", "sticky", "demonym", …)."""
    certainty: Certainty


class GivenRole(NamedTuple):
    """A role as an article gives it."""

    words: str
    names_somebody: bool = False
    """Whether a person's name stands for what the role is of: "Trump critic", but not "Trump campaign manager"."""


class Traits(Struct, frozen=True, gc=False):
    """What one article says of one person: evidence that tells people of one name apart."""

    local: LocalEntity
    forms: tuple[str, ...] = ()
    """The words used for them ("Kim Jong Un", "Kim"), in order of first mention."""
    roles: tuple[str, ...] = ()
    """What it calls them, the most telling first: "South Korean President", "director of the Korea Risk Group"."""
    ages: tuple[int, ...] = ()
    """In years."""
    sex: str = ""
    """"f" or "m"; empty if it is not clear."""
    places: tuple[str, ...] = ()
    """Those tied to the person: "Leeds" of "Anna Berg of Leeds", "Chicago" of "mayor of Chicago"."""
    organisations: tuple[str, ...] = ()
    """Those tied to the person: "Korea Risk Group" of its director, "AP" of "with the AP"."""
    personal: tuple[str, ...] = ()
    """Those of the roles that are explained by somebody's name: "Trump critic", but not "Trump campaign manager"."""


class Quotation(Struct, frozen=True, gc=False):
    """The words ``passages[block].text[start:end]``, without quotation marks, and who said them."""

    block: int
    start: int
    end: int
    speaker: LocalEntity
    rule: str
    """Name of the rule that decided ("said-name", "continued", …)."""
    number: int
    """Parts of one quotation have the same, counted from 1 in each article."""
    sole: bool = False
    """Whether its paragraph quotes only this speaker, so that ``Block.said`` can say the same."""


class Annotated(Struct, frozen=True, gc=False):
    """What one article says: links sorted by (block, start), without overlaps; the traits of each person it links."""

    links: tuple[Link, ...] = ()
    traits: tuple[Traits, ...] = ()
    """In order of first mention."""
    quotations: tuple[Quotation, ...] = ()
    """Those whose speaker is certain, in reading order."""
    quoted: tuple[tuple[int, int, int], ...] = ()
    """Block, start and end of all words that are, or may be, somebody's, with their marks: whoever said them."""


class Entity(Struct, frozen=True, gc=False):
    """An entity of the site."""

    kind: EntityKind
    id: str
    name: str
    sort: str = ""
    """The name it is sorted by in lists: "Trump, Donald", "Kim Jong Un"."""
    identified: bool = True
    """False if it is known only by a short name that no decision has settled, or may be any of several people."""
    detail: str = ""
    """What tells it apart from others of the same name: "nurse", "Leeds", "1890"."""

    @property
    def title(self) -> str:
        """The name, told apart from others: "James Brown (nurse)"."""
        return f"{self.name} ({self.detail})" if self.detail else self.name

    @property
    def ref(self) -> str:
        """The reference in Markdown and data: "person:kim-jong-un", "country:KP"."""
        return self.kind + ":" + self.id  # Cached: it is used everywhere, and formatting takes twice as long.
