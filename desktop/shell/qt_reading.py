"""Qt read without what slows the reading of everything after it."""

from __future__ import annotations

import builtins


def read_qt() -> None:
    """Read Qt, and let Python go on importing as before.

    PySide would look through the source of every module read after it for `from __feature__`,
    which nothing here uses: a twentieth of the start, and all of the sources kept in memory.
    """
    plain = builtins.__import__
    import PySide6.QtCore  # noqa: F401

    builtins.__import__ = plain
