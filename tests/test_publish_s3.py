"""A bucket on an S3 server that checks signatures."""

import json
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from builder.commands.publish import publish, s3
from builder.commands.publish.publication import MANIFEST, Publication
from builder.commands.publish.s3 import kind_of
from builder.core.errors import BuilderError
from builder.site import build
from tests.clusters import free_port

KEY, SECRET = "a-key", "a-secret-that-nobody-may-see"


class Breaking:
    """A proxy on this machine that drops every third connection halfway."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._count = self.broken = 0
        self._open: list[socket.socket] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]

    def __enter__(self) -> "Breaking":
        threading.Thread(target=self._run, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        for each in (self._listening, *self._open):
            each.close()

    def _run(self) -> None:
        while True:
            try:
                near, _ = self._listening.accept()
            except OSError:
                return
            self._count += 1
            self._open.append(near)
            if self._count % 3 == 0:
                self.broken += 1
                # A client may open a connection before it needs one, so nobody can wait here for its first bytes.
                threading.Thread(target=_drop, args=(near,), daemon=True).start()
                continue
            far = socket.create_connection(("127.0.0.1", self._to))
            self._open.append(far)
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=_pass_on, args=(one, other), daemon=True).start()


def _drop(one: socket.socket) -> None:
    with suppress(OSError):
        one.recv(100)
    one.close()


def _pass_on(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        passed = 0
        while piece := one.recv(65536):
            other.sendall(piece)
            passed += len(piece)
            if passed > 150_000:  # no file of a site is longer
                break  # and so connections are many
    for each in (one, other):
        with suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)


STORY = "News of the day\n\nGerman Chancellor Helmut Kohl met François Mitterrand in France. Kohl spoke.\n"


@pytest.fixture
def bucket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A served bucket, and a project in ``tmp_path`` that publishes there."""
    rclone = shutil.which("rclone", path=str(Path(sys.executable).parent)) or shutil.which("rclone")
    if rclone is None:
        pytest.skip("there is no rclone on this machine")
    port = free_port()
    folder = tmp_path / "served" / "stories"
    folder.mkdir(parents=True)
    project = tmp_path / "project"
    (project / "content").mkdir(parents=True)
    (project / "content" / "one.txt").write_text(STORY, encoding="utf-8")
    (project / "content" / "two.txt").write_text("Other news\n\nNobody came.\n", encoding="utf-8")
    (project / "dateline.toml").write_text(
        f'[publish.web]\nkind = "s3"\nbucket = "stories"\nendpoint = "http://127.0.0.1:{port}"\n'
    )
    build(project)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    command = [
        rclone,
        "serve",
        "s3",
        "--addr",
        f"127.0.0.1:{port}",
        "--auth-key",
        f"{KEY},{SECRET}",
        str(folder.parent),
    ]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield folder
        server.terminate()


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.slow
def test_a_bucket_holds_the_site_and_what_was_there_before(bucket: Path, tmp_path: Path) -> None:
    project = tmp_path / "project"
    (bucket / "foreign.txt").write_text("stays")

    reported: list[tuple[int, int]] = []
    first = publish(project, progress=lambda _, done, total: reported.append((done, total)))
    assert first.put[-1].endswith("index.html")
    assert sorted(reported)[-1] == (len(first.put), len(first.put))
    (project / "content" / "two.txt").unlink()
    (project / "dateline.lock").unlink()
    (project / "content" / "one.txt").write_text(STORY.replace("spoke", "sang"), encoding="utf-8")
    build(project)
    second = publish(project)

    assert "people/francois-mitterrand/index.html" not in second.put
    assert "articles/two/index.html" in second.deleted
    site = files(project / "site")
    there = files(bucket)
    assert there.keys() == (site.keys() - {".dateline"}) | {"foreign.txt", MANIFEST}
    assert all(there[path] == raw for path, raw in site.items() if path != ".dateline")
    assert publish(project).put == ()


