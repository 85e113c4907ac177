"""From what the desk's pages send to decisions: the only way from a browser to a user's files.

A request is checked by its shape, and every entity, article and place that it names is looked up in the index.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from msgspec import Meta, Struct

from builder.annotate.decided_quotations import MARKS, beginning
from builder.commands.edits import article_reader
from builder.commands.review.accept import different, named, nobody
from builder.commands.review.joined import joined_to
from builder.commands.review.questions import Question, ReviewedSite
from builder.commands.settle import Step
from builder.commands.word_places import all_places, numbers_alone
from builder.core.errors import BuilderError, Problem
from builder.core.kinds import KINDS, EntityKind
from builder.core.slug import slug
from builder.core.values import Article
from builder.index import queries
from builder.index.tables import Index
from builder.settings.decisions import JOINED, bare_path
from builder.settings.front_matter import split_front_matter
from builder.settings.project import Project, load_config, load_project
from builder.store.sources import Names, read_own

MOST_WORDS = 200
"""Characters of a name or of words in a text: what a person marks."""

FEWEST = 4
"""Words of a quotation that a decision begins with; more if others begin with them too."""


class Answered(Struct, frozen=True, forbid_unknown_fields=True):
    """An answer to questions: one of theirs by its place, or another one."""

    questions: tuple[str, ...]
    """Their ids."""
    answer: int = -1
    """Counted from 0."""
    nobody: bool = False
    different: bool = False
    ref: str = ""
    """A known person."""
    name: str = ""
    """A new person."""


class Corrected(Struct, frozen=True, forbid_unknown_fields=True):
    """What words of an article mean: an entity by its reference or name; nobody if both are empty."""

    page: str
    """The path of the article's page in the site: "articles/talks/"."""
    text: str
    scope: str = "here"
    """ "here", "article" or "everywhere"."""
    block: int = 0
    """The paragraph's number on the page; 0 for the standfirst, -1 for the title."""
    nth: Annotated[int, Meta(ge=0)] = 0
    """Which of the places of the words in the paragraph, counted from 0."""
    ref: str = ""
    name: str = ""


class NamedSpeaker(Struct, frozen=True, forbid_unknown_fields=True):
    """Who said a quotation of an article; nobody if both are empty."""

    page: str
    text: str
    ref: str = ""
    name: str = ""


class AboutPerson(Struct, frozen=True, forbid_unknown_fields=True):
    """What is corrected on the page of a person: one of the three."""

    ref: str
    name: str = ""
    """The name that the page shows."""
    same: str = ""
    """The reference of the person who it is."""
    part: str = ""
    """A name that was joined to the person, and means somebody else."""


class Revised(Struct, frozen=True, forbid_unknown_fields=True):
    """What an article says about itself."""

    page: str
    title: str | None = None
    standfirst: str | None = None
    date: str | None = None
    authors: tuple[str, ...] | None = None
    markdown: bool = False
    """Whether a text may get a Markdown file beside it."""


class Undone(Struct, frozen=True, forbid_unknown_fields=True):
    """The answer to undo, which must be the last one; whichever is the last if empty."""

    answer: str = ""
    """Its id."""


def question_steps(sent: Answered, question: Question, index: Index) -> tuple[Step, ...]:
    """The decisions that settle a question.

    Raises:
        BuilderError: if the request does not answer it.
    """
    if sent.nobody:
        return _settled_by(nobody(question))
    if sent.different:
        return _settled_by(different(question))
    if sent.ref or sent.name:
        name = _words(sent.name) or _name_of(sent.ref, index)
        if not slug(name):
            raise _no_address(name)
        return _settled_by(named(question, name, sent.ref))
    if not 0 <= sent.answer < len(question.answers):
        raise _wrong("this answer no longer exists", "the list is up to date now")
    return question.answers[sent.answer].steps


