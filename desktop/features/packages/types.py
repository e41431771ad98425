"""What is packed, by which choice, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Choice:
    """What goes into a package: blanks mean the current edition, the usual rule and name.

    `window` lets only materials dated inside it in (undated ones stay in); `volume` is "" for a
    plain folder or a key of `volumes` in packages.json.
    """

    edition: str = ""
    window: tuple[date, date] | None = None
    only_passed: bool = False
    rule: str = ""
    name: str = ""
    volume: str = ""


@dataclass(frozen=True, slots=True)
class Standard:
    """A requirement that asks for materials; `folders` are the titles above it, from the top."""

    id: str
    code: str
    text: str
    folders: tuple[str, ...]
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Material:
    """A document filed under a requirement, with its newest revision."""

    document_id: str
    requirement_id: str
    name: str
    kind: str
    sha256: str
    bytes: int
    unit: str
    fact_date: date | None
    review: str
    sort: tuple[int, int]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A material that is not in the package, and why."""

    document_id: str
    name: str
    code: str
    why: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What a package is made of: its name, the rule of names, and what was sorted out."""

    name: str
    rule: str
    standards: tuple[Standard, ...]
    materials: tuple[Material, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class PackedFile:
    """A material at its place: `path` is inside the bag, from data/ on."""

    path: str
    number: int
    material: Material


@dataclass(frozen=True, slots=True)
class PackedItem:
    """A requirement with its files, 说明报告 first."""

    standard: Standard
    path: str
    files: tuple[PackedFile, ...]


@dataclass(frozen=True, slots=True)
class Tree:
    """A package as it will be: `name` is its folder, `bare` counts standards without a file."""

    name: str
    items: tuple[PackedItem, ...]
    left_out: tuple[LeftOut, ...]
    bare: int

    @property
    def files(self) -> tuple[PackedFile, ...]:
        """Return all files in order."""
        return tuple(file for item in self.items for file in item.files)

    @property
    def bytes(self) -> int:
        """Return the bytes of all files."""
        return sum(file.material.bytes for file in self.files)


@dataclass(frozen=True, slots=True)
class PapersWanted:
    """What the papers of a package are drawn from."""

    tree: Tree
    county: str
    office: str
    edition: str
    until: datetime
    manifest_sha256: str


@dataclass(frozen=True, slots=True)
class Papers:
    """The papers of a package by their names, and the characters no font can draw."""

    files: Mapping[str, bytes]
    missing_glyphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Built:
    """A package that was made; `volumes` is empty for a plain folder."""

    folder: Path
    name: str
    files: int
    bytes: int
    manifest_sha256: str
    volumes: tuple[Path, ...]
    left_out: tuple[LeftOut, ...]
    missing_glyphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a package or the store; kind is changed, missing, unexpected,
    unsafe, fetch, format or unreadable.
    """

    kind: str
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}：{self.what}"


@dataclass(frozen=True, slots=True)
class Checked:
    """What checking found: all faults, and notes that are no faults."""

    faults: tuple[Fault, ...]
    notes: tuple[str, ...]
    files: int
    bytes: int

    @property
    def is_whole(self) -> bool:
        """Tell whether nothing is wrong."""
        return not self.faults
