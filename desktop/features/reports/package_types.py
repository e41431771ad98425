"""What the papers of an archive package are made from."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.features.reports.types import Heading


@dataclass(frozen=True, slots=True)
class PackageLine:
    """One file of a package; `number` is what its item calls it, `path` its place in the bag."""

    number: str
    name: str
    path: str
    kind: str
    unit: str
    date: str
    pages: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class PackageForm:
    """One item of a package: the titles above it from the top, its text, who answers for it."""

    code: str
    titles: tuple[str, ...]
    text: str
    units: str
    lines: tuple[PackageLine, ...]


@dataclass(frozen=True, slots=True)
class PackagePapers:
    """Everything the papers of a package say; the heading's cut-off is the last material's."""

    heading: Heading
    name: str
    forms: tuple[PackageForm, ...]
    files: int
    bytes: int
    manifest_sha256: str
