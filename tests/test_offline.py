"""No command except ``publish`` uses the network."""

import subprocess
import sys
from pathlib import Path

import pytest

from builder.commands.new import new

GUARD = """
import socket, sys

def forbid(event, arguments):
    if event in ("socket.getaddrinfo", "socket.gethostbyname"):
        raise SystemExit(f"the network was asked for: {event} {arguments}")
    if event in ("socket.connect", "socket.sendto") and arguments[0].family != socket.AF_UNIX:
        raise SystemExit(f"the network was asked for: {event} {arguments}")

sys.addaudithook(forbid)
"""
RUN = "from builder.__main__ import main; main()"


def run(folder: Path, code: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-c", GUARD + code, *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("command", ["build", "check", "review", "lock"])
def test_a_command_sends_nothing_over_the_network(tmp_path: Path, command: str) -> None:
    new(tmp_path / "blog", "blog")

    done = run(tmp_path / "blog", RUN, *(["build", "--jobs", "2"] if command == "build" else [command]))

    assert done.returncode in (0, 1), done.stderr
    assert "the network was asked for" not in done.stderr


def test_the_guard_notices_who_asks_for_the_network(tmp_path: Path) -> None:
    done = run(tmp_path, "socket.create_connection(('localhost', 9))")

    assert "the network was asked for" in done.stderr
