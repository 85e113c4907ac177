"""The preview, with raw requests that anyone could send."""

import json
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import uvicorn
from click.testing import CliRunner

from builder.cli import dateline
from builder.commands.serve import Preview, allowed_hosts, bound, is_loopback
from builder.commands.watch import WatchState
from builder.core.errors import BuilderError, Problem

SECRET = b"not for you"


class Served:
    """A listening preview, with a way to send requests."""

    def __init__(self, project: Path) -> None:
        self.preview = Preview(project, project / "site", allowed_hosts("127.0.0.1"), path="/news/")
        settings = uvicorn.Config(self.preview, log_level="critical", lifespan="off", timeout_graceful_shutdown=1)
        self.server = uvicorn.Server(settings)
        self.socket = bound("127.0.0.1", 0)
        self.port = self.socket.getsockname()[1]
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [self.socket]})
        self.thread.start()

    def send(self, raw: bytes) -> bytes:
        """The response to these bytes."""
        with closing(socket.create_connection(("127.0.0.1", self.port), timeout=5)) as connection:
            connection.sendall(raw)
            answer = b""
            while piece := connection.recv(65536):
                answer += piece
            return answer

    def ask(self, path: str, method: str = "GET", host: str = "127.0.0.1", *headers: str) -> tuple[int, str, bytes]:
        """Status, headers and body of the response."""
        lines = (f"{method} {path} HTTP/1.1", f"Host: {host}", "Connection: close", *headers, "", "")
        head, _, body = self.send("\r\n".join(lines).encode("latin-1")).partition(b"\r\n\r\n")
        return int(head.split()[1]), head.decode().lower(), body

    def end(self) -> None:
        self.preview.ended = True
        self.server.should_exit = True
        self.thread.join(5)
        self.socket.close()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    site = tmp_path / "site"
    (site / "people").mkdir(parents=True)
    (site / "index.html").write_text("<html><body>home</body></html>")
    (site / "people" / "index.html").write_text("<html><body>people</body></html>")
    (site / "404.html").write_text("<html><body>nothing here</body></html>")
    (site / "style.css").write_text("body { color: black }")
    (site / ".dateline").write_bytes(SECRET)
    (tmp_path / "secret.txt").write_bytes(SECRET)
    (site / "out").symlink_to(tmp_path)
    (site / "loop").symlink_to("loop")
    server = Served(tmp_path)
    yield server
    server.end()


def test_folders_are_pages_as_on_a_static_host(served: Served) -> None:
    assert served.ask("/people/")[0] == 200
    status, head, _ = served.ask("/people")
    assert (status, "location: /people/" in head) == (301, True)
    status, _, body = served.ask("/nowhere/")
    assert (status, b"nothing here" in body) == (404, True)


def test_links_of_the_404_page_to_the_path_of_base_url_lead_to_the_site(served: Served) -> None:
    assert b"color: black" in served.ask("/news/style.css")[2]
    assert b"home" in served.ask("/news/")[2]
    assert served.ask("/news/nowhere/")[0] == 404


def test_the_script_is_added_as_a_page_is_sent_and_site_stays(served: Served, tmp_path: Path) -> None:
    _, _, body = served.ask("/")

    assert b'<script src="/.dateline/reload.js" data-build="0" defer></script></body>' in body
    assert (tmp_path / "site" / "index.html").read_text() == "<html><body>home</body></html>"


def test_types_tags_ranges_and_head(served: Served) -> None:
    _, head, body = served.ask("/style.css")
    tag = next(line.partition(": ")[2] for line in head.split("\r\n") if line.startswith("etag"))
    assert "content-type: text/css" in head
    assert served.ask("/style.css", "GET", "127.0.0.1", f"If-None-Match: {tag}")[0] == 304
    assert served.ask("/style.css", "GET", "127.0.0.1", "Range: bytes=0-3")[::2] == (206, body[:4])
    assert served.ask("/style.css", "HEAD")[::2] == (200, b"")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"])
def test_only_get_and_head_are_answered(served: Served, method: str) -> None:
    assert served.ask("/", method)[0] == 405


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "",
        "localhost@evil.example:80",
        "localhost:8741.evil.example",
        "localhost:8741:80",
        "localhost:",
        "[::1]:8741.evil.example",
        "evil@localhost",
    ],
)
def test_another_name_is_refused(served: Served, host: str) -> None:
    assert served.ask("/", "GET", host)[0] in (400, 421)


@pytest.mark.parametrize("path", ["//people", "//people/../people", "/people//..//people", "/news//people"])
def test_no_redirect_leads_to_another_host(served: Served, path: str) -> None:
    status, head, _ = served.ask(path)

    assert status == 404
    assert "location:" not in head


@pytest.mark.parametrize(
    "path", ["/", "/people", "/nowhere/", "/style.css", "/.dateline/reload.js", "/.dateline/nothing", "//people"]
)
def test_no_answer_can_be_embedded_by_pages_of_other_sites(served: Served, path: str) -> None:
    for host in ("localhost", "evil.example"):
        _, head, _ = served.ask(path, "GET", host)

        assert "cross-origin-resource-policy: same-origin" in head
        assert "x-content-type-options: nosniff" in head


