"""What the ledger has to say on opening."""

from __future__ import annotations

from PySide6.QtCore import QObject

from desktop.features.findings import Reminders, reminders
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
