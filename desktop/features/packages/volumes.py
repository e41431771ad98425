"""Zip volumes: stored, UTF-8 names, one fixed date, the same every time.

Since every byte outside the files' own follows from name, size, CRC and place, a volume can be
held against what it must be: `structure_fault` finds a changed byte wherever it lies.
"""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

# 1980-01-01 00:00, the first moment a zip knows.
_TIME, _DATE = 0, 0x21
_UTF8, _STORED = 0x800, 0
_FULL32, _FULL16 = 0xFFFFFFFF, 0xFFFF
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR = struct.Struct("<4sLQL")
_TAIL = _END.size + _END64.size + _LOCATOR.size


@dataclass(slots=True)
class Entry:
    """A member of a volume: where its header begins and what it holds."""

    name: str
    size: int
    offset: int = 0
    crc: int = 0

    @property
    def raw_name(self) -> bytes:
        """Return the name as it is written."""
        return self.name.encode()

    @property
    def is_large(self) -> bool:
        """Tell whether the size takes the long form."""
        return self.size >= _FULL32


def local_header(entry: Entry) -> bytes:
    """Return what stands before a member's content."""
    extra = struct.pack("<2H2Q", 1, 16, entry.size, entry.size) if entry.is_large else b""
    size = _FULL32 if entry.is_large else entry.size
    version = 45 if entry.is_large else 20
    head = _LOCAL.pack(b"PK\3\4", version, _UTF8, _STORED, _TIME, _DATE, entry.crc, size, size,
                       len(entry.raw_name), len(extra))  # fmt: skip
    return head + entry.raw_name + extra


def central_header(entry: Entry) -> bytes:
    """Return a member's line in the directory at the end."""
    long = struct.pack("<2Q", entry.size, entry.size) if entry.is_large else b""
    far = struct.pack("<Q", entry.offset) if entry.offset >= _FULL32 else b""
    extra = struct.pack("<2H", 1, len(long + far)) + long + far if long or far else b""
    size = _FULL32 if long else entry.size
    version = 45 if extra else 20
    head = _CENTRAL.pack(
        b"PK\1\2", version, version, _UTF8, _STORED, _TIME, _DATE, entry.crc, size, size,
        len(entry.raw_name), len(extra), 0, 0, 0, 0, _FULL32 if far else entry.offset,
    )  # fmt: skip
    return head + entry.raw_name + extra


def end_records(entries: Sequence[Entry], start: int, size: int) -> bytes:
    """Return what closes a volume whose directory of `size` bytes begins at `start`."""
    count = len(entries)
    is_large = count >= _FULL16 or start >= _FULL32 or size >= _FULL32
    long = b""
    if is_large:
        long = _END64.pack(b"PK\6\6", 44, 45, 45, 0, 0, count, count, size, start)
        long += _LOCATOR.pack(b"PK\6\7", 0, start + size, 1)
    short = min(count, _FULL16)
    return long + _END.pack(b"PK\5\6", 0, 0, short, short, min(size, _FULL32),
                            min(start, _FULL32), 0)  # fmt: skip


class VolumeWriter:
    """Writes one volume: `begin` gives members their places, `put` fills them, on any thread."""

    def __init__(self, path: Path, room: int | None) -> None:
        self.path = path
        self._left = None if room is None else room - _TAIL
        self._stream = path.open("wb", buffering=0)
        self._entries: list[Entry] = []
        self._end = 0

    def has_room(self, name: str, size: int) -> bool:
        """Tell whether a member may be begun."""
        return self._left is None or member_bytes(name, size) <= self._left

    def begin(self, name: str, size: int) -> Entry:
        """Give the next member of exactly `size` bytes its place."""
        if self._left is not None:
            self._left -= member_bytes(name, size)
        entry = Entry(name, size, self._end)
        self._entries.append(entry)
        self._end += len(local_header(entry)) + size
        return entry

    def put(self, entry: Entry, blocks: Iterable[bytes]) -> Iterator[bytes]:
        """Write a member's content on its way through, then its header, which holds the CRC."""
        with self.path.open("rb+", buffering=0) as stream:
            stream.seek(entry.offset + len(local_header(entry)))
            for block in blocks:
                entry.crc = zlib.crc32(block, entry.crc)
                _write(stream, block)
                yield block
            stream.seek(entry.offset)
            _write(stream, local_header(entry))

    def settle(self) -> None:
        """Bring to the disk what was written so far."""
        os.fsync(self._stream.fileno())

    def finish(self) -> None:
        """Write the directory and bring the whole volume to the disk."""
        self._stream.seek(self._end)
        directory = b"".join(map(central_header, self._entries))
        _write(self._stream, directory + end_records(self._entries, self._end, len(directory)))
        self.settle()

    def close(self) -> None:
        """Let go of the volume."""
        self._stream.close()


def _write(stream: BinaryIO, data: bytes) -> None:
    # A file without a buffer may take a part only, as when the disk fills up.
    left = memoryview(data)
    while left:
        left = left[stream.write(left) :]


def member_bytes(name: str, size: int) -> int:
    """Return the most a member can take in a volume."""
    return size + _LOCAL.size + _CENTRAL.size + 2 * len(name.encode()) + 60


def is_too_large(name: str, size: int, room: int | None) -> bool:
    """Tell whether a member finds no room even in a volume of its own."""
    return room is not None and _TAIL + member_bytes(name, size) > room


def structure_fault(path: Path, members: Iterable[tuple[str, int, int, int]]) -> str:
    """Say where a volume of ours is not what it must be; "" where every byte is as written.

    `members` are (name, size, offset, CRC) as read from it; the files' own bytes are not looked at.
    """
    entries = [Entry(*member) for member in sorted(members, key=lambda member: member[2])]
    place = 0
    with path.open("rb") as stream:
        for entry in entries:
            wanted = local_header(entry)
            stream.seek(entry.offset)
            if entry.offset != place or stream.read(len(wanted)) != wanted:
                return f"“{entry.name}”前的文件头被改动"
            place += len(wanted) + entry.size
        directory = b"".join(map(central_header, entries))
        stream.seek(place)
        if stream.read() != directory + end_records(entries, place, len(directory)):
            return "压缩包目录被改动"
    return ""
