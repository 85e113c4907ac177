"""The kinds of questions: each is a small function over what the site knows, at the cost of one pass over its people.

What resolution leaves open comes first. No question is asked twice, and none that a decision settles.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from builder.annotate.lexicon import is_family_first
from builder.annotate.name_frequency import is_common_family
from builder.annotate.names import key, shorts
from builder.annotate.occupations import are_apart, walks
from builder.commands.review.alike import pairs, plain
from builder.commands.review.questions import Answer, Asked, Candidate, ReviewedSite, country, profile
from builder.commands.settle import Step
from builder.core.kinds import EntityKind
from builder.core.slug import slug
from builder.index import queries
from builder.index.lone_names import is_other, supports
from builder.index.queries import Statement
from builder.layout.site_values import ListedEntity, Unsettled
from builder.settings.decisions import bare_path

ONE = "they are one person"
TWO = "they are different people"

FEW = 5
"""Articles of which each place of a word may be linked by one answer."""


def namesakes(site: ReviewedSite) -> Iterator[Asked]:
    """Several people have one name: whether they are different, and whom the articles mean that fit several of them."""
    by_name: dict[frozenset[str], list[Unsettled]] = defaultdict(list)
    different = site.known_different()
    for each in site.unsettled:
        if each.kind != "namesakes":
            continue
        if not site.entity(each.ref).identified:
            yield from _open_namesakes(each, site)
        elif not _are_different((each.ref, *each.refs), different):
            by_name[frozenset((each.ref, *each.refs))].append(each)
    for refs, (first, *_) in by_name.items():
        candidates = site.candidates(sorted(refs))
        ids = [candidate.ref for candidate in candidates]
        files = tuple(sorted({file for ref in refs for file in site.files(ref)}))
        pages = site.reach(*ids[1:])
        stories = len({file for ref in ids[1:] for file in site.files(ref)})
        answers = (
            Answer(TWO, (Step("different", ids[0], others=tuple(ids[1:])),), 0, 0),
            Answer(ONE, (Step("same", ids[0], others=tuple(ids[1:])),), stories, pages),
        )
        message = f"there seem to be {len(ids)} people named “{first.subject}”"
        yield Asked("namesakes", first.subject, message, ids[-1], files, candidates, answers)


def _open_namesakes(each: Unsettled, site: ReviewedSite) -> Iterator[Asked]:
    """Articles that may be about any of several people of one name."""
    files, candidates = site.files(each.ref), site.candidates(each.refs)
    if len(candidates) < 2:
        return
    answers = tuple(
        Answer(f"it is {site.entity(candidate.ref).title}", steps, len(files), site.reach(each.ref))
        for candidate in candidates
        if (steps := tuple(_told_apart(candidate, candidates, each, site)))
    )
    if not answers:
        return
    message = f"“{each.subject}” could be any of {len(candidates)} people"
    yield Asked("namesakes", each.subject, message, each.ref, files, candidates, answers)


def _told_apart(chosen: Candidate, all_: Sequence[Candidate], each: Unsettled, site: ReviewedSite) -> Iterator[Step]:
    """Limit all but one of these people to their articles, so that all other articles are about that one.

    Of two in one article, a decision about an article can only say that the open ones are about the first.
    """
    base = f"{EntityKind.PERSON}:{slug(each.subject)}"
    named = [file for candidate in all_ for file in site.files(candidate.ref)]
    if len(set(named)) < len(named):
        if chosen.ref == base:
            yield Step("only", base, each.subject, _addresses(_statements((each.ref,), site)))
        return
    for candidate in all_:
        own = (candidate.ref, each.ref) if candidate is chosen else (candidate.ref,)
        if candidate.ref != base:
            yield Step("only", candidate.ref, each.subject, _addresses(_statements(own, site)))


def variant(site: ReviewedSite) -> Iterator[Asked]:
    """Two forms of a name that may be one person's."""
    different = site.known_different()
    for each in site.unsettled:
        if each.kind == "variant" and not _are_different((*each.refs, each.ref), different):
            yield _one_of(each, site) if len(each.refs) > 1 else _pair("variant", (*each.refs, each.ref), site)


