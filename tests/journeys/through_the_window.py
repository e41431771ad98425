"""Opens a workspace in the window, shows every page, makes a print, closes; for guarded runs."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from desktop.features.workspace import open_workspace
from desktop.shell.desk import Desk
from desktop.shell.pages import PAGES
from desktop.shell.start import make_application
from desktop.shell.window import MainWindow


def main(folder: str) -> None:
    """Do what a person does on a quiet morning."""
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, f"{folder}/settings")
    application = make_application(["yingjian"])
    window = MainWindow()
    desk = Desk(window, open_workspace(Path(folder)))
    window.show()
    for page in PAGES:
        window.go_to(page.name)
        QApplication.processEvents()
    desk.runner.idle.connect(application.quit)
    reports = window.page("reports")
    reports.findChild(object, "reports.readiness").click()  # type: ignore[attr-defined]
    application.exec()
    window.close()


if __name__ == "__main__":
    main(sys.argv[1])
