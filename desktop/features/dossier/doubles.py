"""一图多用: the same content handed in twice, and pictures that look the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from db import Store
from desktop.core.job import JobContext
from desktop.core.resources import resource
from desktop.features.dossier.exemptions import exempted
from desktop.features.dossier.texts import DocumentText, documents_of
from desktop.features.evidence import document_rows

KIND = "double"
_BITS = 64


@dataclass(frozen=True, slots=True)
class Side:
    """One of two documents."""

    document_id: str
    name: str
    sha256: str
    codes: tuple[str, ...]
    unit: str | None
    source_path: str


@dataclass(frozen=True, slots=True)
class Double:
    """Two documents that are one; `bits` differ between their fingerprints, 0 for one content.

    `allowed` is the reason somebody gave for letting both stand.
    """

    first: Side
    second: Side
    how: str
    bits: int
    key: str
    is_picture: bool
    allowed: str = ""

    @property
    def id(self) -> str:
        """Return what tells it from others in a list."""
        return f"{self.first.document_id}|{self.second.document_id}"


def doubles(ctx: JobContext, store: Store) -> tuple[Double, ...]:
    """Return every two documents of one content or, for pictures, of one look; nearest first."""
    items = documents_of(ctx, store)
    rows = {row.id: row for row in document_rows(store).all()}
    passed = exempted(store, KIND)
    found = []
    for one, other, bits in (*_same(items), *_near(items)):
        pair = sorted((one, other), key=lambda item: rows[item.document.id].source_path)
        sides = [
            Side(r.id, r.name, r.sha256, r.codes, r.unit, r.source_path)
            for r in (rows[item.document.id] for item in pair)
        ]
        same = sides[0].sha256 == sides[1].sha256
        key = "|".join(sorted({side.sha256 for side in sides}))
        reason = passed[key].reason if key in passed else ""
        found.append(Double(sides[0], sides[1], "内容相同" if same else "画面相近", bits, key,
                            bool(one.reading.print_), reason))  # fmt: skip
    return tuple(sorted(found, key=lambda d: (d.bits, d.first.source_path, d.second.source_path)))


def near_pairs(prints: Sequence[int], most: int) -> set[tuple[int, int]]:
    """Return the pairs of 64-bit prints, by place, that differ in at most `most` bits.

    Two such prints agree in at least one of `most` + 1 bands, so only those are compared.
    """
    bands = most + 1
    groups: dict[tuple[int, int], list[int]] = defaultdict(list)
    edges = [_BITS * band // bands for band in range(bands + 1)]
    for place, value in enumerate(prints):
        for band in range(bands):
            part = value >> edges[band] & ((1 << edges[band + 1] - edges[band]) - 1)
            groups[band, part].append(place)
    pairs = {pair for group in groups.values() for pair in combinations(group, 2)}
    return {(a, b) for a, b in pairs if (prints[a] ^ prints[b]).bit_count() <= most}


def _same(items: Sequence[DocumentText]) -> Iterator[tuple[DocumentText, DocumentText, int]]:
    groups: dict[str, list[DocumentText]] = defaultdict(list)
    for item in items:
        groups[item.revision.sha256].append(item)
    for group in groups.values():
        yield from ((one, other, 0) for one, other in combinations(group, 2))


def _near(items: Sequence[DocumentText]) -> Iterator[tuple[DocumentText, DocumentText, int]]:
    # A picture of one colour has no print to go by.
    pictures = [item for item in items if int(item.reading.print_ or "0", 16)]
    prints = [int(item.reading.print_, 16) for item in pictures]
    for a, b in sorted(near_pairs(prints, int(resource("dossier.json")["near_bits"]))):
        if pictures[a].revision.sha256 != pictures[b].revision.sha256:
            yield pictures[a], pictures[b], (prints[a] ^ prints[b]).bit_count()
