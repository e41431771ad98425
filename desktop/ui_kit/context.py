"""What every page is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from desktop.core.changes import Changes
from desktop.core.errors import UserError
from desktop.ui_kit.change_bus import ChangeBus
from desktop.ui_kit.job_runner import Job, JobRunner, Outcome
from desktop.ui_kit.messages import Messages

T = TypeVar("T")
# More rows than these take so long that the window would stand still.
_MANY = 500


@dataclass(frozen=True)
class UiContext:
    """The store, the bus, the worker and the messages of one window.

    `faults` are the store's own errors whose text is meant for the person; `latest` is another
    number after every change that can be taken back.
    """

    store: Any
    bus: ChangeBus
    runner: JobRunner
    messages: Messages
    undo: Callable[[], None]
    faults: tuple[type[Exception], ...] = ()
    latest: Callable[[], int] = lambda: 0

    def perform(self, action: Callable[[], tuple[T, Changes]], said: str = "") -> T | None:
        """Run a use case; show a refusal, publish what changed, offer to undo it."""
        try:
            return self.done(action, said)
        except self._told() as error:
            self.messages.error(str(error))
            return None

    def done(self, action: Callable[[], tuple[T, Changes]], said: str = "") -> T:
        """Do the same for a form, which shows refusals itself.

        Undoing is offered only where something was changed: the step before is not meant.
        """
        former = self.latest()
        value, changes = action()
        self.bus.publish(changes)
        if said:
            self.messages.info(said, undo=self.undo if self.latest() != former else None)
        return value

    def perform_many(
        self, count: int, action: Callable[[Any], tuple[Any, Changes]], said: str
    ) -> bool:
        """Run a use case of a store over so many rows, on the worker where they are many.

        False where it was refused at once.
        """
        if count <= _MANY:
            return self.perform(lambda: action(self.store), said) is not None

        def finished(made: tuple[Any, Changes]) -> None:
            self.bus.publish(made[1])
            self.messages.info(said, undo=self.undo if made[1] else None)

        self.start(said.removeprefix("已"), lambda _ctx, store: action(store), finished)
        return True

    def _told(self) -> tuple[type[Exception], ...]:
        return (UserError, *self.faults)

    def start(self, title: str, job: Job, done: Callable[[Any], None]) -> None:
        """Run a job on the worker; `done` gets its value, refusals are shown."""

        def finished(outcome: Outcome) -> None:
            if outcome.cancelled:
                self.messages.info(f"已取消：{title}，没有改动。")
            elif outcome.error is not None:
                self._failed(outcome.error)
            else:
                done(outcome.value)

        self.runner.run(title, job, finished)

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, self._told()):
            self.messages.error(str(error))
        else:
            raise error
