"""Where the program's own files and a workspace's parts lie."""

from __future__ import annotations

from pathlib import Path

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
DATABASE_NAME = "workspace.db"


def fonts() -> Path:
    """Return the folder of the fonts that come with the program."""
    return RESOURCES / "fonts"


def samples() -> Path:
    """Return the folder of the invented sample county."""
    return RESOURCES / "samples"


def database(workspace: Path) -> Path:
    """Return a workspace's database file."""
    return workspace / DATABASE_NAME


def evidence_files(workspace: Path) -> Path:
    """Return the folder in which evidence lies by content: `files/ab/<sha256>`."""
    return workspace / "files"


def cached(workspace: Path) -> Path:
    """Return the folder of what can be made again from the rest, and so may be deleted."""
    return workspace / "cache"


def exports(workspace: Path) -> Path:
    """Return the folder that prints and exports are offered in first."""
    return workspace / "exports"
