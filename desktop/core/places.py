"""Telling folders in which two machines may write at once: network shares and sync folders."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from desktop.core.resources import resource

_ADVICE = "可以看、查、打印。要修改：把整个文件夹复制到本机磁盘(如 D 盘)再打开，或用U盘交换。"


def shared_reason(folder: Path, *, mounts: str | None = None) -> str:
    """Return why a folder is not one machine's own, "" where it is; `mounts` is Linux's table.

    A lock does not hold on a share, and a sync program copies a database while it is written.
    """
    place = folder.resolve()
    if is_network(place, mounts=mounts):
        return f"工作区在网络共享上，几台电脑同时写会损坏数据。{_ADVICE}"
    name = sync_folder(place)
    if name:
        return f"工作区在同步文件夹“{name}”里，边写边同步会损坏数据。{_ADVICE}"
    return ""


def is_network(place: Path, *, mounts: str | None = None) -> bool:
    """Tell whether an absolute path lies on another machine."""
    if str(place).startswith(("\\\\", "//")):
        return True
    if sys.platform == "win32":
        return _is_remote_drive(place)
    if mounts is None:
        mounts = _mount_table()
    return _file_system(place, mounts) in resource("places.json")["network_systems"]


def sync_folder(place: Path) -> str:
    """Return the sync folder a path lies in, "" where there is none."""
    words = resource("places.json")
    begins = tuple(name.casefold() for name in words["sync_folders"])
    for folder in (place, *place.parents):
        if folder.name.casefold().startswith(begins):
            return folder.name
        if any((folder / marker).exists() for marker in words["sync_markers"]):
            return folder.name or str(folder)
    return ""


def _is_remote_drive(place: Path) -> bool:
    import ctypes

    remote = 4
    kernel32 = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined]
    return bool(kernel32.GetDriveTypeW(place.anchor) == remote)


def _mount_table() -> str:
    try:
        return Path("/proc/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _file_system(place: Path, mounts: str) -> str:
    """Return the kind of the file system whose mount point is nearest above a path."""
    best, kind = "", ""
    for line in mounts.splitlines():
        words = line.split()
        if len(words) < 3:
            continue
        point = words[1].replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\")
        inside = str(place) == point or str(place).startswith(point.rstrip("/") + os.sep)
        if inside and len(point) >= len(best):
            best, kind = point, words[2]
    return kind
