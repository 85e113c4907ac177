"""`python -m builder` and the console script `dateline`."""

import signal
import sys


def main() -> None:
    """Run the command line."""
    # Before the slow imports, so that Ctrl-C ends them without a traceback.
    signal.signal(signal.SIGINT, lambda *_: sys.exit(130))
    from builder.cli import main as run

    signal.signal(signal.SIGINT, signal.default_int_handler)
    run()


if __name__ == "__main__":
    main()
