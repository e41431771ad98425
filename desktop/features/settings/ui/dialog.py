"""The settings of the workspace and of the person, with a field that finds one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.core.errors import UserError
from desktop.core.text import normal_key
from desktop.features.settings.service import Setting
from desktop.features.settings.user import USER_SETTINGS, export_settings, read_settings_file
from desktop.ui_kit.form import Field, FormDialog
from desktop.ui_kit.preferences import prefer, preference

_WORKSPACE, _USER = "本工作区（跟着文件夹走）", "本机（只在这台电脑上）"
_OF_USER = "user."
_FILES = "迎检台设置 (*.json)"
Save = Callable[[Mapping[str, str]], None]


class SettingsDialog(FormDialog):
    """Every setting in one place; `save` keeps those of the workspace, `applied` shows the rest."""

    def __init__(
        self, parent: QWidget, settings: Sequence[tuple[Setting, str]], save: Save,
        applied: Callable[[], None], *, faults: tuple[type[Exception], ...] = (),
    ) -> None:  # fmt: skip
        self._keep, self._applied = save, applied
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
        layout.insertWidget(0, self._find)
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
        self._keep(workspace)
        for key, value in mine.items():
            prefer(key, value)
        self._applied()

    def _export(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, "导出设置", "迎检台设置.json", _FILES)
        if name:
            self._tell(lambda: export_settings(Path(name), *self._parts()))

    def _import(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "导入设置", "", _FILES)
        if name:
            self._tell(lambda: self._fill(Path(name)))

    def _fill(self, source: Path) -> None:
        """Put what a file says into the fields; nothing is kept before 保存."""
        workspace, mine = read_settings_file(source)
        self.set_values(workspace | {f"{_OF_USER}{key}": value for key, value in mine.items()})

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
