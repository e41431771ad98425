"""Where the program's own files and a workspace's parts lie."""

from __future__ import annotations

import sys
from pathlib import Path

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
# Made when the program is frozen; from source everybody has the libraries themselves.
THIRD_PARTY = RESOURCES.parent / "THIRD_PARTY.txt"
DATABASE_NAME = "workspace.db"
# Double-clicked in a workspace's folder, this file opens it; the installer ties it to us.
MARKER_SUFFIX = ".yingjian"
PORTABLE_MARK = "portable.txt"


def program_folder() -> Path:
    """Return the folder the program lies in."""
    frozen = getattr(sys, "frozen", False)
    return Path(sys.executable).resolve().parent if frozen else RESOURCES.parent


def portable_data() -> Path | None:
    """Return where settings and logs lie in portable mode, None where that is not asked for.

    A file named portable.txt beside the program asks for it.
    """
    folder = program_folder()
    return folder / "data" if (folder / PORTABLE_MARK).is_file() else None


def fonts() -> Path:
    """Return the folder of the fonts that come with the program."""
    return RESOURCES / "fonts"


def samples() -> Path:
    """Return the folder of the invented sample county."""
    return RESOURCES / "samples"


def database(workspace: Path) -> Path:
    """Return a workspace's database file."""
    return workspace / DATABASE_NAME


def marker(workspace: Path) -> Path:
    """Return the file of a workspace that is double-clicked to open it."""
    return workspace / f"打开工作区{MARKER_SUFFIX}"


def evidence_files(workspace: Path) -> Path:
    """Return the folder in which evidence lies by content: `files/ab/<sha256>`."""
    return workspace / "files"


def cached(workspace: Path) -> Path:
    """Return the folder of what can be made again from the rest, and so may be deleted."""
    return workspace / "cache"


def exports(workspace: Path) -> Path:
    """Return the folder that prints and exports are offered in first."""
    return workspace / "exports"


def backups(workspace: Path) -> Path:
    """Return the folder of a workspace's own backups."""
    return workspace / "backups"
