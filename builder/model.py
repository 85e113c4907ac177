"""The values that the stages hand to each other.

All are frozen, hold tuples and are empty rather than ``None``; equal values are no change.
Offsets are half-open and count characters of the text of the block that they lie in.
Every value can be stored by ``cache`` as it is: only str, int, bool, enums, tuples and values.
"""

from dataclasses import dataclass
from enum import StrEnum


class BlockKind(StrEnum):
    """What a stretch of an article is."""

    TITLE = "title"
    STANDFIRST = "standfirst"
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    PULL_QUOTE = "pullquote"
    """Text of the quotation; an attribution is its last paragraph and begins with a dash and a space."""
    QUOTATION = "quotation"
    """A block quotation; its paragraphs are parted by an empty line."""
    CAPTION = "caption"
    """What stands with a picture: its caption and credit, parted by an empty line. Nobody is looked for in it."""
    ITEM = "item"
    """One item of a list; ``Block.level`` is its number, 0 for a bullet."""
    OPAQUE = "opaque"
    """Markdown that we do not model (a table, code, an image, a nested list), kept verbatim."""


NAMELESS = frozenset({BlockKind.OPAQUE, BlockKind.CAPTION})
"""Blocks in which nobody is looked for: who made or shows a picture is credited, not mentioned."""


class MarkKind(StrEnum):
    """What an author marked up by hand."""

    EMPHASIS = "emphasis"
    STRONG = "strong"
    CODE = "code"
    LINK = "link"
    """``Mark.target`` is the address."""
    ENTITY = "entity"
    """``Mark.target`` is "person:ID", "country:CODE", or "none:" for "not a link, and leave it so"."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Markup of ``text[start:end]``; marks of a block are nested, never crossing, sorted by (start, -end)."""

    start: int
    end: int
    kind: MarkKind
    target: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, pull quote, … of an article."""

    kind: BlockKind
    text: str
    """What a reader reads, without markup. A line feed is a hard break; an empty line parts paragraphs of a quote."""
    marks: tuple[Mark, ...] = ()
    level: int = 0
    """Of a heading 2 to 6; of an item its number, 0 for a bullet; else 0."""


@dataclass(frozen=True, slots=True)
class Correction:
    """An update or correction: what changed, and when in the words of the text ("3:35 p.m.")."""

    text: str
    time: str = ""


@dataclass(frozen=True, slots=True)
class Extra:
    """A front matter key that we do not know, kept: its value as JSON."""

    key: str
    json: str


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision in front matter ``entities``: here ``text`` is ``target``, written as that of an entity mark."""

    text: str
    target: str


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What an author says of an article before its text. Empty means not said."""

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
    """For those who do not see it."""
    slug: str = ""
    aliases: tuple[str, ...] = ()
    """Old addresses, to be redirected."""
    language: str = ""
    draft: bool = False
    private: bool = False
    entities: tuple[Decision, ...] = ()
    corrections: tuple[Correction, ...] = ()
    related: tuple[str, ...] = ()
    """Headlines of other stories that stood with the text."""
    extra: tuple[Extra, ...] = ()


@dataclass(frozen=True, slots=True)
class RawArticle:
    """A decoded source file: front matter apart, line ends as line feeds."""

    path: str
    """Path in content/, with suffix, parts joined by "/"."""
    text: str
    """The text after the front matter."""
    front: FrontMatter = FrontMatter()
    line: int = 1
    """The line of the file at which ``text`` begins."""

    @property
    def markdown(self) -> bool:
        """Whether the text is Markdown, else it is as pasted."""
        return self.path.endswith(".md")


@dataclass(frozen=True, slots=True)
class Quote:
    """Who says the pull quote ``Article.blocks[block]``, and the passage of the body that it repeats."""

    block: int
    speaker: str = ""
    role: str = ""
    repeats: int = -1
    """Index in ``Article.blocks`` of the block that holds the repeated words; -1 if it repeats nothing."""
    start: int = 0
    end: int = 0
    """The sentence or sentences repeated, in the text of the block ``repeats``."""


@dataclass(frozen=True, slots=True)
class Article:
    """One story, in its parts. ``front`` holds the author's words completed by what the text says."""

    path: str
    front: FrontMatter
    blocks: tuple[Block, ...]
    """The body."""
    quotes: tuple[Quote, ...] = ()
    """One for each pull quote, in order."""

    @property
    def passages(self) -> tuple[Block, ...]:
        """Everything that names can stand in: title, standfirst (may be empty), body. Mentions count blocks here."""
        head = Block(BlockKind.TITLE, self.front.title), Block(BlockKind.STANDFIRST, self.front.standfirst)
        return head + self.blocks


HEAD = 2
"""Passages before the body: ``passages[i + HEAD]`` is ``blocks[i]``."""


class EntityKind(StrEnum):
    """What a name can be the name of."""

    PERSON = "person"
    COUNTRY = "country"


class Via(StrEnum):
    """By what kind of words an entity is meant."""

    NAME = "name"
    ALIAS = "alias"
    SHORT = "short"
    DEMONYM = "demonym"
    CAPITAL = "capital"
    METONYM = "metonym"


class Certainty(StrEnum):
    """How sure a rule is; fixed per rule."""

    CERTAIN = "certain"
    LIKELY = "likely"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A span that the language model takes for a name, with its label ("PERSON", "ORG", "GPE", …)."""

    block: int
    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of ``passages[block].text`` that names someone or some country."""

    block: int
    start: int
    end: int
    kind: EntityKind
    via: Via


@dataclass(frozen=True, slots=True)
class Bearer:
    """Whom an article means: by an id where a person or a table says so, else by a full (or lone short) name.

    Which id a name has is decided for the whole site; see ``annotate.catalog``.
    """

    kind: EntityKind
    name: str
    """Of a person the fullest form that the article gives ("Kim Jong Un"); of a country its common name."""
    id: str = ""
    """Of a country its code, always; of a person only if said by hand or in entities.toml."""


@dataclass(frozen=True, slots=True)
class Link:
    """A mention that has been decided."""

    mention: Mention
    bearer: Bearer
    rule: str
    """Name of the rule that decided ("full-name", "sticky", "demonym", …)."""
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class Role:
    """What an article calls a person, in its words: "South Korean President", "director of the Korea Risk Group"."""

    bearer: Bearer
    words: str


@dataclass(frozen=True, slots=True)
class Annotated:
    """Who is meant in one article: links sorted by (block, start), no two overlapping; roles in reading order."""

    links: tuple[Link, ...] = ()
    roles: tuple[Role, ...] = ()


@dataclass(frozen=True, slots=True)
class Entity:
    """A person or country of the site."""

    kind: EntityKind
    id: str
    name: str
    sort: str = ""
    """What lists sort it by: "Trump, Donald", "Kim Jong Un"."""
    identified: bool = True
    """False for a person known only by a short name that nobody has settled."""

    @property
    def ref(self) -> str:
        """How Markdown and data name it: "person:kim-jong-un", "country:KP"."""
        return self.kind + ":" + self.id  # It is asked for everywhere, and formatting takes twice as long.
