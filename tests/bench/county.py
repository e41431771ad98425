"""A workspace as large as one may get: 200,000 findings with their steps and units, 20,000 papers.

Everything comes in through the store, as operations of the journal.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

from db import Store, records
from db.ids import new_id
from db.records import Record
from db.tables.evidence import Document, DocumentSlot, Revision, Slot
from db.tables.findings import Finding, FindingStep, FindingUnit
from db.tables.points import Point
from db.tables.units import Unit
from desktop.core.clock import today
from desktop.core.content_store import content_path
from desktop.core.job import QuietContext
from desktop.core.paths import database, evidence_files
from desktop.features.findings.service import blank_finding
from desktop.features.sample_county import make_demo
from desktop.features.workspace import open_workspace

FINDINGS, DOCUMENTS = 200_000, 20_000
_CHUNK = 5_000
_WORDS = ("路面破损，有积水", "非机动车占盲道停放", "垃圾桶外溢", "公益广告褪色破损", "飞线充电",
          "楼道堆放杂物", "消防通道被占用", "绿化带内有垃圾")  # fmt: skip
_CLASSES = ("环境卫生", "公共秩序", "公共设施", "公益宣传", "消防安全")
_STATES = ("found", "assigned", "fixing", "fixed", "closed", "closed", "closed")


def sample_county(folder: Path) -> Path:
    """Return the sample county's workspace under a folder, making it where it is not there."""
    place = folder / "sample"
    if not database(place).is_file():
        make_demo(QuietContext(), place)
    return place


def large_county(folder: Path, findings: int = FINDINGS, documents: int = DOCUMENTS) -> Path:
    """Return the large workspace under a folder, making it where it is not there."""
    place = folder / f"large-{findings}-{documents}"
    if not (place / "made").is_file():
        make_demo(QuietContext(), place)
        with open_workspace(place) as store:
            _fill(store, _findings(store, findings), "问题")
            _fill(store, _documents(store, documents), "材料")
        (place / "made").touch()
    return place


def _fill(store: Store, groups: Iterator[list[Record]], word: str) -> None:
    with store.write(f"收进{word}"):
        while chunk := [row for group in islice(groups, _CHUNK) for row in group]:
            records.insert(store, chunk)


def _findings(store: Store, count: int) -> Iterator[list[Record]]:
    dice = random.Random(10)
    points, units = records.find(store, Point), records.find(store, Unit)
    day = today()
    for number in range(1, count + 1):
        text = f"{dice.choice(_WORDS)}，第{number}处"
        found = day - timedelta(dice.randrange(700))
        state = dice.choice(_STATES)
        finding = records.changed(
            blank_finding(number, text), point_id=dice.choice(points).id,
            class_=dice.choice(_CLASSES), state=state, found=found,
            due=found + timedelta(dice.randrange(5, 40)), source="市级模拟测评反馈",
            fixed=found + timedelta(9) if state in ("fixed", "closed") else None,
            closed=found + timedelta(11) if state == "closed" else None,
        )  # fmt: skip
        yield [finding, _step(finding, found), *(
            FindingUnit(new_id(), finding.id, unit.id, "owner" if place else "lead", place)
            for place, unit in enumerate(dice.sample(units, 2))
        )]  # fmt: skip


def _step(finding: Finding, found: date) -> FindingStep:
    at = f"{found.isoformat()}T09:00:00+08:00"
    return FindingStep(
        new_id(), finding.id, "found", "", "found", at, "", None, finding.text, "{}"
    )  # fmt: skip


def _documents(store: Store, count: int) -> Iterator[list[Record]]:
    dice = random.Random(11)
    slots, units = records.find(store, Slot), records.find(store, Unit)
    at = f"{today().isoformat()}T09:00:00+08:00"
    for number in range(count):
        content = f"关于第{number}项工作的情况说明".encode()
        digest = hashlib.sha256(content).hexdigest()
        path = content_path(evidence_files(store.workspace), digest)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        name = f"情况说明{number:05d}.txt"
        day = date(2025, 9, 1) + timedelta(dice.randrange(360))
        document = Document(
            new_id(), name, dice.choice(units).id, day, "正文", "{}", at
        )  # fmt: skip
        rows: list[Record] = [document, Revision(
            new_id(), document.id, 1, digest, len(content), name, f"报送/{name}", None, at
        )]  # fmt: skip
        if number % 10:
            rows.append(DocumentSlot(new_id(), document.id, dice.choice(slots).id))
        yield rows
