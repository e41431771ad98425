"""What the command line prints: Chinese for people, JSON for programs."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, is_dataclass
from datetime import date
from decimal import Decimal
from enum import IntEnum
from pathlib import Path
from typing import Any, TextIO

from desktop.core.text import clean, show_bidi


class ExitCode(IntEnum):
    """What the shell is told."""

    DONE = 0
    REFUSED = 1
    USAGE = 2
    FAULTS = 3
    STORE = 4
    CANCELLED = 130


class Output:
    """Prints results; progress goes to the error stream so that output can be piped."""

    def __init__(self, *, as_json: bool = False, stream: TextIO | None = None) -> None:
        self.as_json = as_json
        self._stream = stream or sys.stdout

    def result(self, value: Any, text: str) -> None:
        """Print a result: `value` as JSON or `text` for people."""
        self._line(self._json(plain(value)) if self.as_json else _shown(text))

    def error(self, text: str) -> None:
        """Print a refusal to the error stream."""
        if self.as_json:
            self._line(self._json({"error": text}))
        print(_printable(_shown(text), sys.stderr), file=sys.stderr)

    def warning(self, text: str) -> None:
        """Print what the person should know beside the result, to the error stream."""
        print(_printable(text, sys.stderr), file=sys.stderr)

    def note(self, text: str) -> None:
        """Print a line for people only."""
        if not self.as_json:
            self._line(_shown(text))

    def _json(self, value: Any) -> str:
        """Return a value as JSON, escaped where the stream has a code page that lacks letters."""
        has_all = (getattr(self._stream, "encoding", None) or "utf-8").lower().startswith("utf")
        return json.dumps(value, ensure_ascii=not has_all)

    def _line(self, text: str) -> None:
        print(_printable(text, self._stream), file=self._stream)


def _shown(text: str) -> str:
    """Return a text for people, whose file names cannot steer the console."""
    return show_bidi(clean(text))


def _printable(text: str, stream: TextIO) -> str:
    """Replace what an old console's code page cannot show."""
    encoding = getattr(stream, "encoding", None) or "utf-8"
    return text.encode(encoding, "replace").decode(encoding)


def plain(value: Any) -> Any:
    """Return a value as JSON can hold it; field names lose the underscore of `class_`."""
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, dict):
        return {str(key).rstrip("_"): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Path) else value


class TextBar:
    """Shows a job's progress on the error stream while a person watches."""

    def __init__(self) -> None:
        self._watched = sys.stderr.isatty()

    def step(self, done: int, total: int, text: str) -> None:
        """Show where the job is."""
        if self._watched:
            share = f"{done * 100 // total:3d}% " if total else ""
            sys.stderr.write(f"\r{share}{text[:50]:<50}")
            sys.stderr.flush()
