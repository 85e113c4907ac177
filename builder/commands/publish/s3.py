"""An S3-compatible bucket: only what changed, in parallel; pages after what they need, deletions last.

The manifest in the bucket is written twice: first with everything that may be uploaded, last with what was, so that a
killed publish leaves no file that the next one would not recognize as ours. Responses of the service are never shown:
they may contain signed data.
"""

import mimetypes
import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any, TypeVar

from builder.commands.publish.publication import (
    MANIFEST,
    Publication,
    Sent,
    announced,
    differences,
    parsed,
    refuse,
    setting,
    unlisted,
)
from builder.core.errors import BuilderError, Problem
from builder.settings.config import PublishTarget

if TYPE_CHECKING:
    from obstore.store import S3Store

V = TypeVar("V")

AT_ONCE = 8
"""Concurrent requests."""

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
    put, deleted = differences(publication, there)
    new = unlisted(publication, there)
    others = _tried(where, lambda: _all(lambda path: _is_other(store, publication, path), new))
    refuse(where, [path for path, is_other in zip(new, others, strict=True) if is_other])
    if dry_run or not (put or deleted):
        return Sent(where, put, deleted)

    sent = count(1)

    def send(path: str) -> None:
        _put(store, path, publication.read(path))
        publication.progress("Uploading files", next(sent), len(put))

    _tried(where, lambda: _put(store, MANIFEST, announced(publication, there)))
    for paths in ([p for p in put if not p.endswith(".html")], [p for p in put if p.endswith(".html")]):
        _tried(where, partial(_all, send, paths))
    _tried(where, lambda: _all(store.delete, deleted))
    _tried(where, lambda: _put(store, MANIFEST, publication.manifest))
    return Sent(where, put, deleted)


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


def _is_other(store: "S3Store", publication: Publication, path: str) -> bool:
    """Whether something other than this file is there; its bytes are requested only if the size is equal."""
    try:
        size = store.head(path)["size"]
        return size != (publication.site / path).stat().st_size or _get(store, path) != publication.read(path)
    except FileNotFoundError:
        return False


def _put(store: "S3Store", path: str, raw: bytes) -> None:
    headers = {"Content-Type": kind_of(path), "Cache-Control": FOR_EVER if path.startswith("assets/") else ASK_AGAIN}
    store.put(path, raw, attributes=headers, use_multipart=False)


def _all(act: Callable[[str], V], paths: Iterable[str]) -> list[V]:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(act, paths))


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
