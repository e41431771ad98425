"""Runs one scene again and again, stopped each time at another call; prints what came of it.

`LD_PRELOAD=failing_calls.so python -m tests.faults.driver SCENE FOLDER FAULT LIMIT [unprotected]`

FAULT is kill, ENOSPC, EIO, EACCES or several of them with commas, taking turns; LIMIT is how many places to try, spread over all of them, 0
for every one. The last line is JSON: places, tried, refused, killed, done, broken.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import shutil
import signal
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from db import Store, StoreUnavailable
from desktop.core import files
from desktop.core.errors import UserError
from desktop.core.job import QuietContext
from desktop.features.backup import make_backup
from desktop.features.exchange import export_table
from desktop.features.units import save_unit, unit_rows
from desktop.features.workspace import open_workspace
from tests.faults.scenes import SCENES, Scene

_REFUSED, _BUG = 10, 20
NEVER = 1 << 40


class Sweep:
    """One scene and one kind of fault."""

    def __init__(self, scene: Scene, folder: Path, faults: list[str]) -> None:
        self.scene, self.folder, self.faults = scene, folder, faults
        self.calls = ctypes.CDLL(None)
        self.base, self.here = folder / "base", folder / "run"
        self.base.mkdir(parents=True)
        self.given = scene.prepare(self.base)
        self.result: dict[str, Any] = {"refused": 0, "killed": 0, "done": 0, "broken": []}

    def places(self) -> int:
        """Return how many calls the story makes when nothing is in its way."""
        reader, writer = os.pipe()
        self._fresh()
        child = os.fork()
        if child == 0:
            self._arm(NEVER, "EIO")
            self.scene.play(self.here, self.given, lambda _: None)
            os.write(writer, str(self.calls.fault_seen()).encode())
            os._exit(0)
        os.close(writer)
        os.waitpid(child, 0)
        return int(os.read(reader, 100))

    def _fresh(self) -> None:
        shutil.rmtree(self.here, ignore_errors=True)
        shutil.copytree(self.base, self.here)

    def _arm(self, at: int, fault: str) -> None:
        code = 0 if fault == "kill" else getattr(errno, fault)
        sticky = int(fault == "ENOSPC")
        self.calls.fault_arm(ctypes.c_long(at), code, sticky, str(self.here).encode())

    def try_at(self, at: int, fault: str) -> None:
        """Play the story with the fault at one call, then see whether all promises hold."""
        self._fresh()
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reader)
            self._play(at, fault, writer)
        os.close(writer)
        said = b""
        while block := os.read(reader, 4096):
            said += block
        os.close(reader)
        _, status = os.waitpid(child, 0)
        self._judge(at, status, said.decode().splitlines())

    def _play(self, at: int, fault: str, writer: int) -> None:
        code = 0
        try:
            self._arm(at, fault)
            self.scene.play(self.here, self.given, lambda word: _say(writer, word))
        except (UserError, StoreUnavailable):
            code = _REFUSED
        except BaseException:
            self.calls.fault_disarm()
            os.write(writer, f"BUG {traceback.format_exc()!r}\n".encode())
            code = _BUG
        # Ends as a program does that was told to: nothing is tidied up any more.
        os._exit(code)

    def _judge(self, at: int, status: int, said: list[str]) -> None:
        bugs = [line for line in said if line.startswith("BUG ")]
        killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        code = -1 if killed else os.WEXITSTATUS(status)
        self.result[{-1: "killed", _REFUSED: "refused"}.get(code, "done")] += 1
        if bugs:
            self.result["broken"].append([at, bugs[0]])
        try:
            self.scene.check(self.here, [line for line in said if not line.startswith("BUG ")])
        except Exception:
            self.result["broken"].append([at, traceback.format_exc()])


def _say(writer: int, word: str) -> None:
    os.write(writer, f"{word}\n".encode())


@contextmanager
def straight(target: Path) -> Iterator[Path]:
    """Stand in for the atomic writers: straight to the final name."""
    if target.suffix:
        target.parent.mkdir(parents=True, exist_ok=True)
    else:
        target.mkdir(parents=True, exist_ok=True)
    yield target


def drop_protection() -> None:
    """Do without a rollback journal, temporary names and checked copies."""
    execute = Store.execute

    def bare(self: Store, sql: str, values: Any = ()) -> None:
        execute(self, sql.replace("journal_mode=TRUNCATE", "journal_mode=OFF"), values)

    Store.execute = bare  # type: ignore[method-assign]
    for module in list(sys.modules.values()):
        for name in ("atomic_folder", "atomic_write"):
            if getattr(module, name, None) is getattr(files, name) and module is not files:
                setattr(module, name, straight)


def full_disk(folder: str) -> None:
    """Work where every call that changes the workspace's folder says that the disk is full."""
    base = Path(folder) / "base"
    SCENES["backup"].prepare(base)
    workspace = base / "县"
    calls = ctypes.CDLL(None)
    calls.fault_arm(ctypes.c_long(1), errno.ENOSPC, 1, str(workspace).encode())
    with open_workspace(workspace) as store:
        said = {"reason": store.reason, "units": len(unit_rows(store).all())}
        said["exported"] = export_table(store, "units", Path(folder) / "单位.xlsx")
        info = make_backup(QuietContext(), store, into=Path(folder) / "U盘", with_files=True)
        said["files"] = info.files
        try:
            save_unit(store, None, {"name": "新"})
        except StoreUnavailable as error:
            said["refused"] = str(error)
    sys.stdout.write(json.dumps(said, ensure_ascii=False) + "\n")


def main(name: str, folder: str, fault: str, limit: str, *words: str) -> None:
    """Run the sweep and print its result."""
    if words:
        drop_protection()
    faults = fault.split(",")
    sweep = Sweep(SCENES[name], Path(folder), faults)
    places = sweep.places()
    step = max(1, -(-places // int(limit))) if int(limit) else 1
    tried = list(range(1, places + 1, step))
    for number, at in enumerate(tried):
        sweep.try_at(at, faults[number % len(faults)])
    said = {"places": places, "tried": len(tried), **sweep.result}
    sys.stdout.write(json.dumps(said, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    full_disk(sys.argv[2]) if sys.argv[1] == "full-disk" else main(*sys.argv[1:])
