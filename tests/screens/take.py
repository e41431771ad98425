"""Take the pictures of one scale: every page, its tabs, its forms, and an empty county."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, QSettings, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QTableView, QTabWidget, QWidget

from db import Store, open_store
from desktop.core.job import QuietContext
from desktop.core.paths import database, samples
from desktop.features.exchange import ImportRequest, preview_import
from desktop.features.exchange.ui.wizard import ImportDialog
from desktop.features.points import point_rows
from desktop.features.sample_county import make_demo
from desktop.features.visits import (
    RoundPlan,
    add_points,
    fill_rest,
    round_rows,
    save_round,
    split_teams,
    visit_rows,
)
from desktop.features.visits.answering import take_choice
from desktop.features.visits.choices import choices_of, takes_number
from desktop.features.visits.entry import sheet_of
from desktop.features.workspace import create_workspace
from desktop.shell.desk import Desk
from desktop.shell.pages import PAGES
from desktop.shell.start import make_application
from desktop.shell.welcome import Welcome
from desktop.shell.window import MainWindow
from desktop.ui_kit.theme import apply_theme

_PATIENCE = 120
_ROUND, _UNDER_WAY = "九月自查", 6


def settle() -> None:
    """Let timers, layouts and paints come to rest."""
    loop = QEventLoop()
    QTimer.singleShot(260, loop.quit)
    loop.exec()


class Camera:
    """Takes pictures named page-size-scale-theme."""

    def __init__(self, out: Path, scale: str, only: set[str]) -> None:
        self.out, self.scale, self.only = out, float(scale), only
        self.size, self.theme = "", ""

    def wants(self, name: str) -> bool:
        """Tell whether pictures of a page are asked for."""
        return not self.only or name in self.only

    def take(self, widget: QWidget, name: str) -> None:
        """Take one picture, when what the page works on in the background is there."""
        settle()
        cancel = widget.findChild(QPushButton, "window.cancel")
        for _ in range(_PATIENCE):
            if cancel is None or not cancel.isVisible():
                break
            settle()
        notice = widget.findChild(QWidget, "notice")
        if notice is not None:
            notice.hide()
        file = f"{name}-{self.size}-{round(self.scale * 100)}-{self.theme}.png"
        widget.grab().save(str(self.out / file))


def main(out: str, folder: str, scale: str, sizes: str, themes: str, only: str) -> None:
    """Take everything at one scale."""
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, f"{folder}/settings")
    application = make_application(["screens"])
    county, empty = Path(folder) / "county", Path(folder) / "empty"
    if not database(county).is_file():
        make_demo(QuietContext(), county)
        add_round(county)
        create_workspace(empty, county="青禾县", test_date="").close()
    camera = Camera(Path(out), scale, set(filter(None, only.split(","))))
    for theme in themes.split(","):
        for size in sizes.split(","):
            camera.size, camera.theme = size, theme
            apply_theme(application, dark=theme == "dark")
            wide, high = (round(int(part) / camera.scale) for part in size.split("x"))
            for place, shots in ((county, county_shots), (empty, empty_shots)):
                with_desk(place, wide, high, lambda desk, shots=shots: shots(camera, desk))
            if camera.wants("welcome"):
                screen = Welcome(["/home/创城办/青禾县"])
                screen.resize(wide, high)
                camera.take(screen, "welcome")


def add_round(county: Path) -> None:
    """Give the sample county a round under way."""
    with open_store(database(county)) as store:
        made, _ = save_round(store, None, RoundPlan(_ROUND, "自查", "2026-09-01"))
        parks = [row.id for row in point_rows(store).all() if row.type in ("公园", "农贸市场")]
        add_points(store, made.id, parks)
        split_teams(store, made.id, 2)
        rows = visits_of(store)
        for row in rows[:_UNDER_WAY]:
            fill_rest(store, row.id)
        sheet = sheet_of(store, rows[_UNDER_WAY].id)
        fault = next(line for line in sheet.lines if not takes_number(line))
        for line in sheet.lines[: sheet.lines.index(fault) + 1]:
            take_choice(store, sheet, line, choices_of(line.rule)[line is fault])


def visits_of(store: Store) -> list[Any]:
    """Return the visits of the round under way."""
    made = next(row for row in round_rows(store).all() if row.name == _ROUND)
    return list(visit_rows(store, made.id).all())


def with_desk(place: Path, wide: int, high: int, run: Callable[[Desk], None]) -> None:
    """Open a workspace in a window of a size."""
    window = MainWindow()
    desk = Desk(window, open_store(database(place)))
    # Its notices would lie over the pictures.
    desk.guarding.stop()
    window.resize(wide, high)
    window.show()
    run(desk)
    window.close()
    window.deleteLater()


def county_shots(camera: Camera, desk: Desk) -> None:
    """Take every page, every tab of it and its detail panel."""
    for page in PAGES:
        if camera.wants(page.name):
            desk.window.go_to(page.name)
            if page.name == "dossier":
                run: Any = desk.window.findChild(QPushButton, "dossier.run")
                run.click()
            camera.take(desk.window, page.name)
            if page.name == "visits":
                visit = visits_of(desk.store)[_UNDER_WAY]
                desk.window.page("visits").entry().open_visit(visit.id)
            for name in tabs_of(desk.window.page(page.name)):
                camera.take(desk.window, f"{page.name}.{name}")
            detail(camera, desk, page.name)
    if camera.wants("reports"):
        desk.show_pdf(desk.store.workspace / "exports" / "准备度报告.pdf", "准备度报告")
        camera.take(desk.window, "reports.pdf")
    search(camera, desk)
    help_page(camera, desk)
    dialogs(camera, desk)


def search(camera: Camera, desk: Desk) -> None:
    """Look for something from the first page."""
    if camera.wants("overview"):
        desk.window.go_to("overview")
        desk.search.setText("青禾")
        desk.search.take()
        QTest.qWait(600)
        camera.take(desk.window, "search")
        desk.search.clear()


def help_page(camera: Camera, desk: Desk) -> None:
    """Open the help of the first page."""
    if camera.wants("overview"):
        desk.helping.here()
        camera.take(desk.helping.help, "help")
        desk.helping.help.hide()


def tabs_of(page: QWidget) -> Iterator[str]:
    """Show one tab after the other but the first."""
    for tabs in page.findChildren(QTabWidget):
        for number in range(1, tabs.count()):
            tabs.setCurrentIndex(number)
            yield f"tab{number}"
        tabs.setCurrentIndex(0)


def detail(camera: Camera, desk: Desk, name: str) -> None:
    """Open the panel beside a list with some rows selected, the pointer over another."""
    button = desk.window.findChild(QPushButton, f"{name}.detail")
    table = desk.window.findChild(QTableView, f"{name}.table")
    if button is None or table is None:
        return
    table.selectRow(2)
    index = table.model().index(4, 1)
    QTest.mouseMove(table.viewport(), table.visualRect(index).center())
    table.horizontalScrollBar().setValue(120)
    button.click()
    camera.take(desk.window, f"{name}.detail")
    button.click()


def dialogs(camera: Camera, desk: Desk) -> None:
    """Take the forms and the import dialog."""
    for page, button in (("points", "points.add"), ("units", "units.add"),
                         ("overview", "window.settings"), ("overview", "window.history")):  # fmt: skip
        if camera.wants(page):
            desk.window.go_to(page)
            found: Any = desk.window.findChild(QWidget, button)
            QTimer.singleShot(0, lambda name=button: dialog(camera, name))
            found.click()
    if camera.wants("points"):
        request = ImportRequest("points", samples() / "点位台账.xlsx")
        shown = ImportDialog(desk.window, preview_import(desk.store, request))
        shown.show()
        camera.take(shown, "import")
        shown.close()


def dialog(camera: Camera, name: str) -> None:
    """Take the dialog that is open and close it."""
    shown = QApplication.activeModalWidget()
    if isinstance(shown, QDialog):
        camera.take(shown, f"{name}.form")
        shown.reject()


def empty_shots(camera: Camera, desk: Desk) -> None:
    """Take every page as a new county sees it."""
    for page in PAGES:
        if camera.wants(page.name):
            desk.window.go_to(page.name)
            camera.take(desk.window, f"{page.name}.empty")


if __name__ == "__main__":
    main(*sys.argv[1:])
