"""Every hazard of tests/README.md has a test that exists."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "tests/README.md"
ALL_ROWS = range(1, 83)
_LINE = re.compile(r"^\|\s*(\d+)\s*\|(.*)\|(.*)\|\s*$", re.M)
_TEST = re.compile(r"`(tests/[^`:]+::[^`]+)`")


@dataclass(frozen=True)
class Hazard:
    """One row: what it is and the tests named."""

    number: int
    what: str
    tests: tuple[str, ...]


def hazards(table: str) -> list[Hazard]:
    return [
        Hazard(int(number), what.strip(), tuple(_TEST.findall(cell)))
        for number, what, cell in _LINE.findall(table)
    ]


def names_in(source: str) -> set[str]:
    """Return the names of a file's tests, those of classes as Class::name."""
    names = set()
    for node in ast.parse(source).body:
        inside = node.body if isinstance(node, ast.ClassDef) else [node]
        prefix = f"{node.name}::" if isinstance(node, ast.ClassDef) else ""
        names |= {
            prefix + item.name
            for item in inside
            if isinstance(item, ast.FunctionDef) and item.name.startswith("test_")
        }
    return names


def all_tests() -> set[str]:
    return {
        f"{path.relative_to(ROOT).as_posix()}::{name}"
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in names_in(path.read_text(encoding="utf-8"))
    }


def faults(rows: list[Hazard], known: set[str]) -> list[str]:
    """Return what is wrong with the table."""
    numbers = [row.number for row in rows]
    found = [f"row {n} is missing" for n in ALL_ROWS if n not in numbers]
    found += [f"row {n} is twice" for n in sorted({n for n in numbers if numbers.count(n) > 1})]
    found += [f"there is no row {n}" for n in numbers if n not in ALL_ROWS]
    for row in rows:
        if not row.what:
            found.append(f"row {row.number} says nothing")
        if not row.tests:
            found.append(f"row {row.number} has no test")
        unknown = [test for test in row.tests if test.split("[")[0] not in known]
        found += [f"row {row.number}: no such test, {test}" for test in unknown]
    return found


def test_every_hazard_has_its_tests() -> None:
    assert faults(hazards(TABLE.read_text(encoding="utf-8")), all_tests()) == []


GOOD = "\n".join(f"| {n} | a hazard | `tests/a/test_x.py::test_y` |" for n in ALL_ROWS)
KNOWN = {"tests/a/test_x.py::test_y"}


def test_a_good_table_passes() -> None:
    assert faults(hazards(GOOD), KNOWN) == []
    named = GOOD.replace("test_y`", "test_y[case-1]`", 1)
    assert faults(hazards(named), KNOWN) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("| 7 | a", "| 9007 | a", "row 7 is missing"),
        ("| 82 | a", "| 81 | a", "row 81 is twice"),
        ("| 82 | a", "| 83 | a", "there is no row 83"),
        ("| 52 | a hazard | `tests/a/test_x.py::test_y` |", "| 52 | a hazard | Not built yet. |",
         "row 52 has no test"),
        ("| 60 | a hazard | `tests/a/test_x.py::test_y` |", "| 60 | a hazard |  |",
         "row 60 has no test"),
        ("| 60 | a hazard |", "| 60 |  |", "row 60 says nothing"),
        ("::test_y", "::test_gone", "no such test"),
        ("tests/a/test_x.py", "tests/b/test_x.py", "no such test"),
    ],
)  # fmt: skip
def test_a_bad_table_is_found_out(old: str, new: str, said: str) -> None:
    assert GOOD.count(old)
    assert any(said in fault for fault in faults(hazards(GOOD.replace(old, new, 1)), KNOWN))


def test_names_are_found_in_the_source_itself() -> None:
    source = (
        "def test_a(): ...\ndef helper(): ...\n# def test_b(): ...\n"
        "class TestC:\n    def test_d(self): ...\n"
    )
    assert names_in(source) == {"test_a", "TestC::test_d"}


def test_row48_no_csv_is_written() -> None:
    """Nothing writes csv today; whoever begins to keeps formulas out of it and says so here."""
    writers = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "desktop").rglob("*.py")
        if re.search(r"csv\.(writer|DictWriter)\b", path.read_text(encoding="utf-8"))
    ]
    assert writers == []
