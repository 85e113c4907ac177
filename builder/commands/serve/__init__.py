"""A preview: serves site/ as static hosts do, shows problems on every page, and reloads the browser after a build.

site/ contains only what will be published: the script is added as a page is sent. The preview is private: only this
machine can connect unless the author allows more, only under its own host name (so that no other page can read drafts
through DNS rebinding), and nothing outside site/ is ever sent.
"""

import asyncio
import errno
import json
import mimetypes
import re
import secrets
import signal
import socket
import threading
import webbrowser
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager, suppress
from email.utils import formatdate
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from builder.commands.progress import progress_bar
from builder.commands.serve.access import Access
from builder.commands.serve.desk import DESK, Desk
from builder.commands.watch import Watcher, WatchState
from builder.core.errors import BuilderError, Problem
from builder.core.regex import regex
from builder.settings.project import load_project
from builder.store.sources import Names

if TYPE_CHECKING:
    import uvicorn

OURS = "/.dateline/"
"""Addresses of the preview itself; no page of a site begins with a dot."""
SCRIPT = Path(__file__).parent.parent.parent / "data" / "reload.js"
PORT = 8000
PORTS = 20
"""Number of ports that are tried if none is requested."""
AROUND = 2
"""Lines shown before and after the one with the problem."""
LAST = 0.3
"""Seconds that the build of an edit gets to finish; a longer one loses its unfinished work, but no page."""
BEAT = 0.25
"""Seconds that an open stream may take to end."""


POLICY = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
}
"""Headers of every response, so that pages of other sites cannot embed what the preview shows."""
_HOST = regex(r"(?:\[([0-9a-f:.]+)\]|([^\s\[\]:@/]+))(?::\d{1,5})?", re.ASCII | re.IGNORECASE)


