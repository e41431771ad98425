"""Fields of a dialog that can be scrolled where the screen is too low for all of them."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QFrame, QScrollArea, QWidget

_MOST, _LEAST = 560, 96
# What the title bar of a dialog and the task bar take.
_FRAME = QSize(24, 72)


class FieldsArea(QScrollArea):
    """As high as its fields, up to a limit, but never too high for its window."""

    def __init__(self, body: QWidget) -> None:
        super().__init__(widgetResizable=True)
        self._body = body
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(body)

    def sizeHint(self) -> QSize:
        """Ask for the fields' height."""
        hint = self._body.sizeHint()
        return QSize(hint.width() + 2, min(_MOST, hint.height() + 2))

    def minimumSizeHint(self) -> QSize:
        """Need room for a field or two."""
        return QSize(
            self._body.minimumSizeHint().width() + 2, min(_LEAST, self.sizeHint().height())
        )


def fit_screen(dialog: QDialog, wanted: QSize | None = None) -> None:
    """Give a dialog the size it asks for, or what the screen has."""
    room = dialog.screen().availableGeometry().size() - _FRAME
    dialog.resize((wanted or dialog.sizeHint()).boundedTo(room))