def corrected_steps(sent: Corrected, folder: Path, index: Index) -> tuple[Step, ...]:
    """The decisions that give words of an article another meaning.

    Raises:
        BuilderError: if there is no such article, place or entity.
    """
    text = _words(sent.text)
    file = article_file(sent.page, index)
    path = bare_path(file)
    _, article = _article(folder, file)
    if sent.scope not in ("here", "article", "everywhere"):
        raise _wrong("unknown scope", "reload the page")
    ref, steps = _entity(sent.ref, sent.name, index, path, limited=sent.scope == "article")
    if steps and steps[0].words == text and steps[0].kind == "only":
        return steps  # A person of the same name as another: their name is limited to the article.
    places = all_places(article, text)
    if not places:
        raise _wrong(f"the article does not contain {text!r} as whole words", "select whole words, in one paragraph")
    articles = () if sent.scope == "everywhere" else (path,)
    here = [nth for nth, place in enumerate(places, 1) if place[0] == sent.block + 1][sent.nth :][:1]
    links = [Step("link", ref, text, (path,), nth=nth) for nth in here]
    if sent.scope == "here":
        if not links:
            raise _wrong(f"{text!r} is no longer in this paragraph", "reload the page")
        return *steps, *links
    if not ref:
        return *steps, Step("never", "", text, articles)
    alone = set(numbers_alone(article, text))
    if articles and KINDS[EntityKind(ref.partition(":")[0])].by_code:
        # The table of a country holds for all articles, or its other names would be limited too.
        return *steps, *(Step("link", ref, text, (path,), nth=nth) for nth in sorted(alone.union(here)))
    # An alias links no part of a longer name: "Charles Schwab Cup".
    inside = not set(here) <= alone
    return *steps, Step("alias", ref, text, articles), *(links if inside else ())


def spoken_steps(sent: NamedSpeaker, folder: Path, index: Index) -> tuple[Step, ...]:
    """The decisions that give a quotation another speaker.

    Raises:
        BuilderError: if there is no such quotation or person.
    """
    file = article_file(sent.page, index)
    _, article = _article(folder, file)
    ref, steps = _entity(sent.ref, sent.name, index, bare_path(file))
    if ref and not KINDS[EntityKind(ref.partition(":")[0])].speaks:
        raise _wrong("only a person can be the speaker", "choose a person")
    return *steps, Step("said", ref, _first_words(article, sent.text), (bare_path(file),))


def person_steps(sent: AboutPerson, site: ReviewedSite) -> tuple[Step, ...]:
    """The decisions that correct who somebody is.

    Raises:
        BuilderError: if there is no such person, or another one has the name.
    """
    if sent.ref not in site.people or (sent.same and sent.same not in site.people):
        raise _wrong("there is no such person", "reload the page")
    if sent.same:
        if sent.same == sent.ref:
            raise _wrong("this is the person of the page", "choose another person")
        stays, other = site.candidates((sent.ref, sent.same))
        return (Step("same", stays.ref, others=(other.ref,)),)
    if sent.part:
        found = [each.part for each in joined_to(sent.ref, site) if each.name == sent.part]
        if not found:
            raise _wrong(f"{sent.part!r} is no longer joined to this person", "reload the page")
        return tuple(found[:1])
    name = _words(sent.name)
    if not slug(name):
        raise _no_address(name)
    if queries.people_called(site.index, name) - {sent.ref}:
        raise _wrong(f"another person is already named {name!r}", "merge the two pages, or choose another name")
    return (Step("name", sent.ref, name),)


def changes_of(sent: Revised) -> dict[str, str | tuple[str, ...]]:
    """The keys of front matter that a request changes."""
    texts = {"title": sent.title, "standfirst": sent.standfirst, "date": sent.date}
    changes: dict[str, str | tuple[str, ...]] = {
        key: " ".join(value.split()) for key, value in texts.items() if value is not None
    }
    if sent.authors is not None:
        changes["authors"] = tuple(filter(None, (" ".join(author.split()) for author in sent.authors)))
    return changes


