"""The promise: after any sequence of edits a build equals one from nothing, byte for byte."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builder.build import Site, build

TEXTS = (
    "Treaty signed in Lisbon\n\nPortuguese President Mário Soares met Helmut Kohl in Lisbon. Soares thanked Kohl.\n",
    "Kohl visits Warsaw\n\nGerman Chancellor Helmut Kohl flew to Poland. “We are neighbours,” Kohl said.\n",
    "Markets wait\n\nInvestors watch Soares, who said nothing. France and Spain were calm.\n",
    "---\ntitle: By hand\ndate: 1989-11-10\n---\n[Kohl](person:helmut-kohl) met [nobody](none:) in *France*.\n",
    "A short one\n\nMrs. Soares spoke.\n",
    "---\ntitle: Not yet\ndraft: true\n---\nHelmut Kohl again.\n",
)
NAMES = ("a.txt", "b.txt", "b.md", "deep/c.txt", "deep/d.md")
DECISIONS = (
    "",
    '[person.mario-soares]\nname = "Mário Soares"\naliases = ["Soares"]\n',
    '[person.helmut-kohl]\nname = "Helmut Kohl"\nhidden = true\n[country.PT]\naliases = ["Lisbon"]\n',
    '[[never]]\ntext = "Kohl"\n',
)
TEMPLATES = ("", "{% extends 'entity.html' %}\n", "<h1>{{ page.name }}</h1>\n")
SETTINGS = "", '[site]\ntitle = "Other"\n', '[site]\nbase_url = "https://example.org/news/"\n'
NOTES = ("", "Chancellor of [Germany](country:DE).\n")

Edit = Callable[[Path], None]


def put(path: str, text: str) -> Edit:
    """Make the file hold this text; without text, take it away."""

    def edit(folder: Path) -> None:
        file = folder / path
        if text:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        else:
            file.unlink(missing_ok=True)

    return edit


def rename(before: str, after: str) -> Edit:
    def edit(folder: Path) -> None:
        source, target = folder / "content" / before, folder / "content" / after
        if source.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            source.replace(target)

    return edit


EDITS = st.one_of(
    st.builds(put, st.sampled_from(NAMES).map("content/{}".format), st.sampled_from(("", *TEXTS))),
    st.builds(rename, st.sampled_from(NAMES), st.sampled_from(NAMES)),
    st.builds(put, st.just("content/entities.toml"), st.sampled_from(DECISIONS)),
    st.builds(put, st.just("templates/person.html"), st.sampled_from(TEMPLATES)),
    st.builds(put, st.just("content/people/helmut-kohl.md"), st.sampled_from(NOTES)),
    st.builds(put, st.just("content/pages/about.md"), st.sampled_from(("", "---\ntitle: About\n---\nUs.\n"))),
    st.builds(put, st.just("content/static/robots.txt"), st.sampled_from(("", "Disallow: /\n"))),
    st.builds(put, st.just("dateline.toml"), st.sampled_from(SETTINGS)),
)


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted((folder / "site").rglob("*"))
        if path.is_file()
    }


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.lists(EDITS, min_size=1, max_size=3), min_size=1, max_size=4), st.booleans())
def test_after_any_edits_a_build_equals_one_from_nothing(rounds: list[list[Edit]], one_process: bool) -> None:
    with tempfile.TemporaryDirectory() as name:
        kept, fresh = Path(name, "kept", "project"), Path(name, "fresh", "project")
        (kept / "content").mkdir(parents=True)
        site = Site(kept)
        for edits in rounds:
            for edit in edits:
                edit(kept)
            (site if one_process else Site(kept)).build()
            shutil.copytree(kept, fresh, ignore=shutil.ignore_patterns("site", ".dateline"))
            build(fresh)

            assert files(kept) == files(fresh)

            shutil.rmtree(fresh)
