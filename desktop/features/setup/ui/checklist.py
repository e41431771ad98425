"""The card of first steps, which ticks itself, and the strip that marks a sample county."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from desktop.core.changes import Changes
from desktop.features.setup.service import SetupStep, setup_steps, step_titles
from desktop.ui_kit.context import UiContext
from desktop.ui_kit.reading import Reading

_ACROSS = 3


class SetupChecklist(QFrame):
    """What to bring in next; it goes when everything is there or when it is put away.

    `run` does the step whose key it is given.
    """

    def __init__(self, context: UiContext, run: Callable[[str], None]) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAccessibleName("接下来导入什么")
        self._key = f"setup/{context.store.workspace.name}.away"
        self._buttons: dict[str, QPushButton] = {}
        self._hints: dict[str, QLabel] = {}
        self._done = QLabel()
        self._done.setObjectName("setup.done")
        self._done.setProperty("role", "secondary")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 12)
        column.setSpacing(8)
        column.addLayout(self._head())
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(4)
        column.addLayout(self._grid)
        self._reading = Reading(context, self)
        for number, (key, title) in enumerate(step_titles().items()):
            self._add(number, key, title, partial(run, key))
        context.bus.changed.connect(self.reload)
        self.reload(frozenset())

    def _head(self) -> QHBoxLayout:
        title = QLabel("接下来导入什么")
        title.setProperty("role", "section")
        away = QPushButton("收起")
        away.setObjectName("setup.away")
        away.setProperty("role", "link")
        away.setToolTip("不再显示；这些步骤在各自的页面上也都有")
        away.clicked.connect(self._put_away)
        row = QHBoxLayout()
        row.addWidget(title)
        row.addWidget(self._done, 1)
        row.addWidget(away)
        return row

    def _add(self, number: int, key: str, title: str, run: Callable[[], None]) -> None:
        button, hint = QPushButton(title), QLabel()
        button.setObjectName(f"setup.{key}")
        button.clicked.connect(lambda _checked=False: run())
        hint.setProperty("role", "secondary")
        hint.setMinimumWidth(1)
        row, across = divmod(number, _ACROSS)
        self._grid.addWidget(button, row * 2, across)
        self._grid.addWidget(hint, row * 2 + 1, across)
        self._grid.setColumnStretch(across, 1)
        self._buttons[key], self._hints[key] = button, hint

    def reload(self, _changes: Changes) -> None:
        """Tick what is there; the first of the others is the one to do next."""
        self._reading.ask(setup_steps, self._show)

    def _show(self, steps: Sequence[SetupStep]) -> None:
        left = [step.key for step in steps if not step.is_done]
        for step in steps:
            mark = "✓ " if step.is_done else ""
            self._buttons[step.key].setText(f"{mark}{step.title}")
            self._hints[step.key].setText(f"已有 {step.count} 条" if step.is_done else step.hint)
            role = "primary" if step.key in left[:1] else None
            if self._buttons[step.key].property("role") != role:
                self._buttons[step.key].setProperty("role", role)
                self._buttons[step.key].style().polish(self._buttons[step.key])
        self._done.setText(f"　做完 {len(steps) - len(left)} / {len(steps)}，做完一步自动打勾")
        self.setVisible(bool(left) and not QSettings().value(self._key, False, type=bool))

    def _put_away(self) -> None:
        QSettings().setValue(self._key, True)
        self.hide()


class SampleStrip(QFrame):
    """Says that the county is invented, and offers to begin one's own or to remove it."""

    def __init__(self, begin: Callable[[], None], remove: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("card")
        words = QLabel("◆ 这是示例：青禾县和里面的一切都是虚构的，什么都能点、能改、能撤销。")
        words.setObjectName("sample.words")
        words.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        row.addWidget(words, 1)
        for name, text, role, run in (
            ("new", "新建自己的县", "primary", begin), ("remove", "删除示例", None, remove)
        ):  # fmt: skip
            button = QPushButton(text)
            button.setObjectName(f"sample.{name}")
            button.setProperty("role", role)
            button.clicked.connect(lambda _checked=False, run=run: run())
            row.addWidget(button)