def _one_of(each: Unsettled, site: ReviewedSite) -> Asked:
    """Which of several people has this form of a name."""
    files, candidates, pages = site.files(each.ref), site.candidates(each.refs), site.reach(each.ref)
    apart = Step("different", candidates[0].ref, others=tuple(one.ref for one in candidates[1:]))
    answers = [
        Answer(f"it is {one.name}", (Step("same", one.ref, others=(each.ref,)), apart), len(files), pages)
        for one in candidates
    ]
    answers.append(Answer(TWO, (Step("different", each.ref, others=each.refs),), 0, 0))
    message = f"“{each.subject}” may be any of {len(candidates)} people"
    return Asked("variant", each.subject, message, each.ref, files, candidates, tuple(answers))


def alike(site: ReviewedSite) -> Iterator[Asked]:
    """Two people whose names differ by accents, hyphens or one letter. They are never merged automatically."""
    different = site.known_different()
    asked = {
        pair
        for each in site.unsettled
        if each.kind != "surname"
        for pair in map(frozenset, combinations((each.ref, *each.refs), 2))
    }
    split = {f"{each.kind}:{each.id}" for each in site.overrides.entities if each.name and each.articles}
    names = {ref: line.place.entity.name for ref, line in site.people.items() if line.place.entity.identified}
    for pair in pairs(sorted(names.items())):
        one, other = (names[ref] for ref in pair)
        # Namesakes are people of their own by resolution, which asks about them, or by a decision.
        settled = one == other or (plain(one) == plain(other) and not split.isdisjoint(pair))
        if not settled and not _are_different(pair, different) and frozenset(pair) not in asked:
            yield _pair("alike", pair, site)


def _pair(kind: str, refs: Sequence[str], site: ReviewedSite) -> Asked:
    """Whether two people are one: the one with more articles would stay."""
    stays, other = site.candidates(refs)
    files = tuple(dict.fromkeys((*site.files(other.ref), *site.files(stays.ref))))
    answers = (
        Answer(ONE, (Step("same", stays.ref, others=(other.ref,)),), other.stories, site.reach(other.ref)),
        Answer(TWO, (Step("different", stays.ref, others=(other.ref,)),), 0, 0),
    )
    message = f"“{stays.name}” and “{other.name}” may be one person"
    return Asked(kind, other.name, message, other.ref, files, (stays, other), answers)


def surname(site: ReviewedSite) -> Iterator[Asked]:
    """One word is all that articles give."""
    for each in site.unsettled:
        if each.kind != "surname" or site.gazetteer.named(each.subject):
            continue
        files, pages = site.files(each.ref), site.reach(each.ref)
        alone = (
            "it is somebody else, known by this name alone" if each.refs else "it is a person known by this name alone"
        )
        itself = Answer(alone, (Step("name", each.ref, each.subject),), len(files), pages)
        answers = [
            Answer(f"it is {site.entity(ref).title}", site.with_name(step), stories, pages)
            for ref, step, stories in _meant(each, site)
        ]
        candidates = site.candidates(each.refs)
        message = f"“{each.subject}” is never named in full"
        if candidates:
            message = f"“{each.subject}” may be {_any_of(candidates, site)}"
        last = not candidates and len(files) == 1
        yield Asked("surname", each.subject, message, each.ref, files, candidates, (*answers, itself), last)


def _any_of(candidates: Sequence[Candidate], site: ReviewedSite) -> str:
    return site.entity(candidates[0].ref).title if len(candidates) == 1 else f"any of {len(candidates)} people"


