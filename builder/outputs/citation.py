"""How to cite an article: as a line of text, in BibTeX, and as CSL-JSON (https://docs.citationstyles.org)."""

import msgspec

from builder.core.regex import regex
from builder.core.values import FrontMatter
from builder.outputs import parts
from builder.settings.translations import Translations

_SPECIAL = regex(r"[&%$#_{}~^\\]")
_STOPPED = regex(r"[.!?][’”»\"')\]]*\Z")
"""What ends like a sentence, though a quotation mark may follow: "“Sell Coal.”"."""
_AS_COMMAND = {"~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "\\": r"\textbackslash{}"}
"""What LaTeX reads as a command; the other special characters only need a backslash."""


def citation(front: FrontMatter, key: str, site: str, url: str, translations: Translations) -> parts.Citation:
    """The article cited; ``key`` names it in BibTeX, ``url`` is empty for a site without an address."""
    whole = (
        translations.joined(front.authors),
        translations.say("article.cited_title", title=front.title),
        ", ".join(filter(None, (site, translations.date(front.date)))),
    )
    text = " ".join(each if _STOPPED.search(each) else f"{each}." for each in whole if each)
    return parts.Citation(f"{text} {url}".rstrip(), _bibtex(front, key, site, url), _csl(front, key, site, url))


def _bibtex(front: FrontMatter, key: str, site: str, url: str) -> str:
    date = [part for part in front.date[:10].split("-") if part.isdecimal()]
    fields = {
        # Names in braces stay as they are: what is the family name in one is not known.
        "author": " and ".join(f"{{{_latex(name)}}}" for name in front.authors),
        "title": f"{{{_latex(front.title)}}}",
        "journal": _latex(site),
        **dict(zip(("year", "month", "day"), date, strict=False)),
        "url": url,
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@article{{{key},\n{lines}}}"


def _latex(text: str) -> str:
    return _SPECIAL.sub(lambda match: _AS_COMMAND.get(match[0], f"\\{match[0]}"), text)


def _csl(front: FrontMatter, key: str, site: str, url: str) -> str:
    date = [int(part) for part in front.date[:10].split("-") if part.isdecimal()]
    fields = {
        "id": key,
        "type": "article-newspaper",
        "title": front.title,
        "author": [{"literal": name} for name in front.authors],
        "container-title": site,
        "issued": {"date-parts": [date]} if date else None,
        "URL": url,
    }
    written = msgspec.json.encode([{name: value for name, value in fields.items() if value}])
    # The standard library would leave a reference cycle for each article, which no build collects.
    return msgspec.json.format(written, indent=1).decode()
