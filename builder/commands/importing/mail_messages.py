"""Mail as articles: newsletters in HTML or plain text (.eml, .mbox), and web pages saved as one file (.mhtml)."""

import email
import email.policy
import mailbox
import re
from collections.abc import Iterator, Sequence
from email.message import EmailMessage
from email.utils import getaddresses
from itertools import islice, pairwise
from pathlib import Path
from urllib.parse import urljoin

from msgspec.structs import replace

from builder.commands.importing.foreign_keys import foreign_date
from builder.commands.importing.html_blocks import parsed, read_tree
from builder.commands.importing.imported import BodyPart, Failure, Imported, Loss
from builder.commands.importing.plain_texts import article_of_text
from builder.commands.importing.saved_pages import article_of_page
from builder.commands.importing.source_files import MAX_FILE, contents
from builder.core.regex import regex
from builder.core.slug import slug
from builder.core.values import Block, FrontMatter
from builder.read.decode import decode

_PARTS = "multipart"
MAX_PARTS, MAX_HEADER = 1_000, 10_000
"""Of a message: Python's reader is quadratic in the length of a header."""
MAX_HEAD = 100_000
"""Bytes in which the header of a message that names it is searched."""

_SERVICE = regex(
    r"unsubscribe|view (?:this (?:e-?mail|message|newsletter) |it )?(?:in|on|with) (?:your |a |the )?(?:web )?browser"
    r"|view online|read (?:it |this )?online|update your (?:preferences|profile)|e-?mail preferences"
    r"|manage (?:your )?(?:subscription|preferences|e-?mail)|you(?:’|')?(?:re| are) receiving this|you received this"
    r"|this (?:e-?mail|message) was sent to|add us to your address book|our mailing address"
    r"|was this (?:e-?mail|newsletter) forwarded|forward(?:ed)? (?:this|to) |having trouble (?:viewing|reading)"
    r"|privacy policy|all rights reserved|no longer wish to receive|opt.?out",
    re.IGNORECASE,
)
_LEAVING = regex(
    r"unsubscribe|no longer wish to receive|opt.?out|manage (?:your )?(?:subscription|preferences)", re.IGNORECASE
)
_ONLINE = regex(r"(?:view|read|open|see) .{0,40}(?:browser|online|web)\b.{0,20}", re.IGNORECASE)
_SUBJECT = regex(r"(?:(?:fwd?|fw|re|aw|wg|tr)\s*:\s*|\[[^\]]{1,40}\]\s*)+", re.IGNORECASE)
_MANGLED = re.compile(rb"^>(>*From )", re.MULTILINE)
"""How mailboxes write a line of text that would begin a message."""
_SURNAME_FIRST = regex(r"([^\s,]+(?: [^\s,]+)?), ([^\s,]+(?: [^\s,]+)?)")
_SHORT = 400
"""Characters of a block that may be a service line, not part of the text."""
_SERVICE_FROM = 0.5
"""Share of the blocks after which a line about leaving the list begins the end of the mail."""


def read_mail(path: Path, name: str) -> Imported | Failure:
    """The article of a mail, or of a page saved as one file of mail."""
    raw = contents(path)
    return raw if isinstance(raw, Failure) else article_of_mail(raw, name)


def read_mailbox(path: Path) -> Iterator[Imported | Failure]:
    """The articles of a mailbox, in its order, one at a time; each is named by its day and its subject."""
    box = mailbox.mbox(path, create=False)
    try:
        for number, key in enumerate(box.iterkeys(), 1):
            with box.get_file(key) as file:
                raw = file.read(MAX_FILE + 1)
            if len(raw) > MAX_FILE:
                yield Failure(
                    f"message {number} has more than {MAX_FILE} bytes", "save it by itself, without its attachments"
                )
                continue
            found = article_of_mail(_MANGLED.sub(rb"\1", raw), "")
            if isinstance(found, Failure):
                yield Failure(f"message {number}: {found.message}", found.hint)
                continue
            title = slug(found.front.title)[:80].strip("-") or "message"
            name = "-".join(filter(None, (found.front.date[:10], title)))
            yield replace(found, name=name, source_id=_message_id(raw))
    finally:
        box.close()


def _message_id(raw: bytes) -> str:
    return str(email.message_from_bytes(raw[:MAX_HEAD]).get("Message-ID", "")).strip()[:MAX_HEADER]


