"""What the window shows: the first screen or an open workspace, and the ways to one."""

from __future__ import annotations

import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QSettings, QStandardPaths, QTimer
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication, QFileDialog

from db import Store, StoreUnavailable, pinyin_match
from desktop import __version__
from desktop.core import log
from desktop.core.errors import UserError
from desktop.core.job import JobContext
from desktop.core.launching import WindowWanted
from desktop.core.paths import RESOURCES, database, portable_data
from desktop.features.settings import YES
from desktop.features.workspace import create_workspace, open_workspace, remove_sample
from desktop.shell import crash
from desktop.shell.desk import Desk
from desktop.shell.window import MainWindow
from desktop.ui_kit.job_runner import JobRunner, Outcome
from desktop.ui_kit.messages import WindowMessages
from desktop.ui_kit.preferences import preference

if TYPE_CHECKING:
    from desktop.features.backup import Restored, Salvaged

_RECENT = "workspaces/recent"
_SWITCH_S = 0.0005
_PICTURE_MS = 500
_SOON_MS, _LATER_MS = 50, 1000


def sample_folder() -> Path:
    """Return where the sample county lies: in the documents, beside a portable program."""
    portable = portable_data()
    documents = QStandardPaths.StandardLocation.DocumentsLocation
    place = portable or Path(QStandardPaths.writableLocation(documents))
    return place / "迎检台示例"


class NoStore:
    """Stands where a job needs no workspace yet."""

    def close(self) -> None:
        """Do nothing."""


class Program:
    """The window with either the first screen or an open workspace in it."""

    def __init__(self, window: MainWindow | None = None) -> None:
        self.desk: Desk | None = None
        self._take(window or MainWindow())

    def _take(self, window: MainWindow) -> None:
        self.window = window
        self.messages = WindowMessages(self.window)
        self.runner = JobRunner(NoStore)
        self.window.follow(self.runner)

    @property
    def is_busy(self) -> bool:
        """Tell whether a worker is at work."""
        return self.runner.is_busy or (self.desk is not None and self.desk.runner.is_busy)

    def welcome(self) -> None:
        """Show the first screen."""
        from desktop.shell.welcome import Welcome

        screen = Welcome(recent_folders())
        screen.chosen.connect(self._choose)
        screen.recent_chosen.connect(lambda folder: self.open(Path(folder)))
        self.window.stack.addWidget(screen)
        self.window.stack.setCurrentWidget(screen)
        self.window.title.setText("欢迎")

    def open(self, folder: Path) -> bool:
        """Open a workspace; say why where that cannot be."""
        try:
            store = open_workspace(folder)
        except (StoreUnavailable, UserError) as error:
            self.messages.error(str(error))
            self._offer_rescue(folder)
            return False
        self._begin(store)
        return True

    def _begin(self, store: Store) -> None:
        if self.desk is not None:
            self._fresh_window()
        self.messages.leave_offer()
        remember_folder(store.workspace)
        self.desk = Desk(self.window, store, self.messages, self._leave)
        notices = list(store.notices)
        if log.take_crash_mark():
            notices.append("上次运行时程序出过错。")
        self.desk.guarding.offer_check(notices)

    def _offer_rescue(self, folder: Path) -> None:
        """Offer the backups of a workspace that cannot be opened; it is never opened as empty."""
        if not database(folder).exists():
            return
        from desktop.features.backup import list_backups, offer_backups

        made = list_backups(folder)
        verb = "恢复最新备份" if made else "抢救"

        def choose() -> None:
            place = QFileDialog.getExistingDirectory(self.window, "放到哪个新的空文件夹")
            if place:
                self.rescue(folder, Path(place))

        self.messages.offer(offer_backups(folder), f"{verb}到新文件夹…", choose, "先不动")

    def rescue(self, folder: Path, place: Path) -> None:
        """Restore the newest backup, or save what can be read where there is none; then open it."""
        from desktop.features.backup import list_backups, restore, salvage

        made = list_backups(folder)

        def job(ctx: JobContext, _: object) -> Restored | Salvaged:
            if made:
                return restore(ctx, made[0].folder, place, files_from=folder)
            return salvage(ctx, folder, place)

        self.runner.run("恢复", job, self._rescued)

    def _rescued(self, outcome: Outcome) -> None:
        if outcome.error is not None:
            self.messages.error(str(outcome.error))
        elif not outcome.cancelled and self.open(outcome.value.folder):
            missing = len(outcome.value.missing)
            words = f"，有 {missing} 个材料原文件找不到" if missing else ""
            self.messages.info(f"已恢复到 {outcome.value.folder}{words}。")

    def _fresh_window(self) -> None:
        """Go on in another window: pages belong to one workspace."""
        former, former_runner = self.window, self.runner
        self._take(MainWindow())
        self.window.show()
        former.close()
        former.deleteLater()
        former_runner.shutdown()
        self.desk = None

    def _leave(self, where: str) -> None:
        if where == "new":
            self._new()
        elif self.desk is not None and self.messages.ask(
            "删除示例县？\n它的文件夹会整个删掉，不能撤销。需要时可以再点“看示例”重建。",
            "删除示例", "保留",
        ):  # fmt: skip
            folder = self.desk.store.workspace
            self._fresh_window()
            self.welcome()
            try:
                remove_sample(folder)
            except (StoreUnavailable, UserError) as error:
                self.messages.error(str(error))
            else:
                self.messages.info("示例已删除。")

    def _choose(self, what: str) -> None:
        if what == "open":
            folder = QFileDialog.getExistingDirectory(self.window, "打开工作区文件夹")
            if folder:
                self.open(Path(folder))
        elif what == "new":
            self._new()
        else:
            self._demo()

    def _new(self) -> None:
        from desktop.ui_kit.form import Field, FormDialog

        fields = (
            Field("county", "县（市、区）名称", help="如：青禾县", required=True),
            Field("edition", "测评体系和版本（可以以后再填）", help="如：2026版县级测评体系"),
            Field("test_date", "测评日期（可以以后再填）", help="如：2026-12-10", kind="date"),
        )

        def save(values: Mapping[str, str]) -> None:
            place = QFileDialog.getExistingDirectory(self.window, "选一个空文件夹放数据")
            if not place:
                raise UserError("还没有选文件夹。", "没有新建，填的内容还在。")
            try:
                store = create_workspace(
                    Path(place), county=values["county"], test_date=values["test_date"],
                    edition=values["edition"],
                )  # fmt: skip
            except StoreUnavailable as error:
                raise UserError(error.text, error.advice) from error
            self._begin(store)

        FormDialog(self.window, "new", "新建工作区", fields, save, verb="选文件夹并新建").exec()

    def _demo(self) -> None:
        """Make the sample county where it is not there yet."""
        from desktop.features.sample_county import make_demo

        folder = sample_folder()
        if database(folder).is_file():
            self.open(folder)
            return
        self.runner.run("准备示例县", lambda ctx, _: make_demo(ctx, folder), self._demo_made)

    def _demo_made(self, outcome: Outcome) -> None:
        if outcome.cancelled:
            self.messages.info("已取消。")
        elif outcome.error is not None:
            self.messages.error(str(outcome.error))
        else:
            self.open(outcome.value.folder)

    def end_session(self, _manager: object = None) -> None:
        """Close as if by hand when the person logs off: work stops, the store is closed."""
        self.window.close()

    def draw_into(self, file: str) -> None:
        """Draw the window into a picture file and leave; exit code 1 where it cannot be written."""
        written = self.window.grab().save(file)
        self.window.close()
        QApplication.exit(0 if written else 1)


