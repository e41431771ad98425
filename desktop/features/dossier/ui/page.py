"""试报送: what would be refused, by item; the words or pictures in question; the line of days."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from desktop.core.changes import Changes, Kind
from desktop.core.row_source import ListRows, Query
from desktop.features.dossier.checks import DOUBTFUL, REFUSED, TWICE, CheckRow, DryRun, dry_run
from desktop.features.dossier.exemptions import exempt
from desktop.features.dossier.fact_dates import DocumentDates, find_dates, type_date
from desktop.features.dossier.limits import (
    TITLES,
    Limits,
    all_limits,
    save_limits,
    slot_kinds,
)
from desktop.features.dossier.mending import mend
from desktop.features.dossier.thumbnails import thumbnails
from desktop.features.dossier.ui.caption_grid import CaptionGrid
from desktop.features.dossier.ui.exemptions_tab import ExemptionsTab
from desktop.features.dossier.ui.months_tab import MonthsTab
from desktop.features.dossier.ui.pair_view import PairView
from desktop.features.dossier.ui.window_bar import WindowBar
from desktop.features.dossier.window import Window
from desktop.ui_kit.context import UiContext
from desktop.ui_kit.form import Field, FormDialog
from desktop.ui_kit.page import Page
from desktop.ui_kit.rows_model import Column
from desktop.ui_kit.side_pane import SidePane
from desktop.ui_kit.table import RecordTable
from desktop.ui_kit.tabs import Tabs
from desktop.ui_kit.verbs import Verbs

_COLUMNS = (
    Column("code", "编号", 84), Column("name", "材料", 190),
    Column("grade", "结果", 92, state=True), Column("rule", "检查", 92),
    Column("what", "说明", 300), Column("where", "在哪里", 90), Column("context", "上下文", 240),
    Column("fix", "可处理", 72), Column("kind", "材料项", 84), Column("unit", "单位", 90),
)  # fmt: skip
_BESIDE, _BELOW = QSize(720, 0), QSize(720, 420)
_EMPTY = (
    "这里逐份列出会被拒收和要再看的材料。\n点“试报送”，程序把收到的材料全看一遍，不改动任何文件。"
)
_PICTURE_RULES = (TWICE, "图片模糊", "压缩过度", "像素", "大小", "扩展名不符", "没有日期", "时限窗")


@dataclass(frozen=True)
class DossierPrints:
    """What the page may print beside its lists: pictures by document ids, and return slips."""

    photos: Callable[[tuple[str, ...]], None]
    slips: Callable[[], None]


class DossierPage(Page):
    """The page of the trial hand-in."""

    NAME, TITLE, ICON = "dossier", "试报送", "check"
    listens_to = frozenset({Kind.DOCUMENT, Kind.SLOT, Kind.SETTING})

    def __init__(self, context: UiContext, verbs: Verbs, prints: DossierPrints) -> None:
        super().__init__()
        self._context, self._verbs, self._prints = context, verbs, prints
        self._rows = ListRows((), ("code", "name", "rule", "what", "unit", "context"))
        self.table = RecordTable(
            "dossier", self._rows, _COLUMNS, empty=_EMPTY, title="检查结果",
            filters=(("grade", "全部结果", (REFUSED, DOUBTFUL)),), step=("试报送", self.run_trial),
        )  # fmt: skip
        self.pair = PairView()
        self.bar = WindowBar(context, self._ask_window)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.table)
        split.addWidget(self.pair)
        split.setSizes([660, 480])
        split.setHandleWidth(12)
        whole = QSplitter(Qt.Orientation.Vertical)
        whole.addWidget(split)
        whole.addWidget(self.bar)
        whole.setStretchFactor(0, 1)
        whole.setChildrenCollapsible(False)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(whole)
        self.tabs = Tabs("dossier.tabs")
        self.tabs.add("检查结果", lambda: body)
        self.captions = self.tabs.add("图片六要素", lambda: CaptionGrid(context))
        self.months = self.tabs.add("按月份", lambda: MonthsTab(context))
        self.exemptions = self.tabs.add("放行", lambda: ExemptionsTab(context))
        self.set_body(self.tabs)
        SidePane(self, self.pair, split, self.tabs, title="对照", least=_BESIDE)
        SidePane(self, self.bar, whole, self.tabs, title="时限窗", least=_BELOW)
        self.table.selection_changed.connect(self._show_row)
        self.add_action("date", "填日期", "edit", self._type_date)
        self.add_action("mend", "处理副本", "edit", self._mend)
        self.add_action("exempt", "放行", "check", self._exempt)
        self.add_action("limits", "限值", "edit", self._ask_kind)
        self.add_action("slips", "退回单", "undo", prints.slips)
        self.add_action("print", "打印", "print", self._print)
        self.add_action("dates", "认日期", "search", self._find_dates)
        self.add_action("run", "试报送", "check", self.run_trial, primary=True)
        self.reload()

    def _print(self) -> None:
        if self.tabs.currentIndex() == 1:
            self._prints.photos(tuple(row.id for row in self.captions().table.selected()))
        else:
            self._verbs.print_table(self.table, "试报送结果")

    def run_trial(self) -> None:
        """Look at every document on the worker."""
        self._context.start("试报送", lambda ctx, store: dry_run(ctx, store), self._tried)

    def _tried(self, trial: DryRun) -> None:
        self._rows.set(trial.rows)
        self.table.reload()
        refused, doubtful = trial.count(REFUSED), trial.count(DOUBTFUL)
        self._context.messages.info(
            f"看了 {trial.documents} 份材料：{REFUSED} {refused} 处，{DOUBTFUL} {doubtful} 处。"
        )

    def _find_dates(self) -> None:
        self._context.start("认日期", lambda ctx, store: find_dates(ctx, store), self._dated)

    def _dated(self, value: tuple[tuple[DocumentDates, ...], Changes]) -> None:
        found, changes = value
        self._context.bus.publish(changes)
        known = sum(item.best is not None for item in found)
        self._context.messages.info(
            f"认出日期 {known} 份，没有日期 {len(found) - known} 份。",
            undo=self._context.undo if changes else None,
        )

    def _chosen(self) -> CheckRow | None:
        return next(iter(self.table.selected()), None)

    def _show_row(self) -> None:
        row = self._chosen()
        if row is None:
            self.pair.clear()
            return
        self.pair.clear("\n".join(filter(None, (row.name, row.what, row.where, row.context))))
        if row.rule in _PICTURE_RULES:
            ids = [row.document_id, row.other] if row.other else [row.document_id]
            self._context.start(
                "打开图片", lambda ctx, store: thumbnails(ctx, store, ids),
                lambda pictures: self._show_pictures(row, pictures),
            )  # fmt: skip

    def _show_pictures(self, row: CheckRow, pictures: tuple[bytes, ...]) -> None:
        if self._chosen() == row and any(pictures):
            words = (row.name, row.other_name)
            self.pair.show_pictures(list(zip(pictures, words, strict=False)))

    def _exempt(self) -> None:
        row = self._chosen()
        if row is None or not row.exemption:
            self._context.messages.info("先选一处可以放行的：个人信息、旧痕或一图多用。")
            return

        def save(values: Mapping[str, str]) -> None:
            store = self._context.store
            self._context.done(
                lambda: exempt(store, row.exemption, row.key, who=values["who"],
                               reason=values["reason"]), "已放行，以后不再提"
            )  # fmt: skip
            self._drop(row)

        fields = (
            Field("who", "放行人", required=True),
            Field("reason", "理由", kind="long", required=True),
        )
        self._ask("exempt_form", f"放行：{row.what}", fields, save, verb="放行")

    def _drop(self, gone: CheckRow) -> None:
        """Take what is settled off the list; a place let stand is settled everywhere."""
        kept = [
            row
            for row in self._rows.page(Query(), 0, self._rows.count(Query()))
            if not (row.key and row.key == gone.key)
        ]
        self._rows.set(kept)
        self.table.reload()

    def _mend(self) -> None:
        row = self._chosen()
        if row is None or not row.fix:
            self._context.messages.info("先选一处“可处理”一栏有字的。")
            return
        self._context.start(row.fix, lambda ctx, store: mend(ctx, store, row), self._mended)

    def _mended(self, value: tuple[str, Changes]) -> None:
        name, changes = value
        self._context.bus.publish(changes)
        self._context.messages.info(f"已处理成 {name}，原来的文件保留。", undo=self._context.undo)

    def _type_date(self) -> None:
        rows = self.table.selected()
        ids = list(dict.fromkeys(row.document_id for row in rows))
        if not ids:
            self._context.messages.info("先选要填日期的材料。")
            return

        def save(values: Mapping[str, str]) -> None:
            day = date.fromisoformat(values["day"])
            self._context.done(lambda: type_date(self._context.store, ids, day), "已填日期")

        fields = (Field("day", "成文/拍摄日期", kind="date", required=True),)
        self._ask("date_form", f"{len(ids)} 份材料的日期", fields, save)

    def _ask_window(self) -> None:
        def save(values: Mapping[str, str]) -> None:
            days = (date.fromisoformat(values[key]) for key in ("starts", "ends"))
            self.bar.try_out(Window(*days))

        fields = (
            Field("starts", "起日", kind="date", required=True),
            Field("ends", "止日", kind="date", required=True),
        )
        self._ask("window_form", "先看看另一个时限窗", fields, save, verb="看看")

    def _ask_kind(self) -> None:
        kinds = slot_kinds(self._context.store)
        if not kinds:
            self._context.messages.info("还没有材料项。先在“测评体系”页导入任务分解表。")
            return
        chosen: list[str] = []
        fields = (Field("kind", "材料项", kinds[0], choices=kinds),)
        self._ask("kind_form", "哪一种材料的限值", fields,
                  lambda values: chosen.append(values["kind"]), verb="下一步")  # fmt: skip
        if chosen:
            self._ask_limits(chosen[0])

    def _ask_limits(self, kind: str) -> None:
        former = all_limits(self._context.store).get(kind, Limits())

        def save(values: Mapping[str, str]) -> None:
            self._context.done(lambda: save_limits(self._context.store, kind, values), "已保存限值")

        fields = tuple(
            Field(key, title, str(getattr(former, key) or "")) for key, title in TITLES.items()
        )
        self._ask("limits_form", f"{kind}的限值（通知没写的留空）", fields, save)

    def _ask(
        self, name: str, title: str, fields: tuple[Field, ...], save: Any, *, verb: str = "保存"
    ) -> None:
        FormDialog(self.window(), f"dossier.{name}", title, fields, save, verb=verb,
                   faults=self._context.faults).exec()  # fmt: skip

    def reload(self) -> None:
        """Show days and captions anew; what a trial found stays until the next."""
        self.bar.reload()
        self.tabs.reload()
