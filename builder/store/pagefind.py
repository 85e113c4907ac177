"""Full-text search by Pagefind (https://pagefind.app): one file for each article, and some for all.

Pagefind gets pages that contain only an article's title and text. So no theme can break the search, nothing of a page's
frame is found, and the index does not change unless a word of an article does. It runs in a folder that is emptied
first, so that no other settings can interfere; equal texts give equal files.
"""

import os
import subprocess
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

import msgspec

from builder.store.fingerprints import version
from builder.store.safe_paths import is_utf8
from builder.store.searched import Searched, SearchedQuotation

PACKAGE = "pagefind_bin"

_WIDGETS = "-ui.js", "-ui.css", "-highlight.js"
"""Suffixes of widget files, which we leave out."""


def engine() -> str:
    """The installed version of Pagefind; empty if there is none."""
    return version(PACKAGE)


def make(work: Path, index: Path, language: str, texts: Iterable[Searched]) -> str:
    """Build the index of these articles; the error message, or empty.

    There is at least one. Pages for Pagefind to read are written into ``work``.
    """
    try:
        from pagefind_bin import get_executable

        program = get_executable()
    except (ImportError, FileNotFoundError):
        return "Pagefind is not installed"
    for each in texts:
        page = work / each.folder
        page.mkdir(parents=True)
        (page / "index.html").write_text(_page(language, each), encoding="utf-8")
    command = [str(program), "--site", work.name, "--output-path", os.path.relpath(index, work.parent), "--silent"]
    # Pagefind panics if a variable is not UTF-8, which PWD may be.
    quiet = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("PAGEFIND_") and is_utf8(name) and is_utf8(value)
    }
    done = subprocess.run(command, cwd=work.parent, env=quiet, capture_output=True, check=False)  # noqa: S603  # ours
    if done.returncode:
        return (
            f"Pagefind failed with exit status {done.returncode}: {done.stderr.decode(errors='replace').strip()[-200:]}"
        )
    for path in index.iterdir():
        if path.name.endswith(_WIDGETS):
            path.unlink()
    return ""


def _page(language: str, article: Searched) -> str:
    """An article as Pagefind reads it: words in the title weigh more."""
    title = article.title
    texts = article.text.removeprefix(title).split("\n\n")
    paragraphs = "".join(f"<p>{escape(each)}</p>\n" for each in texts if each.strip())
    return (
        f'<!doctype html>\n<html lang="{escape(language)}">\n<meta charset="utf-8">\n'
        f"<body data-pagefind-body>\n<h1>{escape(title)}</h1>\n{paragraphs}{_said(article.said)}</body>\n</html>\n"
    )


def _said(said: Sequence[SearchedQuotation]) -> str:
    """The quotations as metadata, which results have: of each the speaker, the paragraph and the words."""
    if not said:
        return ""
    rows = [(each.speaker, each.parts[0].paragraph, each.whole) for each in said]
    data = msgspec.json.encode(rows).decode()
    return f'<div data-pagefind-meta="said[data-said]" data-said="{escape(data)}"></div>\n'
