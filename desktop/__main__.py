"""No command opens the window; a command runs without Qt."""

from __future__ import annotations

import gc
import sys

from desktop.core.launching import open_streams, window_wanted


def main() -> None:
    """Start the program."""
    if getattr(sys, "frozen", False):
        import multiprocessing

        multiprocessing.freeze_support()
    open_streams()
    words = sys.argv[1:]
    wanted = window_wanted(words)
    if wanted is not None:
        # The window's collector takes over; nothing read on the way there is garbage.
        gc.disable()
        from desktop.shell.qt_reading import read_qt

        read_qt()
        from desktop.shell.start import run

        sys.exit(run(wanted))
    from desktop import __version__
    from desktop.cli.main import main as run_command
    from desktop.core import log

    log.start(__version__)
    sys.exit(run_command(words))


if __name__ == "__main__":
    main()