def article_file(page: str, index: Index) -> str:
    """The file in content/ of the article at this address.

    Raises:
        BuilderError: if there is none.
    """
    address = page.strip("/").removeprefix("articles/").removesuffix("index.html").strip("/")
    file = index.value("SELECT s.file FROM source s JOIN article a ON a.id = s.id WHERE a.address = ?", address)
    if not file:
        raise _wrong("there is no such article", "reload the page")
    return str(file)


def article_of(folder: Path, file: str) -> Article:
    """The article in a file as it is now.

    Raises:
        BuilderError: if it cannot be read.
    """
    return _article(folder, file)[1]


def has_front_matter(folder: Path, file: str) -> bool:
    """Whether an article's file has front matter, which can be changed as it is."""
    shown = f"{load_config(folder).content}/{file}"
    return bool(split_front_matter(read_own(folder, shown).decode("utf-8-sig", "replace"))[0])


def _article(folder: Path, file: str) -> tuple[Project, Article]:
    project = load_project(folder, Names())
    shown = f"{project.config.content}/{file}"
    found = article_reader(project).article(file, project.read(shown), shown)
    if found.value is None:
        raise BuilderError(found.problems)
    return project, found.value


def _entity(ref: str, name: str, index: Index, path: str, *, limited: bool = False) -> tuple[str, tuple[Step, ...]]:
    """The reference of a known entity, or of a new person with the decision that names them.

    ``limited`` says that all decisions about a new person are about this article.
    """
    if ref:
        kind, _, id_ = ref.partition(":")
        known = kind in KINDS and (KINDS[EntityKind(kind)].by_code or queries.place_of(index, ref))
        if not known or not id_:
            raise _wrong(f"{ref!r} has no page", "choose another name, or write a new one")
        return ref, ()
    name = _words(name)
    if not name:
        return "", ()
    id_ = slug(name)
    if not id_:
        raise _no_address(name)
    base, number = id_, 1
    while queries.place_of(index, f"{JOINED}:{id_}"):
        number += 1
        id_ = f"{base}-{number}"
    ref = f"{JOINED}:{id_}"
    if limited or number > 1:  # If somebody else has this name: it is this person's in this article.
        return ref, (Step("only", ref, name, (path,)),)
    return ref, (Step("name", ref, name),)


def _settled_by(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    if not steps:
        raise _wrong("this does not answer the question", "choose one of its answers")
    return steps


def _name_of(ref: str, index: Index) -> str:
    place = queries.place_of(index, ref)
    if place is None:
        raise _wrong(f"{ref!r} has no page", "choose another name, or write a new one")
    return place.entity.name


def _first_words(article: Article, text: str) -> str:
    """The first words of a quotation, as many as tell it from the others."""
    words = text[:2000].strip(f"{MARKS} ").split()
    for count in range(min(FEWEST, len(words)), len(words) + 1):
        begin = " ".join(words[:count])
        number = beginning(article, begin) if count else 0
        if number == 1:
            return begin
        if number == 0:
            break
    raise _wrong("no quotation of the article begins with these words", "select the words between quotation marks")


def _words(text: str) -> str:
    found = " ".join(text.split())
    if len(found) > MOST_WORDS:
        raise _wrong(f"more than {MOST_WORDS} characters", "select only the name")
    return found


def _no_address(name: str) -> BuilderError:
    return _wrong(f"no address can be made from {name!r}", "write the name with letters")


def _wrong(message: str, hint: str) -> BuilderError:
    return BuilderError([Problem(message, hint=hint)])


def all_steps(each: Sequence[tuple[Step, ...]]) -> list[Step]:
    """The decisions of several answers; those for all articles first, as a table may be limited to some."""
    ordered = sorted(each, key=lambda steps: any(step.articles for step in steps))
    return [step for steps in ordered for step in steps]
