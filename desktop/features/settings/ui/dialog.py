"""The settings of the workspace and of the person, with a field that finds one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.errors import UserError
from desktop.core.text import normal_key
from desktop.features.settings.service import Setting
from desktop.features.settings.user import (
    USER_SETTINGS,
    Pages,
    SettingsFile,
    export_settings,
    read_settings_file,
)
from desktop.ui_kit.form import Field, FormDialog
from desktop.ui_kit.preferences import prefer, preference

_WORKSPACE, _USER = "本工作区（跟着文件夹走）", "本机（只在这台电脑上）"
_OF_USER = "user."
_FILES = "迎检台设置 (*.json)"
_SAME = "文件里的和现在的一样，没有要改的。"
_NEWS_HEIGHT = 84


@dataclass(frozen=True)
class Carrying:
    """What the file carries beside the settings: read, compared with a file's, saved with them."""

    read: Callable[[], Pages]
    differences: Callable[[Pages], Sequence[str]]
    save: Callable[[Mapping[str, str], Pages], None]


class SettingsDialog(FormDialog):
    """Every setting in one place; `pages` keeps those of the workspace, `applied` shows the rest.

    An imported file fills the fields and says what is different; 保存 keeps it in one step.
    """

    def __init__(
        self, parent: QWidget, settings: Sequence[tuple[Setting, str]], pages: Carrying,
        applied: Callable[[], None], *, faults: tuple[type[Exception], ...] = (),
    ) -> None:  # fmt: skip
        self._pages, self._applied = pages, applied
        self._given: Pages = {}
        mine = [(item, preference(item.key, item.default)) for item in USER_SETTINGS]
        fields = [_field(item, value, "", _WORKSPACE) for item, value in settings]
        fields += [_field(item, value, _OF_USER, _USER) for item, value in mine]
        super().__init__(parent, "settings", "设置", fields, self._store, faults=faults)
        self._words = {
            field.key: normal_key(f"{field.label} {field.note} {field.section}") for field in fields
        }
        self._find = QLineEdit(placeholderText="输入文字查找设置")
        self._find.setObjectName("settings.find")
        self._find.setAccessibleName("查找设置")
        self._find.setClearButtonEnabled(True)
        self._find.textChanged.connect(self._shorten)
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        self._news = QPlainTextEdit(readOnly=True, tabChangesFocus=True)
        self._news.setObjectName("settings.news")
        self._news.setAccessibleName("文件里不同的设置")
        self._news.setFixedHeight(_NEWS_HEIGHT)
        self._news.hide()
        layout.insertWidget(0, self._find)
        layout.insertWidget(2, self._news)
        layout.addLayout(self._carry())

    def _carry(self) -> QHBoxLayout:
        row = QHBoxLayout()
        for name, text, run in (
            ("export", "导出设置……", self._export), ("import", "导入设置……", self._import)
        ):  # fmt: skip
            button = QPushButton(text)
            button.setObjectName(f"settings.{name}")
            button.setProperty("role", "link")
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, run=run: run())
            row.addWidget(button)
        row.addStretch()
        return row

    def _shorten(self, text: str) -> None:
        words = [normal_key(word) for word in text.split()]
        self.show_only({key for key, held in self._words.items() if all(w in held for w in words)})

    def _parts(self) -> tuple[dict[str, str], dict[str, str]]:
        values = self.values()
        mine = {key.removeprefix(_OF_USER): v for key, v in values.items() if _is_mine(key)}
        return {key: v for key, v in values.items() if not _is_mine(key)}, mine

    def _store(self, _values: Mapping[str, str]) -> None:
        workspace, mine = self._parts()
        self._pages.save(workspace, self._given)
        for key, value in mine.items():
            prefer(key, value)
        self._applied()

    def _export(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, "导出设置", "迎检台设置.json", _FILES)
        if name:
            self._tell(
                lambda: export_settings(
                    Path(name), SettingsFile(*self._parts(), self._pages.read())
                )
            )

    def _import(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "导入设置", "", _FILES)
        if name:
            self._tell(lambda: self._fill(Path(name)))

    def _fill(self, source: Path) -> None:
        """Put what a file says into the fields and say what differs; nothing is kept yet."""
        held = read_settings_file(source)
        news = list(self._pages.differences(held.pages))
        former = self.values()
        self.set_values({**held.workspace, **{f"{_OF_USER}{k}": v for k, v in held.user.items()}})
        self._given = held.pages
        news[:0] = [
            f"{field.label}：{former[field.key] or '空'} → {text or '空'}"
            for field in self._fields
            if (text := self.values()[field.key]) != former[field.key]
        ]
        said = [f"与现在不同的 {len(news)} 处，点“保存”才改：", *news] if news else [_SAME]
        self._news.setPlainText("\n".join(said))
        self._news.show()

    def _tell(self, action: Callable[[], None]) -> None:
        try:
            action()
        except UserError as error:
            self.complain(str(error))


def _is_mine(key: str) -> bool:
    return key.startswith(_OF_USER)


def _field(item: Setting, value: str, prefix: str, section: str) -> Field:
    return Field(
        f"{prefix}{item.key}", item.title, value, choices=item.choices, note=item.help,
        kind="date" if item.kind == "date" else "", section=section,
    )  # fmt: skip
