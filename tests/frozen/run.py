"""Try a frozen build as a user would: `python -m tests.frozen.run BUILD [options]`.

BUILD is the folder PyInstaller made, the portable zip, or the installer, which is then installed
silently and uninstalled. On another system than the build's own, `--launcher "wine"` starts its
programs and `--drive Z:` names the drive under which they see this system's root.
"""

from __future__ import annotations

import argparse
import re
import shlex
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PySide6.QtGui import QImage

SHEETS, READINESS = "检查表.pdf", "准备度报告.pdf"
_SECONDS = 300
# How long a window needs at most until it stands; what the installer ends with beside it.
_STARTED, _RUNNING = 15, 3
# Without blanks: NSIS takes /D= as it is, and a quoted one not at all.
_INSTALLED = "Programs/迎检台试装"


_NEEDED = (
    "translations/qt_zh_CN.qm", "translations/qtbase_zh_CN.qm", "THIRD_PARTY.txt",
    "resources/fonts/OFL.txt", "docx/templates/default.docx", "/pinyin_dict.json",
)  # fmt: skip
# Qt6Network is there because Qt6Pdf is linked to it; its Python module, the way to it, is not.
_UNWANTED = re.compile(
    r"Qt6?(WebEngine|Qml|Quick|3D|Multimedia|Sql|Test|Charts|Designer|Bluetooth|WebSockets)"
    r"|PySide6/QtNetwork\.|/(pip|setuptools|numpy|tkinter|pytest)/|opengl32sw|_ssl\b|tests/bench"
)


class Fault(SystemExit):
    """What is wrong with the build; ends the run with exit code 1."""


@dataclass(frozen=True, slots=True)
class Machine:
    """How programs of the build's system are started here, and how they write our paths."""

    launcher: tuple[str, ...]
    drive: str

    def place(self, path: Path) -> str:
        """Return a path as the build's system writes it."""
        return self.drive + str(path).replace("/", "\\") if self.drive else str(path)

    def run(self, program: Path, *words: str) -> str:
        """Run a program of the build and return what it says; raise Fault unless it ends well."""
        done = subprocess.run(
            [*self.launcher, str(program), *words], capture_output=True, timeout=_SECONDS
        )
        said = (done.stdout + done.stderr).decode("gbk" if self.drive else "utf-8", "replace")
        if done.returncode:
            raise Fault(f"{program.name} {' '.join(words)}: {done.returncode}\n{said}")
        return said


