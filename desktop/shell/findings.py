"""The prints of the ledger as its page asks for them.

What lays them out is read by the job that needs it: that takes longer than a page may stand still.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from desktop.core.paths import exports
from desktop.features.findings.ui.prints import Ids, Prints
from desktop.ui_kit.context import UiContext


def finding_prints(context: UiContext, show_pdf: Callable[[Path, str], None]) -> Prints:
    """Return the prints over one workspace; all files are left in its folder of exports."""
    folder = exports(context.store.workspace)

    def start(title: str, name: str, job: Callable[[Any, Any, Path], Any]) -> None:
        target = folder / name

        def done(printed: Any) -> None:
            if target.suffix == ".docx":
                context.messages.info(f"已生成：{printed.file}")
            else:
                show_pdf(printed.file, title)

        context.start(f"生成{title}", lambda ctx, store: job(ctx, store, target), done)

    def cards(ids: Ids) -> None:
        start("督办卡", "督办卡.pdf", lambda *place: _print("print_cards", ids, *place))

    def notices(ids: Ids) -> None:
        def both(ctx: Any, store: Any, file: Path) -> Any:
            _print("print_notices", ids, ctx, store, file.with_suffix(".docx"))
            return _print("print_notices", ids, ctx, store, file)

        start("整改通知单", "整改通知单.pdf", both)

    def pairs(ids: Ids) -> None:
        start("整改前后对比", "整改前后对比.pdf",
              lambda *place: _print("print_photo_pairs", ids, *place))  # fmt: skip

    def bulletin(wanted: str, as_docx: bool) -> None:
        name = f"督查通报.{'docx' if as_docx else 'pdf'}"
        start("督查通报", name, lambda *place: _print("print_bulletin", wanted, *place))

    return Prints(cards, notices, pairs, bulletin)


def _print(name: str, wanted: Ids | str, ctx: Any, store: Any, file: Path) -> Any:
    """Lay out what one of the jobs of the reports prints."""
    from desktop.features import reports

    return getattr(reports, name)(ctx, store, file, wanted)
