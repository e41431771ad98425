"""Drawing the heading of a group over a whole row of a table."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QWidget

from desktop.ui_kit.grouped_rows import HeadingRole
from desktop.ui_kit.theme import current

_INSET = 8


def paint_heading(view: QWidget, painter: QPainter, option: Any, index: Any) -> bool:
    """Draw the part of a heading that lies in one cell; False where the row is none."""
    words = index.data(HeadingRole)
    if not words:
        return False
    painter.save()
    painter.setClipRect(option.rect)
    is_chosen = option.state & QStyle.StateFlag.State_Selected
    ground = current().selected if is_chosen else current().panel
    painter.fillRect(option.rect, QColor(ground))
    font = painter.font()
    font.setWeight(font.Weight.DemiBold)
    painter.setFont(font)
    painter.setPen(QColor(current().text))
    row = QRect(_INSET, option.rect.top(), view.width() - 2 * _INSET, option.rect.height())
    painter.drawText(row, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), words)
    painter.setPen(QColor(current().line))
    painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
    painter.restore()
    return True
