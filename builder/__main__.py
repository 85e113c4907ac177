"""`python -m builder` and the console script `dateline`."""

import os
import signal
import sys
from contextlib import suppress
from types import FrameType

INTERRUPTED = 130
"""The exit status."""


def main() -> None:
    """Run the command line."""
    # Before the slow imports, so that Ctrl-C ends them without a traceback. A polite kill is an interrupt too: what is
    # going on is brought to its end, workers among it.
    signal.signal(signal.SIGINT, _interrupted)
    signal.signal(signal.SIGTERM, _interrupted)
    from builder.cli import main as run

    try:
        run()
    except SystemExit as end:
        if isinstance(end.code, str):
            raise
        # All is brought to its end; to take apart what is held would take long, of a language model a second.
        with suppress(OSError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(end.code or 0)


def _interrupted(number: int, frame: FrameType | None) -> None:
    del number, frame
    sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
