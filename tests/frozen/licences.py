"""Collect the licences of what ships: `python -m tests.frozen.licences THIRD_PARTY.txt`.

build.spec runs it, so that the frozen program shows them under 关于.
"""

from __future__ import annotations

import platform
import re
import sys
import tomllib
from importlib.metadata import Distribution, distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_NAME = re.compile(r"[A-Za-z0-9_.-]+")
_TEXTS = re.compile(r"(^|/)(licen[cs]e|copying|notice)[^/]*$", re.I)
_UNUSED = {"pip", "setuptools"}
_FOREWORD = """\
迎检台按 MIT 许可证发布(见 LICENSE)。随它一起分发的第三方软件和字体列在下面，各有各的许可证。
Qt 和 PySide6 按 LGPL-3.0 使用：它们是独立的动态库，可以换成自己编译的同版本。
LGPL-3.0 全文：https://www.gnu.org/licenses/lgpl-3.0.html
Noto Sans SC 字体按 SIL Open Font License 1.1 使用，全文在 resources/fonts/OFL.txt。
"""


def key_of(name: str) -> str:
    """Return a distribution's name as it is compared."""
    return re.sub("[-_.]+", "-", name).lower()


def shipped() -> list[Distribution]:
    """Return every distribution the program needs, in the order of their names."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    waiting = [
        match[0] for need in project["project"]["dependencies"] if (match := _NAME.match(need))
    ]
    found: dict[str, Distribution] = {}
    while waiting:
        name = waiting.pop()
        if key_of(name) in found or key_of(name) in _UNUSED:
            continue
        found[key_of(name)] = distribution(name)
        for need in found[key_of(name)].requires or ():
            match = _NAME.match(need)
            if match and ";" not in need:
                waiting.append(match[0])
    return [found[key] for key in sorted(found)]


def text_of(item: Distribution) -> str:
    """Return one distribution's name, version, licence and licence texts."""
    about = item.metadata
    kind = about.get("License-Expression") or (about.get("License") or "").split("\n")[0]
    if not kind:
        named = (line for line in about.get_all("Classifier") or () if line.startswith("License"))
        kind = ", ".join(line.rpartition(" :: ")[2] for line in named)
    texts = [
        path.read_text(encoding="utf-8")
        for path in item.files or ()
        if ".dist-info" in str(path) and _TEXTS.search(path.as_posix())
    ]
    return "\n\n".join([f"{'=' * 72}\n{about['Name']} {item.version}  {kind}", *texts])


def collected() -> str:
    """Return the whole text."""
    python = f"{'=' * 72}\nPython {platform.python_version()}  PSF-2.0\n\nhttps://docs.python.org/3/license.html"
    return "\n\n".join([_FOREWORD, python, *(text_of(item) for item in shipped())]) + "\n"


def main(target: str) -> None:
    """Write them all to a file."""
    Path(target).write_text(collected(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1])