class Preview:
    """Holds the state that the browsers show; an ASGI application."""

    def __init__(
        self, project: Path, site: Path, hosts: frozenset[str], desk: Desk | None = None, path: str = "/"
    ) -> None:
        """``hosts`` are the host names it answers to, ``path`` that of the site's own address ("/news/").

        The site is at ``path`` as well: that is where the links of its 404 page lead.
        """
        self._desk = desk
        self._project = project
        self._site = site.resolve()
        self._hosts = hosts
        self._path = path
        self._state = WatchState(0)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._streams: set[asyncio.Event] = set()
        self.ended = False
        """Set to end all open streams."""

    def show(self, state: WatchState) -> None:
        """Show this state from now on; may be called from any thread."""
        self._state = state
        if self._desk:
            self._desk.built()
        if self._loop and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake)

    def _wake(self) -> None:
        for stream in self._streams:
            stream.set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        request = Request(scope, receive)
        if self._desk and scope["path"].startswith(DESK) and self._is_known(request):
            response = await self._desk.respond(request)
        else:
            response = self._answer(request)
        response.headers.update(POLICY)
        await response(scope, receive, send)

    def _is_known(self, request: Request) -> bool:
        """Whether a request is for a host name of the preview."""
        return _host(request.headers.get("host", "")) in self._hosts

    def _answer(self, request: Request) -> Response:
        if request.method not in ("GET", "HEAD"):
            return Response("only GET and HEAD are allowed\n", 405, {"Allow": "GET, HEAD"})
        if not self._is_known(request):
            return Response("the preview does not serve this host name\n", 421)
        path = request.scope["path"]
        if path == f"{OURS}events":
            return self._events(request)
        if path == f"{OURS}reload.js":
            return Response(SCRIPT.read_bytes(), media_type="text/javascript", headers={"Cache-Control": "no-store"})
        return self._file(request, path)

    def _file(self, request: Request, path: str) -> Response:
        found = self._inside(path)
        if found is None and path.startswith(self._path):
            path = "/" + path.removeprefix(self._path)
            found = self._inside(path)
        if found and found.is_dir():
            if not path.endswith("/"):
                query = f"?{request.url.query}" if request.url.query else ""
                return RedirectResponse(quote(path) + "/" + query, 301)
            found = self._inside(path + "index.html")
        if found is None or not found.is_file():
            missing = self._inside("/404.html")
            if missing is None or not missing.is_file():
                return Response("page not found\n", 404)
            return self._page(request, missing, 404)
        if found.suffix == ".html":
            return self._page(request, found, 200)
        return _plain_file(request, found)

    def _inside(self, path: str) -> Path | None:
        """The file or folder of site/ at this address; ``None`` if there is none that may be served."""
        parts = path.split("/")[1:]
        # A redirect to an address that begins with two slashes would lead to another host.
        odd = "//" in path or "\\" in path or any(c < " " or c == "\x7f" for c in path)
        if odd or any(part.startswith(".") for part in parts):
            return None
        try:
            found = self._site.joinpath(*parts).resolve(strict=True)
        except (OSError, RuntimeError, ValueError):
            return None
        return found if found == self._site or self._site in found.parents else None

    def _page(self, request: Request, file: Path, status: int) -> Response:
        """A page with the script that reloads it."""
        state = self._state
        script = f'<script src="{OURS}reload.js" data-build="{state.number}" defer></script>'
        if self._desk and self._desk.access.token:
            script += self._desk.script
        page = file.read_text(encoding="utf-8", errors="replace")
        head, end, tail = page.rpartition("</body>")
        raw = (f"{head}{script}{end}{tail}" if end else page + script).encode()
        tag = f'"{blake2b(raw, digest_size=12).hexdigest()}"'
        headers = {"ETag": tag, "Cache-Control": "no-cache"}
        if status == 200 and _matches(request, tag):
            return Response(status_code=304, headers=headers)
        return Response(raw, status, headers, "text/html; charset=utf-8")

    def _events(self, request: Request) -> Response:
        """The stream of states, only for pages of this preview."""
        origin = request.headers.get("origin")
        foreign = origin is not None and urlsplit(origin).netloc != request.headers["host"]
        if foreign or request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return Response("only for pages of this preview\n", 403)
        return StreamingResponse(self._stream(), 200, {"Cache-Control": "no-store"}, "text/event-stream")

    async def _stream(self) -> AsyncIterator[str]:
        self._loop = asyncio.get_running_loop()
        changed = asyncio.Event()
        self._streams.add(changed)
        shown = None
        try:
            while not self.ended:
                changed.clear()
                state = self._state
                now = state, self._desk_state()
                if now != shown:
                    shown = now
                    yield f"data: {json.dumps(self._event(state))}\n\n"
                with suppress(TimeoutError):
                    await asyncio.wait_for(changed.wait(), BEAT)
        finally:
            self._streams.discard(changed)

    def _event(self, state: WatchState) -> dict[str, object]:
        turn, answers = self._desk_state()
        problems = [self._problem(problem) for problem in state.problems]
        return {"build": state.number, "desk": turn, "answers": answers, "problems": problems}

    def _desk_state(self) -> tuple[int, int]:
        """The numbers of builds and of answers that the desk knows."""
        return (self._desk.turn, self._desk.answers) if self._desk else (0, 0)

    def _problem(self, problem: Problem) -> dict[str, object]:
        place = f"{problem.file}:{problem.line}" if problem.line else problem.file
        return {"place": place, "message": problem.message, "hint": problem.hint, "lines": self._lines(problem)}

    def _lines(self, problem: Problem) -> list[tuple[int, str]]:
        """The lines of the source around a problem."""
        file = (self._project / problem.file).resolve()
        if not problem.line or not file.is_relative_to(self._project.resolve()):
            return []
        try:
            lines = file.read_text(encoding="utf-8", errors="replace").split("\n")
        except OSError:
            return []
        first = max(1, problem.line - AROUND)
        return [(number, lines[number - 1]) for number in range(first, min(len(lines), problem.line + AROUND) + 1)]


