"""What backups, restores and salvages say of themselves."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from desktop.core.errors import Problem
from desktop.core.resources import resource

INFO_NAME = "backup.json"


@dataclass(frozen=True, slots=True)
class BackupInfo:
    """One backup: a folder with a database, its sums and, where `files` is not None, the files.

    `counts` are (word, rows) pairs; `missing` names stored files that were gone already.
    """

    folder: Path
    kind: str
    made: str
    county: str = ""
    who: str = ""
    machine: str = ""
    version: str = ""
    counts: tuple[tuple[str, int], ...] = ()
    last_step: str = ""
    last_operation: str = ""
    files: int | None = None
    files_named: int = 0
    missing: tuple[str, ...] = ()
    id: str = field(default="")

    @property
    def kind_text(self) -> str:
        """Return the kind in Chinese."""
        return str(resource("backup.json")["kinds"].get(self.kind, "手工"))

    @property
    def made_text(self) -> str:
        """Return when it was made, to the minute."""
        return self.made[:16].replace("T", " ")

    @property
    def files_text(self) -> str:
        """Say plainly whether the original files are in it."""
        if self.files is None:
            return (
                f"不含材料原文件（{self.files_named} 个）" if self.files_named else "不含材料原文件"
            )
        lost = f"，备份时已缺 {len(self.missing)} 个" if self.missing else ""
        return f"含材料原文件 {self.files} 个{lost}"

    @property
    def holds_text(self) -> str:
        """Return what it holds in one line."""
        return "、".join(f"{word} {count}" for word, count in self.counts)


@dataclass(frozen=True, slots=True)
class Restored:
    """A workspace made from a backup; `missing` names files that could not be found anywhere."""

    folder: Path
    counts: tuple[tuple[str, int], ...]
    files: int
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Salvaged:
    """A workspace made of what could be read from a broken one."""

    folder: Path
    rows: int
    lost: tuple[Problem, ...]
    files: int
    missing: tuple[str, ...]
