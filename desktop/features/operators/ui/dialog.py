"""The list of operators: adding, changing, passwords."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.errors import UserError
from desktop.features.operators.service import (
    all_operators,
    has_password,
    role_names,
    save_operator,
    set_password,
)
from desktop.ui_kit.context import UiContext
from desktop.ui_kit.form import Field, FormDialog

_WORDS = (
    "设了操作员，改动要先登录，每一步记名。录入：登记和修改；审核：另可审核、退回、删除；"
    "管理：另可改设置、导入测评体系、管理操作员。\n"
    "口令防的是手误和同事，防不住拿走硬盘的人：要防丢失，请用“加密导出”，电脑请开启 BitLocker。"
)


class OperatorsDialog(QDialog):
    """Shows who may work on the workspace."""

    def __init__(self, parent: QWidget, context: UiContext) -> None:
        super().__init__(parent)
        self.setObjectName("operators")
        self.setWindowTitle("操作员")
        self.resize(520, 420)
        self._context = context
        words = QLabel(_WORDS)
        words.setWordWrap(True)
        words.setProperty("role", "secondary")
        self.list = QListWidget()
        self.list.setObjectName("operators.list")
        self.list.setAccessibleName("操作员")
        row = QHBoxLayout()
        row.addStretch()
        for name, text, run in (
            ("password", "设口令…", self._password), ("change", "修改…", self._change),
            ("add", "新增…", self._add),
        ):  # fmt: skip
            button = QPushButton(text)
            button.setObjectName(f"operators.{name}")
            button.clicked.connect(run)
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.addWidget(words)
        layout.addWidget(self.list, 1)
        layout.addLayout(row)
        self.reload()

    def reload(self) -> None:
        """Read the list again."""
        store, words = self._context.store, role_names()
        self._known = list(all_operators(store))
        self.list.clear()
        for item in self._known:
            marks = ["有口令" if has_password(store, item) else "无口令"]
            marks += [] if item.active else ["已停用"]
            self.list.addItem(f"{item.name}  {words[item.role]}  {'，'.join(marks)}")
        if not self._known:
            self.list.addItem("还没有操作员：谁打开都能改。第一位会成为管理员。")

    def _chosen(self) -> Any:
        row = self.list.currentRow()
        return self._known[row] if 0 <= row < len(self._known) else None

    def _add(self) -> None:
        self._edit(None)

    def _change(self) -> None:
        if self._chosen() is not None:
            self._edit(self._chosen())

    def _edit(self, former: Any) -> None:
        words = role_names()
        codes = {word: code for code, word in words.items()}
        role = former.role if former else ("entry" if self._known else "admin")

        def save(values: Mapping[str, str]) -> None:
            self._context.done(
                lambda: save_operator(
                    self._context.store,
                    former.id if former else None,
                    name=values["name"],
                    role=codes[values["role"]],
                    active=values["active"] == "在用",
                ),
                "已保存操作员",
            )

        state = "在用" if former is None or former.active else "停用"
        fields = (
            Field("name", "姓名", former.name if former else "", required=True),
            Field("role", "角色", words[role], choices=list(codes)),
            Field("active", "状态", state, choices=("在用", "停用")),
        )
        self._ask("修改操作员" if former else "新增操作员", fields, save)

    def _password(self) -> None:
        chosen = self._chosen()
        if chosen is None:
            return

        def save(values: Mapping[str, str]) -> None:
            if values["fresh"] != values["again"]:
                raise UserError("两次输入的新口令不一样。", "原来的口令没有改动。")
            self._context.done(
                lambda: set_password(
                    self._context.store, chosen.id, former=values["former"], fresh=values["fresh"]
                ),
                "口令已改",
            )

        fields = (
            Field("former", "现在的口令", help="管理员设别人的口令时留空"),
            Field("fresh", "新口令", help="留空就是不用口令"), Field("again", "再输一次新口令"),
        )  # fmt: skip
        self._ask(f"“{chosen.name}”的口令", fields, save, hidden=True)

    def _ask(
        self, title: str, fields: tuple[Field, ...], save: Any, *, hidden: bool = False
    ) -> None:
        form = FormDialog(self, "operators.form", title, fields, save, faults=self._context.faults)
        if hidden:
            hide_texts(form)
        if form.exec():
            self.reload()


def hide_texts(form: QDialog) -> None:
    """Show dots instead of what is typed."""
    for field in form.findChildren(QLineEdit):
        field.setEchoMode(QLineEdit.EchoMode.Password)
