"""An S3-compatible bucket: only what changed, in parallel; pages after what they need, deletions last.

The manifest in the bucket is written twice: first with everything that may be uploaded, last with what was, so that a
killed publish leaves no file that the next one would not recognize as ours; what it had uploaded is not sent again.
Responses of the service are never shown:
they may contain signed data.
"""

import mimetypes
import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from hashlib import md5
from itertools import count, islice
from typing import TYPE_CHECKING, Any, TypeVar

from builder.commands.publish.publication import (
    MANIFEST,
    Publication,
    Sent,
    announced,
    parsed,
    refuse,
    setting,
    to_send,
    unlisted,
)
from builder.core.errors import BuilderError, Problem
from builder.settings.config import PublishTarget

if TYPE_CHECKING:
    from obstore import ObjectMeta
    from obstore.store import S3Store

V = TypeVar("V")

AT_ONCE = 32
"""Concurrent requests. With a round trip of 50 ms, 32 upload 540 small files a second, and 8 upload 140."""

LARGE = 1 << 18
"""Bytes. Of larger files, only ``FEW`` are uploaded at once: on a slow line, each must arrive before it times out."""

FEW = 8

BATCH = 1000
"""Requests that wait at a time; and files that are asked about one by one, where a list has a thousand per request."""

FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "public, max-age=0, must-revalidate"

_KINDS = {".md": "text/markdown", ".json": "application/json", ".txt": "text/plain", ".js": "text/javascript"}


def to_s3(publication: Publication, target: PublishTarget, dry_run: bool) -> Sent:
    """Make the ``bucket`` (under ``prefix``, at ``endpoint``, in ``region``) hold the site.

    Credentials come only from the environment: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN.

    Raises:
        BuilderError: with status 3, if credentials are missing or refused, or the service cannot be reached.
    """
    bucket, prefix = setting(target, "bucket"), setting(target, "prefix", "/").strip("/")
    store = _store(target, bucket, prefix)
    where = f"s3://{bucket}/{prefix}"
    there = parsed(_tried(where, lambda: _get(store, MANIFEST)), where)
    put, deleted = to_send(publication, there)
    new = unlisted(publication, there)
    begun = [path for path in put if there.get(path) == ""]
    found = _tried(where, lambda: _there(store, [*new, *begun]))
    met = [path for path in new if path in found]
    others = _tried(where, lambda: _all(lambda path: _is_other(store, publication, path, found[path]), met))
    refuse(where, [path for path, is_other in zip(met, others, strict=True) if is_other])
    arrived = {path for path in begun if path in found and _has(publication, path, found[path])}
    if dry_run or not (put or deleted):
        return Sent(where, put, deleted)

    sent = count(1)

    left = [path for path in put if path not in arrived]

    def send(path: str) -> None:
        _put(store, path, publication.read(path))
        publication.progress("Uploading files", next(sent), len(left))

    _tried(where, lambda: _put(store, MANIFEST, announced(publication, there)))
    large = {path for path in left if (publication.site / path).stat().st_size > LARGE}
    for paths in ([p for p in left if not p.endswith(".html")], [p for p in left if p.endswith(".html")]):
        _tried(where, partial(_all, send, [path for path in paths if path in large], FEW))
        _tried(where, partial(_all, send, [path for path in paths if path not in large]))
    _tried(where, lambda: _all(store.delete, deleted))
    _tried(where, lambda: _put(store, MANIFEST, publication.manifest))
    return Sent(where, tuple(left), deleted)


def kind_of(path: str) -> str:
    """The media type of a file, with its encoding if it is text."""
    suffix = f".{path.rpartition('.')[2]}"
    kind = _KINDS.get(suffix) or mimetypes.guess_type(path)[0] or "application/octet-stream"
    is_text = kind.startswith("text/") or kind == "application/json"
    return f"{kind}; charset=utf-8" if is_text else kind