def article_of_mail(raw: bytes, name: str) -> Imported | Failure:
    """The article of a message."""
    plain = email.message_from_bytes(raw)
    if not plain.keys():
        return Failure("not an email message", "save the message from your mail program as .eml")
    parts = list(islice(plain.walk(), MAX_PARTS + 1))
    if len(parts) > MAX_PARTS or any(len(str(value)) > MAX_HEADER for part in parts for _, value in part.raw_items()):
        return Failure(f"has over {MAX_PARTS:,} parts, or a header of over {MAX_HEADER:,} characters", "save it again")
    message = email.message_from_bytes(raw, policy=email.policy.default)
    page = str(message.get("Snapshot-Content-Location", ""))
    leaves = [part for part in message.walk() if not part.is_multipart() and isinstance(part, EmailMessage)]
    attached = _pictures(leaves)
    html = next((_text(part) for part in leaves if part.get_content_type() == "text/html"), "")
    if page and html:
        found = article_of_page(html, name, (), page)
        return found if isinstance(found, Failure) else replace(found, attached={**found.attached, **attached})
    senders = [who for who, address in getaddresses([str(message.get("From", ""))]) if who and "@" not in who]
    senders = [_SURNAME_FIRST.sub(r"\2 \1", who) if _SURNAME_FIRST.fullmatch(who) else who for who in senders]
    front = FrontMatter(
        title=_SUBJECT.sub("", " ".join(str(message.get("Subject", "")).split()), count=1),
        authors=tuple(senders),
        date=foreign_date(str(message.get("Date", "")).strip()),
    )
    if html:
        return _newsletter(html, name, front, attached)
    # Of a message whose parts have no boundary, all is text.
    text = next(
        (_text(p) for p in leaves if p.get_content_type() == "text/plain" or p.get_content_maintype() == _PARTS), ""
    )
    if not text.strip():
        return Failure("the message has no text", "save it again with its text")
    return article_of_text(_unfolded(text), name, front)


def _newsletter(html: str, name: str, front: FrontMatter, attached: dict[str, bytes]) -> Imported | Failure:
    tree = parsed(html)
    online = (
        link.get("href", "") for link in tree.iter("a") if _ONLINE.fullmatch(" ".join("".join(link.itertext()).split()))
    )
    source = next((address for address in online if address.startswith(("http://", "https://"))), "")
    read = read_tree(tree)
    body = _without_service(read.passages)
    kept = set(map(id, body))
    dropped = (" ".join(each.text.split()) for each in read.blocks if id(each) not in kept)
    losses = (*read.losses, *(Loss("service line of a newsletter left out", words[:80]) for words in dropped))
    return Imported(name, replace(front, source=source), body, losses, attached=attached)


def _without_service(body: Sequence[BodyPart]) -> tuple[BodyPart, ...]:
    """The body without lines about the mail itself, and without what follows the offer to leave the list."""
    notes = tuple(each for each in body if isinstance(each, Block) and each.label)
    body = body[: len(body) - len(notes)]
    last = len(body)
    for at, each in enumerate(body):
        if (
            at >= _SERVICE_FROM * len(body)
            and isinstance(each, Block)
            and len(each.text) < _SHORT
            and _LEAVING.search(each.text)
        ):
            last = at
            break
    kept = (
        each
        for each in body[:last]
        if not isinstance(each, Block) or len(each.text) >= _SHORT or not _SERVICE.search(each.text)
    )
    return (*kept, *notes)


def _pictures(parts: Sequence[EmailMessage]) -> dict[str, bytes]:
    """The pictures in a message, by the addresses that its HTML may have for them."""
    found: dict[str, bytes] = {}
    for part in parts:
        if part.get_content_maintype() != "image":
            continue
        raw = part.get_payload(decode=True)
        if not isinstance(raw, bytes):
            continue
        if number := str(part.get("Content-ID", "")).strip("<> "):
            found[f"cid:{number}"] = raw
        if place := str(part.get("Content-Location", "")).strip():
            found[place] = raw
            found[urljoin("", place)] = raw
    return found


def _text(part: EmailMessage) -> str:
    """The text of a part, whatever its encoding says."""
    raw = part.get_payload(decode=True)
    if not isinstance(raw, bytes) or not raw.strip():
        return ""
    charset = part.get_content_charset() or ""
    try:
        return raw.decode(charset or "utf-8")
    except (LookupError, UnicodeDecodeError):
        return decode(raw, "").value or ""


def _unfolded(text: str) -> str:
    """The paragraphs of a plain message, each on one line: lines of a paragraph were broken for a screen."""
    lines = text.replace("\r\n", "\n").split("\n")
    body = lines[: next((at for at, line in enumerate(lines) if line.rstrip() == "--" or line == "-- "), len(lines))]
    paragraphs = re.split(r"\n[ \t]*\n", "\n".join(body))
    kept = [each for each in paragraphs if not (len(each) < _SHORT and _SERVICE.search(" ".join(each.split())))]
    return "\n\n".join(_joined(each) for each in kept)


def _joined(paragraph: str) -> str:
    """The lines of a paragraph as one, if they look broken by a program and not by an author."""
    lines = [line.rstrip() for line in paragraph.split("\n") if line.strip()]
    if len(lines) < 2 or any(re.match(r"\s*(?:[-*•>]|\d+[.)])\s", line) for line in lines):
        return "\n".join(lines)
    widest = max(map(len, lines))
    # A line that had room for the first word of the next was ended on purpose.
    is_broken = all(len(line) + 1 + len(following.split()[0]) > min(widest, 80) for line, following in pairwise(lines))
    return " ".join(map(str.strip, lines)) if is_broken and widest > 40 else "\n".join(lines)
