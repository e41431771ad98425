"""加密导出: writing and restoring a backup that a password protects."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.core.errors import UserError
from desktop.core.job import JobContext
from desktop.core.paths import exports
from desktop.features.backup.encrypted import export_encrypted, open_encrypted
from desktop.features.backup.restoring import restore
from desktop.features.backup.types import Restored
from desktop.ui_kit.context import UiContext
from desktop.ui_kit.form import Field, FormDialog


class EncryptedExport:
    """What a page of backups can do with encrypted exports; `restored` hears of what came back."""

    def __init__(
        self, page: QWidget, context: UiContext, restored: Callable[[Restored], None]
    ) -> None:
        self._page, self._context, self._restored = page, context, restored
        self._folder: Path = context.store.workspace

    def ask_target(self) -> None:
        """Ask where to and write an encrypted export."""
        offered = str(exports(self._folder) / "加密备份.zip")
        name, _ = QFileDialog.getSaveFileName(
            self._page.window(), "加密导出", offered, "zip (*.zip)"
        )
        if name:
            self.export_to(Path(name))

    def export_to(self, file: Path) -> None:
        """Ask for the password and write the encrypted export."""

        def save(values: Any) -> None:
            if values["password"] != values["again"]:
                raise UserError("两次输入的口令不一样。", "还没有导出。")
            self._context.start(
                "加密导出",
                lambda ctx, store: export_encrypted(
                    ctx, store, file, values["password"], with_files=True
                ),
                lambda _: self._context.messages.info(
                    f"已加密导出：{file}。口令丢失后谁也打不开，请另外记好。"
                ),
            )

        fields = (Field("password", "口令", required=True), Field("again", "再输一次口令"))
        FormDialog(
            self._page.window(), "backup.password", "加密导出（AES-256）", fields, save,
            verb="导出", faults=self._context.faults,
        ).exec()  # fmt: skip

    def ask_file(self) -> str:
        """Ask for an encrypted export to restore; "" where none was chosen."""
        title = "没有选中备份：请选加密导出的 zip"
        name, _ = QFileDialog.getOpenFileName(self._page.window(), title, "", "zip (*.zip)")
        return name

    def restore(self, file: Path, place: Path) -> None:
        """Ask for the password and restore an encrypted export into a new folder."""

        def save(values: Any) -> None:
            password = values["password"]
            self._context.start(
                "恢复", lambda ctx, _: self._unpacked(ctx, file, password, place), self._restored
            )

        fields = (Field("password", "口令", required=True),)
        FormDialog(
            self._page.window(), "backup.password", f"打开 {file.name}", fields, save, verb="恢复",
            faults=self._context.faults,
        ).exec()  # fmt: skip

    def _unpacked(self, ctx: JobContext, file: Path, password: str, place: Path) -> Restored:
        with tempfile.TemporaryDirectory(dir=place.parent, prefix=".yingjian-") as beside:
            backup = open_encrypted(ctx, file, password, Path(beside))
            return restore(ctx, backup, place, files_from=self._folder)
