"""Other programs: run, with their messages reported without secrets."""

import os
import subprocess
from collections.abc import Mapping
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
        problem = Problem(f"{command[0]!r} is not installed", hint=f"install {command[0]}, and publish again")
        raise BuilderError([problem], status=3) from None
    if done.returncode:
        lines = done.stderr.decode(errors="replace").strip().splitlines() or [f"exit status {done.returncode}"]
        message = f"{command[0]} {command[1]}: {lines[-1]}"
        raise BuilderError([Problem(message, hint="\n  ".join(lines[-4:-1]))], status=3)
    return done.stdout
