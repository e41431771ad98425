"""Looking for Chinese words in 200,000 findings, beside one LIKE for every column."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from db import open_store
from db.tables.findings import FINDINGS
from desktop.core.clock import today
from desktop.core.paths import database
from desktop.core.row_source import Query
from desktop.features.findings import finding_rows
from tests.bench.county import large_county
from tests.bench.race import Call, Races, Watch
from tests.bench.rows import Goal, Row, beside

_WORDS = ("路", "积水", "垃圾桶", "绿化带内")


def ours(watch: Watch, room: Path, workspace: str, word: str) -> None:
    """Filter the ledger as the window does."""
    with open_store(database(Path(workspace)), read_only=True) as store:
        rows = finding_rows(store)
        with watch:
            found = rows.look_up(Query(word), 100, ())
    watch.figures["found"] = len(found.ids)


def like(watch: Watch, room: Path, workspace: str, word: str) -> None:
    """Scan the same rows with LIKE over the same columns, whatever forms a text may have."""
    columns = " OR ".join(f"{name} LIKE :word" for name in (*FINDINGS.searched, "units"))
    sql = f"SELECT id FROM ({FINDINGS.select}) WHERE {columns} ORDER BY {FINDINGS.order}"
    with open_store(database(Path(workspace)), read_only=True) as store, watch:
        found = store.query(sql, {"word": f"%{word}%", "today": today().isoformat()})
    watch.figures["found"] = len(found)


def rows(races: Races) -> Iterator[Row]:
    """Yield each word; the answers must be the same."""
    sizes = (20_000, 2_000) if races.is_quick else (200_000, 20_000)
    workspace = str(large_county(races.folder, *sizes))
    for word in _WORDS:
        raced = races.run(
            {"ours": Call(ours, (workspace, word)), "like": Call(like, (workspace, word))}
        )
        us, peer = raced["ours"], raced["like"]
        assert us is not None
        assert peer is not None
        assert us.figures == peer.figures, word
        yield beside(f"在 {sizes[0]} 条问题里找“{word}”（{us.figures['found']:.0f} 条）", us,
                     "每列一次 LIKE", peer, Goal("≤", 1.5))  # fmt: skip
