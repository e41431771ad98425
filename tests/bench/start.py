"""Time from starting the program to its first painted window and to the usable sample county.

Run as python -m tests.bench.start [--runs N] [--frozen dist/yingjian].

Beside it stands a bare PySide6 window, from source or frozen as the program is, and both find their
code compiled, as it is wherever they have been started before. The runs take
turns; medians, and of each pair of neighbours the ratio, whose median is held against the goal.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

from tests.bench.race import Races, with_compiled_code
from tests.bench.rows import Goal, Row

GOALS = {"painted": 1.25, "usable": 3.5}
_RUNS = 15
_SECONDS = 60
_PEER = Path(__file__).with_name("bare_window.py")
_TITLES = {"painted": "启动到画出窗口", "usable": "启动到示例县可用"}


def moments(command: Sequence[str], note: Path) -> dict[str, float]:
    """Start a program that notes its moments, and return them in seconds after the start."""
    note.unlink(missing_ok=True)
    begun = time.time()
    subprocess.run(
        [*command, str(note)], check=True, capture_output=True, timeout=_SECONDS,
        env=with_compiled_code(note.parent),
    )  # fmt: skip
    pairs = (line.split() for line in note.read_text(encoding="ascii").splitlines())
    return {name: float(moment) - begun for name, moment in pairs}


def measure(
    ours: Sequence[str], peer: Sequence[str], room: Path, *, runs: int = _RUNS
) -> dict[str, tuple[float, float, float]]:
    """Return for each goal our time, the bare window's and their ratio."""
    note = room / "moments.txt"
    moments(peer, note)
    moments(ours, note)
    pairs = [(moments(peer, note)["painted"], moments(ours, note)) for _ in range(runs)]
    return {
        name: (median(our[name] for _, our in pairs), median(bare for bare, _ in pairs),
               median(our[name] / bare for bare, our in pairs))
        for name in GOALS
    }  # fmt: skip


def from_source(room: Path) -> tuple[list[str], list[str]]:
    """Return the commands that start the program and the bare window from this source tree."""
    run = [sys.executable, "-m", "desktop"]
    _make_county(run, room / "w")
    return [*run, "-w", str(room / "w"), "--moments"], [sys.executable, str(_PEER)]


def frozen(folder: Path, room: Path) -> tuple[list[str], list[str]]:
    """Return the commands of a frozen program and of a bare window frozen in the same way."""
    subprocess.run(
        [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level=ERROR", "--windowed",
         "--name=bare", f"--distpath={room}", f"--workpath={room / 'build'}",
         f"--specpath={room / 'build'}", str(_PEER)],
        check=True, timeout=600,
    )  # fmt: skip
    end = ".exe" if sys.platform == "win32" else ""
    _make_county([str(folder / f"yingjian-cli{end}")], room / "w")
    return ([str(folder / f"yingjian{end}"), "-w", str(room / "w"), "--moments"],
            [str(room / "bare" / f"bare{end}")])  # fmt: skip


def _make_county(run: Sequence[str], folder: Path) -> None:
    subprocess.run([*run, "demo", str(folder)], check=True, capture_output=True, timeout=600)


def rows(races: Races) -> Iterator[Row]:
    """Return the lines of the table of all benches."""
    _without_a_screen()
    with tempfile.TemporaryDirectory(dir=races.folder) as name:
        room = Path(name)
        _live_in(name)
        found = measure(*from_source(room), room, runs=max(races.runs, 3))
    for goal, (our, bare, ratio) in found.items():
        yield Row(_TITLES[goal], our, "s", "只有一个标签的 PySide6 窗口", bare, ratio,
                  Goal("≤", GOALS[goal]))  # fmt: skip


def _live_in(room: str) -> None:
    """Keep settings there."""
    os.environ |= {"XDG_CONFIG_HOME": room, "XDG_DATA_HOME": room}


def _without_a_screen() -> None:
    if sys.platform == "linux" and "DISPLAY" not in os.environ:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def main(words: Sequence[str] | None = None) -> int:
    """Print what | ours | peer | ratio | goal | pass; 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=_RUNS)
    parser.add_argument("--frozen", type=Path, help="the folder of a frozen program")
    args = parser.parse_args(words)
    _without_a_screen()
    with tempfile.TemporaryDirectory() as name:
        room = Path(name)
        _live_in(name)
        ours, peer = frozen(args.frozen.resolve(), room) if args.frozen else from_source(room)
        found = measure(ours, peer, room, runs=args.runs)
    for goal, (our, bare, ratio) in found.items():
        sys.stdout.write(
            f"{_TITLES[goal]:22} | {our:.3f} s | bare window {bare:.3f} s | {ratio:.2f}× | "
            f"goal ≤ {GOALS[goal]}× | {'pass' if ratio <= GOALS[goal] else 'FAIL'}\n"
        )
    return int(any(found[goal][2] > GOALS[goal] for goal in GOALS))


if __name__ == "__main__":
    sys.exit(main())
