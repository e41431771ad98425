"""What the program is started for: its window, on which workspace, or a command."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.core.paths import MARKER_SUFFIX

_OPTIONS = {"-w": "folder", "--workspace": "folder", "--picture": "picture",
            "--moments": "moments"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class WindowWanted:
    """The window on a workspace, the last one where none is named.

    With `picture` the window is drawn into that file and closed: a way to see that it opens.
    With `moments` it notes there when it was painted and could be used, and is closed: a way to
    see how fast.
    """

    folder: str = ""
    picture: str = ""
    moments: str = ""


def window_wanted(words: Sequence[str]) -> WindowWanted | None:
    """Read the words after the program's name; None where they are a command."""
    if words and words[0].casefold().endswith(MARKER_SUFFIX):
        words = ["-w", str(Path(words[0]).absolute().parent), *words[1:]]
    pairs = list(zip(words[::2], words[1::2], strict=False))
    if len(words) % 2 or any(option not in _OPTIONS for option, _ in pairs):
        return None
    return WindowWanted(**{_OPTIONS[option]: value for option, value in pairs})


def open_streams() -> None:
    """Give a program without a console somewhere to write; Windows gives it nothing."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - open to the end
