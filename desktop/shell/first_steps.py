"""What a new or a sample county sees above its overview."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol

from PySide6.QtWidgets import QPushButton

from desktop.features.setup.ui.checklist import SampleStrip, SetupChecklist
from desktop.features.workspace import is_sample
from desktop.shell.window import MainWindow
from desktop.ui_kit.context import UiContext
from desktop.ui_kit.page import Page
from desktop.ui_kit.verbs import Verbs

# The step is a button of another page.
_ELSEWHERE = {
    "documents": ("evidence", "evidence.add_folder"),
    "rounds": ("visits", "visits.new"),
}


class Opened(Protocol):
    """The open workspace, as far as the first steps need it."""

    window: MainWindow
    context: UiContext
    verbs: Verbs
    leave: Callable[[str], None]


def with_first_steps(page: Page, desk: Opened) -> Page:
    """Put the first steps on top of a page, and the mark of a sample."""
    if is_sample(desk.context.store):
        page.add_top(SampleStrip(partial(desk.leave, "new"), partial(desk.leave, "remove")))
    page.add_top(SetupChecklist(desk.context, partial(_take_step, desk)))
    return page


def _take_step(desk: Opened, key: str) -> None:
    if key not in _ELSEWHERE:
        desk.verbs.import_table(key)
        return
    name, button = _ELSEWHERE[key]
    desk.window.go_to(name)
    found = desk.window.findChild(QPushButton, button)
    if found is not None:
        found.click()