def _store(target: PublishTarget, bucket: str, prefix: str) -> "S3Store":
    missing = [name for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY") if not os.environ.get(name)]
    if missing:
        hint = "set it in the environment; never put secrets into dateline.toml"
        raise BuilderError([Problem(f"{missing[0]} is not set", hint=hint)], status=3)
    from obstore.store import S3Store

    endpoint = setting(target, "endpoint", "-")
    options: dict[str, Any] = {} if endpoint == "-" else {"endpoint": endpoint}
    if token := os.environ.get("AWS_SESSION_TOKEN"):
        options["session_token"] = token
    return S3Store(
        bucket,
        prefix=prefix or None,
        region=setting(target, "region", "us-east-1"),
        access_key_id=os.environ["AWS_ACCESS_KEY_ID"],
        secret_access_key=os.environ["AWS_SECRET_ACCESS_KEY"],
        client_options={"allow_http": endpoint.startswith("http://"), "timeout": "30s"},
        retry_config={"max_retries": 6, "retry_timeout": timedelta(seconds=60)},
        **options,
    )


def _get(store: "S3Store", path: str) -> bytes:
    try:
        return bytes(store.get(path).bytes())
    except FileNotFoundError:
        return b""


def _there(store: "S3Store", paths: Sequence[str]) -> "dict[str, ObjectMeta]":
    """What the bucket has at these paths."""
    if len(paths) > BATCH:
        wanted = frozenset(paths)
        return {each["path"]: each for some in store.list(chunk_size=BATCH) for each in some if each["path"] in wanted}
    found = zip(paths, _all(partial(_head, store), paths), strict=True)
    return {path: each for path, each in found if each}


def _head(store: "S3Store", path: str) -> "ObjectMeta | None":
    try:
        return store.head(path)
    except FileNotFoundError:
        return None


def _has(publication: Publication, path: str, found: "ObjectMeta") -> bool:
    """Whether what is there is certainly this file: for what is uploaded in one piece, services give the MD5."""
    if found["size"] != (publication.site / path).stat().st_size:
        return False
    return (found["e_tag"] or "").strip('"') == md5(publication.read(path), usedforsecurity=False).hexdigest()


def _is_other(store: "S3Store", publication: Publication, path: str, found: "ObjectMeta") -> bool:
    """Whether something other than this file is there; its bytes are requested only if nothing else can tell."""
    if found["size"] != (publication.site / path).stat().st_size:
        return True
    return not _has(publication, path, found) and _get(store, path) != publication.read(path)


def _put(store: "S3Store", path: str, raw: bytes) -> None:
    headers = {"Content-Type": kind_of(path), "Cache-Control": FOR_EVER if path.startswith("assets/") else ASK_AGAIN}
    store.put(path, raw, attributes=headers, use_multipart=False)


def _all(act: Callable[[str], V], paths: Iterable[str], at_once: int = AT_ONCE) -> list[V]:
    waiting = iter(paths)
    with ThreadPoolExecutor(at_once) as pool:
        done: list[V] = []
        while some := list(islice(waiting, BATCH)):
            done += pool.map(act, some)
        return done


def _tried(where: str, act: Callable[[], Any]) -> Any:
    from obstore import exceptions

    try:
        return act()
    except (exceptions.PermissionDeniedError, exceptions.UnauthenticatedError, PermissionError):
        message, hint = "refused the credentials", "check the key, the secret and their permissions"
    except (exceptions.NotFoundError, FileNotFoundError):
        message, hint = "not found", "check bucket, region and endpoint"
    except (exceptions.BaseError, OSError) as error:
        refused = any(word in str(error) for word in ("403", "SignatureDoesNotMatch", "Forbidden"))
        message = "refused the credentials" if refused else f"cannot be reached ({type(error).__name__})"
        hint = "the previously published files are still in place; publish again to continue"
    raise BuilderError([Problem(message, where, hint=hint)], status=3)
