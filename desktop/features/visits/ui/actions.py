"""What can be done with a round as a whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from desktop.core.changes import Changes
from desktop.features.visits.rounds import (
    RoundPlan,
    copy_round,
    delete_round,
    find_round,
    save_round,
    set_round_state,
)
from desktop.features.visits.types import Round
from desktop.features.visits.ui.draw_dialog import DrawDialog
from desktop.features.visits.ui.round_form import ask_round
from desktop.features.visits.ui.settle_dialog import SettleDialog
from desktop.ui_kit.context import UiContext


class RoundActions:
    """One method per verb; `choose` shows the round a verb has made."""

    def __init__(
        self, parent: QWidget, context: UiContext, choose: Callable[[str], None],
        points: Callable[[], Sequence[tuple[str, str]]],
    ) -> None:  # fmt: skip
        self._parent, self._context, self._choose, self._points = parent, context, choose, points

    def new(self) -> None:
        """Make a round."""
        self._ask("新建轮次", None, lambda plan: save_round(self._context.store, None, plan))

    def copy(self, round_id: str) -> None:
        """Make a round with the same points and teams."""
        self._ask("照本轮的点位和分组新建", None,
                  lambda plan: copy_round(self._context.store, round_id, plan))  # fmt: skip

    def edit(self, round_id: str) -> None:
        """Change a round's name, kind, days or teams."""
        former = find_round(self._context.store, round_id)
        self._ask("修改轮次", former, lambda plan: save_round(self._context.store, round_id, plan))

    def _ask(
        self, title: str, former: Round | None,
        act: Callable[[RoundPlan], tuple[Round, Changes]],
    ) -> None:  # fmt: skip
        def save(plan: RoundPlan) -> None:
            made = self._context.done(lambda: act(plan), f"已保存轮次“{plan.name}”")
            self._choose(made.id)

        ask_round(self._parent.window(), title, former, save, self._context.faults)

    def close(self, round_id: str) -> None:
        """End a round, or open it again."""
        item = find_round(self._context.store, round_id)
        state = "running" if item.state == "closed" else "closed"
        words = "已重新打开" if item.state == "closed" else "已结束，不再录入；再点一次重新打开"
        self._context.perform(
            lambda: set_round_state(self._context.store, round_id, state), f"“{item.name}”{words}"
        )

    def delete(self, round_id: str) -> None:
        """Delete a round without results."""
        self._context.perform(lambda: delete_round(self._context.store, round_id), "已删除轮次")

    def draw(self, round_id: str) -> None:
        """Ask what to draw."""
        window = self._parent.window()
        DrawDialog(window, self._context, round_id, self._points()).exec()

    def settle(self, visit_id: str) -> None:
        """Show where the two typists of a sheet differ."""
        SettleDialog(self._parent.window(), self._context, visit_id).exec()
