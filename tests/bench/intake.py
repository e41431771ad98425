"""Time taking in 5,000 files beside copying them: python -m tests.bench.intake [files] [MB].

The peers are `cp -r; sync` and that followed by `openssl dgst -sha256` over every file; ours copies,
hashes, makes each file lasting and writes the records. Each is run three times, taking turns; the
medians count.
"""

from __future__ import annotations

import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from desktop.core.job import QuietContext
from desktop.features.evidence import add_paths
from desktop.features.workspace import create_workspace

_RUNS = 3


def main() -> None:
    """Print what | seconds | ratio | goal."""
    files = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    megabytes = int(sys.argv[2]) if len(sys.argv) > 2 else 1800
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _make(folder / "in", files, megabytes)
        ours, copy, hashed = _medians(folder)
    sys.stdout.write(f"{files} files, {megabytes} MB: {ours:.1f} s" + "\n")
    sys.stdout.write(
        f"cp -r; sync          {copy:5.1f} s   ours {ours / copy:.2f}x   goal 1.40x" + "\n"
    )
    sys.stdout.write(
        f"cp -r; sync; openssl {hashed:5.1f} s   ours {ours / hashed:.2f}x   goal 0.80x" + "\n"
    )


def _make(folder: Path, files: int, megabytes: int) -> None:
    dice = random.Random(1)
    block = dice.randbytes(4 << 20)
    size = megabytes * 1_000_000 // files
    for number in range(files):
        path = folder / f"单位{number % 60}" / f"3.2 材料{number}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        length = size // 2 + dice.randrange(size)
        start = dice.randrange(len(block) - 1000)
        with path.open("wb") as stream:
            stream.write(number.to_bytes(8, "big"))
            stream.write((block[start:] + block)[:length])


def _medians(folder: Path) -> tuple[float, float, float]:
    ours, copies, hashes = [], [], []
    for _ in range(_RUNS):
        copies.append(_timed(lambda: _copy(folder)))
        hashes.append(copies[-1] + _timed(lambda: _hash(folder)))
        shutil.rmtree(folder / "copy")
        subprocess.run(["sync"], check=True)
        with create_workspace(folder / "w", county="青禾县", test_date="2026-12-20") as store:
            ours.append(_timed(lambda: add_paths(QuietContext(), store, [folder / "in"])))
        shutil.rmtree(folder / "w")
        subprocess.run(["sync"], check=True)
    return statistics.median(ours), statistics.median(copies), statistics.median(hashes)


def _copy(folder: Path) -> None:
    subprocess.run(["cp", "-r", folder / "in", folder / "copy"], check=True)
    subprocess.run(["sync"], check=True)


def _hash(folder: Path) -> None:
    names = [str(path) for path in (folder / "copy").rglob("*") if path.is_file()]
    for start in range(0, len(names), 1000):
        command = ["openssl", "dgst", "-sha256", *names[start : start + 1000]]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