@pytest.mark.slow
def test_a_bucket_of_others_is_not_overwritten(bucket: Path, tmp_path: Path) -> None:
    (bucket / "index.html").write_text("mine")

    for dry_run in (True, False):
        with pytest.raises(BuilderError, match=r"did not write: 'index.html'"):
            publish(tmp_path / "project", dry_run=dry_run)

    assert files(bucket) == {"index.html": b"mine"}


@pytest.mark.slow
def test_a_publish_that_was_killed_is_completed_by_the_next(
    bucket: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = tmp_path / "project"
    with monkeypatch.context() as patch:
        patch.setattr(Publication, "read", lambda publication, path: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            publish(project)
    assert json.loads((bucket / MANIFEST).read_bytes())["files"]

    publish(project)

    assert files(bucket).keys() == (files(project / "site").keys() - {".dateline"}) | {MANIFEST}


@pytest.mark.slow
@pytest.mark.parametrize("batch", [1, 1000], ids=["asked by a list", "asked one by one"])
def test_what_a_killed_publish_had_uploaded_is_not_sent_again(
    bucket: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    project = tmp_path / "project"
    (project / "content" / "static").mkdir()
    for number in range(1500):
        (project / "content" / "static" / f"{number}.txt").write_text(f"{number}")
    build(project)
    publishing = [sys.executable, "-m", "builder", "publish"]
    with subprocess.Popen(publishing, cwd=project, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as killed:
        while len(list(bucket.iterdir())) < 200 and killed.poll() is None:
            time.sleep(0.01)
        killed.kill()
    arrived = len(files(bucket))
    (bucket / "0.txt").write_text("not arrived whole")

    monkeypatch.setattr(s3, "BATCH", batch)
    sent = publish(project)

    site = {path: raw for path, raw in files(project / "site").items() if path != ".dateline"}
    assert {path: raw for path, raw in files(bucket).items() if path != MANIFEST} == site
    assert 200 <= arrived < len(site)
    # So many are on the way at a time: the host may still keep them, or have lost them.
    left = len(site) - arrived
    assert left - s3.AT_ONCE <= len(sent.put) <= left + s3.AT_ONCE + 2
    assert "0.txt" in sent.put


@pytest.mark.slow
def test_a_connection_that_breaks_is_tried_again(bucket: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(s3, "LARGE", 10_000)  # So that some files are, and some are not.
    project = tmp_path / "project"
    settings = (project / "dateline.toml").read_text()
    port = int(settings.rpartition(":")[2].strip().strip('"'))
    with Breaking(port) as proxy:
        (project / "dateline.toml").write_text(settings.replace(f":{port}", f":{proxy.port}"))
        build(project)
        publish(project)

        assert proxy.broken
    assert files(bucket).keys() == (files(project / "site").keys() - {".dateline"}) | {MANIFEST}


@pytest.mark.slow
def test_a_wrong_secret_is_one_line_without_the_secret(
    bucket: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wrong-" + SECRET)

    with pytest.raises(BuilderError) as caught:
        publish(tmp_path / "project")

    assert caught.value.status == 3
    assert str(caught.value).startswith("s3://stories/: refused the credentials")
    assert SECRET not in str(caught.value)
    assert files(bucket) == {}


def test_missing_credentials_are_named_before_anything_happens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "one.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "dateline.toml").write_text('[publish.web]\nkind = "s3"\nbucket = "stories"\n')
    build(tmp_path)
    monkeypatch.delenv("AWS_ACCESS_KEY_ID", raising=False)

    with pytest.raises(BuilderError, match="AWS_ACCESS_KEY_ID is not set") as caught:
        publish(tmp_path)

    assert caught.value.status == 3


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("articles/a/index.md", "text/markdown; charset=utf-8"),
        ("entities.json", "application/json; charset=utf-8"),
        ("a.png", "image/png"),
        ("_headers", "application/octet-stream"),
    ],
)
def test_every_file_has_its_type(path: str, kind: str) -> None:
    assert kind_of(path) == kind
