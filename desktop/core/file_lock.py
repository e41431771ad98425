"""A lock on a file that the system itself drops when its holder dies, however it dies."""

from __future__ import annotations

import os
import sys
from pathlib import Path

# Far behind any content: Windows keeps others from reading the bytes that are locked.
_PLACE = 1 << 30


class FileLock:
    """A file that one process at a time holds; its content can be read by everybody."""

    def __init__(self, path: Path) -> None:
        """Open the file, making it where it is missing; raise OSError where that cannot be."""
        self._handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)

    def acquire(self) -> bool:
        """Take the lock without waiting; False where another process has it."""
        try:
            _lock(self._handle)
        except (BlockingIOError, PermissionError):
            return False
        return True

    def read(self) -> bytes:
        """Return the content."""
        os.lseek(self._handle, 0, os.SEEK_SET)
        return os.read(self._handle, 1 << 16)

    def write(self, content: bytes) -> None:
        """Replace the content."""
        os.lseek(self._handle, 0, os.SEEK_SET)
        os.write(self._handle, content)
        os.ftruncate(self._handle, len(content))

    def close(self) -> None:
        """Let go of the lock and the file, which stays: deleting it would let two in."""
        os.close(self._handle)


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        os.lseek(handle, _PLACE, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            # Whatever number it comes with, a byte this far behind is refused only when taken.
            raise BlockingIOError(*error.args) from error

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
