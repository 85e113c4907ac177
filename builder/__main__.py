"""`python -m builder` and the console script `dateline`."""

import signal
import sys
from types import FrameType


def main() -> None:
    """Run the command line."""
    # Before the slow imports, so that Ctrl-C ends them without a traceback. A polite kill is an interrupt too: what is
    # going on is brought to its end, workers among it.
    signal.signal(signal.SIGINT, _interrupted)
    signal.signal(signal.SIGTERM, _interrupted)
    from builder.cli import main as run

    run()


def _interrupted(number: int, frame: FrameType | None) -> None:
    del number, frame
    sys.exit(130)


if __name__ == "__main__":
    main()
