"""Throw every file of a folder at every importer, the intake and every preview.

`python -m tests.corpus DIR [--timeout 90] [--memory 700] [--only import] [--jobs 2] [--json OUT]`
`python -m tests.corpus --make DIR` writes hostile files first (the same ones each time).

Each file ends imported, refused by name, crashed, over time or over memory; the exit code is 1
where anything but the first two happened.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from tests.corpus.outcomes import BAD, ENDS, Thrown, ending


def main(words: list[str] | None = None) -> int:
    """Make or throw."""
    parser = argparse.ArgumentParser(prog="python -m tests.corpus", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--make", action="store_true", help="write hostile files into the folder")
    parser.add_argument("--timeout", type=float, default=90, help="seconds for each way in")
    parser.add_argument("--memory", type=int, default=700, help="MB the program itself may grow")
    parser.add_argument("--only", nargs="*", default=[], help="ways in, all where not given")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--json", type=Path, help="write every outcome here")
    given = parser.parse_args(words)
    if given.make:
        from tests.corpus.making import make_all

        sys.stdout.write(f"{make_all(given.folder)} files in {given.folder}\n")
        return 0
    from tests.corpus.running import throw_all

    files = sorted(path for path in given.folder.rglob("*") if path.is_file())
    thrown = throw_all(
        files, jobs=given.jobs, seconds=given.timeout, memory_mb=given.memory, only=given.only,
        said=lambda done: _say(given.folder, done),
    )  # fmt: skip
    if given.json:
        rows = [done.as_json(given.folder) for done in thrown]
        given.json.write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")
    return _total(thrown)


def _say(folder: Path, done: Thrown) -> None:
    ways = "  ".join(f"{way.way}:{way.end}" for way in done.ways)
    sys.stdout.write(f"{ENDS[done.end]:14} {done.path.relative_to(folder)}  {ways}\n")
    for way in done.ways:
        if way.end in BAD:
            sys.stdout.write(f"    {way.way} {ENDS[way.end]} {way.seconds:.1f} s: {way.words}\n")
    sys.stdout.flush()


def _total(thrown: list[Thrown]) -> int:
    names = list(dict.fromkeys(way.way for done in thrown for way in done.ways))
    for name in names:
        ways = [way for done in thrown for way in done.ways if way.way == name]
        counts = {end: sum(way.end == end for way in ways) for end in ENDS}
        slowest = max(way.seconds for way in ways)
        _line(name, counts, f"  slowest {slowest:.1f} s")
    counts = {end: sum(done.end == end for done in thrown) for end in ENDS}
    _line(f"{len(thrown)} files", counts, "")
    return 1 if ending([done.end for done in thrown]) in BAD else 0


def _line(name: str, counts: dict[str, int], more: str) -> None:
    words = "  ".join(f"{ENDS[end]} {count}" for end, count in counts.items())
    sys.stdout.write(f"{name:12} {words}{more}\n")


if __name__ == "__main__":
    sys.exit(main())
