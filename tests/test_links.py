"""The sample site, published under a path of a host: every link leads somewhere."""

import shutil
import urllib.error
import urllib.request
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urldefrag, urljoin

import pytest

from builder.commands.publish import publish
from builder.site import build
from tests.served import hosted

ROOT = Path(__file__).parent.parent


class Links(HTMLParser):
    """The addresses that a page links to, and the anchors in it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.to: list[str] = []
        self.places = {""}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.to += [address for name in ("href", "src") if (address := found.get(name))]
        self.places.add(found.get("id") or "")


@pytest.mark.parametrize("formats", [(), ("html",), ("html", "annotations")], ids=str)
def test_the_sample_site_has_no_dead_link_wherever_it_lies(tmp_path: Path, formats: tuple[str, ...]) -> None:
    project = tmp_path / "project"
    shutil.copytree(ROOT / "content", project / "content")
    settings = (ROOT / "dateline.toml").read_text(encoding="utf-8")
    chosen = f"[build]\nformats = {[*formats]}\n" if formats else ""
    (project / "dateline.toml").write_text(f"{settings}\n{chosen}", encoding="utf-8")
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


@pytest.mark.slow
def test_the_published_site_served_under_a_path_has_no_dead_link(tmp_path: Path) -> None:
    project = tmp_path / "project"
    shutil.copytree(ROOT / "content", project / "content")
    (project / "dateline.toml").write_text('[publish.web]\nkind = "folder"\npath = "../www/news"\n')
    (tmp_path / "www").mkdir()
    build(project)
    publish(project)
    with hosted(tmp_path / "www") as root:
        start = f"{root}news/"
        seen, waiting, dead = {start}, [start], []
        while waiting:
            address = waiting.pop()
            try:
                with urllib.request.urlopen(address, timeout=10) as answer:
                    kind, raw = answer.headers.get_content_type(), answer.read()
            except urllib.error.HTTPError as error:
                dead.append((address, error.code))
                error.close()
                continue
            for link in Links(raw.decode()).to if kind == "text/html" else ():
                found = urldefrag(urljoin(address, link))[0]
                if found.startswith(start) and found not in seen:
                    seen.add(found)
                    waiting.append(found)

    assert dead == []
    assert len(seen) > 100
