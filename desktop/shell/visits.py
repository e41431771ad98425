"""Putting the page of site visits together with the prints and panels of other features."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QInputDialog, QWidget

from desktop.core.paths import exports
from desktop.features.points import point_rows
from desktop.features.reports import (
    ROUND_DOCUMENTS,
    Printed,
    RoundChoice,
    SheetChoice,
    print_spacing,
)
from desktop.features.spacing.ui.panel import SpacingPanel
from desktop.features.visits import add_points, round_rows
from desktop.features.visits.ui.page import Tab, VisitPrints, VisitsPage
from desktop.features.visits.ui.scans_panel import ScansPanel
from desktop.ui_kit.context import UiContext
from desktop.ui_kit.verbs import Verbs


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

    def about(name: str, title: str, choice: RoundChoice) -> None:
        start(title, lambda ctx, store, target: ROUND_DOCUMENTS[name](ctx, store, target, choice))

    prints = VisitPrints(
        lambda round_id: print_sheets(SheetChoice(round=round_id, group_by="team")),
        lambda round_id: about("map", "考察草图", RoundChoice(round_id)),
        lambda round_id, against: about("visits", "实地考察情况报告",
                                        RoundChoice(round_id, against or "")),
        lambda round_id: about("draws", "随机抽点记录", RoundChoice(round_id)),
    )  # fmt: skip
    spacing = SpacingPanel(context, verbs, lambda: start("间距核算", print_spacing))
    scans = ScansPanel(context)
    page = VisitsPage(
        context, verbs, prints,
        lambda: [(row.id, row.name) for row in point_rows(context.store).all()],
        (Tab("扫描件", scans), Tab("间距核算", spacing)),
    )  # fmt: skip
    scans.opened.connect(page.type_in)
    return page


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