def _meant(each: Unsettled, site: ReviewedSite) -> Iterator[tuple[str, Step, int]]:
    """Whom a surname may mean, the most likely first, with the alias that says so and the number of articles."""
    statements = _statements((each.ref,), site)
    says = [(one, profile([one], site.names)) for one in statements]
    fitting = {ref: [(one, says) for one, says in says if not is_other(says, site.profile(ref))] for ref in each.refs}
    support = {ref: sum(bool(supports(says, site.profile(ref))) for _, says in some) for ref, some in fitting.items()}
    only_one = len(each.refs) == 1 and not is_common_family(slug(each.subject)) and not _contradict(statements, site)
    for ref in sorted(each.refs, key=lambda ref: (-support[ref], -site.people[ref].totals[0], ref)):
        some = [one for one, _ in fitting[ref]]
        if some:
            articles = () if only_one and len(some) == len(statements) else _addresses(some)
            yield ref, Step("alias", ref, each.subject, articles), len({one.file for one in some})


def _contradict(statements: Sequence[Statement], site: ReviewedSite) -> bool:
    """Whether what articles say under one name cannot be said of one person."""
    lives = {walks(each.traits.roles) for each in statements}
    return len(profile(statements, site.names).sexes) > 1 or any(
        are_apart(one, two) for one, two in combinations(lives, 2)
    )


def ambiguous_name(site: ReviewedSite) -> Iterator[Asked]:
    """A short name shared by several people in one article."""
    people_by_short = by_short(site)
    for subject, files in _by_subject(site, "ambiguous-name").items():
        cast = {file: queries.named_in(site.index, file) for file in files}
        lines = people_by_short.get(key(subject.split()), ())
        candidates = site.candidates(
            line.place.entity.ref for line in lines if any(line.place.entity.ref in here for here in cast.values())
        )
        answers = []
        for candidate in candidates:
            here = [file for file in files if candidate.ref in cast[file]]
            articles = tuple(map(bare_path, here))
            step = Step("alias", candidate.ref, subject, articles)
            pages = len({ref for file in here for ref in cast[file]}) + len(here)
            meaning = f"it is {site.entity(candidate.ref).title}"
            answers.append(Answer(meaning, site.with_name(step), len(here), pages))
        if answers:
            message = f"“{subject}” could be any of several people in one article"
            yield Asked("ambiguous-name", subject, message, "", files, candidates, tuple(answers))


def ambiguous_country(site: ReviewedSite) -> Iterator[Asked]:
    """A word that can mean a country or something else."""
    for subject, files in _by_subject(site, "ambiguous-country").items():
        phrases = site.gazetteer.phrases.get(subject.split()[0], ())
        codes = next((phrase.codes for phrase in phrases if phrase.text == subject), ())
        candidates = tuple(country(code, site) for code in codes)
        answers = tuple(answer for each in candidates for answer in _as_a_country(each, subject, files, site))
        if len(files) > 1 and answers:
            step = Step("never", "", subject, (bare_path(files[0]),))
            answers = (*answers, Answer(f"it is not a country, only in {_quoted(files[0], site)}", (step,), 0, 0))
        if answers:
            message = f"“{subject}” may be a country or something else; the article does not say which"
            yield Asked("ambiguous-country", subject, message, "", files, candidates, answers)


def _as_a_country(candidate: Candidate, subject: str, files: Sequence[str], site: ReviewedSite) -> Iterator[Answer]:
    """That it is this country: in all articles, as the table of a country holds for all, or where these words are."""
    it_is = f"it is the country {candidate.name}"
    yield Answer(f"{it_is}, in all articles", (Step("alias", candidate.ref, subject),), len(files), len(files) + 1)
    if len(files) > 1:
        yield from _linked(f"{it_is}, only in {_quoted(files[0], site)}", candidate.ref, subject, files[:1], site)
    if len(files) <= FEW:
        where = "this article" if len(files) == 1 else f"these {len(files)} articles"
        yield from _linked(f"{it_is}, only in {where}", candidate.ref, subject, files, site)


def _linked(meaning: str, ref: str, words: str, files: Sequence[str], site: ReviewedSite) -> Iterator[Answer]:
    """That the words mean an entity at each of their places in these articles."""
    steps = tuple(
        Step("link", ref, words, (bare_path(file),), nth=nth) for file in files for nth in site.places(file, words)
    )
    if steps:
        yield Answer(meaning, steps, len(files), len(files) + 1)


