"""Measure every goal beside its peer: python -m tests.bench [names] [--quick] [--json OUT]."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from types import ModuleType

from tests.bench import (
    bulk,
    check_book,
    draw,
    entry,
    intake,
    map,
    memory,
    package,
    readiness,
    scans,
    score,
    search,
    start,
    table,
    tables,
    window,
)
from tests.bench.machine import machine
from tests.bench.race import Races
from tests.bench.rows import HEAD, Row

# In the order of the table; each has `rows(races)`, which yields its lines as they are measured.
BENCHES: tuple[ModuleType, ...] = (
    check_book, readiness, tables, bulk, intake, package, start, search, table, score, window, memory,
    entry, map, draw, scans,
)  # fmt: skip
_RUNS, _QUICK_RUNS = 5, 1


def main(arguments: list[str]) -> int:
    """Print the table; 1 where a goal is not met."""
    known = {bench.__name__.rpartition(".")[2]: bench for bench in BENCHES}
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("names", nargs="*", help=f"which: {', '.join(known)}; all if none")
    parser.add_argument("--quick", action="store_true", help="one run of small sizes, to try out")
    parser.add_argument("--runs", type=int, help=f"alternating runs of each work, {_RUNS} if none")
    parser.add_argument("--folder", type=Path, help="keep the made workspaces here for next time")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write the figures here as well")
    asked = parser.parse_args(arguments)
    unknown = [name for name in asked.names if name not in known]
    if unknown:
        parser.error(f"no bench named {', '.join(unknown)}")
    runs = asked.runs or (_QUICK_RUNS if asked.quick else _RUNS)
    with tempfile.TemporaryDirectory(prefix="yingjian-bench-") as name:
        folder = asked.folder or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        _say(f"{machine(folder)}；每项轮流跑 {runs} 次，取中位数\n\n{HEAD}")
        races = Races(folder, runs, is_quick=asked.quick)
        rows = [row for title in asked.names or known for row in _run(known[title], races)]
        words = machine(folder)
    if asked.json:
        told = {"machine": words, "runs": runs, "rows": [row.as_json() for row in rows]}
        asked.json.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
    return int(any(row.passes is False for row in rows))


def _run(bench: ModuleType, races: Races) -> list[Row]:
    rows = []
    for row in bench.rows(races):
        _say(row.markdown())
        rows.append(row)
    return rows


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
