"""Make a PNG of every page of the sample county at each size, scale and theme.

`python -m tests.screens OUT [--only points] [--sizes 1366x768] [--scales 1 1.5] [--themes light]`
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HELP = Path(__file__).parents[2] / "resources" / "help"
_PICTURE = re.compile(r"\(pictures/([\w.]+)\.png\)")
SIZES = ("1366x768", "1920x1080")
SCALES = ("1", "1.25", "1.5", "2")
THEMES = ("light", "dark")


def main() -> int:
    """Start one process for each scale: Qt reads it once at its start."""
    parser = argparse.ArgumentParser(prog="python -m tests.screens", description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--only", nargs="*", default=[], help="names of pages")
    parser.add_argument("--sizes", nargs="*", default=SIZES)
    parser.add_argument("--scales", nargs="*", default=SCALES)
    parser.add_argument("--themes", nargs="*", default=THEMES)
    parser.add_argument("--help-pictures", action="store_true",
                        help="renew the pictures of the help too")  # fmt: skip
    given = parser.parse_args()
    if given.help_pictures:
        given.sizes, given.scales, given.themes = ("1180x660",), ("1",), ("light",)
    given.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for scale in given.scales:
            environment = os.environ | {
                "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": scale,
                "QT_LOGGING_RULES": "qt.qpa.*=false", "HOME": folder,
            }  # fmt: skip
            command = [sys.executable, "-m", "tests.screens.take", str(given.out), folder, scale]
            command += [",".join(given.sizes), ",".join(given.themes), ",".join(given.only)]
            subprocess.run(command, env=environment, check=True)
    if given.help_pictures:
        renew_help(given.out)
    sys.stdout.write(f"{len(list(given.out.glob('*.png')))} pictures in {given.out}\n")
    return 0


def renew_help(taken: Path) -> None:
    """Put the pictures that the help shows beside it, small enough to come with the program."""
    from PIL import Image

    for name in sorted(set(_PICTURE.findall("".join(map(_text, HELP.glob("*.md")))))):
        with Image.open(taken / f"{name}-1180x660-100-light.png") as image:
            small = image.convert("RGB").resize((720, 720 * image.height // image.width))
            few = small.quantize(64, dither=Image.Dither.NONE)
            few.save(HELP / "pictures" / f"{name}.png", optimize=True)


def _text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
