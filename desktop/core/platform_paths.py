r"""Paths longer than Windows takes by default: 260 characters, unless they begin with `\\?\`."""

from __future__ import annotations

import sys
from pathlib import Path, PurePath, PureWindowsPath

# A folder may have 248 characters; a temporary name beside the file needs some more.
_ALWAYS_TAKEN = 220
_LONG, _LONG_SHARE = "\\\\?\\", "\\\\?\\UNC\\"


def long_path(path: Path) -> Path:
    """Return a path under which the system takes a name of any length."""
    if sys.platform != "win32":
        return path
    absolute = path.absolute()
    return Path(extended(absolute)) if len(str(absolute)) > _ALWAYS_TAKEN else path


def walkable(folder: Path) -> Path:
    """Return a folder under which names of any length are found; `plain` gives them back."""
    return Path(extended(folder.absolute())) if sys.platform == "win32" else folder


def extended(absolute: PurePath) -> str:
    r"""Return an absolute Windows path in the form that has no limit, `\\?\C:\…`."""
    text = str(PureWindowsPath(absolute))
    if text.startswith(_LONG):
        return text
    return _LONG_SHARE + text[2:] if text.startswith("\\\\") else _LONG + text


def plain(path: str) -> str:
    """Return a path as people write it."""
    if path.startswith(_LONG_SHARE):
        return "\\\\" + path[len(_LONG_SHARE) :]
    return path.removeprefix(_LONG)
