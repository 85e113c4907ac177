"""Who may use the desk, and who may write with it: this machine's own browser, from a page of this preview.

Each rule is a function that gives the reason to refuse a request. A request that changes a file must pass all of them;
one that only reads, the first two. Host names are checked before, for the whole preview.
"""

import hmac
import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.requests import ClientDisconnect, Request

MOST_BYTES = 256 * 1024
"""Of a request: a bulk answer to a thousand questions has a tenth of it."""

TOKEN = "X-Dateline-Token"  # noqa: S105  # the name of a header


@dataclass(frozen=True, slots=True)
class Access:
    """Who may write."""

    token: str
    """Known only to pages of this process; empty if nobody may write."""
    anybody: bool = False
    """Whether other machines may write too, because the author asked for that."""


class RefusedRequestError(Exception):
    """A request that is not answered: its status and the reason."""

    def __init__(self, status: int, reason: str) -> None:
        self.status, self.reason = status, reason
        super().__init__(status, reason)


def may_read(request: Request, access: Access) -> None:
    """Check a request that only reads.

    Raises:
        RefusedRequestError: if it may not.
    """
    _check(request, access, _READING)


async def body_of(request: Request, access: Access) -> bytes:
    """The body of a request that may change a file.

    Raises:
        RefusedRequestError: if it may not, or is too big.
    """
    _check(request, access, _WRITING)
    found = bytearray()
    try:
        async for piece in request.stream():
            found += piece
            if len(found) > MOST_BYTES:
                raise RefusedRequestError(413, "the request is too big")
    except ClientDisconnect:
        raise RefusedRequestError(400, "the request is incomplete") from None
    return bytes(found)


def _check(request: Request, access: Access, rules: tuple["AccessRule", ...]) -> None:
    for rule in rules:
        status, reason = rule(request, access)
        if reason:
            raise RefusedRequestError(status, reason)


def _other_machine(request: Request, access: Access) -> tuple[int, str]:
    host = request.client.host if request.client else ""
    try:
        loopback = ipaddress.ip_address(host).is_loopback
    except ValueError:
        loopback = False
    return 403, "" if loopback or access.anybody else "the desk is only for this machine"


def _other_site(request: Request, access: Access) -> tuple[int, str]:
    del access
    origin = request.headers.get("origin")
    foreign = origin is not None and not _is_own(request, origin)
    foreign = foreign or request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none")
    return 403, "only for pages of this preview" if foreign else ""


def _no_origin(request: Request, access: Access) -> tuple[int, str]:
    del access
    return 403, "" if request.headers.get("origin") else "only for pages of this preview"


def _read_only(request: Request, access: Access) -> tuple[int, str]:
    del request
    return 403, "" if access.token else "the desk is read-only on this host"


def _no_token(request: Request, access: Access) -> tuple[int, str]:
    given = request.headers.get(TOKEN, "").encode("utf-8", "replace")
    known = hmac.compare_digest(given, access.token.encode())
    return 403, "" if known else "this page was loaded from an earlier preview; reload it"


def _no_json(request: Request, access: Access) -> tuple[int, str]:
    del access
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return 415, "" if kind == "application/json" else "the request is not JSON"


def _too_big(request: Request, access: Access) -> tuple[int, str]:
    del access
    length = request.headers.get("content-length", "0")
    fits = length.isascii() and length.isdigit() and len(length) < 10 and int(length) <= MOST_BYTES
    return 413, "" if fits else "the request is too big"


def _is_own(request: Request, origin: str) -> bool:
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    return parts.scheme == request.url.scheme and parts.netloc == request.headers["host"]


AccessRule = Callable[[Request, Access], tuple[int, str]]
"""The status and the reason to refuse a request; an empty reason if there is none."""

_READING: tuple[AccessRule, ...] = (_other_machine, _other_site)
_WRITING: tuple[AccessRule, ...] = (*_READING, _read_only, _no_origin, _no_token, _no_json, _too_big)
