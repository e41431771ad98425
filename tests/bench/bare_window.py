"""A window of PySide6 with a label and nothing else: the peer of our start.

Run as a script, `python bare_window.py FILE`; notes in the file when it was painted, and ends.
"""

from __future__ import annotations

import sys
import time

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow


class Window(QMainWindow):
    """Leaves once it has been painted."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        QTimer.singleShot(0, self._leave)

    def _leave(self) -> None:
        with open(sys.argv[1], "w", encoding="ascii") as stream:
            stream.write(f"painted {time.time():.4f}\n")
        self.close()


def main() -> int:
    """Show it."""
    application = QApplication(sys.argv[:1])
    window = Window()
    window.setCentralWidget(QLabel("迎检台"))
    window.resize(1280, 700)
    window.show()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
