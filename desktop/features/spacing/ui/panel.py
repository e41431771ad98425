"""间距核算 as a part of a page: the roads, the selected one drawn, its marks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from desktop.core.changes import Changes, Kind
from desktop.features.spacing.limits import limits, save_limits
from desktop.features.spacing.results import RoadMarks, SpacingRows, recorded_subjects, subjects
from desktop.features.spacing.rules import FAILED, OPEN, PASSED, chainage_text, metres_text
from desktop.features.spacing.service import delete_marks, delete_roads, edit_mark, edit_road
from desktop.features.spacing.types import RoadResult
from desktop.features.spacing.ui.strip import RoadStrip
from desktop.ui_kit.action_row import ActionRow
from desktop.ui_kit.context import UiContext
from desktop.ui_kit.form import Field, FormDialog
from desktop.ui_kit.rows_model import Column
from desktop.ui_kit.table import RecordTable
from desktop.ui_kit.theme import icon
from desktop.ui_kit.verbs import Verbs

_STATES = (PASSED, FAILED, OPEN)
_EMPTY = "这里核算公益广告、公厕的间距：每条路哪一段太长，补在哪里。\n点右上角“导入”，选里程表。"
_NO_MARKS = "这条路还没有录入里程。点“加一处”，填 330 或 K0+330。"


def _metres(value: float | None) -> str:
    return "" if value is None else metres_text(value)


def _count(value: int) -> str:
    return str(value or "")


_ROADS = (
    Column("road", "道路", 110, editable=True), Column("class_", "等级", 72, editable=True),
    Column("length_m", "长度(米)", 80, right=True, editable=True, text=_metres),
    Column("mark_count", "处数", 56, right=True),
    Column("longest_m", "最长间距(米)", 104, right=True, text=_metres),
    Column("over", "超限(段)", 76, right=True, text=_count),
    Column("needed", "需补(处)", 76, right=True, text=_count),
    Column("state", "结论", 84, state=True),
    Column("limit_m", "限值(米)", 76, right=True, text=_metres), Column("words", "说明", 260),
)  # fmt: skip
_MARKS = (
    Column("number", "序号", 56, editable=True),
    Column("chainage_m", "里程", 84, right=True, editable=True, text=chainage_text),
    Column("theme", "主题", 150, editable=True), Column("remark", "备注", 100, editable=True),
)  # fmt: skip


class SpacingPanel(QWidget):
    """The part a page shows as a tab; the page calls `reload` when `listens_to` changes.

    `print_report` makes and shows the print of spacing.
    """

    listens_to = frozenset({Kind.ROAD, Kind.POINT})

    def __init__(self, context: UiContext, verbs: Verbs, print_report: Callable[[], None]) -> None:
        super().__init__()
        self._context = context
        self._rows = SpacingRows(context.store, self._first_subject())
        self._marks = RoadMarks(context.store)
        self.table = RecordTable("spacing", self._rows, _ROADS, empty=_EMPTY,
                                 filters=(("state", "全部结论", _STATES),))  # fmt: skip
        self.marks = RecordTable("spacing.marks", self._marks, _MARKS, empty=_NO_MARKS)
        self.strip = RoadStrip()
        self._subject, self._summary = QComboBox(), QLabel()
        self._build(verbs, print_report)
        self.table.set_edit(self._edit_road)
        self.marks.set_edit(self._edit_mark)
        self.table.selection_changed.connect(self._show_road)
        self._subject.activated.connect(self._choose_subject)
        self.reload()

    def _first_subject(self) -> str:
        store = self._context.store
        return (recorded_subjects(store) or subjects(store))[0]

    def _build(self, verbs: Verbs, print_report: Callable[[], None]) -> None:
        self._subject.setObjectName("spacing.subject")
        self._subject.setAccessibleName("核算项目")
        self._subject.setMinimumWidth(130)
        self._summary.setObjectName("spacing.summary")
        self._summary.setProperty("role", "secondary")
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._subject)
        # Squeezed first where the window is narrow.
        self._summary.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        head.addWidget(self._summary, 1)
        head.addWidget(_actions(
            "spacing",
            ("limits", "限值", "edit", self._edit_limits),
            ("add", "新增道路", "add", self._add_road),
            ("delete", "删除道路", "delete", self._delete_roads),
            ("print", "打印", "print", print_report),
            ("export", "导出", "export", lambda: verbs.export_table("marks")),
            ("import", "导入", "import", lambda: verbs.import_table("marks")),
        ))  # fmt: skip
        lists = QSplitter(Qt.Orientation.Horizontal)
        lists.setChildrenCollapsible(False)
        lists.addWidget(self.table)
        self._side = self._marks_part()
        lists.addWidget(self._side)
        lists.setSizes([700, 400])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(lists, 1)
        column.addWidget(self.strip)

    def _marks_part(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(8, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.marks, 1)
        column.addWidget(_actions(
            "spacing.marks",
            ("marks.add", "加一处", "add", self._add_mark),
            ("marks.delete", "删除所选", "delete", self._delete_marks),
        ))  # fmt: skip
        return part

    def reload(self) -> None:
        """Work everything out again, keeping subject and selection."""
        if not self._rows.results:
            self._rows.subject = self._first_subject()
        self._offer_subjects(subjects(self._context.store))
        self._rows.refresh()
        self.table.reload()
        if not self.table.selected():
            self.table.view.selectRow(0)
        counts = Counter(row.state for row in self._rows.results)
        self._summary.setText(
            "　".join(f"{state} {counts[state]} 条" for state in _STATES if counts[state])
        )
        for part in (self._side, self.strip):
            part.setVisible(bool(self._rows.results))
        self._show_road()

    def _offer_subjects(self, offered: Sequence[str]) -> None:
        self._subject.clear()
        self._subject.addItems(list(dict.fromkeys([*offered, self._rows.subject])))
        self._subject.setCurrentText(self._rows.subject)

    def _choose_subject(self) -> None:
        self._rows.subject = self._subject.currentText()
        self.reload()

    def _road(self) -> RoadResult | None:
        return next(iter(self.table.selected()), None)

    def _show_road(self) -> None:
        road = self._road()
        self.strip.show_road(road)
        self._marks.road_id = road.id if road else ""
        self._marks.subject = self._rows.subject
        self.marks.reload()

    def _edit_road(self, record: RoadResult, key: str, text: str) -> bool:
        field = "name" if key == "road" else key
        store = self._context.store
        saved = self._context.perform(lambda: edit_road(store, record.id, {field: text}), "已保存")
        return saved is not None

    def _edit_mark(self, record: Any, key: str, text: str) -> bool:
        store = self._context.store
        saved = self._context.perform(lambda: edit_mark(store, record.id, {key: text}), "已保存")
        return saved is not None

    def _add_road(self) -> None:
        fields = (
            Field("name", "道路", required=True),
            Field("class_", "等级", help="如：主干道、次干道"),
            Field("length_m", "长度(米)", help="不知道就留空，最后一段不核算"),
            Field("remark", "备注"),
        )  # fmt: skip
        self._ask("spacing.road", "新增道路", fields,
                  lambda values: edit_road(self._context.store, None, values))  # fmt: skip

    def _add_mark(self) -> None:
        road = self._road()
        if road is None:
            self._context.messages.error("没有选中道路。\n没有改动。请先在左边选一条。")
            return
        own = {"road": road.road, "subject": road.subject}
        fields = (
            Field("chainage_m", "里程", required=True, help="330、330米 或 K0+330"),
            Field("number", "序号"), Field("theme", "主题"), Field("remark", "备注"),
        )  # fmt: skip

        def save(values: Mapping[str, str]) -> tuple[Any, Changes]:
            return edit_mark(self._context.store, None, {**values, **own})

        self._ask("spacing.mark", f"{road.road}：加一处{road.subject}", fields, save)

    def _edit_limits(self) -> None:
        store, subject = self._context.store, self._rows.subject
        fields = [
            Field(item.class_, f"{item.class_}：每多少米至少一处", metres_text(item.most_m),
                  help=f"来源：{item.source}；清空恢复默认")
            for item in limits(store) if item.subject == subject
        ]  # fmt: skip
        fields += [
            Field("+class", "另加一个等级", help="如：支路"),
            Field("+most_m", "每多少米至少一处"),
        ]

        def save(values: Mapping[str, str]) -> tuple[Any, Changes]:
            stated = {key: text for key, text in values.items() if not key.startswith("+")}
            if values["+class"] or values["+most_m"]:
                stated[values["+class"]] = values["+most_m"]
            return save_limits(store, subject, stated)

        self._ask("spacing.limit", f"{subject}的间距限值", fields, save)

    def _ask(
        self, name: str, title: str, fields: Sequence[Field],
        save: Callable[[Mapping[str, str]], tuple[Any, Changes]],
    ) -> None:  # fmt: skip
        """Ask for some fields; what they change is published."""

        def run(values: Mapping[str, str]) -> None:
            self._context.done(lambda: save(values), "已保存")

        faults = self._context.faults
        FormDialog(self.window(), name, title, fields, run, faults=faults).exec()

    def _delete_roads(self) -> None:
        ids = [road.id for road in self.table.selected()]
        if ids:
            self._context.perform(
                lambda: delete_roads(self._context.store, ids), f"已删除 {len(ids)} 条道路及其里程"
            )

    def _delete_marks(self) -> None:
        ids = [mark.id for mark in self.marks.selected()]
        if ids:
            self._context.perform(
                lambda: delete_marks(self._context.store, ids), f"已删除 {len(ids)} 处"
            )


def _actions(row_name: str, *actions: tuple[str, str, str, Callable[[], None]]) -> ActionRow:
    """Return a row of buttons at the right."""
    row = ActionRow(row_name)
    for name, text, icon_name, run in actions:
        button = QPushButton(icon(icon_name), text)
        button.setObjectName(f"spacing.{name}")
        button.setAccessibleName(text)
        button.clicked.connect(lambda _checked=False, do=run: do())
        row.add(button)
    return row
