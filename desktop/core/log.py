"""The log: versions, names of steps and where an error arose; no words that a person has typed.

It is rotated and stays small. An error that nobody foresaw leaves a mark for the next start.
"""

from __future__ import annotations

import logging
import os
import platform
import re
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path

from desktop.core.paths import portable_data
from desktop.core.resources import limit

LOG_NAME = "yingjian.log"
STEPS = "yingjian.step"
_MARK_NAME = "crashed"
_KEPT = 3
_QUOTED = re.compile("“[^”]*”?|：.*")
_DIGITS = re.compile(r"\d{5,}")
_PATH = re.compile(r'File ".*?[\\/]((?:db|desktop|tests|site-packages)[\\/][^"]*)"')
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_MESSAGE = re.compile(
    r"^(\w[\w.]*(?:Error|Exception|Exit|Interrupt|Unavailable|Refused)): .*", re.M
)


def log_folder() -> Path:
    """Return where the log lies: where Qt's AppLocalDataLocation is, or with a portable program."""
    portable = portable_data()
    if portable is not None:
        return portable
    if sys.platform == "win32":
        place = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    else:
        place = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return place / "yingjian" / "yingjian"


def start(version: str, folder: Path | None = None) -> None:
    """Write the log to a folder from now on; without one that can be written there is no log."""
    place = folder or log_folder()
    log = logging.getLogger("yingjian")
    try:
        place.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            place / LOG_NAME, maxBytes=limit("log_bytes"), backupCount=_KEPT, encoding="utf-8"
        )
    except OSError:
        return
    for former in log.handlers[:]:
        log.removeHandler(former)
        former.close()
    handler.setFormatter(_Plain("%(asctime)s %(levelname)s %(message)s"))
    handler.addFilter(_worth_keeping)
    log.addHandler(handler)
    log.addHandler(_Mark(place / _MARK_NAME))
    log.setLevel(logging.INFO)
    logging.getLogger(STEPS).info("start %s", versions(version))


def versions(version: str) -> str:
    """Return the versions that a report of an error needs."""
    return (
        f"yingjian {version} Python {platform.python_version()}"
        f" {platform.system()} {platform.release()}"
    )


def _worth_keeping(record: logging.LogRecord) -> bool:
    """Keep errors and the names of steps; what was said to the person may hold names."""
    return record.name == STEPS or record.levelno >= logging.ERROR


class _Plain(logging.Formatter):
    """Formats a record without what a person has typed."""

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record)
        if record.name == STEPS:
            return _DIGITS.sub("#", _QUOTED.sub("", text))
        return without_personal(text)


class _Mark(logging.Handler):
    """Leaves a mark when an error arose that nobody foresaw."""

    def __init__(self, file: Path) -> None:
        super().__init__(logging.ERROR)
        self._file = file

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self._file.write_text(record.levelname, encoding="ascii")
        except OSError:
            self.handleError(record)


def without_personal(text: str) -> str:
    """Return a traceback with types, files, lines and our code; no messages, names or numbers."""
    text = _PATH.sub(r'File "\1"', text)
    text = _MESSAGE.sub(r"\1", text)
    text = _FOREIGN.sub("…", text)
    home = str(Path.home())
    return _DIGITS.sub("#", text.replace(home, "~") if len(home) > 1 else text)


def take_crash_mark(folder: Path | None = None) -> bool:
    """Tell whether the program met an unforeseen error since this was last asked."""
    file = (folder or log_folder()) / _MARK_NAME
    try:
        file.unlink()
    except OSError:
        return False
    return True


def last_lines(count: int, folder: Path | None = None) -> list[str]:
    """Return the newest lines of the log, oldest first; [] where there is none."""
    place = folder or log_folder()
    names = [f"{LOG_NAME}.{number}" for number in range(_KEPT, 0, -1)]
    lines: list[str] = []
    for name in (*names, LOG_NAME):
        if (place / name).is_file():
            lines += (place / name).read_text(encoding="utf-8", errors="replace").splitlines()
    return lines[-count:]
