"""Make what is handed out of a frozen folder: installer, portable zip and their SHA-256.

`python packaging/release.py [dist/yingjian] [dist]` after `pyinstaller --noconfirm build.spec`.
The installer needs makensis, on any system; without it only the zip is made.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PORTABLE_NOTE = "有这个文件，迎检台的设置和日志都写在本文件夹里，不写到别处。\n"


def version() -> str:
    """Return the version, which stands once, in the package."""
    found = re.search(r'__version__ = "(.+)"', (ROOT / "desktop/__init__.py").read_text("utf-8"))
    assert found
    return found[1]


def portable_zip(build: Path, target: Path) -> None:
    """Pack the folder with the mark that keeps settings and log inside it."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in sorted(build.rglob("*")):
            if file.is_file():
                packed.write(file, Path("yingjian") / file.relative_to(build))
        packed.writestr("yingjian/portable.txt", PORTABLE_NOTE)


def installer(build: Path, target: Path) -> None:
    """Build the installer."""
    given = {"VERSION": version(), "BUILD": build, "OUTFILE": target}
    words = [f"-D{name}={value}" for name, value in given.items()]
    script = ROOT / "packaging/yingjian.nsi"
    subprocess.run(["makensis", "-V2", "-INPUTCHARSET", "UTF8", *words, script.name],
                   cwd=script.parent, check=True, timeout=1200)  # fmt: skip


def main(words: list[str]) -> None:
    """Make everything that can be made here."""
    build = Path(words[0] if words else ROOT / "dist/yingjian").resolve()
    out = Path(words[1] if len(words) > 1 else build.parent).resolve()
    out.mkdir(parents=True, exist_ok=True)
    files = [out / f"yingjian-{version()}-portable.zip"]
    portable_zip(build, files[0])
    if shutil.which("makensis") and (build / "yingjian.exe").is_file():
        files.append(out / f"yingjian-{version()}-setup.exe")
        installer(build, files[1])
    lines = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files]
    (out / "SHA256SUMS.txt").write_text("".join(lines), encoding="utf-8", newline="\n")
    sys.stdout.writelines(lines)


if __name__ == "__main__":
    main(sys.argv[1:])
