"""Writing files so that the final name always holds a whole file."""

from __future__ import annotations

import os
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


def _unwritable(target: Path, error: OSError) -> UserError:
    reason = error.strerror or str(error)
    return UserError(
        f"写不进文件：{plain(str(target))}({reason})。",
        "原有文件没有改动。请确认文件没有在 Excel、WPS 或阅读器中打开，磁盘有空间,"
        "再试一次或换个位置。",
    )
