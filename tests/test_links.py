"""The sample site, published under a path of a host: every link leads somewhere."""

import shutil
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urldefrag

from builder.build import build

ROOT = Path(__file__).parent.parent


class Links(HTMLParser):
    """The addresses that a page leads to, and the places in it that can be led to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.to: list[str] = []
        self.places = {""}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.to += [address for name in ("href", "src") if (address := found.get(name))]
        self.places.add(found.get("id") or "")


def test_the_sample_site_has_no_dead_link_wherever_it_lies(tmp_path: Path) -> None:
    project = tmp_path / "project"
    shutil.copytree(ROOT / "content", project / "content")
    shutil.copy(ROOT / "dateline.toml", project)
    report = build(project)
    site = project / "site"
    pages = {
        path.relative_to(site).as_posix(): Links(path.read_text(encoding="utf-8")) for path in site.rglob("*.html")
    }

    dead = []
    for name, page in pages.items():
        for address in page.to:
            path, place = urldefrag(address)
            if "://" in path or path.startswith("mailto:") or (name == "404.html" and path.startswith("/")):
                continue
            target = Path(site / PurePosixPath(name).parent / unquote(path)).resolve() if path else site / name
            target = target / "index.html" if target.is_dir() else target
            found = target.relative_to(site.resolve()).as_posix() if target.is_relative_to(site.resolve()) else ""
            if not target.is_file() or (found in pages and unquote(place) not in pages[found].places):
                dead.append((name, address))

    assert dead == []
    assert report.problems == ()
    assert len(pages) > 50
