"""Settings of the person at this computer, and carrying all settings to another one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from desktop.core.errors import UserError
from desktop.core.files import atomic_write
from desktop.features.settings.service import SETTINGS, Setting

_ABOUT = "迎检台设置"
YES, NO = "是", "否"

# Each is kept under its key by the window; another place reads it with the same default.
USER_SETTINGS = (
    Setting("theme", "界面深浅", "马上生效", default="跟随系统",
            choices=("跟随系统", "浅色", "深色")),
    Setting("rows", "表格行高", "新打开的页面生效", default="标准",
            choices=("紧凑", "标准", "宽松")),
    Setting("reopen", "打开程序时回到上次的工作区", "选“否”就先显示第一屏", default=YES,
            choices=(YES, NO)),
    Setting("notice", "提示停留的秒数", "带“撤销”的提示停留多久", default="5",
            choices=("3", "5", "10", "20")),
)  # fmt: skip


def export_settings(target: Path, workspace: Mapping[str, str], user: Mapping[str, str]) -> None:
    """Write settings to a file that another computer can read."""
    kept = {"about": _ABOUT, "workspace": dict(workspace), "user": dict(user)}
    with atomic_write(target) as temporary:
        temporary.write_text(json.dumps(kept, ensure_ascii=False, indent=2), encoding="utf-8")


def read_settings_file(source: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Return the settings of the workspace and of the person in a file, unknown ones left out.

    Raises UserError where the file is none of ours.
    """
    try:
        kept = json.loads(source.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise _not_ours(source) from error
    if not isinstance(kept, dict) or kept.get("about") != _ABOUT:
        raise _not_ours(source)
    return _known(SETTINGS, kept.get("workspace")), _known(USER_SETTINGS, kept.get("user"))


def _known(declared: tuple[Setting, ...], values: Any) -> dict[str, str]:
    given = values if isinstance(values, dict) else {}
    return {
        item.key: str(given[item.key])
        for item in declared
        if isinstance(given.get(item.key), str)
        and (not item.choices or given[item.key] in item.choices)
    }


def _not_ours(source: Path) -> UserError:
    return UserError(
        f"{source.name} 不是迎检台导出的设置。", "设置没有改动。请选“导出设置”存下的文件。"
    )
