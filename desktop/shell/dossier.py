"""Putting the page of the trial hand-in together with its prints.

What lays them out is read by the job that needs it: that takes longer than a page may stand still.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.core.paths import exports
from desktop.features.dossier.ui.page import DossierPage, DossierPrints
from desktop.ui_kit.context import UiContext
from desktop.ui_kit.verbs import Verbs

if TYPE_CHECKING:
    from desktop.features.reports import Printed


def make_dossier_page(context: UiContext, verbs: Verbs) -> DossierPage:
    """Return the page; a return slip comes as PDF, and beside it as a Word document to edit."""

    def start(title: str, job: Callable[[Any, Any, Path], Printed]) -> None:
        target = exports(context.store.workspace) / f"{title}.pdf"
        context.start(
            f"生成{title}", lambda ctx, store: job(ctx, store, target),
            lambda printed: verbs.show_pdf(printed.file, title),
        )  # fmt: skip

    def slips(ctx: Any, store: Any, target: Path) -> Printed:
        from desktop.features.reports import print_return_slips

        print_return_slips(ctx, store, target.with_suffix(".docx"))
        return print_return_slips(ctx, store, target)

    def photos(ids: tuple[str, ...]) -> None:
        def job(ctx: Any, store: Any, target: Path) -> Printed:
            from desktop.features.reports import print_photos

            return print_photos(ctx, store, target, ids)

        start("实景图片", job)

    prints = DossierPrints(photos, lambda: start("材料退回单", slips))
    return DossierPage(context, verbs, prints)
