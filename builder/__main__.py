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
    # Before the slow imports, so that Ctrl-C ends them without a traceback. SIGTERM is handled as an interrupt too:
    # work in progress, including workers, is shut down properly.
    signal.signal(signal.SIGINT, _interrupted)
    signal.signal(signal.SIGTERM, _interrupted)
    from builder.cli import main as run

    try:
        run()
    except SystemExit as end:
        if isinstance(end.code, str):
            raise
        # Everything is finished; freeing what is in memory would take long, for a language model a second.
        with suppress(OSError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(end.code or 0)


def _interrupted(number: int, frame: FrameType | None) -> None:
    del number, frame
    sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
