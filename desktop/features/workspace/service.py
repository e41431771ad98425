"""Use cases around a workspace as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from db import Operation, RowChange, Store, UndoRefused, create_store, journal, open_store
from db.maintenance import find_faults
from desktop.core.changes import EVERYTHING, Changes
from desktop.core.errors import InputError, Problem, UserError
from desktop.core.paths import database, evidence_files, exports, marker
from desktop.features.settings import save_settings


def create_workspace(folder: Path, *, county: str, test_date: str = "") -> Store:
    """Make a workspace in an empty or new folder; raise UserError where something is there."""
    if folder.exists() and not folder.is_dir():
        raise UserError(f"{folder} 是文件，不是文件夹。", "没有改动它。请换一个文件夹。")
    if folder.is_dir() and any(folder.iterdir()):
        raise UserError(
            f"文件夹不是空的：{folder}",
            "里面的内容没有改动。请选一个空文件夹，或打开已有的工作区。",
        )
    try:
        for path in (folder, evidence_files(folder), exports(folder), folder / "backups"):
            path.mkdir(parents=True, exist_ok=True)
        marker(folder).write_text("双击打开这个工作区。\n", encoding="utf-8")
    except OSError as error:
        raise UserError(
            f"建不了文件夹：{folder}({error.strerror})。", "请换一个有写权限的位置。"
        ) from error
    store = create_store(database(folder))
    try:
        save_settings(store, {"county": county, "test_date": test_date})
    except BaseException:
        store.close()
        database(folder).unlink(missing_ok=True)
        raise
    return store


def open_workspace(folder: Path) -> Store:
    """Open a workspace's folder; StoreUnavailable says why it cannot be."""
    return open_store(database(folder))


def operations(store: Store, *, limit: int = 200) -> Sequence[Operation]:
    """Return the latest operations, newest first."""
    return journal.operations(store, limit=limit)


def record_history(store: Store, row_id: str) -> Sequence[RowChange]:
    """Return what happened to one record, oldest first."""
    return journal.history(store, row_id)


def undo(store: Store, operation_id: str | None = None) -> tuple[Operation | None, Changes]:
    """Take back the last operation, or the one given; None where there is none.

    Raises InputError with a list where rows have changed since.
    """
    target = _given(store, operation_id) if operation_id else journal.undo_target(store)
    if target is None:
        return None, frozenset()
    if target.undone:
        raise UserError(f"“{target.label}”已经撤销过。", "没有改动。")
    try:
        return journal.undo(store, target), EVERYTHING
    except UndoRefused as error:
        raise _refused("撤销", error) from error


def redo(store: Store) -> tuple[Operation | None, Changes]:
    """Do the last undone operation again; None where there is none."""
    target = journal.redo_target(store)
    if target is None:
        return None, frozenset()
    try:
        return journal.redo(store, target), EVERYTHING
    except UndoRefused as error:
        raise _refused("重做", error) from error


def _given(store: Store, operation_id: str) -> Operation | None:
    for operation in journal.operations(store, limit=-1):
        if operation.id == operation_id and operation.kind == "edit":
            return operation
    raise UserError(f"没有这一步操作：{operation_id}", "没有改动。")


def _refused(word: str, error: UndoRefused) -> InputError:
    problems = [
        Problem(table, f"“{name or row_id}”后来又改过") for table, row_id, name in error.rows
    ]
    return InputError(
        f"不能{word}“{error.label}”：有 {len(problems)} 条记录后来又改过。", problems[:50],
        "什么也没有改动。请先撤销后面的步骤。",
    )  # fmt: skip


def check_store(store: Store) -> Sequence[Problem]:
    """Check the database itself."""
    return [Problem("workspace.db", what) for what in find_faults(store)]