def say(text: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def megabytes(folder: Path) -> float:
    """Return what a folder takes, links not counted."""
    files = (file for file in folder.rglob("*") if file.is_file() and not file.is_symlink())
    return sum(file.stat().st_size for file in files) / 1e6


def program(folder: Path, name: str) -> Path:
    """Return one of the two programs."""
    for file in (folder / name, folder / f"{name}.exe"):
        if file.is_file():
            return file
    raise Fault(f"no {name} in {folder}")


def pages(file: Path) -> list[str]:
    """Return the text of each page; the time of printing aside, which stands in every foot."""
    with pypdfium2.PdfDocument(file) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    return ["\n".join(t for t in text.splitlines() if "数据截至" not in t) for text in texts]


def from_source(*words: str) -> None:
    """Run a command of this source tree."""
    subprocess.run(
        [sys.executable, "-m", "desktop", *words], check=True, capture_output=True, timeout=_SECONDS
    )


def check_contents(folder: Path) -> None:
    """See that what must ship is there, and that nothing is which nobody calls."""
    names = [file.relative_to(folder).as_posix() for file in folder.rglob("*")]
    missing = [name for name in _NEEDED if not any(file.endswith(name) for file in names)]
    unwanted = [file for file in names if _UNWANTED.search(file)]
    if missing or unwanted:
        raise Fault(f"missing {missing}, unwanted {unwanted[:9]}")
    say(f"{len(names)} files, none unwanted")


def try_command(machine: Machine, folder: Path, out: Path) -> Path:
    """Make the sample county with the build and from source; compare both prints page by page."""
    cli = program(folder, "yingjian-cli")
    made, source = out / "示例 一", out / "source"
    began = time.perf_counter()
    machine.run(cli, "demo", machine.place(made))
    say(f"demo in {time.perf_counter() - began:.1f} s")
    machine.run(cli, "-w", machine.place(made), "check")
    from_source("demo", str(source))
    # The report names where materials came from: made from the same workspace by both.
    report = source / "exports" / READINESS
    from_source("-w", str(made), "report", "readiness", str(report))
    for name in (SHEETS, READINESS):
        here, there = pages(source / "exports" / name), pages(made / "exports" / name)
        if here != there:
            differing = [
                n for n, pair in enumerate(zip(here, there, strict=False)) if len({*pair}) > 1
            ]
            raise Fault(f"{name}: {len(there)} pages for {len(here)}, differing {differing[:9]}")
        say(f"{name}: {len(here)} pages, text equal to the source's")
    return made


def try_window(machine: Machine, folder: Path, workspace: Path, picture: Path) -> None:
    """Open the window by the workspace's marker and look at its picture."""
    marker = next(workspace.glob("*.yingjian"))
    for turn in ("first", "second"):
        began = time.perf_counter()
        machine.run(
            program(folder, "yingjian"), machine.place(marker), "--picture", machine.place(picture)
        )
        say(f"window, {turn} time, opened, drawn and closed in {time.perf_counter() - began:.1f} s")
    image = QImage(str(picture))
    if image.width() < 600 or image.height() < 300:
        raise Fault(f"no picture of the window: {image.width()} x {image.height()}")
    colours = {
        image.pixel(x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)
    }
    if len(colours) < 16:
        raise Fault(f"the window is blank: {len(colours)} colours")
    say(f"window {image.width()} x {image.height()}, {len(colours)} colours: {picture}")


def install(machine: Machine, setup: Path, folder: Path) -> None:
    """Install silently."""
    machine.run(setup, "/S", f"/D={machine.place(folder)}")
    say(f"installed: {megabytes(folder):.0f} MB")


def upgrade(machine: Machine, setup: Path, folder: Path, workspace: Path) -> None:
    """Install over the program while its window is open, which is refused, and again after."""
    marker = next(workspace.glob("*.yingjian"))
    words = (*machine.launcher, str(program(folder, "yingjian")), machine.place(marker))
    before = {file: file.stat().st_mtime_ns for file in folder.rglob("*")}
    again = (*machine.launcher, str(setup), "/S", f"/D={machine.place(folder)}")
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as running:
        try:
            time.sleep(_STARTED)
            refused = subprocess.run(again, capture_output=True, timeout=_SECONDS).returncode
            if running.poll() is not None:
                raise Fault(f"the window is gone: {running.returncode}")
        finally:
            _end(machine, running)
    if refused != _RUNNING or before != {f: f.stat().st_mtime_ns for f in folder.rglob("*")}:
        raise Fault(f"installing over a running program ended with {refused}")
    install(machine, setup, folder)
    say("upgraded: refused while the window was open, done after")


def _end(machine: Machine, running: subprocess.Popen[bytes]) -> None:
    """End a program of the build, whatever started it."""
    if machine.drive:
        killer = (*machine.launcher, "taskkill", "/F", "/IM", "yingjian.exe")
        subprocess.run(killer, capture_output=True, timeout=_SECONDS, check=False)
    else:
        running.kill()
    running.wait(_SECONDS)


def uninstall(machine: Machine, folder: Path, workspace: Path) -> None:
    """Uninstall silently; the workspace stays, even one in the program's folder."""
    inside = folder / "示例"
    shutil.copytree(workspace, inside)
    machine.run(folder / "uninstall.exe", "/S", f"_?={machine.place(folder)}")
    left = sorted(file.name for file in folder.iterdir())
    # With `_?=` it runs in its own place, so that it cannot delete itself.
    if not (inside / "workspace.db").is_file() or set(left) - {"示例", "uninstall.exe"}:
        raise Fault(f"after uninstalling there is {left}")
    say("uninstalled: the program is gone, the workspace whole")


def unpacked(build: Path, out: Path) -> Path:
    """Return the folder of a portable zip, unpacked."""
    with zipfile.ZipFile(build) as packed:
        packed.extractall(out / "portable")
    folder = out / "portable/yingjian"
    for name in ("yingjian", "yingjian-cli"):
        if (folder / name).is_file():
            (folder / name).chmod(0o755)
    return folder


def main(words: Sequence[str] | None = None) -> None:
    """Try the build; leave with 1 and the reason where something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", type=Path)
    parser.add_argument("--launcher", default="", help="what starts the programs")
    parser.add_argument("--drive", default="", help="the drive of this system's root, as Z:")
    parser.add_argument("--out", type=Path, default=Path("build/frozen"))
    parser.add_argument("--max-mb", type=float, default=0, help="the size it may have")
    args = parser.parse_args(words)
    machine = Machine(tuple(shlex.split(args.launcher)), args.drive)
    out, build = args.out.resolve(), args.build.resolve()
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    setup = build if build.suffix == ".exe" else None
    folder = (
        out / _INSTALLED if setup else unpacked(build, out) if build.suffix == ".zip" else build
    )
    if setup:
        install(machine, setup, folder)
    size = megabytes(folder)
    say(f"{size:.0f} MB, {machine.run(program(folder, 'yingjian-cli'), '--version').strip()}")
    if args.max_mb and size > args.max_mb:
        raise Fault(f"{size:.0f} MB, more than {args.max_mb:.0f}")
    check_contents(folder)
    workspace = try_command(machine, folder, out)
    try_window(machine, folder, workspace, out / "window.png")
    if build.suffix == ".zip" and not any((folder / "data").rglob("*.ini")):
        raise Fault("the portable program keeps its settings elsewhere")
    if setup:
        upgrade(machine, setup, folder, workspace)
        uninstall(machine, folder, workspace)
    say("all good")


if __name__ == "__main__":
    main()
