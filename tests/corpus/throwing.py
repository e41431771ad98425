"""The ways in, each as the program goes it; runs in a process that may be killed.

`python -m tests.corpus.worker FOLDER` reads `way TAB path` lines and answers each in JSON.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import time
import traceback
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from db import Store, StoreUnavailable
from desktop.core.errors import UserError
from desktop.core.job import QuietContext
from desktop.core.resources import resource
from desktop.features.backup import open_encrypted, verify_backup
from desktop.features.dossier import find_dates, thumbnails
from desktop.features.dossier.reading import newest_revisions, read_contents
from desktop.features.evidence import add_paths, document_rows, preview_of
from desktop.features.exchange import ImportRequest, apply_import
from desktop.features.exchange.service import KINDS, preview_book
from desktop.features.office_tables import Book, read_book
from desktop.features.packages import check_package
from desktop.features.visits.scans import add_scans, scan_preview
from desktop.features.workspace import open_workspace

QUIET = QuietContext()
_WORDS = 200


def by_import(store: Store, path: Path) -> str:
    """Read it as a table and import it as every kind that knows its heads."""
    return _import(store, path, read_book(path), forced=False)


def by_forced_import(store: Store, path: Path) -> str:
    """Import it as every kind with columns chosen by hand, whatever the heads say."""
    return _import(store, path, read_book(path), forced=True)


def _import(store: Store, path: Path, book: Book, *, forced: bool) -> str:
    said, refused = [], UserError("没有一张表")
    for kind in KINDS:
        for sheet in book.sheets[:3] if forced else [None]:
            request = _request(kind.name, path, sheet)
            try:
                preview = preview_book(store, request, book)
                result, _ = apply_import(store, preview)
            except UserError as error:
                refused = error
            else:
                said.append(f"{kind.name} +{result.added} ~{result.changed}")
    if not said:
        raise refused
    return "；".join(said)


def _request(kind: str, path: Path, sheet: Any) -> ImportRequest:
    round_name = "七月自查" if kind == "answers" else None
    if sheet is None:
        return ImportRequest(kind, path, round=round_name)
    fields = list(resource("import_columns.json")[kind])
    columns = {name: number for number, name in enumerate(fields, 1)}
    first = sheet.rows[0].number if sheet.rows else 1
    return ImportRequest(kind, path, sheet.name, first, columns, round=round_name)


def by_intake(store: Store, path: Path) -> str:
    """Take it in as a material: a zip is unpacked, all else is stored unopened."""
    return _taken(store, path)


def by_intake_in_a_zip(store: Store, path: Path) -> str:
    """Take it in inside a zip."""
    with tempfile.TemporaryDirectory() as folder:
        packed = Path(folder) / "交来的.zip"
        with warnings.catch_warnings(), zipfile.ZipFile(packed, "w") as archive:
            warnings.simplefilter("ignore")
            archive.writestr(zipfile.ZipInfo(path.name), path.read_bytes())
        return _taken(store, packed)


def _taken(store: Store, path: Path) -> str:
    result, _ = add_paths(QUIET, store, [path])
    if not result.added and not result.known:
        raise UserError("；".join(f"{item.path}：{item.why}" for item in result.skipped))
    return f"{len(result.added)} 份，{len(result.skipped)} 份没有收"


def by_preview(store: Store, path: Path) -> str:
    """Look at the first and the last page."""
    found = []
    for row in _documents(store, path):
        preview = preview_of(QUIET, store, row.id)
        if preview.pages > 1:
            preview = preview_of(QUIET, store, row.id, preview.pages)
        found.append(preview)
    if not any(preview.image or preview.text for preview in found):
        raise UserError("；".join(preview.why for preview in found))
    return f"{len(found)} 份"


def by_looking(store: Store, path: Path) -> str:
    """Read its texts, dates and pictures as the trial hand-in does."""
    _documents(store, path)
    readings = read_contents(QUIET, store, newest_revisions(store).values())
    find_dates(QUIET, store, [row.id for row in document_rows(store).all()])
    faults = [reading.fault for reading in readings.values() if reading.fault]
    if len(faults) == len(readings):
        raise UserError("；".join(faults))
    return f"{len(readings)} 份"


def by_thumbnail(store: Store, path: Path) -> str:
    """Draw it small."""
    rows = _documents(store, path)
    made = thumbnails(QUIET, store, [row.id for row in rows])
    if not any(made):
        raise UserError("画不出小图")
    return f"{sum(map(bool, made))} 张"


def _documents(store: Store, path: Path) -> list[Any]:
    """Take a file in as it is, without unpacking: a zip within a zip stays one material."""
    by_intake(store, path)
    return list(document_rows(store).all())[:20]


def by_scan(store: Store, path: Path) -> str:
    """Take it in as a scanned sheet and look at it."""
    result, _ = add_scans(QUIET, store, [path])
    scans = [*result.filed, *result.waiting]
    if not scans:
        raise UserError("；".join(item.why for item in result.skipped))
    scan_preview(QUIET, store, scans[0].id)
    return result.summary


def by_package_check(store: Store, path: Path) -> str:
    """Check it as a package somebody brought."""
    checked = check_package(QUIET, path)
    if checked.faults:
        raise UserError("；".join(str(fault) for fault in checked.faults[:5]))
    return f"{checked.files} 份"


def by_restore(store: Store, path: Path) -> str:
    """Open it as an encrypted export."""
    with tempfile.TemporaryDirectory() as folder:
        return open_encrypted(QUIET, path, "some password", Path(folder)).name


def by_opening(store: Store, path: Path) -> str:
    """Open it as a workspace's database, and as a backup's."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "县"
        place.mkdir()
        shutil.copyfile(path, place / "workspace.db")
        problems = verify_backup(QUIET, place)
        assert problems, "a foreign file passed as a backup"
        with open_workspace(place) as opened:
            return opened.reason or "opened"


