"""Every use case that writes names a right, and resources/operators.json says who has it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from desktop.features.exchange.service import KINDS
from desktop.features.findings.rules import STEPS
from desktop.features.operators import rights, role_names

ROOT = Path(__file__).resolve().parents[2]
# These take the right from what they are given: the kind of table, the step of a finding.
GIVEN = {
    "desktop/features/exchange/service.py": {kind.right for kind in KINDS},
    "desktop/features/findings/steps.py": {rule.right for rule in STEPS.values()},
}


def writes(source: str) -> Iterator[tuple[int, ast.expr | None]]:
    """Return the line and the right of each operation a source opens."""
    opened = (
        item.context_expr
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.With)
        for item in node.items
    )
    for call in opened:
        if isinstance(call, ast.Call) and ast.unparse(call.func).endswith(".write"):
            given = {word.arg: word.value for word in call.keywords}
            yield call.lineno, given.get("right")


def named(file: str, source: str) -> Iterator[str]:
    """Return the rights a source names; raise AssertionError where it names none."""
    for line, right in writes(source):
        if isinstance(right, ast.Constant):
            yield str(right.value)
        else:
            assert right is not None, f"{file}:{line} names no right"
            assert file in GIVEN, f"{file}:{line} makes its right up"
            yield from GIVEN[file]


def all_named() -> set[str]:
    found = {"operations.others"}
    for path in (ROOT / "desktop").rglob("*.py"):
        file = path.relative_to(ROOT).as_posix()
        found |= set(named(file, path.read_text(encoding="utf-8")))
    return found


def test_every_write_names_a_right_and_every_right_is_used() -> None:
    assert all_named() == set(rights())


def test_every_right_has_a_role_and_words() -> None:
    for right in rights().values():
        assert right.role in role_names()
        assert right.title


def test_a_write_without_a_right_is_found() -> None:
    source = "def f(store):\n    with store.write('x'):\n        pass\n"
    assert [(line, right) for line, right in writes(source)] == [(2, None)]


def test_only_copies_are_opened_without_a_gate() -> None:
    """A workspace is opened by open_workspace, which sets the gate; backups and trials need none."""
    openers = {
        path.relative_to(ROOT / "desktop").as_posix()
        for path in (ROOT / "desktop").rglob("*.py")
        if {"open_store(", "create_store("} & set(_calls(path.read_text(encoding="utf-8")))
    }
    assert openers == {
        "features/backup/checking.py",
        "features/backup/restoring.py",
        "features/backup/salvaging.py",
        "features/workspace/service.py",
    }


def _calls(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            yield f"{ast.unparse(node.func).split('.')[-1]}("
