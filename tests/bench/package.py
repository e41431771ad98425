"""Time building and checking a package beside 7z, zip and bagit-python, in one run.

Run as python -m tests.bench.package [files] [megabytes]; 5,000 files and 1,800 MB by default.
Peers that are not installed are left out (7z: p7zip-full; bagit: pip install bagit; openssl).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from db import records
from db.ids import new_id
from db.tables.evidence import Document, DocumentSlot, Revision, Slot
from desktop.core.content_store import keep_file
from desktop.core.job import QuietContext
from desktop.core.paths import evidence_files, samples
from desktop.features.exchange import ImportRequest, apply_import, preview_import
from desktop.features.packages import Choice, Order, build_package, check_package, read_tree
from desktop.features.packages.build import _copy
from desktop.features.packages.sinks import volumes_sink
from desktop.features.packages.volumes import split_volumes
from desktop.features.workspace import create_workspace, open_workspace

QUIET = QuietContext()
_AT = "2026-08-31T17:30:00+08:00"


def _workspace(folder: Path, files: int, size: int) -> None:
    with create_workspace(folder, county="青禾县", test_date="2026-12-20") as store:
        for kind, name in (("units", "责任单位通讯录.xls"),
                           ("indicators", "测评体系_县级_2026版任务分解表.xlsx")):  # fmt: skip
            apply_import(store, preview_import(store, ImportRequest(kind, samples() / name)))
        slots = records.find(store, Slot)
        rows: list[Document | Revision | DocumentSlot] = []
        source = folder / "one.bin"
        for number in range(files):
            source.write_bytes(os.urandom(size // 2 + size * number // files))
            kept = keep_file(evidence_files(folder), source)
            document = Document(new_id(), f"材料{number:05d}.jpg", None, None, "", "{}", _AT)
            rows += [
                document,
                Revision(new_id(), document.id, 1, kept.sha256, kept.bytes, document.name, "",
                         None, _AT),
                DocumentSlot(new_id(), document.id, slots[number % len(slots)].id),
            ]  # fmt: skip
        source.unlink()
        with store.write("bench"):
            records.insert(store, rows)


def _core(workspace: Path, target: Path) -> None:
    """Tree, checksums and stored volumes, without the papers."""
    with open_workspace(workspace) as store:
        tree = read_tree(store, Choice())
    members = [(f"{tree.name}/{file.path}", file.material.bytes) for file in tree.files]
    plan, _ = split_volumes(members, 4294967295)
    target.mkdir()
    volumes = [target / f"{number}.zip" for number in range(len(plan))]
    with volumes_sink(volumes, [len(part) for part in plan], tree.name) as sink:
        _copy(QUIET, evidence_files(workspace), tree.files, sink)


def _build(workspace: Path, target: Path, volume: str) -> None:
    with open_workspace(workspace) as store:
        build_package(QUIET, store, target, Order(Choice(volume=volume)))


def _zipfile(source: Path, target: Path) -> None:
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted(source.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(source))


def _command(*words: str | Path) -> Callable[[], object]:
    return lambda: subprocess.run(
        [str(word) for word in words], check=True, stdout=subprocess.DEVNULL
    )


def _timed(title: str, work: Callable[[], object], *, rounds: int = 3) -> float:
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    best = sorted(times)[len(times) // 2]
    _say(f"{title:<58}{best:8.2f} s")
    return best


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def _fresh(folder: Path, work: Callable[[Path], object]) -> Callable[[], object]:
    def run() -> None:
        shutil.rmtree(folder, ignore_errors=True)
        folder.unlink(missing_ok=True)
        work(folder)

    return run


def _ratio(title: str, ours: float, peer: float, goal: float) -> None:
    verdict = "pass" if ours / peer <= goal else "FAIL"
    _say(f"{title:<58}{ours / peer:8.2f}   goal ≤ {goal}   {verdict}")


def main(files: int, megabytes: int) -> None:
    """Print every row of the table."""
    with tempfile.TemporaryDirectory(prefix="bench-package-") as name:
        top = Path(name)
        workspace = top / "w"
        _workspace(workspace, files, megabytes * (1 << 20) // files)
        store_files = evidence_files(workspace)
        core = _timed(
            "ours: tree, checksums, volumes", _fresh(top / "c", lambda f: _core(workspace, f))
        )
        with _no_sync():
            loose = _timed("    the same, not synced to the disk",
                           _fresh(top / "c", lambda f: _core(workspace, f)))  # fmt: skip
        _timed("ours: whole package with papers",
               _fresh(top / "v", lambda f: _build(workspace, f, "4G")))  # fmt: skip
        _timed("ours: whole package as a folder",
               _fresh(top / "f", lambda f: _build(workspace, f, "")), rounds=1)  # fmt: skip
        plain = _timed("zipfile stored, no checksum, not synced",
                       _fresh(top / "z.zip", lambda f: _zipfile(store_files, f)))  # fmt: skip
        _ratio("not synced / zipfile stored", loose, plain, 1.0)
        if shutil.which("7z"):
            _beside_7z(top, store_files, (core, loose))
        _check(top)


def _beside_7z(top: Path, source: Path, ours: tuple[float, float]) -> None:
    core, loose = ours
    target = top / "7.zip"
    pack = ("7z", "a", "-mx0", "-bso0", "-bsp0", target, source)
    seven = _timed("7z -mx0, not synced", _fresh(target, lambda _: _command(*pack)()))

    def synced(_: Path) -> None:
        _command(*pack)()
        _command("sync", target)()

    durable = _timed("7z -mx0; sync the file", _fresh(target, synced))
    digest = _timed("openssl dgst -sha256", lambda: [
        _command("openssl", "dgst", "-sha256", *part)() for part in _parts(source)
    ])  # fmt: skip
    _ratio("not synced / 7z -mx0", loose, seven, 1.0)
    _ratio("not synced / (7z -mx0, then openssl dgst)", loose, seven + digest, 0.65)
    _ratio("synced / (7z -mx0; sync)", core, durable, 1.0)
    _ratio("synced / (7z -mx0; sync, then openssl dgst)", core, durable + digest, 0.65)


@contextmanager
def _no_sync() -> Iterator[None]:
    """Leave syncing out, as 7z does."""
    kept, os.fsync = os.fsync, lambda _handle: None
    try:
        yield
    finally:
        os.fsync = kept


def _parts(folder: Path) -> list[list[Path]]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return [paths[start : start + 1000] for start in range(0, len(paths), 1000)]


def _check(top: Path) -> None:
    bag = next(path for path in (top / "f").iterdir())
    ours = _timed("ours: check the folder", lambda: check_package(QUIET, bag))
    _timed("ours: check the volumes", lambda: check_package(QUIET, top / "v"))
    try:
        import bagit
    except ImportError:
        _say("bagit-python is not installed")
        return
    peer = _timed("bagit-python validate, 2 processes",
                  lambda: bagit.Bag(str(bag)).validate(processes=2))  # fmt: skip
    _ratio("check / bagit-python", ours, peer, 1.1)


if __name__ == "__main__":
    numbers = [int(text) for text in sys.argv[1:]]
    main(*(numbers or [5000, 1800]))
