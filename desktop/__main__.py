"""No command opens the window; a command runs without Qt."""

from __future__ import annotations

import multiprocessing
import sys


def main() -> None:
    """Start the program."""
    multiprocessing.freeze_support()
    words = sys.argv[1:]
    if not words or (words[0] in ("-w", "--workspace") and len(words) == 2):
        from desktop.shell.app import run

        sys.exit(run(words[1] if words else None))
    from desktop import __version__
    from desktop.cli.main import main as run_command
    from desktop.core import log

    log.start(__version__)
    sys.exit(run_command(words))


if __name__ == "__main__":
    main()
