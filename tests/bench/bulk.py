"""200,000 findings into the store with journal and indexes, beside a bare executemany."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from db import records
from db.ids import new_id
from desktop.features.findings.service import blank_finding
from desktop.features.workspace import create_workspace
from tests.bench.race import Call, Races, Watch
from tests.bench.rows import Goal, Row, beside, grown

_INDEXES = ("point_id", "state, due", "visit_id", "former_id")


def ours(watch: Watch, room: Path, count: int) -> None:
    """Write the findings as one operation: every row goes into the journal, too."""
    with create_workspace(room / "w", county="青禾县") as store:
        findings = [blank_finding(number, f"路面破损，第{number}处") for number in range(count)]
        with watch, store.write("收进问题"):
            records.insert(store, findings)


def executemany(watch: Watch, room: Path, count: int) -> None:
    """Write the same columns with as many indexes, nothing else."""
    connection = sqlite3.connect(room / "bare.db", isolation_level=None)
    connection.execute("PRAGMA synchronous=FULL")
    names = [name for name in records.column_names(type(blank_finding(1, ""))) if name != "id"]
    connection.execute(f"CREATE TABLE finding (id TEXT PRIMARY KEY, {', '.join(names)})")
    for place, columns in enumerate(_INDEXES):
        connection.execute(f"CREATE INDEX i{place} ON finding ({columns})")
    blank = blank_finding(1, "")
    values = [getattr(blank, name) for name in names]
    at = names.index("text")
    rows = [
        (new_id(), *values[:at], f"路面破损，第{number}处", *values[at + 1 :])
        for number in range(count)
    ]
    with watch:
        connection.execute("BEGIN")
        marks = ",".join("?" * (len(names) + 1))
        connection.executemany(f"INSERT INTO finding VALUES ({marks})", rows)
        connection.execute("COMMIT")
    connection.close()


def rows(races: Races) -> Iterator[Row]:
    """Yield writing many rows."""
    count = races.size(200_000, 20_000)
    raced = races.run({"ours": Call(ours, (count,)), "peer": Call(executemany, (count,))})
    yield beside(f"写入 {count} 条问题，带历史和 4 个索引", raced["ours"],
                 "executemany，4 个索引", raced["peer"], Goal("≤", 2.5))  # fmt: skip
    yield grown(races, "写入问题", Call(ours, (count // 10,)), Call(ours, (count,)))
