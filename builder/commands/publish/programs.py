"""Other programs: run, with their messages reported without secrets."""

import os
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from builder.core.errors import BuilderError, Problem

QUIET = {"GIT_TERMINAL_PROMPT": "0", "GIT_ALLOW_PROTOCOL": "file:git:http:https:ssh", "LC_ALL": "C"}
"""No prompts, no translations; and git runs no command that an address contains ("ext::")."""


def run(*command: str, cwd: Path, stdin: bytes = b"", environment: Mapping[str, str] | None = None) -> bytes:
    """The output of a program.

    Raises:
        BuilderError: with status 3, if it is missing or fails.
    """
    settings = {**os.environ, **QUIET, **(environment or {})}
    try:
        done = subprocess.run(command, cwd=cwd, input=stdin, capture_output=True, env=settings, check=False)  # noqa: S603
    except FileNotFoundError:
        raise _missing(command) from None
    if done.returncode:
        raise _failed(command, done.returncode, done.stderr)
    return done.stdout


def feed(*command: str, cwd: Path, stdin: Iterable[bytes]) -> None:
    """Run a program that reads more than memory should hold.

    Raises:
        BuilderError: with status 3, if it is missing or fails.
    """
    settings = {**os.environ, **QUIET}
    with tempfile.TemporaryFile() as said:
        try:
            program = subprocess.Popen(  # noqa: S603
                command, cwd=cwd, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=said, env=settings
            )
        except FileNotFoundError:
            raise _missing(command) from None
        with suppress(BrokenPipeError), program:  # If it stops reading, it has failed, and says why.
            assert program.stdin
            for piece in stdin:
                program.stdin.write(piece)
        if program.returncode:
            said.seek(0)
            raise _failed(command, program.returncode, said.read())


def _missing(command: tuple[str, ...]) -> BuilderError:
    problem = Problem(f"{command[0]!r} is not installed", hint=f"install {command[0]}, and publish again")
    return BuilderError([problem], status=3)


def _failed(command: tuple[str, ...], status: int, said: bytes) -> BuilderError:
    lines = said.decode(errors="replace").strip().splitlines() or [f"exit status {status}"]
    message = f"{command[0]} {command[1]}: {lines[-1]}"
    return BuilderError([Problem(message, hint="\n  ".join(lines[-4:-1]))], status=3)
