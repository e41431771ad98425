"""One finding at the right of the ledger: its words, its way, its photos."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImageReader, QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.features.findings.repeats import chain
from desktop.features.findings.rules import STATES, STEPS
from desktop.features.findings.service import STAGES, photos_of, steps_of
from desktop.ui_kit.theme import state_colour

_PHOTO = QSize(150, 112)
_WIDEST, _LEAST, _SHARE = 340, 240, 0.4


class FindingDetail(QFrame):
    """Shows a finding; nothing selected shows what to do.

    Signals: photo_wanted(stage) when a photo is to be added.
    """

    photo_wanted = Signal(str)

    def __init__(self, store: Any) -> None:
        super().__init__()
        self.setObjectName("card")
        self._store = store
        self._area = QScrollArea(widgetResizable=True)
        self._area.setObjectName("findings.detail")
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 4, 12)
        layout.addWidget(self._area)
        self.show_row(None)

    def fit(self, room: int) -> None:
        """Take less of a narrow page."""
        self.setFixedWidth(max(_LEAST, min(_WIDEST, int(room * _SHARE))))

    def show_row(self, row: Any) -> None:
        """Show one line of the ledger."""
        body = QWidget()
        body.setStyleSheet("background: transparent;")
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        if row is None:
            column.addWidget(_label("选中一个问题，这里看它的经过和照片。", "secondary"))
        else:
            self._fill(column, row)
        column.addStretch()
        self._area.setWidget(body)

    def _fill(self, column: QVBoxLayout, row: Any) -> None:
        head = QHBoxLayout()
        head.addWidget(_label(f"问题 {row.number}", "section"))
        head.addStretch()
        state = _label(f"{row.state}  {row.late}".strip())
        state.setStyleSheet(f"color: {state_colour(row.late or row.state).name()};")
        head.addWidget(state)
        column.addLayout(head)
        column.addWidget(_label(row.text))
        column.addLayout(_facts(row))
        column.addWidget(_label("照片", "section"))
        self._photos(column, row)
        column.addWidget(_label("经过", "section"))
        for step in steps_of(self._store, row.id):
            column.addWidget(_label(_step_words(step)))

    def _photos(self, column: QVBoxLayout, row: Any) -> None:
        items = chain(self._store, row.id)
        photos = [(item, *photo) for item in items for photo in photos_of(self._store, item.id)]
        grid = QGridLayout()
        grid.setSpacing(8)
        for number, (item, photo, path) in enumerate(photos):
            box = QVBoxLayout()
            box.setSpacing(2)
            box.addWidget(_picture(path, photo.name))
            front = f"问题 {item.number} " if len(items) > 1 else ""
            box.addWidget(_label(f"{front}{STAGES[photo.stage]}", "secondary"))
            grid.addLayout(box, number // 2, number % 2)
        column.addLayout(grid)
        if not photos:
            column.addWidget(_label("还没有照片。", "secondary"))
        buttons = QHBoxLayout()
        for stage, title in (("before", "加整改前照片"), ("after", "加整改后照片")):
            button = QPushButton(title)
            button.setObjectName(f"findings.photo.{stage}")
            button.setEnabled(not self._store.read_only)
            button.clicked.connect(lambda _c=False, s=stage: self.photo_wanted.emit(s))
            buttons.addWidget(button)
        column.addLayout(buttons)


def _facts(row: Any) -> QGridLayout:
    facts = (
        ("地点", " ".join(dict.fromkeys(part for part in (row.street, row.point) if part))),
        ("责任单位", "、".join(row.units) or "无人管"), ("类别", row.class_),
        ("对应指标", row.indicator), ("发现", _day(row.found)), ("交办", _day(row.assigned)),
        ("时限", "立行立改" if row.at_once else _day(row.due)), ("整改", _day(row.fixed)),
        ("销号", _day(row.closed)), ("整改方案", row.plan),
        ("反弹自", f"问题 {row.former}" if row.former else ""),
        ("督办卡", f"{row.cards} 张" if row.cards else ""), ("来源", row.source),
        ("备注", row.remark),
    )  # fmt: skip
    grid = QGridLayout()
    grid.setHorizontalSpacing(8)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(1, 1)
    for number, (title, words) in enumerate(fact for fact in facts if fact[1]):
        name = _label(title, "secondary")
        name.setMinimumWidth(52)
        grid.addWidget(name, number, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(_label(words), number, 1)
    return grid


def _day(day: Any) -> str:
    return day.isoformat() if day else ""


def _step_words(step: Any) -> str:
    title = (
        STEPS[step.step].title if step.step in STEPS else {"found": "发现"}.get(step.step, "导入")
    )
    said = json.loads(step.detail)
    on = said.get("on", step.at[:10])
    parts = [on, title, step.who, step.text if step.step != "found" else ""]
    due = said.get("due")
    words = "  ".join(part for part in parts if part)
    state = STATES.get(step.state_after, "")
    arrow = f" → {state}" if state != title else ""
    return f"{words}{f'（时限 {due}）' if due else ''}{arrow}"


def _picture(path: Path, name: str) -> QLabel:
    """Read a photo no larger than it is shown; a broken one says so."""
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid():
        reader.setScaledSize(size.scaled(_PHOTO, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    label = _label("" if not image.isNull() else f"照片打不开：{name}", "secondary")
    label.setFixedSize(_PHOTO)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setAccessibleName(name)
    if not image.isNull():
        label.setPixmap(QPixmap.fromImage(image))
    return label


def _label(text: str, role: str = "") -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    if role:
        label.setProperty("role", role)
    return label
