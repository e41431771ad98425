"""Where a bag lies: in a folder or in zip volumes; both list and read their files alike.

Nothing is ever unpacked; a member's bytes only pass through on their way to a checksum.
"""

from __future__ import annotations

import os
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from desktop.core.errors import UserError
from desktop.core.resources import resource
from desktop.features.packages.bagit import DECLARATION, path_fault
from desktop.features.packages.types import Fault

_BLOCK = 1 << 20
# What zipfile lets through on damaged or hostile files.
ZIP_FAULTS = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, NotImplementedError,
    RuntimeError, ValueError, KeyError, OverflowError,
)  # fmt: skip
DAMAGED = "压缩数据已损坏"
_VOLUME = re.compile(r"(.+)_卷\d+\.zip$", re.IGNORECASE)


class Unreadable(Exception):  # noqa: N818 - says what is wrong, in Chinese
    """A file cannot be read; the text says why."""


class Holder(Protocol):
    """Lists a bag's files with their sizes and reads them; `faults` arose from listing."""

    sizes: dict[str, int]
    faults: list[Fault]
    has_data: bool

    def blocks(self, path: str) -> Iterator[bytes]:
        """Return a file's content block by block; raise Unreadable where it cannot be read."""


class FolderHolder:
    """A bag in a folder; links are refused, since they may lead anywhere."""

    def __init__(self, top: Path) -> None:
        self._top = top
        self.sizes: dict[str, int] = {}
        self.faults: list[Fault] = []
        self.has_data = (top / "data").is_dir() and not (top / "data").is_symlink()
        self._walk(top, "")

    def _walk(self, folder: Path, prefix: str) -> None:
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            self.faults.append(Fault("unreadable", prefix or ".", f"读不了({error.strerror})"))
            return
        for entry in entries:
            path = f"{prefix}{entry.name}"
            junction = getattr(entry, "is_junction", bool)
            if entry.is_symlink() or junction():
                self.faults.append(Fault("unsafe", path, "是指向别处的链接"))
            elif entry.is_dir():
                self._walk(Path(entry.path), f"{path}/")
            elif entry.is_file():
                self.sizes[path] = entry.stat().st_size
            else:
                self.faults.append(Fault("unsafe", path, "不是普通文件"))

    def blocks(self, path: str) -> Iterator[bytes]:
        """Return a file's content block by block."""
        try:
            with (self._top / path).open("rb", buffering=0) as stream:
                while block := stream.read(_BLOCK):
                    yield block
        except OSError as error:
            raise Unreadable(f"读不了({error.strerror or error})") from error


@dataclass(frozen=True, slots=True)
class _Member:
    archive: zipfile.ZipFile
    info: zipfile.ZipInfo


class ZipHolder:
    """A bag in zip volumes; close it after use."""

    def __init__(self, volumes: Sequence[Path]) -> None:
        self.sizes: dict[str, int] = {}
        self.faults: list[Fault] = []
        self.members: dict[Path, list[tuple[str, int, int, int]]] = {}
        self._found: dict[str, _Member] = {}
        self._archives: list[zipfile.ZipFile] = []
        for volume in volumes:
            self._open(volume)
        self._strip_top()
        self.has_data = any(path.startswith("data/") for path in self._found)
        self._found = {path: m for path, m in self._found.items() if not path.endswith("/")}
        self.sizes = {path: member.info.file_size for path, member in self._found.items()}

    def _open(self, volume: Path) -> None:
        try:
            archive = zipfile.ZipFile(volume)
        except ZIP_FAULTS as error:
            self.faults.append(Fault("unreadable", volume.name, f"压缩包打不开：{_words(error)}"))
            return
        self._archives.append(archive)
        infos = archive.infolist()
        if len(infos) > resource("packages.json")["zip_members"]:
            self.faults.append(Fault("unsafe", volume.name, f"内部文件过多({len(infos)} 个)"))
            return
        if sum(info.compress_size for info in infos) > volume.stat().st_size:
            self.faults.append(Fault("unsafe", volume.name, "内部文件互相重叠(疑似压缩炸弹)"))
            return
        self.members[volume] = [
            (member_name(info), info.file_size, info.header_offset, info.CRC) for info in infos
        ]
        for info in infos:
            self._add(archive, info, volume.name)

    def _add(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, volume: str) -> None:
        name = member_name(info)
        why = _member_fault(name, info)
        if name in self._found and not name.endswith("/"):
            why = "在压缩包里出现两次，不同程序会取出不同内容"
        if why:
            self.faults.append(Fault("unsafe", f"{volume}/{name}", why))
        else:
            self._found[name] = _Member(archive, info)

    def _strip_top(self) -> None:
        """Name the members from the folder that holds bagit.txt."""
        tops = [name[: -len(DECLARATION)] for name in self._found
                if name.rpartition("/")[2] == DECLARATION]  # fmt: skip
        top = min(tops, key=lambda text: (text.count("/"), text), default="")
        inside: dict[str, _Member] = {}
        for name, member in self._found.items():
            if name.startswith(top):
                inside[name[len(top) :]] = member
            elif not top.startswith(name):
                self.faults.append(Fault("unexpected", name, "不在包的文件夹里"))
        inside.pop("", None)
        self._found = inside

    def blocks(self, path: str) -> Iterator[bytes]:
        """Return a member's content block by block."""
        member = self._found[path]
        try:
            with member.archive.open(member.info) as stream:
                while block := stream.read(_BLOCK):
                    yield block
        except ZIP_FAULTS as error:
            raise Unreadable(_words(error)) from error

    def close(self) -> None:
        """Close the volumes."""
        for archive in self._archives:
            archive.close()


