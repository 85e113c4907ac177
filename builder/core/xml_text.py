"""Text for XML files: escaped, and without what XML cannot hold (https://www.w3.org/TR/xml/#charsets)."""

from html import escape

from builder.core.regex import regex

_NO_XML = regex("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""Characters that XML cannot hold, not even escaped."""


def xml_text(words: str) -> str:
    """The words between two tags; characters that XML cannot hold are left out."""
    return escape(_NO_XML.sub("", words), quote=False)


def xml_value(words: str) -> str:
    """The words as the value of an attribute, likewise."""
    return escape(_NO_XML.sub("", words))


def xml_whole(words: str) -> str:
    """The words between two tags, as many as they are: U+FFFD stands for each character that XML cannot hold.

    A carriage return, which a reader of XML would take for a line feed, is written as a reference.
    """
    return escape(_NO_XML.sub("\ufffd", words), quote=False).replace("\r", "&#13;")


def xml_element(name: str, words: str, **attributes: str) -> str:
    """An element with words; nothing if there are none. Attributes without a value are left out."""
    given = "".join(f' {key}="{xml_value(value)}"' for key, value in attributes.items() if value)
    return f"<{name}{given}>{xml_text(words)}</{name}>\n" if words else ""
