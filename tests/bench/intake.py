"""Taking in 5,000 files of 1.8 GB: copied, hashed, made lasting, written down.

The peers are `cp -r; sync` and that followed by `openssl dgst -sha256` over every file.
"""

from __future__ import annotations

import random
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from desktop.core.job import QuietContext
from desktop.features.evidence import add_paths
from desktop.features.workspace import create_workspace
from tests.bench.race import Call, Missing, Races, Watch
from tests.bench.rows import Goal, Row, beside, grown, memory

_IDLE_MB = 180


def make_files(folder: Path, files: int, megabytes: int) -> Path:
    """Return a folder of files as units hand them in, making it where it is not there."""
    place = folder / f"in-{files}-{megabytes}"
    if not (place / "made").exists():
        dice = random.Random(1)
        block = dice.randbytes(4 << 20)
        size = megabytes * 1_000_000 // files
        for number in range(files):
            path = place / f"单位{number % 60}" / f"3.2 材料{number}.jpg"
            path.parent.mkdir(parents=True, exist_ok=True)
            length = size // 2 + dice.randrange(size)
            start = dice.randrange(len(block) - 1000)
            with path.open("wb") as stream:
                stream.write(number.to_bytes(8, "big"))
                stream.write((block[start:] + block)[:length])
        (place / "made").write_text("1")
    return place


def ours(watch: Watch, room: Path, source: str) -> None:
    """Take the folder in as dropping it on the window does."""
    with (
        create_workspace(room / "w", county="青禾县", test_date="2026-12-20") as store,
        watch,
    ):
        result, _ = add_paths(QuietContext(), store, [Path(source)])
    watch.figures["added"] = len(result.added)
    subprocess.run(["sync"], check=True)


def copy(watch: Watch, room: Path, source: str) -> None:
    """Copy the folder and wait for the disk."""
    with watch:
        subprocess.run(["cp", "-r", source, room / "copy"], check=True)
        subprocess.run(["sync"], check=True)


def digest(watch: Watch, room: Path, source: str) -> None:
    """Hash every file."""
    if not shutil.which("openssl"):
        raise Missing
    names = [str(path) for path in Path(source).rglob("*") if path.is_file()]
    with watch:
        for start in range(0, len(names), 1000):
            command = ["openssl", "dgst", "-sha256", *names[start : start + 1000]]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def rows(races: Races) -> Iterator[Row]:
    """Yield taking files in."""
    files, megabytes = races.size(5000, 500), races.size(1800, 100)
    source = str(make_files(races.folder, files, megabytes))
    raced = races.run({"ours": Call(ours, (source,)), "cp": Call(copy, (source,)),
                       "openssl": Call(digest, (source,))})  # fmt: skip
    title, us = f"收进 {files} 个文件、{megabytes} MB，落盘，记录写好", raced["ours"]
    assert us is not None
    assert us.figures["added"] >= files
    yield beside(title, us, "cp -r; sync", raced["cp"], Goal("≤", 1.4))
    both = raced["openssl"]
    yield beside(title, us, "cp -r; sync，再 openssl dgst -sha256", both and raced["cp"],
                 Goal("≤", 0.8), plus=both.seconds if both else 0)  # fmt: skip
    yield memory(title, us, _IDLE_MB + 150)
    small = str(make_files(races.folder, files // 10, megabytes // 10))
    yield grown(races, "收文件", Call(ours, (small,)), Call(ours, (source,)))
