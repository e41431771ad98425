"""What the figures were measured on."""

from __future__ import annotations

import os
import platform
import sqlite3
import subprocess
from pathlib import Path


def machine(folder: Path) -> str:
    """Return the machine in words: processor, cores, memory, disk, versions."""
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return "；".join(
        (
            f"{_processor()}，{os.cpu_count()} 核",
            f"内存 {pages / 2**30:.0f} GB",
            _disk(folder),
            f"{platform.system()} {'.'.join(platform.release().split('.')[:2])}",
            f"Python {platform.python_version()}，SQLite {sqlite3.sqlite_version}",
        )
    )


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()


def _disk(folder: Path) -> str:
    try:
        made = subprocess.run(
            ["findmnt", "-no", "SOURCE,FSTYPE", "-T", folder],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        source, kind = made.stdout.split()
        name = Path(source).name
        turning = next(Path("/sys/block").glob(f"{name.rstrip('0123456789')}*/queue/rotational"))
        # A virtual disk says of itself that it turns, whatever lies below it.
        turns = turning.read_text().strip() == "1"
        word = "虚拟磁盘" if name.startswith("vd") else "机械盘" if turns else "固态盘"
    except (OSError, subprocess.CalledProcessError, StopIteration, ValueError):
        return "磁盘种类不明"
    return f"{word}，{kind}"