WAYS: dict[str, Callable[[Store, Path], str]] = {
    "import": by_import, "forced": by_forced_import, "intake": by_intake,
    "in-zip": by_intake_in_a_zip, "preview": by_preview, "look": by_looking,
    "small": by_thumbnail, "scan": by_scan, "package": by_package_check,
    "restore": by_restore, "open": by_opening,
}  # fmt: skip


class Range:
    """A workspace that is as it was before every throw."""

    def __init__(self, folder: Path) -> None:
        self.template, self.place = folder / "template", Path(tempfile.mkdtemp(dir=folder))

    def throw(self, way: str, path: Path) -> dict[str, Any]:
        """Go one way with one file and say how it ended."""
        workspace = self.place / "县"
        shutil.rmtree(workspace, ignore_errors=True)
        shutil.copytree(self.template, workspace)
        _forget_peak()
        before, started = _memory("VmRSS"), time.perf_counter()
        try:
            with open_workspace(workspace) as store:
                end, words = "ok", WAYS[way](store, path)
                assert not store.is_writing
        except (UserError, StoreUnavailable) as error:
            end, words = "no", str(error)
            assert words.strip("；：\n "), "a refusal without words"
        except BaseException:
            end, words = "crash", traceback.format_exc()[-2000:]
        if end != "crash":
            words = words[:_WORDS]
        seconds = time.perf_counter() - started
        grown = (_memory("VmHWM") - before) // 1024
        return {"way": way, "end": end, "words": words, "seconds": seconds, "grown_mb": grown}


def _forget_peak() -> None:
    if sys.platform.startswith("linux"):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def _memory(name: str) -> int:
    """Return a figure of /proc/self/status in KB, 0 where there is none."""
    if not sys.platform.startswith("linux"):
        return 0
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))


def main(folder: str) -> None:
    """Answer line by line until there are no more."""
    # What a library or a child prints must not be taken for an answer.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    place = Range(Path(folder))
    for line in sys.stdin:
        way, path = line.rstrip("\n").split("\t", 1)
        try:
            said = place.throw(way, Path(json.loads(path)))
        except AssertionError as error:
            said = {"way": way, "end": "crash", "words": str(error), "seconds": 0, "grown_mb": 0}
        answers.write(json.dumps(said) + "\n")
        answers.flush()
