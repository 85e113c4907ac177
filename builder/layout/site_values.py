"""Values about the whole site: what the index returns and pages show."""

from collections.abc import Mapping

from msgspec import Struct, field

from builder.core.kinds import EntityKind
from builder.core.values import Entity, LocalEntity
from builder.layout.article_layout import Headline, TraitFields


class Place(Struct, frozen=True, gc=False):
    """An entity and the folder of its page: "people/kim-jong-un/"."""

    entity: Entity
    folder: str


class Unsettled(Struct, frozen=True, gc=False):
    """A question about people that resolution leaves open."""

    kind: str
    """ "namesakes": other people have the name; "variant": it may be one of them; "surname": one word is all."""
    subject: str
    """The name that is asked about."""
    ref: str
    """The entity with this name."""
    refs: tuple[str, ...]
    """Whom it may mean."""


class ListedEntity(Struct, frozen=True, gc=False):
    """An entity in lists and in entities.json."""

    place: Place
    names: tuple[str, ...]
    """All names in the articles, sorted."""
    totals: tuple[int, int, int]
    """Numbers of articles, mentions, mentions by capital or seat of power."""
    role: str = ""
    """What articles call the person: see ``annotate.role_choice.usual_role``."""
    same_as: tuple[str, ...] = ()
    """Addresses of pages about the same entity on other sites."""
    anchor: str = ""
    """Of a person, the first article by address: it says who of several people of one name this is."""


class CastMember(Struct, frozen=True, gc=False):
    """An entity that an article names and that has a page: its role there, and the number of mentions."""

    local: LocalEntity
    place: Place
    role: str
    mentions: int
    reason: str
    """Why it is likely to be meant: "variant:role"; empty if it is certain."""
    traits: TraitFields


class Earlier(Struct, frozen=True, gc=False):
    """An earlier article about some of the same people."""

    headline: Headline
    people: tuple[str, ...]
    """Their names."""


class CoMention(Struct, frozen=True, gc=False):
    """An entity that appears in the same articles as another, and how many these are."""

    place: Place
    count: int
    ties: tuple[tuple[int, int], ...] = ()
    """The places in the list of later ones that several of these articles name as well, and how many do."""


class RoleSpan(Struct, frozen=True, gc=False):
    """A role of a person, in the words that most articles use."""

    words: str
    first: Headline
    """The oldest article that gives it; without a date only if none has one."""
    last: Headline
    """The newest."""


class Period(Struct, frozen=True, gc=False):
    """A month in which an entity was mentioned: "2016-09", or a year where a date has no month; empty for no date."""

    name: str
    count: int
    """Articles."""
    page: int
    """The page of the entity's list that shows the newest of them."""


class History(Struct, frozen=True, gc=False):
    """When, as what and with whom an entity was mentioned."""

    ends: tuple[Headline, ...] = ()
    """The oldest and the newest article with a date; empty if none has one."""
    periods: tuple[Period, ...] = ()
    """The months with articles, newest first; those without a date last."""
    co_mentions: Mapping[EntityKind, tuple[CoMention, ...]] = field(default_factory=dict)
    """By kind, in the order of ``KINDS``: most frequent first."""
    roles: tuple[RoleSpan, ...] = ()
    """Those that articles give the person, newest first."""
    present: tuple[tuple[int, ...], ...] = ()
    """For each article on the first page, which co-mentions it names: their numbers, counted through all kinds."""


class SmallerCopy(Struct, frozen=True, gc=False):
    """A copy of a picture with fewer pixels."""

    width: int
    path: str
    """On the site."""


class SizedPicture(Struct, frozen=True, gc=False):
    """A picture beside a page, as readers see it: turned as its camera says."""

    width: int
    """In pixels, like the height."""
    height: int
    smaller: tuple[SmallerCopy, ...] = ()
    """By width."""


class Note(Struct, frozen=True, gc=False):
    """Digest of an editor's note about an entity, and the targets of its links."""

    layout: bytes
    places: tuple[tuple[LocalEntity, Place], ...]
