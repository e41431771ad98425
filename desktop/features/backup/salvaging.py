"""抢救: making a workspace of what can still be read of a broken one."""

from __future__ import annotations

from pathlib import Path

from db import StoreUnavailable, create_store
from db.maintenance import find_faults, stored_contents
from db.salvage import salvage_into
from desktop.core.errors import Problem, UserError
from desktop.core.files import atomic_folder, atomic_write
from desktop.core.job import JobContext
from desktop.core.paths import database
from desktop.features.backup.contents import gather
from desktop.features.backup.restoring import make_folders
from desktop.features.backup.types import Salvaged

LIST_NAME = "抢救清单.txt"


def salvage(ctx: JobContext, broken: Path, target: Path) -> Salvaged:
    """Save what can be read of a workspace into a new folder, with a list of what is missing.

    The broken workspace is only read. Raises UserError where nothing can be saved.
    """
    ctx.step(0, 0, "正在抢救数据库")
    if not database(broken).is_file():
        raise UserError(f"找不到数据库：{database(broken)}", "什么也没有改动。")
    try:
        with atomic_folder(target) as temporary:
            make_folders(temporary)
            done = _fill(ctx, broken, temporary, target)
            with atomic_write(temporary / LIST_NAME) as path:
                path.write_text(_listed(done), encoding="utf-8")
    except StoreUnavailable as error:
        raise UserError(f"没有抢救出内容：{error.text}", error.advice) from error
    return done


def _fill(ctx: JobContext, broken: Path, temporary: Path, target: Path) -> Salvaged:
    with create_store(database(temporary)) as store:
        found = salvage_into(database(broken), store)
        faults = find_faults(store)
        if faults:
            raise StoreUnavailable(f"抢救出的数据库有问题：{faults[0]}")
        contents = stored_contents(store)
        missing = gather(ctx, contents, [broken], temporary)
    lost = tuple(Problem(table, what) for table, what in found.lost)
    return Salvaged(target, sum(found.rows.values()), lost, len(contents) - len(missing), missing)


def _listed(done: Salvaged) -> str:
    lines = [f"抢救出记录 {done.rows} 条，材料原文件 {done.files} 个。"]
    lines += ["没有带过来的记录：", *(f"  {problem}" for problem in done.lost)] if done.lost else []
    lines += (
        ["找不到或已损坏的文件：", *(f"  {name}" for name in done.missing)] if done.missing else []
    )
    return "\n".join(lines) + "\n"
