"""Calls of another generator's templates in a text (Hugo's shortcodes, Liquid, WordPress's): their names and values."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from posixpath import basename, splitext

from builder.commands.importing.foreign_markdown import figure, link
from builder.commands.importing.imported import Loss
from builder.core.regex import regex

_ARGUMENT = regex(
    r"""([\w.-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|`([^`]*)`|([^\s"'`]+))|"((?:[^"\\]|\\.)*)"|'([^']*)'|`([^`]*)`|(\S+)"""
)
_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg"})
_SOURCES = "src", "image", "img", "image_path", "url", "path", "file", "filename", "name", "link", "image_url"
_CAPTIONS = "caption", "title", "text"
_CREDITS = "attr", "credit"
_SERVICES = {
    "youtube": "https://www.youtube.com/watch?v={}",
    "youtubeplayer": "https://www.youtube.com/watch?v={}",
    "youtube-lite": "https://www.youtube.com/watch?v={}",
    "vimeo": "https://vimeo.com/{}",
    "gist": "https://gist.github.com/{}",
    "instagram": "https://www.instagram.com/p/{}/",
    "tweet": "https://twitter.com/i/status/{}",
    "twitter": "https://twitter.com/i/status/{}",
    "twitter_simple": "https://twitter.com/i/status/{}",
    "x": "https://x.com/i/status/{}",
    "asciinema": "https://asciinema.org/a/{}",
    "speakerdeck": "https://speakerdeck.com/player/{}",
}
"""What a call shows, by its name."""


@dataclass(frozen=True, slots=True)
class TemplateCall:
    """A call: its name, its values by name and in order."""

    name: str
    named: Mapping[str, str]
    plain: tuple[str, ...]

    @classmethod
    def parse(cls, name: str, text: str) -> "TemplateCall":
        """The call with the arguments in this text."""
        named: dict[str, str] = {}
        plain: list[str] = []
        for found in _ARGUMENT.finditer(text):
            values = found.groups()
            if values[0]:
                named[values[0].lower()] = _unescaped(next((v for v in values[1:5] if v is not None), ""))
            else:
                plain.append(_unescaped(next((v for v in values[5:] if v is not None), "")))
        return cls(name.lower(), named, tuple(plain))

    def value(self, *names: str) -> str:
        """The first of these that is set."""
        return next((self.named[name] for name in names if self.named.get(name)), "")

    @property
    def picture(self) -> str:
        """The address of the picture that it shows; empty if it shows none."""
        tried = [*(self.named.get(name, "") for name in _SOURCES), *self.plain]
        return next((each for each in tried if splitext(each.partition("?")[0])[1].lower() in _PICTURES), "")


def common(call: TemplateCall, inner: str = "") -> str | None:
    """What a call with a well-known meaning shows, as HTML; ``None`` for any other."""
    service = _SERVICES.get(call.name.removesuffix(".html"))
    if service:
        mine = call.value("id", "video", "video_id", "code") or (
            "/".join(call.plain[-2:]) if "gist" in service else "".join(call.plain[-1:])
        )
        return link(mine if mine.startswith("http") else service.format(mine)) if mine else None
    if call.name in ("highlight", "codeblock", "code"):
        language = re.sub(r"[^\w+#-]", "", (*call.plain, "")[0] if call.name != "codeblock" else call.value("lang"))
        return f'\n\n<pre><code class="language-{language}">{_protected(inner)}</code></pre>\n\n'
    if call.picture:
        caption = " ".join(filter(None, (call.value(*_CAPTIONS), call.value(*_CREDITS))))
        return figure(call.picture, call.value("alt"), escape(caption) if caption else inner.strip())
    return None


class OpenLinks:
    """The links that calls in a text have opened, and others will end."""

    def __init__(self) -> None:
        self._names: list[str] = []

    def begin(self, name: str, html: str) -> None:
        """Take note of what a call shows, which may be the beginning of a link."""
        if html.startswith("<a ") and not html.endswith("</a>"):
            self._names.append(name)

    def end(self, name: str) -> str:
        """The end of the link that a call of this name has opened; empty if none is open."""
        if name not in self._names:
            return ""
        self._names.remove(name)
        return "</a>"


def in_place(html: str, before: str) -> str:
    """What a call shows behind these characters: a blank line would end the link whose words it is."""
    return " ".join(html.split()) if before.endswith("[") else html


def unknown(call: TemplateCall, *, closes: bool = False) -> str:
    """The words in a call without a known meaning, as a link if it has an address.

    If another call ``closes`` it, the words are those between the two: the link is left open.
    """
    words, address = call.value("text", "label", "caption", "title"), call.value("href", "url", "link")
    if closes and not words and address.startswith(("http://", "https://", "/")):
        return f'<a href="{escape(address)}">'
    if address.startswith(("http://", "https://", "/")):
        return f'<a href="{escape(address)}">{escape(words or address)}</a>'
    return escape(words)


def dropped(kind: str, name: str, *, has_words: bool = False) -> Loss:
    """The loss of a call without a known meaning; its words may stay."""
    return Loss(f"{kind} dropped, its words kept" if has_words else f"{kind} dropped", basename(name)[:60])


def _protected(code: str) -> str:
    """Code as HTML without blank lines, which would end a block of HTML in Markdown."""
    return escape(code.strip("\n")).replace("\n", "&#10;")


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)