def member_name(info: zipfile.ZipInfo) -> str:
    """Return a member's name; names by old Chinese tools are GBK without saying so."""
    name = info.orig_filename
    if not info.flag_bits & 0x800:
        raw = name.encode("cp437", "surrogateescape")
        for encoding in ("utf-8", "gbk"):
            try:
                return raw.decode(encoding)
            except UnicodeDecodeError:
                continue
    return name


def _member_fault(name: str, info: zipfile.ZipInfo) -> str:
    if path_fault(name):
        return path_fault(name)
    if stat.S_ISLNK(info.external_attr >> 16):
        return "是指向别处的链接"
    if info.flag_bits & 1:
        return "有密码，读不了"
    facts: Any = resource("packages.json")
    is_big = info.file_size > facts["zip_ratio_from_bytes"]
    if is_big and info.file_size > facts["zip_ratio"] * max(1, info.compress_size):
        return "解压后异常庞大(疑似压缩炸弹)，没有读"
    return ""


def _words(error: BaseException) -> str:
    if isinstance(error, NotImplementedError):
        return "用了不支持的压缩方法"
    if "password" in str(error) or "encrypted" in str(error):
        return "有密码，读不了"
    if "disk" in str(error):
        return "是分盘压缩的一部分，请先合并"
    return DAMAGED


def find_bags(path: Path) -> list[tuple[str, list[Path]]]:
    """Return the bags at a place: (name, [folder]) or (name, volumes); the volumes of one package
    are found from any of them.

    Raises UserError where there is none.
    """
    if path.name == DECLARATION:
        path = path.parent
    if path.is_file():
        return [_volumes_of(path)]
    if path.is_dir():
        found = _bags_in(path)
        if not found:
            # Folders with a dot in front are packages still being built.
            inner = (item for item in sorted(path.iterdir()) if item.is_dir())
            found = [bag for item in inner if item.name[:1] != "." for bag in _bags_in(item)]
        if found:
            return found
    words = "这里没有打好的包" if path.exists() else "没有这个文件或文件夹"
    raise UserError(f"{words}：{path}", "请指到包的文件夹(里面有 bagit.txt)或它的压缩包。")


def _bags_in(folder: Path) -> list[tuple[str, list[Path]]]:
    if (folder / DECLARATION).exists():
        return [(folder.name, [folder])]
    zips = sorted(item for item in folder.iterdir() if item.suffix.lower() == ".zip")
    groups = dict(_volumes_of(item) for item in zips)
    if not groups and (folder / "data").is_dir():
        return [(folder.name, [folder])]
    return list(groups.items())


def _volumes_of(path: Path) -> tuple[str, list[Path]]:
    found = _VOLUME.fullmatch(path.name)
    if found is None:
        return path.stem, [path]
    stem = found.group(1)
    mates = [
        item
        for item in path.parent.iterdir()
        if (match := _VOLUME.fullmatch(item.name)) and match.group(1) == stem
    ]
    return stem, sorted(mates)