def _quoted(file: str, site: ReviewedSite) -> str:
    row = queries.article(site.index, file)
    return f"“{queries.headline(row.headline).title}”" if row else file


def person_and_place(site: ReviewedSite) -> Iterator[Asked]:
    """A person known only by a word that is also a country's name."""
    for ref, line in site.people.items():
        entity = line.place.entity
        code = None if " " in entity.name else site.gazetteer.named(entity.name)
        if code is None or entity.identified:
            continue
        files, pages = site.files(ref), site.reach(ref)
        candidates = (site.candidate(ref), country(code, site))
        answers = (
            Answer("it is the country", (Step("alias", candidates[-1].ref, entity.name),), len(files), pages),
            Answer("it is a person", (Step("name", ref, entity.name),), len(files), pages),
        )
        message = f"“{entity.name}” is treated as a person, but is also the name of a country"
        yield Asked("person-and-place", entity.name, message, ref, files, candidates, answers)


def roles_that_conflict(site: ReviewedSite) -> Iterator[Asked]:
    """A person whom one article calls a player and another one a bishop: perhaps two people of the same name."""
    joined = {people[0] for people in site.overrides.same}
    for ref, line in site.people.items():
        name = line.place.entity.name
        roles = queries.roles(site.index, ref)
        apart = _conflicting(roles)
        if apart and line.place.entity.id not in joined:
            message = f"“{name}” is “{roles[apart[0]]}” in one article and “{roles[apart[1]]}” in another"
            step = Step("split", ref, name, (bare_path(apart[1]),))
            answers = (Answer(TWO, (step,), 1, 1 + len(queries.named_in(site.index, apart[1]))),)
            files = (apart[1], apart[0])
            yield Asked("roles", name, message, ref, files, site.candidates((ref,)), answers)


RULES: tuple[Callable[[ReviewedSite], Iterator[Asked]], ...] = (
    namesakes,
    variant,
    surname,
    ambiguous_name,
    ambiguous_country,
    alike,
    person_and_place,
    roles_that_conflict,
)


def _are_different(refs: Sequence[str], different: frozenset[frozenset[str]]) -> bool:
    """Whether decisions say so of each two of these."""
    ids = [ref.partition(":")[2] for ref in refs]
    return all(frozenset(pair) in different for pair in combinations(ids, 2))


def _statements(refs: Iterable[str], site: ReviewedSite) -> list[Statement]:
    return [each for ref in refs for each in queries.statements(site.index, ref)]


def _addresses(statements: Iterable[Statement]) -> tuple[str, ...]:
    return tuple(sorted({bare_path(each.file) for each in statements}))


def _conflicting(roles: Mapping[str, str]) -> tuple[str, str] | None:
    """Two articles with roles that one person rarely combines; the one of the more common life first."""
    lives: dict[frozenset[str], list[str]] = {}
    for file, role in sorted(roles.items()):
        if life := walks((role,)):
            lives.setdefault(life, []).append(file)
    ranked = sorted(lives, key=lambda life: -len(lives[life]))
    found = ((lives[one][0], lives[two][0]) for one, two in combinations(ranked, 2) if are_apart(one, two))
    return next(found, None)


def by_short(site: ReviewedSite) -> Mapping[tuple[str, ...], list[ListedEntity]]:
    """People with a full name, by its short forms."""
    found: dict[tuple[str, ...], list[ListedEntity]] = defaultdict(list)
    for line in site.people.values():
        words = tuple(line.place.entity.name.split())
        if len(words) > 1:
            forms = shorts(words, family_first=is_family_first(words, site.names))
            for form in dict.fromkeys(map(key, forms)):
                found[form].append(line)
    return found


def _by_subject(site: ReviewedSite, kind: str) -> dict[str, tuple[str, ...]]:
    """The files with a doubt of this kind, by its words."""
    found: dict[str, list[str]] = defaultdict(list)
    for file, doubt in site.doubts:
        if doubt.kind == kind:
            found[doubt.subject].append(file)
    return {subject: tuple(sorted(files)) for subject, files in found.items()}
