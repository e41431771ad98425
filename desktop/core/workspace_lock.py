"""One writer per workspace, and a seal that tells whether its database is as it was left.

`workspace.lock` holds, while a program writes, who that is; after a clean end the SHA-256 of the
database. A holder that is named although nobody has the lock ended in a crash, or the folder was
copied while it was in use.
"""

from __future__ import annotations

import errno
import getpass
import hashlib
import json
import os
import platform
import threading
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from desktop.core.clock import now
from desktop.core.file_lock import FileLock
from desktop.core.paths import database
from desktop.core.resources import limit

LOCK_NAME = "workspace.lock"
_HEAD = 100
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a workspace open for writing."""

    who: str
    machine: str
    pid: int
    since: str

    def __str__(self) -> str:
        return f"{self.who or '有人'}(电脑 {self.machine}，{self.since[:16].replace('T', ' ')} 起)"


@dataclass(frozen=True, slots=True)
class Hold:
    """What came of asking for a workspace: the right to write, or in `reason` why not.

    `notices` say what was found amiss on the way.
    """

    folder: Path
    reason: str = ""
    notices: tuple[str, ...] = ()

    @property
    def writes(self) -> bool:
        """Tell whether the workspace may be written."""
        return not self.reason

    def release(self, *, seal: bool = True) -> None:
        """Give the right back; the last one of this process seals the database."""
        if self.writes:
            _release(self.folder, seal=seal)


@dataclass(slots=True)
class _Held:
    lock: FileLock
    former: bytes
    head: bytes
    seal: dict[str, Any] | None
    count: int = 1


@dataclass(slots=True)
class _Process:
    """The workspaces this process writes: its jobs open them a second time."""

    held: dict[Path, _Held] = field(default_factory=dict)
    guard: threading.Lock = field(default_factory=threading.Lock)


_process = _Process()


def hold(folder: Path) -> Hold:
    """Ask for the right to write a workspace; within one process it is shared."""
    place = folder.resolve()
    with _process.guard:
        if place in _process.held:
            _process.held[place].count += 1
            return Hold(place)
        try:
            lock = FileLock(place / LOCK_NAME)
        except OSError as error:
            return Hold(place, _unwritable(error))
        if not lock.acquire():
            holder = _holder(lock.read())
            lock.close()
            return Hold(place, _taken(holder))
        return _begin(place, lock)


def _begin(place: Path, lock: FileLock) -> Hold:
    former = lock.read()
    held = _Held(lock, former, _head(place), _parsed(former).get("seal"))
    notices = _notices(place, held)
    me = Holder(_user(), platform.node(), os.getpid(), now().isoformat(timespec="seconds"))
    try:
        lock.write(_text({"holder": asdict(me)}))
    except OSError as error:
        lock.close()
        return Hold(place, _unwritable(error), notices)
    _process.held[place] = held
    return Hold(place, "", notices)


def _release(place: Path, *, seal: bool) -> None:
    with _process.guard:
        held = _process.held[place]
        held.count -= 1
        if held.count:
            return
        del _process.held[place]
        try:
            held.lock.write(_closing(place, held) if seal else _refused(place, held))
        except OSError:
            # A full disk or a pulled stick: the next start takes it for a crash and looks closer.
            pass
        finally:
            held.lock.close()


def _refused(place: Path, held: _Held) -> bytes:
    """Return what stays where opening failed: a seal holds for what was sealed only."""
    return held.former if _head(place) == held.head else b""


def _closing(place: Path, held: _Held) -> bytes:
    if held.seal is not None and _head(place) == held.head:
        return held.former
    return _text({"seal": {"sha256": _sha256(place), "head": _head(place).hex()}})


def seal_fault(folder: Path) -> str:
    """Return what is wrong where the database is not as the last clean end left it, else "".

    Says nothing where this process has written since, or where there is no seal.
    """
    place = folder.resolve()
    held = _process.held.get(place)
    seal = held.seal if held else _parsed(_content(place)).get("seal")
    if seal is None or (held is not None and _head(place) != held.head):
        return ""
    if _sha256(place) == seal.get("sha256"):
        return ""
    return "与上次正常关闭时不一样：被别的程序改动过，或磁盘出错"


def _notices(place: Path, held: _Held) -> tuple[str, ...]:
    left = _holder(held.former)
    if left is not None:
        return (
            f"上次没有正常关闭：{left}。已保存的内容都在；"
            "若文件夹是在使用中复制来的，请先做一次核对。",
        )
    size = database(place).stat().st_size
    if held.seal is None or size > limit("seal_check_bytes"):
        return ()
    if _sha256(place) == held.seal.get("sha256"):
        return ()
    return ("数据库与上次正常关闭时不一样：被别的程序改动过，或磁盘出错。请先做一次核对。",)


def _taken(holder: Holder | None) -> str:
    who = str(holder) if holder else "另一个迎检台"
    return f"{who}正在使用这个工作区。等对方关闭后重新打开，就可以修改。"


def _unwritable(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "磁盘已满。腾出空间后重新打开，就可以修改；现在可以看、打印、导出到别处。"
    return (
        f"工作区文件夹不能写({error.strerror})。光盘、只读U盘或没有权限的文件夹只能看；"
        "要修改，请把整个文件夹复制到本机磁盘再打开。"
    )


def _content(place: Path) -> bytes:
    try:
        return (place / LOCK_NAME).read_bytes()
    except OSError:
        return b""


def _parsed(content: bytes) -> dict[str, Any]:
    try:
        value = json.loads(content)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _holder(content: bytes) -> Holder | None:
    found = _parsed(content).get("holder")
    try:
        return Holder(**found) if found else None
    except TypeError:
        return None


def _text(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _head(place: Path) -> bytes:
    """Return the database's header, in which SQLite counts every commit."""
    with database(place).open("rb") as stream:
        return stream.read(_HEAD)


def _sha256(place: Path) -> str:
    digest = hashlib.sha256()
    with database(place).open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return ""
