"""Archive packages that were built."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from db.row_source import Listing


@dataclass(frozen=True, slots=True)
class Package:
    """打包记录; choice, left_out and hits are JSON. Hits stand only beside who let them pass."""

    TABLE: ClassVar[str] = "package"
    id: str
    name: str
    made: str
    folder: str
    edition: str
    choice: str
    files: int
    bytes: int
    manifest_sha256: str
    left_out: str = "[]"
    hits: str = "[]"
    override_by: str = ""
    override_reason: str = ""


PACKAGES: Listing[Package] = Listing(
    Package,
    """SELECT id, name, made, folder, edition, choice, files, bytes, manifest_sha256, left_out,
    hits, override_by, override_reason FROM package""",
    searched=("name", "folder", "edition", "override_by"),
    order="made DESC, id DESC",
)
