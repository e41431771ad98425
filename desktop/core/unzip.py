"""Unpacking a zip that somebody handed in, inside the limited child process.

Members are written under numbers, so no name in the archive ever becomes a path.
"""

from __future__ import annotations

import lzma
import os
import re
import shutil
import stat
import struct
import time
import zipfile
import zlib
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from desktop.core.resources import limit

_BLOCK = 1 << 20
_UTF8_FLAG, _ENCRYPTED_FLAG = 0x800, 0x1
_LOCAL_HEADER = 30
_END = struct.Struct("<4s4H2LH")
_FAULTS = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, RuntimeError,
    ValueError, LookupError, OverflowError,
)  # fmt: skip
_BOMB = "解压后异常庞大(疑似压缩炸弹)"


class BadArchive(Exception):  # noqa: N818 - an answer in words
    """The archive is refused as a whole; the text says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class UnzipRequest:
    """The archive to unpack and the empty folder its members go to."""

    path: str
    target: str


@dataclass(frozen=True, slots=True)
class Member:
    """A file unpacked: `parts` are the folders and name it had in the archive."""

    parts: tuple[str, ...]
    file: str


@dataclass(slots=True)
class Unpacked:
    """What one archive gave: its files, and (path, why) of each that was left out."""

    members: list[Member] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def unzip(request: UnzipRequest) -> Unpacked:
    """Unpack an archive and those inside it; raise BadArchive where it is refused whole."""
    work = _Work(Path(request.target))
    work.unpack(Path(request.path), ())
    return work.unpacked


class _Work:
    """One archive being unpacked; the limits hold for it and all archives within together."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self._count = 0
        self._left = limit("intake_zip_bytes")
        self.unpacked = Unpacked()

    def unpack(self, path: Path, parents: tuple[str, ...]) -> None:
        """Unpack one archive, `parents` being its place in the outer one."""
        _refuse_volumes(path)
        try:
            with zipfile.ZipFile(path) as archive:
                infos = [info for info in archive.infolist() if not _is_folder(info)]
                self._check(path, infos)
                for info in infos:
                    self._member(archive, info, parents)
        except _FAULTS as error:
            raise BadArchive("压缩包已损坏，打不开") from error

    def _check(self, path: Path, infos: list[zipfile.ZipInfo]) -> None:
        if self._count + len(infos) > limit("intake_zip_members"):
            raise BadArchive(f"里面的文件过多({self._count + len(infos)} 个)")
        if infos and all(info.flag_bits & _ENCRYPTED_FLAG for info in infos):
            raise BadArchive("压缩包有密码")
        total = sum(info.file_size for info in infos)
        is_dense = total > limit("intake_zip_ratio") * path.stat().st_size
        if total > self._left or (is_dense and total > limit("intake_zip_ratio_from")):
            raise BadArchive(_BOMB)
        if _overlap(infos):
            raise BadArchive("里面的文件互相重叠(疑似压缩炸弹)")
        # Each file lies twice on the disk for a moment: unpacked and in the store.
        if total * 2 > shutil.disk_usage(self._target).free:
            raise BadArchive(f"解压要 {total * 2 // 1048576} MB,磁盘空间不够")

    def _member(
        self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, parents: tuple[str, ...]
    ) -> None:
        name = member_name(info)
        parts = tuple(part for part in re.split(r"[/\\]+", name) if part not in ("", "."))
        why = _refusal(info, name, parts)
        if not why:
            self._count += 1
            file = self._target / str(self._count)
            try:
                self._write(archive, info, file)
            except _FAULTS as error:
                why = _why(error)
                file.unlink(missing_ok=True)
        if why:
            self.unpacked.refused.append(("/".join((*parents, name)), why))
        elif parts[-1].casefold().endswith(".zip"):
            self._nested(file, (*parents, *parts))
        else:
            self.unpacked.members.append(Member((*parents, *parts), str(file)))

    def _nested(self, file: Path, parts: tuple[str, ...]) -> None:
        if sum(part.casefold().endswith(".zip") for part in parts) > limit("intake_zip_depth"):
            raise BadArchive("压缩包里套压缩包，层数过多(疑似压缩炸弹)")
        try:
            self.unpack(file, parts)
        except BadArchive as error:
            self.unpacked.refused.append(("/".join(parts), str(error)))
        file.unlink()

    def _write(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, file: Path) -> None:
        with archive.open(info) as stream, file.open("wb") as target:
            while block := stream.read(_BLOCK):
                self._left -= len(block)
                if self._left < 0:
                    raise BadArchive(_BOMB)
                target.write(block)
        # A date that is none, or that no file can bear, leaves the day of unpacking.
        with suppress(ValueError, OverflowError, OSError):
            taken = time.mktime((*info.date_time, 0, 0, -1))
            os.utime(file, (taken, taken))


def member_name(info: zipfile.ZipInfo) -> str:
    """Return a member's name: marked as UTF-8, or in what it can be read as; GBK as a rule."""
    if info.flag_bits & _UTF8_FLAG:
        return info.orig_filename
    raw = info.orig_filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        with suppress(UnicodeDecodeError):
            return raw.decode(encoding)
    return info.orig_filename


def _is_folder(info: zipfile.ZipInfo) -> bool:
    return member_name(info).endswith(("/", "\\"))


def _refusal(info: zipfile.ZipInfo, name: str, parts: tuple[str, ...]) -> str:
    if (
        not parts
        or ".." in parts
        or name.startswith(("/", "\\"))
        or re.match(r"[A-Za-z]:[\\/]", name)
    ):
        return "文件名指向压缩包之外，没有收进"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "是指向别处的链接，没有收进"
    if info.flag_bits & _ENCRYPTED_FLAG:
        return "有密码，没有收进"
    return ""


def _why(error: Exception) -> str:
    if isinstance(error, NotImplementedError):
        return "压缩方法不认识，没有收进"
    return "在压缩包里已损坏，没有收进"


def _overlap(infos: list[zipfile.ZipInfo]) -> bool:
    """Tell whether members share bytes: then a small archive unpacks to endless data."""
    end = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset < end:
            return True
        end = info.header_offset + _LOCAL_HEADER + info.compress_size
    return False


def _refuse_volumes(path: Path) -> None:
    """Refuse a part of an archive split over several files, which zipfile half reads."""
    with path.open("rb") as stream:
        size = stream.seek(0, os.SEEK_END)
        stream.seek(max(0, size - 65_557))
        tail = stream.read()
    at = tail.rfind(b"PK\x05\x06")
    if at >= 0 and len(tail) >= at + _END.size:
        _, disk, first_disk, here, total, *_ = _END.unpack_from(tail, at)
        if (disk, first_disk) not in ((0, 0), (0xFFFF, 0xFFFF)) or here != total:
            raise BadArchive("是分卷压缩包的一卷，请用压缩软件解开后再拖进来")
