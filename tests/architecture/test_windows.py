"""What works on the developer's Linux and fails on a Chinese Windows."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
_TEXT = {"r", "w", "a", "x", "rt", "wt", "at", "r+", "w+"}


def faults(source: str) -> Iterator[str]:
    """Say what in a source depends on the machine: its code page, its C library."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and _opens_text(node):
            given = {word.arg for word in node.keywords}
            if "encoding" not in given:
                yield f"line {node.lineno}: a text file without encoding is read as GBK there"
        if isinstance(node, ast.FormattedValue | ast.Call) and _foreign_time_format(node):
            yield f"line {node.lineno}: strftime refuses Chinese and %- there"
        if isinstance(node, ast.Attribute) and node.attr == "fromtimestamp":
            yield f"line {node.lineno}: a day before 1970 is refused there; core.clock.local_time"


def _opens_text(node: ast.Call) -> bool:
    function = node.func
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    if name == "read_text":
        return not node.args
    if name == "write_text":
        return len(node.args) < 2
    if name != "open":
        return False
    given = [word.value for word in node.keywords if word.arg == "mode"]
    if isinstance(function, ast.Attribute):
        # A path's: its first argument is the mode. Others named so take a file's name first.
        modes = [*node.args[:1], *given]
        return any(isinstance(mode, ast.Constant) and mode.value in _TEXT for mode in modes)
    modes = [*node.args[1:2], *given]
    return not modes or (isinstance(modes[0], ast.Constant) and "b" not in str(modes[0].value))


def _foreign_time_format(node: ast.FormattedValue | ast.Call) -> bool:
    if isinstance(node, ast.FormattedValue):
        parts = node.format_spec.values if isinstance(node.format_spec, ast.JoinedStr) else []
    else:
        named = isinstance(node.func, ast.Attribute) and node.func.attr == "strftime"
        parts = node.args if named else []
    texts = [str(part.value) for part in parts if isinstance(part, ast.Constant)]
    return any("%" in text and (not text.isascii() or "%-" in text) for text in texts)


@pytest.mark.parametrize(
    "path",
    sorted([*(ROOT / "db").rglob("*.py"), *(ROOT / "desktop").rglob("*.py")]),
    ids=lambda path: path.relative_to(ROOT).as_posix(),
)
def test_nothing_depends_on_the_machine(path: Path) -> None:
    assert list(faults(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "source",
    [
        "Path('a').read_text()", "Path('a').write_text('b')", "open('a')", "open('a', 'w')",
        "path.open('w')", "f'{day:%Y年%m月}'", "f'{day:%-d}'", "day.strftime('%m月')",
        "datetime.fromtimestamp(0)",
    ],
)  # fmt: skip
def test_a_fault_is_seen(source: str) -> None:
    assert len(list(faults(source))) == 1


@pytest.mark.parametrize(
    "source",
    [
        "open('a', 'rb')", "path.open('wb')", "open('a', encoding='utf-8')", "f'{day:%Y%m%d}'",
        "Path('a').read_text(encoding='utf-8')", "Path('a').read_text('utf-8')", "f'{share:.0%}'",
    ],
)  # fmt: skip
def test_what_is_fine_is_not(source: str) -> None:
    assert list(faults(source)) == []
