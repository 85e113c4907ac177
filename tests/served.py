"""The sample site at its address, as served by a host: compressed, with the headers it requests, and its 404 page."""

import gzip
import mimetypes
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from builder.site import build

ROOT = Path(__file__).parent.parent
TOOLS = ROOT / ".tools" / "node_modules"
"""What ``make test-slow`` installs: tests/tools/package.json has the list."""

PAGES = {
    "home": "",
    "article": "articles/the-bus-in-nagoya/",
    "person": "people/richard-nixon/",
    "quotations": "people/anna-berg/quotes/",
    "country": "countries/united-states/",
    "people": "people/",
    "countries": "countries/",
    "search": "search/",
    "plain page": "about/",
    "person of many stories": "people/lena-ort/",
    "long article": "articles/pier-6/",
    "section": "sections/harbor/",
    "archive": "articles/",
    "no page": "there-is-no-such-page",
    "quotation": "articles/table/",
}
"""One page of every kind, by address relative to the site. A new kind of page needs a line here, for all checks."""

every_page = pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)

TABLE = """---
title: A table
image: hill.svg
image_description: A hill
---
| a | b |
|:--|--:|
| 1 | 2 |

“We thank [Anna Berg](person:anna-berg) for the *hill*,” said [Otto Kern](person:otto-kern). {said=person:otto-kern}
"""
SAYING = """{{.pullquote}}
> It rained for {} days, and nobody counted them but me.
>
> — [Anna Berg](person:anna-berg), engineer

"""
PIER = """---
title: The pier, part {number}
date: 2019-0{number}-11
section: Harbor
---
[Lena Ort](person:lena-ort) and [Max Lund](person:max-lund) walked from [Norway](country:NO) to the pier,
{others} and looked at [Denmark](country:DK).

## The planks

[Lena Ort](person:lena-ort) counted the planks, and there were seventy of them. [Max Lund](person:max-lund) did not.

## The sea

It was calm, and nobody said so.

## The bill

[Lena Ort](person:lena-ort) paid.
"""
HILL = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 9 4 0 9 9"/></svg>'


def sayings(count: int) -> str:
    """A story with so many quotations of one person."""
    body = "".join(SAYING.format(number) for number in range(2, 2 + count))
    return f"---\ntitle: The long rain\ndate: 2020-03-01\n---\nIt rained in the town for a long time.\n\n{body}"


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address, under a path of a host, of the sample site built in ``folder``: canonical addresses are correct.

    The site has more stories, with what the sample has no example of.
    """
    with ThreadingHTTPServer(("127.0.0.1", 0), _Host) as server:
        base = f"http://localhost:{server.server_address[1]}/news/"
        shutil.copytree(ROOT / "content", folder / "content")
        (folder / "content" / "table.md").write_text(TABLE, encoding="utf-8")
        (folder / "content" / "rain.md").write_text(sayings(120), encoding="utf-8")
        for number in range(1, 8):
            others = "where [Ada Rye](person:ada-rye) sat, and [Tom Vik](person:tom-vik)," if number % 2 else "alone"
            text = PIER.format(number=number, others=others)
            (folder / "content" / f"pier-{number}.md").write_text(text, encoding="utf-8")
        (folder / "content" / "hill.svg").write_text(HILL, encoding="utf-8")
        settings = (ROOT / "dateline.toml").read_text(encoding="utf-8")
        (folder / "dateline.toml").write_text(f'{settings}\nbase_url = "{base}"\n', encoding="utf-8")
        assert build(folder).problems == ()
        _Host.site = folder / "site"
        _Host.said = _headers((folder / "site" / "_headers").read_text(encoding="utf-8"))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield base
        server.shutdown()


@contextmanager
def hosted(folder: Path) -> Iterator[str]:
    """The address of a host that serves a folder as it is."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_PlainHost, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


class _PlainHost(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its name in the standard library
        """Log nothing."""


class _Host(BaseHTTPRequestHandler):
    """A static host that supports gzip, _headers and 404.html; robots.txt is at its root, where robots look."""

    protocol_version = "HTTP/1.1"
    site: Path
    said: tuple[tuple[re.Pattern[str], str, str], ...]

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path).removeprefix("/news")
        if (self.site / path[1:]).is_dir() and not path.endswith("/"):
            self._answer(301, b"", {"Location": f"/news{path}/"})
            return
        file = self.site / path[1:] / "index.html" if path.endswith("/") else self.site / path[1:]
        found = file.is_file() and (self.path.startswith("/news/") or path == "/robots.txt")
        file = file if found else self.site / "404.html"
        headers = {name: value for paths, name, value in self.said if paths.fullmatch(path)}
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        headers["Content-Type"] = f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
        self._answer(200 if found else 404, file.read_bytes(), headers)

    def _answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        if body and "gzip" in self.headers.get("Accept-Encoding", ""):
            body, headers = gzip.compress(body), {**headers, "Content-Encoding": "gzip"}
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its name in the standard library
        del format, args


def _headers(text: str) -> tuple[tuple[re.Pattern[str], str, str], ...]:
    """The headers that a _headers file requests, by path."""
    said, paths = [], re.compile("")
    for line in text.splitlines():
        if line.startswith("/"):
            paths = re.compile(re.escape(line).replace(r"\*", ".*"))
        elif ": " in line:
            name, _, value = line.strip().partition(": ")
            said.append((paths, name, value))
    return tuple(said)
