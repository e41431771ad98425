"""`python -m tests.faults [PLACES]`: every story stopped at every place with each kind of fault.

PLACES tries only so many of each story's places. Ends with 1 where a promise was broken.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.faults.scenes import SCENES

ROOT = Path(__file__).resolve().parents[2]
FAULTS = ("kill", "ENOSPC", "EIO", "EACCES")
COUNTED = ("tried", "killed", "refused", "done")


def build_library(folder: Path) -> Path:
    """Compile the library that makes calls fail; needs Linux and a C compiler."""
    target = folder / "failing_calls.so"
    source = Path(__file__).with_name("failing_calls.c")
    command = ["cc", "-O1", "-shared", "-fPIC", "-o", str(target), str(source), "-ldl"]
    subprocess.run(command, check=True)
    return target


def sweep(library: Path, folder: Path, *words: str) -> dict[str, Any]:
    """Run the driver with `scene, fault, limit` and return what it says."""
    scene, *rest = words
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.driver", scene, str(folder / "sweep"), *rest],
        cwd=ROOT, env={**os.environ, "LD_PRELOAD": str(library)}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def main(places: str = "0") -> int:
    """Sweep everything and say the figures."""
    total, broken = dict.fromkeys(COUNTED, 0), 0
    with tempfile.TemporaryDirectory(prefix="yingjian-faults-") as place:
        library = build_library(Path(place))
        for scene in SCENES:
            for fault in FAULTS:
                result = sweep(library, Path(place) / f"{scene}-{fault}", scene, fault, places)
                total = {name: total[name] + result[name] for name in COUNTED}
                broken += len(result["broken"])
                words = "  ".join(f"{name} {result[name]}" for name in ("places", *COUNTED))
                sys.stdout.write(f"{scene:10} {fault:7} {words}\n")
                for at, why in result["broken"]:
                    sys.stdout.write(f"  BROKEN at {at}: {why}\n")
                sys.stdout.flush()
    sys.stdout.write(f"total {json.dumps(total)}, broken {broken}\n")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
