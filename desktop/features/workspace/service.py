"""Use cases around a workspace as a whole."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from db import (
    Operation,
    RowChange,
    SqlRows,
    Store,
    UndoRefused,
    create_store,
    journal,
    open_store,
)
from db.maintenance import find_faults
from db.tables.operations import OPERATIONS, OperationRow
from db.tables.settings import read_setting, write_setting
from desktop.core.changes import EVERYTHING, Changes
from desktop.core.errors import InputError, Problem, UserError
from desktop.core.paths import database, evidence_files, exports, marker
from desktop.core.places import shared_reason
from desktop.core.workspace_lock import hold
from desktop.features.operators import guard, require, signed_in
from desktop.features.settings import save_settings

_SAMPLE = "sample"


def create_workspace(
    folder: Path, *, county: str, test_date: str = "", edition: str = "", sample: bool = False
) -> Store:
    """Make a workspace in an empty or new folder; raise UserError where something is there.

    `edition` names the indicator system that the first import makes; a `sample` can be removed.
    """
    if folder.exists() and not folder.is_dir():
        raise UserError(f"{folder} 是文件，不是文件夹。", "没有改动它。请换一个文件夹。")
    if folder.is_dir() and any(folder.iterdir()):
        raise UserError(
            f"文件夹不是空的：{folder}",
            "里面的内容没有改动。请选一个空文件夹，或打开已有的工作区。",
        )
    shared = shared_reason(folder)
    if shared:
        raise UserError("这里不能新建工作区。", shared)
    try:
        for path in (folder, evidence_files(folder), exports(folder), folder / "backups"):
            path.mkdir(parents=True, exist_ok=True)
        marker(folder).write_text("双击打开这个工作区。\n", encoding="utf-8")
    except OSError as error:
        raise UserError(
            f"建不了文件夹：{folder}({error.strerror})。", "请换一个有写权限的位置。"
        ) from error
    store = create_store(database(folder))
    store.on_close = hold(folder).release
    guard(store)
    try:
        save_settings(store, {"county": county, "test_date": test_date, "edition": edition})
        if sample:
            with store.write("标明是示例", right="settings.edit"):
                write_setting(store, _SAMPLE, True)
    except BaseException:
        store.close()
        database(folder).unlink(missing_ok=True)
        raise
    return store


def open_workspace(folder: Path, *, read_only: str = "") -> Store:
    """Open a workspace's folder for writing, or to be read where `store.reason` says why.

    `read_only` is a reason given beforehand. Raises StoreUnavailable for a database that is
    missing, empty, damaged, foreign or of a later version; none of these is changed.
    """
    reason = read_only or shared_reason(folder)
    if not database(folder).is_file() or reason:
        return _read_only(folder, reason)
    held = hold(folder)
    if not held.writes:
        return _read_only(folder, held.reason)
    try:
        store = open_store(database(folder))
    except BaseException:
        held.release(seal=False)
        raise
    store.on_close = held.release
    store.notices = held.notices
    guard(store)
    return store


def _read_only(folder: Path, reason: str) -> Store:
    store = open_store(database(folder), read_only=True)
    store.reason = reason
    return store


def is_sample(store: Store) -> bool:
    """Tell whether a workspace is the invented county."""
    return bool(read_setting(store, _SAMPLE, False))


def remove_sample(folder: Path) -> None:
    """Delete the invented county's folder; raise UserError where it is not one.

    Close its store first.
    """
    with open_workspace(folder) as store:
        if not is_sample(store):
            raise UserError("这个工作区不是示例。", "没有删除。")
    try:
        shutil.rmtree(folder)
    except OSError as error:
        raise UserError(
            f"没有删干净：{folder}({error.strerror})。", "请关掉正在用里面文件的程序，再删一次。"
        ) from error


def operations(store: Store, *, limit: int = 200) -> Sequence[Operation]:
    """Return the latest operations, newest first."""
    return journal.operations(store, limit=limit)


def operation_rows(store: Store) -> SqlRows[OperationRow]:
    """Return the list of all operations, newest first."""
    return SqlRows(store, OPERATIONS)


def undo_obstacles(store: Store, operation_id: str) -> tuple[RowChange, ...]:
    """Return the later changes that stand in the way of undoing an operation, newest first."""
    return journal.obstacles(store, _given(store, operation_id))


def record_history(store: Store, row_id: str) -> Sequence[RowChange]:
    """Return what happened to one record, oldest first."""
    return journal.history(store, row_id)


def next_undo(store: Store) -> Operation | None:
    """Return what 撤销 would take back."""
    return journal.undo_target(store)


def next_redo(store: Store) -> Operation | None:
    """Return what 重做 would bring back."""
    return journal.redo_target(store)


def undo(store: Store, operation_id: str | None = None) -> tuple[Operation | None, Changes]:
    """Take back the last operation, or the one given; None where there is none.

    Raises InputError with a list where rows have changed since.
    """
    target = _given(store, operation_id) if operation_id else journal.undo_target(store)
    if target is None:
        return None, frozenset()
    if target.undone:
        raise UserError(f"“{target.label}”已经撤销过。", "没有改动。")
    _refuse_others(store, target, "撤销")
    try:
        return journal.undo(store, target), EVERYTHING
    except UndoRefused as error:
        raise _refused("撤销", error) from error


def redo(store: Store) -> tuple[Operation | None, Changes]:
    """Do the last undone operation again; None where there is none."""
    target = journal.redo_target(store)
    if target is None:
        return None, frozenset()
    _refuse_others(store, target, "重做")
    try:
        return journal.redo(store, target), EVERYTHING
    except UndoRefused as error:
        raise _refused("重做", error) from error


def _refuse_others(store: Store, target: Operation, word: str) -> None:
    me = signed_in(store)
    if me is not None and target.who != me.name:
        require(store, "operations.others", f"{word}：{target.label}")


def _given(store: Store, operation_id: str) -> Operation:
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
