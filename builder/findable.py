"""What readers can search: the unit of the search page, and the units of the index of words."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from builder.annotate.gazetteer import Country
from builder.cache import DamagedError, Stamp
from builder.codec import Digest
from builder.kinds import EntityKind
from builder.plan import Plan
from builder.recipes import AnyUnit, CopyUnit, SearchUnit
from builder.render.stories import Layout, Story
from builder.search import Index, Text, full_text, last_made, source
from builder.work import Work


def by_name(plan: Plan, countries: Mapping[str, Country]) -> SearchUnit:
    """The search page with every entity and story in the lists of the site; countries by all their words."""
    named = tuple(
        replace(line, names=(*line.names, *_words(countries[line.place.entity.id])))
        for line in plan.named(EntityKind.COUNTRY)
    )
    return SearchUnit(plan.named(EntityKind.PERSON), named, plan.newest())


class Words:
    """Invariant: the index of words is built only by a build that may do so, and otherwise left as found."""

    def __init__(self) -> None:
        self._index: Index | None = None
        self._files: list[AnyUnit] = []
        self._made: Stamp | None = None

    def change(self, work: Work, stories: Iterable[Story], news: bool) -> tuple[list[AnyUnit], Index]:
        """The files of the index of all these stories, and its state.

        ``news`` says whether any story differs from the last call.
        """
        project, wanted, progress = work.project, work.search, work.progress

        def text_of(layout: Digest) -> str:
            found = work.cache.get(layout, Layout)
            if found is None:
                raise DamagedError
            return found.text

        index = self._index
        if wanted == "keep" and index and index.state != "failed" and self._made == last_made(project.folder):
            self._index = replace(index, state="stale") if news and index.files else index
            return self._files, self._index
        if wanted == "none":
            self._index, self._files, self._made = Index("none"), [], None
            return self._files, self._index
        texts = [Text(story.headline.folder, story.headline.title, story.layout) for story in stories]
        texts.sort(key=lambda text: text.folder)
        progress("Indexing words", 0, 1)
        self._index = index = full_text(project.folder, wanted, project.config.language, texts, text_of)
        progress("Indexing words", 1, 1)
        self._files = [CopyUnit(path, source(path), key) for path, key in index.files.items()]
        self._made = last_made(project.folder)
        return self._files, index


def _words(country: Country) -> Iterable[str]:
    """Words that people may type for this country: "UK", "British", "London", "Downing Street"."""
    former = (each.name for each in country.former)
    return dict.fromkeys((*country.aliases, *former, *country.demonyms, *country.capitals, *country.metonyms))
