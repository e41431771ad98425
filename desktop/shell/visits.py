"""Putting the page of site visits together with the prints and panels of other features.

What lays prints and tables out is read by the job that needs it: that takes longer than a page may
stand still.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QInputDialog, QWidget

from desktop.core.paths import exports
from desktop.features.points import point_rows
from desktop.features.visits import add_points, round_rows, team_plans
from desktop.features.visits.ui.page import Tab, VisitPrints, VisitsPage
from desktop.ui_kit.context import UiContext
from desktop.ui_kit.form import Field, FormDialog
from desktop.ui_kit.verbs import Verbs

if TYPE_CHECKING:
    from desktop.features.reports import Printed, SheetChoice


def make_visits_page(
    context: UiContext, verbs: Verbs, print_sheets: Callable[[SheetChoice], None]
) -> VisitsPage:
    """Return the page with its prints and the panel of spacing."""

    def start(title: str, job: Callable[[Any, Any, Path], Printed]) -> None:
        target = exports(context.store.workspace) / f"{title}.pdf"
        context.start(
            f"生成{title}", lambda ctx, store: job(ctx, store, target),
            lambda printed: verbs.show_pdf(printed.file, title),
        )  # fmt: skip

    def about(name: str, title: str, round_id: str, **wanted: str) -> None:
        def job(ctx: Any, store: Any, target: Path) -> Printed:
            from desktop.features.reports import ROUND_DOCUMENTS, RoundChoice

            return ROUND_DOCUMENTS[name](ctx, store, target, RoundChoice(round_id, **wanted))

        start(title, job)

    def spaced(ctx: Any, store: Any, target: Path) -> Printed:
        from desktop.features.reports import print_spacing

        return print_spacing(ctx, store, target)

    def export(round_id: str, against: str | None) -> None:
        target = exports(context.store.workspace) / "实地考察结果.xlsx"

        def job(_ctx: Any, store: Any) -> int:
            from desktop.features.exchange import export_results

            return export_results(store, round_id, against, target)

        context.start(
            "导出实地考察结果", job,
            lambda count: context.messages.info(f"已导出 {count} 个点位的结果：{target}"),
        )  # fmt: skip

    prints = VisitPrints(
        lambda round_id: ask_sheets(context, round_id, print_sheets),
        lambda round_id, paper: about("map", "考察草图", round_id, paper=paper),
        lambda round_id, against: about("visits", "实地考察情况报告", round_id,
                                        against=against or ""),
        lambda round_id: about("draws", "随机抽点记录", round_id), export,
    )  # fmt: skip

    return VisitsPage(
        context, verbs, prints,
        lambda: [(row.id, row.name) for row in point_rows(context.store).all()],
        _more_tabs(context, verbs, lambda: start("间距核算", spaced)),
    )  # fmt: skip


def _more_tabs(
    context: UiContext, verbs: Verbs, print_spacing: Callable[[], None]
) -> tuple[Tab, ...]:
    def scans() -> QWidget:
        from desktop.features.visits.ui.scans_panel import ScansPanel

        return ScansPanel(context)

    def spacing() -> QWidget:
        from desktop.features.spacing.ui.panel import SpacingPanel

        return SpacingPanel(context, verbs, print_spacing)

    return Tab("扫描件", scans), Tab("间距核算", spacing)


def join_round(window: QWidget, context: UiContext, point_ids: tuple[str, ...]) -> None:
    """Ask for a round that is not closed and let it visit the points too."""
    rounds = {f"{row.number}  {row.name}": row.id
              for row in round_rows(context.store).all() if row.state != "closed"}  # fmt: skip
    if not rounds:
        context.messages.info("还没有进行中的轮次。先在“实地考察”页新建一轮。")
        return
    title = f"把 {len(point_ids)} 个点位加入"
    name, wanted = QInputDialog.getItem(window, "加入轮次", title, list(rounds), 0, False)
    if wanted:
        added = context.perform(lambda: add_points(context.store, rounds[name], point_ids))
        if added is not None:
            context.messages.info(f"“{name}”新增 {added} 个点位", undo=context.undo)


def ask_sheets(
    context: UiContext, round_id: str, print_sheets: Callable[[SheetChoice], None]
) -> None:
    """Ask which team's sheets to print and how."""
    whole, single, double = "全部", "单面", "双面，每张表从正面开始"
    teams = [plan.team for plan in team_plans(context.store, round_id) if plan.team]

    def save(values: Mapping[str, str]) -> None:
        from desktop.features.reports import SheetChoice

        chosen = (values["team"],) if values["team"] != whole else ()
        print_sheets(SheetChoice(
            round=round_id, group_by="team", teams=chosen, blank_lines=int(values["lines"]),
            two_sided=values["sides"] == double,
        ))  # fmt: skip

    fields = (
        Field("team", "组别", whole, choices=(whole, *teams)),
        Field("sides", "纸张", single, choices=(single, double)),
        Field("lines", "空白补充行", "3", choices=tuple(map(str, range(11)))),
    )
    FormDialog(None, "visits.sheets_form", "打印检查表", fields, save, verb="预览",
               faults=context.faults).exec()  # fmt: skip
