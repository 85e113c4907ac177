"""What all outputs have in common: each page says which files it has, and makes exactly these."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from builder.index import pagination
from builder.index.pages import Page, page_of
from builder.index.tables import INDEX, Index
from builder.index.update import one_form
from builder.outputs import OUTPUTS, name_lists, quote_lists, search_page, sitemap, term_lists
from builder.site import build
from tests.served import sayings

ROOT = Path(__file__).parent.parent
SETTINGS = {"with an address": '[site]\nbase_url = "https://example.org/news/"\n', "without": ""}
LISTS = {"entity", "home", "names", "quotes", "search", "sitemap", "term", "terms"}

SMALL = (
    (pagination, "PER_PAGE", 1),
    (quote_lists, "NEWEST", 1),
    (name_lists, "PER_PAGE", 20),
    (term_lists, "PER_PAGE", 1),
    (sitemap, "SIZE", 50),
    (search_page, "PART", 3),
)
"""So that lists have several pages."""


@pytest.fixture(scope="module", params=list(SETTINGS.values()), ids=list(SETTINGS))
def sample(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """The index of the built sample site."""
    folder = tmp_path_factory.mktemp("sample")
    shutil.copytree(ROOT / "content", folder / "content")
    (folder / "dateline.toml").write_text(request.param)
    (folder / "content" / "rain.md").write_text(sayings(3), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        for module, name, value in SMALL:
            patch.setattr(module, name, value)
        build(folder, search="none")
        with closing(Index(folder / INDEX, feeds=bool(request.param))) as index:
            yield index


def shown(index: Index) -> list[Page]:
    return [page for output in OUTPUTS.values() for page in output.pages(index)]


def test_the_paths_of_a_page_are_those_of_its_files(sample: Index) -> None:
    for page in shown(sample):
        output = OUTPUTS[page.output]

        assert [*output.paths(sample, page)] == [file.path for file in output.files(sample, page)]


def test_every_page_has_a_path_and_no_two_pages_have_the_same(sample: Index) -> None:
    paths = [(page, OUTPUTS[page.output].paths(sample, page)) for page in shown(sample)]

    assert [page for page, some in paths if not some] == []
    forms = [one_form(path) for _, some in paths for path in some]
    assert len(forms) == len({*forms})


def test_lists_have_several_pages_here(sample: Index) -> None:
    assert {page.output for page in shown(sample) if page.number > 1} == LISTS - {"" if sample.feeds else "sitemap"}


def test_a_page_that_is_not_listed_has_no_paths(sample: Index) -> None:
    listed = {*shown(sample)}
    others = {
        *(page._replace(number=page.number + more) for page in listed if page.output in LISTS for more in (1, 2, 100)),
        *(Page(output, name) for output in ("article", "entity", "quotes") for name in ("", "no.md", "person:nobody")),
    }

    found = {page: OUTPUTS[page.output].paths(sample, page) for page in others - listed}

    assert {page for page, paths in found.items() if paths} == set()


def test_the_index_holds_exactly_the_paths_of_all_pages(sample: Index) -> None:
    paths = {(path, page.text) for page in shown(sample) for path in OUTPUTS[page.output].paths(sample, page)}

    assert {*sample.rows("SELECT path, page FROM output WHERE NOT claimed")} == paths
    assert {path for page in shown(sample) for path in OUTPUTS[page.output].paths(sample, page)} <= {
        path for (path,) in sample.rows("SELECT path FROM output WHERE key IS NOT NULL")
    }


def test_only_a_site_with_an_address_has_feeds_and_a_sitemap(sample: Index) -> None:
    paths = [path for page in shown(sample) for path in OUTPUTS[page.output].paths(sample, page)]

    assert any(path.endswith("feed.xml") for path in paths) == sample.feeds
    assert any(path.startswith("sitemap") for path in paths) == sample.feeds


def test_the_text_of_a_page_is_read_as_the_same_page(sample: Index) -> None:
    pages = [*shown(sample), Page("copy", "a:b:c.txt"), Page("home", "", 12)]

    assert [page_of(page.text) for page in pages] == pages
