"""Text without markup (of a PDF, of a mail) as an article, by the rules for pasted text."""

from builder.annotate.own_data import lexicon
from builder.commands.importing.imported import Failure, Imported
from builder.core.values import FrontMatter, RawArticle
from builder.read.structure import structure


def article_of_text(text: str, name: str, front: FrontMatter) -> Imported | Failure:
    """The article in a text whose paragraphs are lines, with what is known of it already."""
    found = structure(RawArticle(f"{name}.txt", text, front), (), lexicon().is_ordinary)
    if found.value is None:
        return Failure(found.problems[-1].message, found.problems[-1].hint)
    return Imported(name, found.value.front, found.value.blocks)
