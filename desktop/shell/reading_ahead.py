"""Reading the code of the other pages while somebody looks at the first one."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module

from PySide6.QtCore import QObject, QTimer

# Long enough for the first page to be painted and for what waits to be said.
_AFTER_MS, _BETWEEN_MS = 400, 20


class ReadingAhead(QObject):
    """Reads one module after the other, the window answering in between."""

    def __init__(self, parent: QObject, names: Iterable[str]) -> None:
        super().__init__(parent)
        self._names = iter(names)
        self._timer = QTimer(self, interval=_AFTER_MS)
        self._timer.timeout.connect(self._read)
        self._timer.start()

    def stop(self) -> None:
        """Read no more: the workspace is closed."""
        self._timer.stop()

    def _read(self) -> None:
        name = next(self._names, None)
        if name is None:
            self.stop()
        else:
            import_module(name)
            self._timer.setInterval(_BETWEEN_MS)
