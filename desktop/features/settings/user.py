"""Settings of the person at this computer, and carrying all settings to another one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desktop.core.errors import UserError
from desktop.core.files import atomic_write
from desktop.features.settings.service import SETTINGS, Setting

_ABOUT = "迎检台设置"
# Texts by part of the program, by what they belong to, by key: limits edited on their own pages.
Pages = Mapping[str, Mapping[str, Mapping[str, str]]]
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


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """What such a file holds: settings of the workspace, of the person, and what pages edit."""

    workspace: Mapping[str, str]
    user: Mapping[str, str]
    pages: Pages = field(default_factory=dict)


def export_settings(target: Path, held: SettingsFile) -> None:
    """Write settings to a file that another computer can read."""
    kept = {"about": _ABOUT, "workspace": held.workspace, "user": held.user, "pages": held.pages}
    with atomic_write(target) as temporary:
        temporary.write_text(json.dumps(kept, ensure_ascii=False, indent=2), encoding="utf-8")


def read_settings_file(source: Path) -> SettingsFile:
    """Return what a file holds, settings that are unknown and what is no text left out.

    Raises UserError where the file is none of ours.
    """
    try:
        kept = json.loads(source.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise _not_ours(source) from error
    if not isinstance(kept, dict) or kept.get("about") != _ABOUT:
        raise _not_ours(source)
    pages = {
        part: {group: _texts(values) for group, values in _mapping(groups).items()}
        for part, groups in _mapping(kept.get("pages")).items()
    }
    return SettingsFile(
        _known(SETTINGS, kept.get("workspace")), _known(USER_SETTINGS, kept.get("user")), pages
    )


def _known(declared: tuple[Setting, ...], values: Any) -> dict[str, str]:
    given = _texts(values)
    return {
        item.key: given[item.key]
        for item in declared
        if item.key in given and (not item.choices or given[item.key] in item.choices)
    }


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _texts(values: Any) -> dict[str, str]:
    return {key: text for key, text in _mapping(values).items() if isinstance(text, str)}


def _not_ours(source: Path) -> UserError:
    return UserError(
        f"{source.name} 不是迎检台导出的设置。", "设置没有改动。请选“导出设置”存下的文件。"
    )
