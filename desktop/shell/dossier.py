"""Putting the page of the trial hand-in together with its prints."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from desktop.core.paths import exports
from desktop.features.dossier.ui.page import DossierPage, DossierPrints
from desktop.features.reports import Printed, print_photos, print_return_slips
from desktop.ui_kit.context import UiContext
from desktop.ui_kit.verbs import Verbs


def make_dossier_page(context: UiContext, verbs: Verbs) -> DossierPage:
    """Return the page; a return slip comes as PDF, and beside it as a Word document to edit."""

    def start(title: str, job: Callable[[Any, Any, Path], Printed]) -> None:
        target = exports(context.store.workspace) / f"{title}.pdf"
        context.start(
            f"生成{title}", lambda ctx, store: job(ctx, store, target),
            lambda printed: verbs.show_pdf(printed.file, title),
        )  # fmt: skip

    def slips(ctx: Any, store: Any, target: Path) -> Printed:
        print_return_slips(ctx, store, target.with_suffix(".docx"))
        return print_return_slips(ctx, store, target)

    prints = DossierPrints(
        lambda ids: start("实景图片", lambda c, store, file: print_photos(c, store, file, ids)),
        lambda: start("材料退回单", slips),
    )
    return DossierPage(context, verbs, prints)