def recent_folders() -> list[str]:
    """Return the workspaces opened lately that are still there."""
    listed = QSettings().value(_RECENT) or []
    folders = [listed] if isinstance(listed, str) else list(listed)
    return [folder for folder in folders if database(Path(folder)).is_file()]


def remember_folder(folder: Path) -> None:
    """Put a workspace first among those opened lately."""
    name = str(folder.resolve())
    former = recent_folders()
    latest = [name, *(other for other in former if other != name)][:5]
    if latest != former:
        QSettings().setValue(_RECENT, latest)


def begin(window: MainWindow, wanted: WindowWanted) -> Program:
    """Fill the window with the workspace wanted, the last one, or the first screen."""
    crash.install()
    # Painting asks for the interpreter hundreds of times; a busy worker would keep it 5 ms each.
    sys.setswitchinterval(_SWITCH_S)
    log.start(__version__)
    program = Program(window)
    recent = recent_folders()
    reopens = preference("reopen", YES) == YES
    target = wanted.folder or (recent[0] if recent and reopens else None)
    if target is None or not program.open(Path(target)):
        program.welcome()
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    application.commitDataRequest.connect(program.end_session)
    QTimer.singleShot(_SOON_MS, _finish)
    QTimer.singleShot(_LATER_MS, _read_pinyin)
    if wanted.picture:
        QTimer.singleShot(_PICTURE_MS, lambda: program.draw_into(wanted.picture))
    return program


def _finish() -> None:
    """Do what nobody sees in the first moment."""
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    QGuiApplication.setWindowIcon(QIcon(str(RESOURCES / "icons" / "indicators.svg")))


def _read_pinyin() -> None:
    """Read the pinyin of all characters before somebody types the first letter into a filter."""
    threading.Thread(target=pinyin_match, args=("", "a"), daemon=True).start()
