"""Running a function in a child process with limits of time and memory.

Two-kilobyte files make spreadsheet libraries abort, hang or take gigabytes; none of that may
touch the program itself. Long work of our own goes on `beside` other work here.
"""

from __future__ import annotations

import multiprocessing
import pickle
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from desktop.core.job import JobContext, QuietContext
from desktop.core.platform_limits import limit_memory

A = TypeVar("A")
R = TypeVar("R")

_POLL_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may take: seconds of wall time, megabytes beyond the bare interpreter."""

    seconds: float = 20
    memory_mb: int = 512


class ChildFailed(Exception):  # noqa: N818 - an outcome the caller turns into words
    """The child gave no result; reason is "time", "memory" or "died"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def run_limited(
    function: Callable[[A], R],
    argument: A,
    *,
    limits: Limits | None = None,
    ctx: JobContext | None = None,
    text: str = "正在读取",
) -> R:
    """Call a module-level function in a child process and return what it returns.

    An exception of the function is raised here again. Raises ChildFailed when the child exceeds
    its limits or dies, Cancelled when `ctx.step` says so; the child is gone in every case.
    """
    with beside(function, argument, limits=limits or Limits()) as result:
        return result(ctx or QuietContext(), text)


@contextmanager
def beside(
    function: Callable[[A], R], argument: A, *, limits: Limits
) -> Iterator[Callable[[JobContext, str], R]]:
    """Let a child process call a function while the block runs; the child is gone at its end.

    Call what is given, with a context and a text to show, to wait for the result as `run_limited`
    does; the seconds of the limits count from there.
    """
    spawn = multiprocessing.get_context("spawn")
    receiver, sender = spawn.Pipe(duplex=False)
    child = spawn.Process(
        target=_child, args=(sender, function, argument, limits.memory_mb), daemon=True
    )
    child.start()
    sender.close()
    try:
        yield partial(_result, receiver, limits.seconds)
    finally:
        if child.is_alive():
            child.kill()
        child.join()
        receiver.close()


def _result(receiver: Connection, seconds: float, ctx: JobContext, text: str) -> Any:
    kind, value = _wait(receiver, seconds, ctx, text)
    if kind == "failed":
        raise ChildFailed(value)
    if kind == "error":
        raise value
    return value


def _wait(receiver: Connection, seconds: float, ctx: JobContext, text: str) -> tuple[str, Any]:
    deadline = time.monotonic() + seconds
    while not receiver.poll(_POLL_SECONDS):
        ctx.step(0, 0, text)
        if time.monotonic() > deadline:
            return "failed", "time"
    try:
        kind, value = receiver.recv()
    except (EOFError, OSError):
        return "failed", "died"
    return kind, value


def _travels(error: Exception) -> bool:
    """Tell whether an exception can be raised again on the other side."""
    try:
        return type(pickle.loads(pickle.dumps(error))) is type(error)
    except Exception:
        return False


def _child(sender: Connection, function: Callable[[Any], Any], argument: Any, mb: int) -> None:
    limit_memory(mb)
    try:
        answer = ("value", function(argument))
    except MemoryError:
        answer = ("failed", "memory")
    except Exception as error:
        answer = ("error", error) if _travels(error) else ("failed", "died")
    except BaseException as error:  # the Rust readers raise PanicException, a BaseException
        if isinstance(error, KeyboardInterrupt | SystemExit):
            sys.exit(1)
        answer = ("failed", "died")
    try:
        sender.send(answer)
    except MemoryError:
        sender.send(("failed", "memory"))
    sender.close()
