"""The pane at the right: what the selected material looks like, page by page."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
)

from desktop.core.errors import UserError
from desktop.core.text import show_bidi
from desktop.features.evidence.previews import Preview, copy_to_open, preview_of
from desktop.features.evidence.ui.page_picture import PagePicture
from desktop.ui_kit.context import UiContext
from desktop.ui_kit.job_runner import Outcome

_DELAY_MS = 120
_NOTHING = "选中一份材料，这里显示它的内容。"


class PreviewPane(QFrame):
    """Shows one document, drawn on the worker; the newest wish wins however fast they come."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self.setObjectName("detail")
        self.setMinimumWidth(200)
        self._context = context
        self._wanted: tuple[str, int] | None = None
        self._shown: tuple[str, int] | None = None
        self._is_loading = False
        self._pages = 1
        self.title = _label("section")
        self.note = _label("secondary")
        self.picture = PagePicture()
        self.text = QPlainTextEdit(readOnly=True)
        self.text.setObjectName("evidence.preview.text")
        self.text.setAccessibleName("材料文字")
        self.words = _label("secondary")
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.stack = QStackedWidget()
        for widget in (self.words, self.picture, self.text):
            self.stack.addWidget(widget)
        self.back = self._button("back", "‹", lambda: self._turn(-1), "上一页")
        self.forward = self._button("forward", "›", lambda: self._turn(1), "下一页")
        self.number = QLabel()
        self.outside = self._button("outside", "用系统程序打开", self._open_outside)
        self._timer = QTimer(self, singleShot=True, interval=_DELAY_MS)
        self._timer.timeout.connect(self._load)
        self._build()
        self.show_document(None)

    def _button(self, name: str, text: str, run: Any, tip: str = "") -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(f"evidence.preview.{name}")
        button.setAccessibleName(tip or text)
        button.setToolTip(tip)
        button.clicked.connect(lambda _checked=False: run())
        return button

    def _build(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(8)
        bar.addWidget(self.back)
        bar.addWidget(self.number)
        bar.addWidget(self.forward)
        bar.addStretch()
        bar.addWidget(self.outside)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addWidget(self.note)
        column.addWidget(self.stack, 1)
        column.addLayout(bar)

    def show_document(self, document_id: str | None, name: str = "", note: str = "") -> None:
        """Show a document soon; `note` stands under its name. None: nothing is selected."""
        self.title.setText(show_bidi(name))
        self.note.setText(note)
        self.note.setVisible(bool(note))
        self.outside.setEnabled(document_id is not None)
        if document_id is None:
            self._wanted = self._shown = None
            self._say(_NOTHING)
        elif self._wanted is None or self._wanted[0] != document_id:
            self._want(document_id, 1)

    def _want(self, document_id: str, page: int) -> None:
        self._wanted = (document_id, page)
        self._timer.start()

    def _turn(self, pages: int) -> None:
        if self._wanted is not None:
            document_id, page = self._wanted
            self._want(document_id, max(1, min(self._pages, page + pages)))

    def _load(self) -> None:
        if self._is_loading or self._wanted in (None, self._shown) or not self.isVisible():
            return
        assert self._wanted is not None
        wanted, (document_id, page) = self._wanted, self._wanted
        self._is_loading = True
        if self._shown is None or self._shown[0] != document_id:
            self._say("正在打开……")

        def done(outcome: Outcome) -> None:
            self._is_loading = False
            if wanted != self._wanted:
                self._load()
            elif isinstance(outcome.error, UserError):
                self._say(str(outcome.error))
            elif outcome.error is not None:
                raise outcome.error
            elif not outcome.cancelled:
                self._shown = wanted
                self._show(outcome.value)

        self._context.runner.run(
            "打开预览", lambda ctx, store: preview_of(ctx, store, document_id, page), done
        )

    def _show(self, preview: Preview) -> None:
        if preview.image and self.picture.show_picture(preview.image):
            self.stack.setCurrentWidget(self.picture)
        elif preview.text:
            self.text.setPlainText(show_bidi(preview.text))
            self.stack.setCurrentWidget(self.text)
        else:
            self._say(f"{preview.why}。\n可以用系统程序打开。")
        self._pages = preview.pages
        self._count(preview.page)

    def _say(self, words: str) -> None:
        self.words.setText(words)
        self.stack.setCurrentWidget(self.words)
        self._pages = 1
        self._count(1)

    def _count(self, page: int) -> None:
        has_pages = self._pages > 1
        for widget in (self.back, self.number, self.forward):
            widget.setVisible(has_pages)
        self.number.setText(f"{page} / {self._pages}")
        self.back.setEnabled(page > 1)
        self.forward.setEnabled(page < self._pages)

    def _open_outside(self) -> None:
        if self._wanted is None:
            return
        try:
            path = copy_to_open(self._context.store, self._wanted[0])
        except UserError as error:
            self._context.messages.error(str(error))
            return
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self._context.messages.info("这台电脑没有能打开它的程序。")

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        self._timer.start()


def _label(role: str) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setProperty("role", role)
    return label
