"""Python's cyclic garbage collected on the main thread only.

A collection that happens to run on the worker would destroy windows there, and Qt aborts.
"""

from __future__ import annotations

import gc
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

_EVERY_MS = 2000


class MainThreadCollector(QObject):
    """Takes automatic collection over from Python while it lives.

    It waits while `is_busy` and while a dialog is open: a worker's or a preview's objects by the
    hundred thousand are no garbage yet, and going through them would make the window stand still.
    """

    def __init__(
        self, parent: QObject | None = None, *, is_busy: Callable[[], bool] = lambda: False
    ) -> None:
        super().__init__(parent)
        self._is_busy = is_busy
        gc.disable()
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self._collect_idly)
        self._timer.start()
        # What the program is made of stays to the end; it need not be gone through again.
        QTimer.singleShot(_EVERY_MS, self, gc.freeze)

    def _collect_idly(self) -> None:
        if not (self._is_busy() or QApplication.activeModalWidget()):
            self.collect()

    def collect(self) -> None:
        """Collect as far as the counts of new objects ask for, as Python itself would."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if counts[generation] > thresholds[generation]:
                gc.collect(generation)
                return
