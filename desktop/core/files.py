"""Writing files so that the final name always holds a whole file."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from desktop.core.errors import UserError
from desktop.core.platform_paths import long_path, plain

# Windows answers 5, 32 or 33 for a moment while a virus scanner or Excel holds the file.
_HELD = {5, 32, 33}
_RETRY_SECONDS = 2.5
_LEFTOVER_SECONDS = 86400


def replace_file(
    source: Path, target: Path, *, sleep: Callable[[float], None] = time.sleep
) -> None:
    """Put `source` under the name `target` in one step, waiting up to 2.5 s for a holder."""
    waited = 0.0
    while True:
        try:
            os.replace(source, target)
        except PermissionError as error:
            held = getattr(error, "winerror", None) in _HELD
            if not held or waited >= _RETRY_SECONDS:
                raise
            sleep(0.1)
            waited += 0.1
        else:
            return


@contextmanager
def atomic_write(target: Path) -> Iterator[Path]:
    """Give a temporary path beside `target`; on success it becomes `target`, else it is gone.

    Raises UserError in Chinese when the folder or the target cannot be written.
    """
    target = long_path(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".yingjian-", suffix=".part")
    except OSError as error:
        raise _unwritable(target, error) from error
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        with temporary.open("rb+") as stream:
            os.fsync(stream.fileno())
        replace_file(temporary, target)
    except OSError as error:
        raise _unwritable(target, error) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


@contextmanager
def atomic_folder(target: Path) -> Iterator[Path]:
    """Give a temporary folder beside `target`; on success it becomes `target`, else it is gone.

    Raises UserError where something is there already or the place cannot be written.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise UserError(
            f"这里已经有内容：{target}", "里面的内容没有改动。请换一个新的或空的文件夹。"
        )
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _clear_leftovers(target.parent)
        temporary = Path(tempfile.mkdtemp(dir=target.parent, prefix=".yingjian-", suffix=".part"))
    except OSError as error:
        raise _unwritable(target, error) from error
    try:
        yield temporary
        _sync(temporary)
        if target.is_dir():
            target.rmdir()
        replace_file(temporary, target)
        _sync_folder(target.parent)
    except OSError as error:
        raise _unwritable(target, error) from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _clear_leftovers(folder: Path) -> None:
    """Remove what a program that was killed left half made a day ago or longer."""
    for path in folder.glob(".yingjian-*.part"):
        if path.is_dir() and time.time() - path.stat().st_mtime > _LEFTOVER_SECONDS:
            shutil.rmtree(path, ignore_errors=True)


def _sync(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb+") as stream:
                os.fsync(stream.fileno())


def _sync_folder(folder: Path) -> None:
    """Make a rename last through a power cut; Windows has no such call and needs none."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _unwritable(target: Path, error: OSError) -> UserError:
    reason = error.strerror or str(error)
    return UserError(
        f"写不进文件：{plain(str(target))}({reason})。",
        "原有文件没有改动。请确认文件没有在 Excel、WPS 或阅读器中打开，磁盘有空间,"
        "再试一次或换个位置。",
    )
