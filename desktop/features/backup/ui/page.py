"""备份与恢复: what backups there are, what each holds, and what can be done with them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QLabel, QVBoxLayout, QWidget

from desktop.core.changes import Kind
from desktop.core.row_source import ChosenRows, ListRows
from desktop.features.backup.checking import check_deep, verify_backup
from desktop.features.backup.listing import list_backups
from desktop.features.backup.restoring import restore
from desktop.features.backup.salvaging import salvage
from desktop.features.backup.service import keep_before, make_backup
from desktop.features.backup.types import BackupInfo, Restored, Salvaged
from desktop.features.backup.ui.encrypted import EncryptedExport
from desktop.ui_kit.context import UiContext
from desktop.ui_kit.page import Page
from desktop.ui_kit.rows_model import Column
from desktop.ui_kit.table import RecordTable
from desktop.ui_kit.verbs import Verbs

COLUMNS = (
    Column("made_text", "时间", 124), Column("kind_text", "种类", 76),
    Column("holds_text", "里面有什么", 470), Column("files_text", "材料原文件", 170),
    Column("last_step", "最后一步", 180), Column("machine", "电脑", 90),
)  # fmt: skip
_WORDS = (
    "每天第一次有改动后自动备份一次，导入、升级、恢复之前也各备份一次。"
    "恢复总是放到新文件夹，现在的工作区不动。"
)


class BackupPage(Page):
    """The page of backups."""

    NAME, TITLE, ICON = "backup", "备份与恢复", "history"
    listens_to = frozenset({Kind.OPERATION, Kind.SETTING})

    def __init__(self, context: UiContext, verbs: Verbs) -> None:
        super().__init__()
        self._context = context
        self.folder = context.store.workspace
        self._place = self.folder
        self._rows = ChosenRows(
            lambda: ListRows(list_backups(self._place), ("made_text", "kind_text", "last_step"))
        )
        self.encrypted = EncryptedExport(self, context, self._restored)
        self.table = RecordTable(
            "backup",
            self._rows,
            COLUMNS,
            empty="还没有备份。点“现在备份”做第一份。",
            title="备份",
            step=("现在备份", self._now),
        )
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        self.words = QLabel(_WORDS)
        self.words.setObjectName("backup.words")
        self.words.setWordWrap(True)
        self.words.setProperty("role", "secondary")
        column.addWidget(self.words)
        column.addWidget(self.table, 1)
        self.set_body(body)
        self.add_action("salvage", "抢救", "back", self._salvage)
        self.add_action("check", "核对", "check", self._check)
        self.add_action("elsewhere", "看U盘上的", "search", self._elsewhere)
        self.add_action("restore", "恢复到新文件夹", "undo", self._restore)
        self.add_action("encrypt", "加密导出", "export", self.encrypted.ask_target)
        self.add_action("stick", "备份到U盘", "export", self._to_stick)
        self.add_action("now", "现在备份", "add", self._now, primary=True)

    def reload(self) -> None:
        """Read the list again."""
        self.table.reload()

    def _start(self, title: str, job: Any, done: Callable[[Any], None]) -> None:
        self._context.start(title, job, done)

    def _say(self, text: str) -> None:
        self._context.messages.info(text)
        self.reload()

    def _now(self) -> None:
        self._start("备份", lambda ctx, store: make_backup(ctx, store), self._made)

    def _to_stick(self) -> None:
        place = QFileDialog.getExistingDirectory(self.window(), "备份到哪里（如U盘）")
        if place:
            self.to_folder(Path(place))

    def to_folder(self, place: Path) -> None:
        """Back up with all files into a folder elsewhere."""
        self._start(
            "备份到U盘",
            lambda ctx, store: make_backup(ctx, store, into=place, with_files=True), self._made,
        )  # fmt: skip

    def _made(self, info: BackupInfo) -> None:
        self._say(f"备份好了，已打开核对：{info.files_text}。{info.folder}")

    def _check(self) -> None:
        """Prove the backups selected, or look through everything where none is."""
        folders = [info.folder for info in self.table.selected()]

        def job(ctx: Any, store: Any) -> list[str]:
            if not folders:
                return [str(problem) for problem in check_deep(ctx, store)]
            return [f"{f.name}/{problem}" for f in folders for problem in verify_backup(ctx, f)]

        good = "数据库、每条记录、全部材料和备份都完好。"
        if folders:
            good = f"{len(folders)} 份备份逐字节核对、试恢复，全部完好。"
        self._start("核对", job, lambda found: self._told(found, good))

    def _told(self, found: list[str], good: str) -> None:
        if found:
            lines = "\n".join(found[:40])
            self._context.messages.error(f"发现 {len(found)} 处问题，什么也没有改动。\n{lines}")
        else:
            self._say(good)

    def _elsewhere(self) -> None:
        name = QFileDialog.getExistingDirectory(self.window(), "备份在哪个文件夹（取消：本工作区）")
        self.show_place(Path(name) if name else self.folder)

    def show_place(self, place: Path) -> None:
        """List the backups of another folder, such as a stick, or again the workspace's own."""
        self._place = place
        self.words.setText(_WORDS if place == self.folder else f"下面是 {place} 里的备份。")
        self.reload()

    def _restore(self) -> None:
        chosen = self.table.selected()
        if len(chosen) > 1:
            self._context.messages.info("一次只能恢复一份备份。")
            return
        file = "" if chosen else self.encrypted.ask_file()
        if not chosen and not file:
            return
        place = QFileDialog.getExistingDirectory(self.window(), "恢复到哪个新的空文件夹")
        if place and chosen:
            self.restore_to(chosen[0].folder, Path(place))
        elif place:
            self.encrypted.restore(Path(file), Path(place))

    def restore_to(self, backup: Path, place: Path) -> None:
        """Restore a backup into a new folder; what is open now is backed up first."""

        def job(ctx: Any, store: Any) -> Restored:
            keep_before(store, "restore", ctx)
            return restore(ctx, backup, place, files_from=self.folder)

        self._start("恢复", job, self._restored)

    def _restored(self, done: Restored) -> None:
        if done.missing:
            lines = "\n".join(done.missing[:40])
            self._context.messages.error(
                f"已恢复到 {done.folder}，但有 {len(done.missing)} 个材料原文件找不到。\n{lines}"
            )
        else:
            self._say(f"已恢复到 {done.folder}，可以用“打开”打开它。")

    def _salvage(self) -> None:
        place = QFileDialog.getExistingDirectory(self.window(), "抢救到哪个新的空文件夹")
        if place:
            self.salvage_to(Path(place))

    def salvage_to(self, place: Path) -> None:
        """Save what can be read into a new folder."""
        self._start("抢救", lambda ctx, _: salvage(ctx, self.folder, place), self._salvaged)

    def _salvaged(self, done: Salvaged) -> None:
        lost = [str(problem) for problem in done.lost] + [f"缺文件 {name}" for name in done.missing]
        if lost:
            head = f"已抢救到 {done.folder}：记录 {done.rows} 条。下面这些没有带过来："
            self._context.messages.error("\n".join([head, *lost[:40]]))
        else:
            self._say(f"已抢救到 {done.folder}：记录 {done.rows} 条，没有丢失。")
