"""What resolution joined without certainty, by person, with its evidence: to be confirmed, or parted."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from builder.annotate.name_frequency import is_common_family
from builder.annotate.names import key
from builder.commands.review import reviewed_site
from builder.commands.review.question_rules import by_short
from builder.commands.review.questions import JOINED_NAME, Answer, Asked, ReviewedSite, said_as_json
from builder.commands.settle import Step
from builder.commands.terminal import count
from builder.core.errors import BuilderError, Problem
from builder.core.kinds import EntityKind
from builder.core.slug import slug
from builder.index import queries
from builder.index.profiles import Support
from builder.index.queries import Statement
from builder.layout.site_values import ListedEntity
from builder.settings.decisions import bare_path
from builder.site import opened
from builder.store.workers import Progress
from builder.work import no_progress

MOST_FILES = 3
"""Articles shown of one name."""

SPEAKS = {
    Support.ROLE: "the same role",
    Support.WALK: "a similar occupation",
    Support.ORGANISATION: "the same organization or place",
    Support.COMPANION: "the same people beside them",
    Support.RELATIVE: "somebody of the same family beside them",
    Support.FREQUENCY: "nearly all articles with this name are about this person",
}
"""What the evidence of a join means."""


@dataclass(frozen=True, slots=True)
class Joined:
    """A name that was joined to a person."""

    ref: str
    person: str
    """The person's name, told apart from others."""
    name: str
    rule: str
    """ "variant", "surname" or "first-name"."""
    statements: tuple[Statement, ...]
    """What the articles say under this name."""
    pages: int
    """Number of pages that change if it is parted."""
    confirm: tuple[Step, ...]
    part: Step

    @property
    def files(self) -> tuple[str, ...]:
        """The files of the articles, in content/."""
        return tuple(dict.fromkeys(each.file for each in self.statements))

    @property
    def evidence(self) -> tuple[Support, ...]:
        """What speaks for it in at least one article."""
        found = filter(None, (each.reason.partition(":")[2] for each in self.statements))
        return tuple(dict.fromkeys(map(Support, found)))

    @property
    def speaks(self) -> str:
        """The same in words."""
        return "; ".join(SPEAKS[support] for support in self.evidence)


def joined(folder: Path, progress: Progress = no_progress) -> tuple[Joined, ...]:
    """What was joined in the project in ``folder``, by person: the person with the most pages concerned first.

    Raises:
        BuilderError: if the project is wrong.
    """
    with opened(folder, progress) as opened_site:
        return joined_names(reviewed_site(opened_site))


def joined_names(site: ReviewedSite) -> tuple[Joined, ...]:
    """What was joined in a site, in the same order."""
    people_by_short = by_short(site)
    found = [list(_joined(ref, site, people_by_short)) for ref in queries.joined(site.index)]
    for some in found:
        some.sort(key=lambda each: (-each.pages, each.name))
    found.sort(key=lambda some: (-sum(each.pages for each in some), some[0].ref))
    return tuple(each for some in found for each in some)


def joined_to(ref: str, site: ReviewedSite) -> tuple[Joined, ...]:
    """What was joined to one person, by name."""
    return tuple(sorted(_joined(ref, site, by_short(site)), key=lambda each: each.name))


def as_asked(each: Joined, site: ReviewedSite) -> Asked:
    """The question whether a join is right, whose first answer confirms it."""
    stories = len(each.files)
    answers = (
        Answer(f"it is {each.person}", each.confirm, stories, stories),
        Answer("it is somebody else", (each.part,), stories, each.pages),
    )
    message = f"“{each.name}” was linked to {each.person}{': ' if each.speaks else ''}{each.speaks}"
    return Asked(JOINED_NAME, each.name, message, each.ref, each.files, site.candidates((each.ref,)), answers)


def chosen(found: tuple[Joined, ...], words: Iterable[str]) -> tuple[Joined, ...]:
    """The joins with these numbers, counted from 1, or "all".

    Raises:
        BuilderError: if there is no such join.
    """
    numbers: dict[int, None] = {}
    problems = []
    for word in words:
        if word == "all":
            numbers.update(dict.fromkeys(range(1, len(found) + 1)))
        elif word.isascii() and word.isdigit() and 1 <= int(word) <= len(found):
            numbers[int(word)] = None
        else:
            hint = f"dateline review --joined lists {count(len(found), 'joined name')}"
            problems.append(Problem(f"there is no joined name {word!r}", hint=hint))
    if problems:
        raise BuilderError(problems)
    return tuple(found[number - 1] for number in numbers)


def confirming(some: Iterable[Joined]) -> list[Step]:
    """The decisions that confirm these joins; those for all articles first, as a table may be limited to some."""
    steps = dict.fromkeys(step for each in some for step in each.confirm)
    return sorted(steps, key=lambda step: bool(step.articles))


def in_words(found: Iterable[Joined], shown: str) -> Iterator[str]:
    """What was joined, as lines of the report."""
    person = ""
    for number, each in enumerate(found, 1):
        if each.ref != person:
            person = each.ref
            yield f"{each.person} · {each.ref}"
        stories = count(len(each.files), "article")
        yield f"   {number}. {each.name!r} · {stories} · {each.rule}{': ' if each.speaks else ''}{each.speaks}"
        for file in each.files[:MOST_FILES]:
            roles = dict.fromkeys(role for one in each.statements if one.file == file for role in one.traits.roles)
            yield f"      {shown}/{file}{': ' if roles else ''}{', '.join(roles)}"
        if len(each.files) > MOST_FILES:
            yield f"      and {len(each.files) - MOST_FILES} more"


def written(found: Iterable[Joined], shown: str) -> str:
    """What was joined, as JSON."""
    rows = [
        {
            "number": number,
            "id": each.ref,
            "person": each.person,
            "name": each.name,
            "rule": each.rule,
            "evidence": each.evidence,
            "pages": each.pages,
            "files": [
                {"file": f"{shown}/{file}", "says": [said_as_json(one) for one in each.statements if one.file == file]}
                for file in each.files
            ],
        }
        for number, each in enumerate(found, 1)
    ]
    return json.dumps({"joined": rows}, ensure_ascii=False, indent=1)


def _joined(
    ref: str, site: ReviewedSite, people_by_short: Mapping[tuple[str, ...], Sequence[ListedEntity]]
) -> Iterator[Joined]:
    """The names that were joined to a person."""
    by_name: dict[tuple[str, str], list[Statement]] = {}
    for each in queries.statements(site.index, ref):
        if each.reason:
            by_name.setdefault((each.local.name, each.reason.partition(":")[0]), []).append(each)
    entity = site.entity(ref)
    for (name, rule), statements in by_name.items():
        files = {each.file for each in statements}
        cast = {other for file in files for other in queries.named_in(site.index, file)}
        others = queries.people_called(site.index, name) | {
            line.place.entity.ref for line in people_by_short.get(key(name.split()), ())
        }
        # A name that others have too, or may get, is confirmed for these articles only.
        only_theirs = others <= {ref} and rule != "first-name" and not (rule == "surname" and is_common_family(name))
        articles = () if only_theirs else tuple(sorted({bare_path(each.file) for each in statements}))
        own = entity.id if slug(name) != entity.id else slug(entity.name)
        yield Joined(
            ref,
            entity.title,
            name,
            rule,
            tuple(statements),
            len(files) + len(cast),
            site.with_name(Step("alias", ref, name, articles)),
            Step("different", f"{EntityKind.PERSON}:{own}", others=(f"{EntityKind.PERSON}:{slug(name)}",)),
        )
