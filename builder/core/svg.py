"""Whether an SVG image is only a picture: browsers run the scripts of one that is opened directly.

Anything that could run is refused, as browsers read it: https://www.w3.org/TR/SVG2/conform.html#secure-static-mode. A
picture may still be animated, link to pages and contain text in HTML, as drawing programs write it.
"""

from collections.abc import Iterable
from xml.parsers import expat

from builder.core.errors import Problem
from builder.core.regex import regex

_SVG = "http://www.w3.org/2000/svg"
_XHTML = "http://www.w3.org/1999/xhtml"
_MATHML = "http://www.w3.org/1998/Math/MathML"
_XML = "http://www.w3.org/XML/1998/namespace"

_ACTIVE = frozenset(("script", "handler", "listener", "iframe", "object", "embed"))
"""Elements that run something or contain something that does."""
_TEXT = regex(
    "a|b|body|br|code|d[dlt]|div|em|font|h[1-6r]|i|li|ol|p|pre|s|small|span|strong|su[bp]"
    "|table|tbody|t[dhr]|tfoot|thead|ul?"
)
"""Elements of HTML that only format text."""
_SCHEME = regex(r"[a-z][a-z0-9+.-]*:")
_BLANK = regex(r"[\x00-\x20]+")
"""Ignored in addresses: https://url.spec.whatwg.org/#url-parsing."""
_HARMLESS = "http:", "https:", "mailto:", "data:image/png", "data:image/jpeg", "data:image/gif", "data:image/webp"
_ENCODINGS = frozenset(["", "utf-8", "utf-16", "us-ascii", "iso-8859-1"])
"""Encodings that Expat supports itself, and browsers read alike."""


class _RefusedError(Exception):
    pass


def is_svg(name: str) -> bool:
    """Whether hosts treat a file of this name as an SVG image."""
    return name.lower().endswith((".svg", ".svgz"))


def why_refused(chunks: Iterable[bytes], shown: str) -> Problem | None:
    """Why an image with these bytes is not only a picture, with the line; ``shown`` is its name in problems."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.XmlDeclHandler = _declared
    parser.StartDoctypeDeclHandler = _typed
    parser.ProcessingInstructionHandler = _instructed
    parser.StartElementHandler = _Elements().start
    if shown.lower().endswith(".svgz"):
        return _problem("it is compressed", shown, 0, "decompress it and save it as .svg")
    try:
        for chunk in chunks:
            parser.Parse(chunk)
        parser.Parse(b"", True)
    except _RefusedError as refused:
        hint = "remove it, or save the image as PNG: it could run a script in readers' browsers"
        return _problem(str(refused), shown, parser.CurrentLineNumber, hint)
    except expat.ExpatError as error:
        hint = "save it again as plain SVG, or as PNG"
        return _problem(f"it is not well-formed XML: {expat.ErrorString(error.code)}", shown, error.lineno, hint)
    return None


def _problem(why: str, shown: str, line: int, hint: str) -> Problem:
    return Problem(f"the image is left out: {why}", shown, line, hint)


def _declared(_version: str, encoding: str | None, _standalone: int) -> None:
    if (encoding or "").lower() not in _ENCODINGS:
        raise _RefusedError(f"its encoding is {encoding!r}, not UTF-8")


def _typed(_name: str, _system: str | None, _public: str | None, declares: int) -> None:
    if declares:
        raise _RefusedError("its document type declares entities or attributes")


def _instructed(target: str, _data: str) -> None:
    if target.lower() == "xml-stylesheet":
        raise _RefusedError("it refers to a style sheet in another file")


class _Elements:
    """Invariant: the root element is SVG, and no element or attribute can run anything."""

    def __init__(self) -> None:
        self._outermost = True

    def start(self, element: str, attributes: dict[str, str]) -> None:
        """Raise ``_RefusedError`` for an element that can run something."""
        namespace, _, name = element.rpartition(" ")
        if self._outermost and (namespace, name) != (_SVG, "svg"):
            raise _RefusedError(f"it is not SVG but <{name}>")
        self._outermost = False
        if name.lower() in _ACTIVE or namespace == _MATHML or (namespace == _XHTML and not _TEXT.fullmatch(name)):
            raise _RefusedError(f"it contains a <{name}>")
        for attribute, value in attributes.items():
            space, _, key = attribute.rpartition(" ")
            if key.lower().startswith("on") or (space == _XML and key == "base"):
                raise _RefusedError(f"<{name}> has {key}")
            if key.lower() == "href" and _runs(value):
                raise _RefusedError(f"<{name}> links to {value[:40]!r}")
            if key == "attributeName" and _name(value).startswith(("href", "on")):
                raise _RefusedError(f"<{name}> changes {_name(value)}")


def _runs(address: str) -> bool:
    bare = _BLANK.sub("", address).lower()
    return bool(_SCHEME.match(bare)) and not bare.startswith(_HARMLESS)


def _name(attribute: str) -> str:
    """The attribute that a value names, without its prefix."""
    return attribute.rpartition(":")[2].strip().lower()