def serve(
    project: Path,
    host: str,
    port: int | None,
    *,
    tell: Callable[[WatchState], None],
    say: Callable[[str], object],
    drafts: bool = False,
    browse: bool = False,
    shared_desk: bool = False,
) -> None:
    """Build, watch and serve until interrupted. ``tell`` receives each state, ``say`` lines for the user.

    Without a ``port``, it is ``PORT`` or the next free one.

    Only this machine may change files at the desk, and only if ``host`` is its own; with ``shared_desk``, whoever can
    reach ``host`` may.

    Raises:
        BuilderError: if the port is in use, or dateline.toml is wrong at the start.
    """
    import uvicorn

    config = load_project(project, Names(), needs_content=False).config
    writable = shared_desk or is_loopback(host)
    access = Access(secrets.token_urlsafe(32) if writable else "", anybody=not is_loopback(host))
    desk = Desk(project, access, lambda: watcher.check())
    preview = Preview(
        project, project / config.output, allowed_hosts(host), desk, urlsplit(config.base_url).path or "/"
    )

    def show(state: WatchState) -> None:
        preview.show(state)
        tell(state)

    watcher = Watcher(project, show, drafts=drafts)
    with bound(host, port) as listening:
        given = listening.getsockname()[1]
        address = f"http://{f'[{host}]' if ':' in host else host}:{given}/"
        if port is None and given != PORT:
            say(f"port {PORT} is in use, perhaps by another preview; using port {given} instead")
        if not is_loopback(host):
            say(f"warning: anyone who can reach {host} can read this site, including drafts if you show them")
            say(
                f"warning: anyone who can reach {host} can change entities.toml and the articles"
                if shared_desk
                else "the desk is read-only on this host"
            )
        say(f"{address}  (press Ctrl-C to stop)")
        say(f"{address.rstrip('/')}{DESK}  (the desk: settle doubts with one key)")
        with progress_bar() as progress:
            watcher.begin(progress)
        building = threading.Thread(target=watcher.run, daemon=True)
        building.start()
        settings = uvicorn.Config(
            preview, log_level="error", access_log=False, lifespan="off", timeout_graceful_shutdown=1
        )
        server = uvicorn.Server(settings)
        server.capture_signals = lambda: _ending(preview, server)  # type: ignore[method-assign]  # streams end first
        if browse:
            webbrowser.open(address)
        server.run(sockets=[listening])
        watcher.stop()
        building.join(timeout=LAST)


@contextmanager
def _ending(preview: Preview, server: "uvicorn.Server") -> Iterator[None]:
    """Until the block ends, Ctrl-C and SIGTERM end the streams and then the server."""

    def end(*_: object) -> None:
        preview.ended = True
        server.should_exit = True

    before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def bound(host: str, port: int | None = None) -> socket.socket:
    """A socket at this port; without one, at ``PORT`` or the next free one. 0 is any free port.

    Raises:
        BuilderError: if the port is in use, or the host is not this machine's.
    """
    problem = None
    for candidate in range(PORT, PORT + PORTS) if port is None else (port,):
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, candidate))
            listening.listen(128)
        except OSError as error:
            listening.close()
            reason = "the port is in use" if error.errno == errno.EADDRINUSE else error.strerror
            hint = "choose another --port, or leave it out to get a free one"
            problem = Problem(f"cannot listen at {host}:{candidate}: {reason}", hint=hint)
            continue
        return listening
    assert problem
    raise BuilderError([problem], status=3)


def allowed_hosts(host: str) -> frozenset[str]:
    """The host names for a preview at this host."""
    return frozenset({"localhost", "127.0.0.1", "::1", host})


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a server at this host."""
    return host in ("localhost", "::1") or host.startswith("127.")


def _host(header: str) -> str:
    """The name in a Host header, without its port; empty if the header is anything but a name and a port."""
    return (found[1] or found[2]).lower() if (found := _HOST.fullmatch(header)) else ""


def _plain_file(request: Request, file: Path) -> Response:
    found = file.stat()
    tag = f'"{found.st_mtime_ns:x}-{found.st_size:x}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if _matches(request, tag):
        return Response(status_code=304, headers=headers)
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    kinds = {".md": "text/markdown", ".json": "application/json", ".txt": "text/plain"}
    headers["Last-Modified"] = formatdate(found.st_mtime, usegmt=True)
    return FileResponse(file, headers=headers, media_type=kinds.get(file.suffix, kind), stat_result=found)


def _matches(request: Request, tag: str) -> bool:
    wanted = request.headers.get("if-none-match", "")
    return wanted == "*" or tag in (each.strip().removeprefix("W/") for each in wanted.split(","))
