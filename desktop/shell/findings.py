"""What the ledger has to say on opening, and its prints as the page asks for them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject

from desktop.core.paths import exports
from desktop.features.findings import Reminders, reminders
from desktop.features.findings.ui.prints import Ids, Prints
from desktop.features.reports import (
    print_bulletin,
    print_cards,
    print_notices,
    print_photo_pairs,
)
from desktop.ui_kit.context import UiContext
from desktop.ui_kit.reading import Reading


def say_what_waits(context: UiContext, parent: QObject) -> None:
    """Say on opening what is due, late or waiting for a check."""

    def say(waiting: Reminders) -> None:
        parts = (
            ("今日到期", waiting.due_today),
            ("逾期", waiting.late),
            ("待复查", waiting.waiting),
        )
        words = "，".join(f"{title} {count}" for title, count in parts if count)
        if words:
            context.messages.info(f"问题台账：{words}")

    Reading(context, parent).ask(reminders, say)


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
        start("督办卡", "督办卡.pdf", lambda ctx, store, file: print_cards(ctx, store, file, ids))

    def notices(ids: Ids) -> None:
        def both(ctx: Any, store: Any, file: Path) -> Any:
            print_notices(ctx, store, file.with_suffix(".docx"), ids)
            return print_notices(ctx, store, file, ids)

        start("整改通知单", "整改通知单.pdf", both)

    def pairs(ids: Ids) -> None:
        start("整改前后对比", "整改前后对比.pdf",
              lambda ctx, store, file: print_photo_pairs(ctx, store, file, ids))  # fmt: skip

    def bulletin(wanted: str, as_docx: bool) -> None:
        name = f"督查通报.{'docx' if as_docx else 'pdf'}"
        start("督查通报", name, lambda ctx, store, file: print_bulletin(ctx, store, file, wanted))

    return Prints(cards, notices, pairs, bulletin)