def test_no_line_outside_the_project_is_shown(served: Served, tmp_path: Path) -> None:
    (tmp_path / "inside.txt").write_text("mine")
    outside = tmp_path.parent / "outside.txt"
    outside.write_bytes(SECRET)
    lines = served.preview._lines

    assert lines(Problem("wrong", "inside.txt", 1)) == [(1, "mine")]
    assert lines(Problem("wrong", "../outside.txt", 1)) == lines(Problem("wrong", str(outside), 1)) == []


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8000", "[::1]:8000"])
def test_its_own_names_are_answered(served: Served, host: str) -> None:
    assert served.ask("/", "GET", host)[0] == 200


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/%252e%252e/secret.txt",
        "/people/../../secret.txt",
        "/..%2fsecret.txt",
        "/..%5csecret.txt",
        "/..\\secret.txt",
        "//secret.txt",
        "/out/secret.txt",
        "/loop",
        "/loop/x",
        "/.dateline",
        "/%2edateline",
        "/people%00.html",
        "/%c0%ae%c0%ae/secret.txt",
        "/a" * 3000,
    ],
)
def test_nothing_outside_the_site_and_no_dotfile_is_sent(served: Served, path: str) -> None:
    status, _, body = served.ask(path)

    assert status in (400, 404)
    assert SECRET not in body
    assert served.ask("/")[0] == 200


NO_REQUESTS = (
    b"\x00\x01\x02\r\n\r\n",
    b"GET / HTTP/9.9\r\nConnection: close\r\n\r\n",
    b"GET /\xff\xfe HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
)


@pytest.mark.parametrize("raw", NO_REQUESTS)
def test_a_bad_request_never_ends_the_server(served: Served, raw: bytes) -> None:
    served.send(raw)

    assert served.ask("/")[0] == 200


@pytest.mark.parametrize("header", ["Origin: https://evil.example", "Sec-Fetch-Site: cross-site"])
def test_the_stream_is_for_pages_of_this_preview(served: Served, header: str) -> None:
    assert served.ask("/.dateline/events", "GET", "127.0.0.1", header)[0] == 403


def test_a_state_reaches_the_browser_with_its_problem_and_lines(served: Served, tmp_path: Path) -> None:
    (tmp_path / "dateline.toml").write_text("a = 1\nb = [\nc = 3\n")
    with closing(socket.create_connection(("127.0.0.1", served.port), timeout=5)) as connection:
        connection.sendall(b"GET /.dateline/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
        lines = connection.makefile("r")
        served.preview.show(WatchState(3, (Problem("no end", "dateline.toml", 2, "close it"),)))
        said = next(json.loads(line[5:]) for line in lines if line.startswith("data:") and '"build": 3' in line)

    lines_around = [[1, "a = 1"], [2, "b = ["], [3, "c = 3"], [4, ""]]
    assert said["problems"] == [
        {"place": "dateline.toml:2", "message": "no end", "hint": "close it", "lines": lines_around}
    ]


def test_it_ends_within_a_second_with_streams_open(served: Served) -> None:
    with closing(socket.create_connection(("127.0.0.1", served.port), timeout=5)) as connection:
        connection.sendall(b"GET /.dateline/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert connection.recv(12) == b"HTTP/1.1 200"
        began = time.monotonic()

        served.end()

        assert time.monotonic() - began < 1
        assert not served.thread.is_alive()


def test_uvicorn_leaves_signals_to_the_replacement_of_capture_signals(served: Served) -> None:
    server = uvicorn.Server(uvicorn.Config(served.preview, log_level="critical", lifespan="off"))
    handlers: list[object] = []

    @contextmanager
    def ours() -> Iterator[None]:
        handlers.append(signal.getsignal(signal.SIGTERM))
        yield
        handlers.append(signal.getsignal(signal.SIGTERM))

    server.capture_signals = ours  # type: ignore[method-assign]
    server.should_exit = True
    with bound("127.0.0.1", 0) as listening:
        server.run(sockets=[listening])

    assert handlers == [signal.SIG_DFL] * 2


def test_without_a_port_the_next_free_one_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    with bound("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        monkeypatch.setattr("builder.commands.serve.PORT", port)
        with bound("127.0.0.1") as second:
            assert port < second.getsockname()[1] <= port + 20


def test_a_port_that_was_asked_for_and_is_in_use_is_an_error() -> None:
    with bound("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        with pytest.raises(BuilderError, match="the port is in use") as error:
            bound("127.0.0.1", port)
    assert error.value.status == 3


def test_only_loopback_is_silent() -> None:
    assert is_loopback("127.0.0.1")
    assert not is_loopback("0.0.0.0")


@pytest.mark.slow
def test_many_at_once_leave_it_alive(served: Served) -> None:
    streams = [socket.create_connection(("127.0.0.1", served.port), timeout=5) for _ in range(50)]
    for stream in streams:
        stream.sendall(b"GET /.dateline/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
    answers: list[int] = []
    askers = [threading.Thread(target=lambda: answers.append(served.ask("/people/")[0])) for _ in range(200)]

    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join(30)

    assert answers == [200] * 200
    for stream in streams:
        stream.close()


def test_a_port_that_cannot_be_is_wrong_usage() -> None:
    done = CliRunner().invoke(dateline, ["serve", "--port", "99999"])

    assert done.exit_code == 2
    assert "99999 is not in the range 0<=x<=65535" in done.output
