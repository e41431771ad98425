"""Windows' paths, drives, limits, console and sleep, simulated."""

from __future__ import annotations

import ctypes
import io
import json
import sys
from datetime import UTC, datetime
from pathlib import PureWindowsPath
from typing import Any

import pytest

from db.store import file_address
from desktop.cli.output import Output
from desktop.core import places, platform_limits, platform_power
from desktop.core.clock import local_time
from desktop.core.platform_paths import extended, plain


@pytest.mark.parametrize(
    ("path", "long"),
    [
        ("C:\\县 一\\a.db", "\\\\?\\C:\\县 一\\a.db"),
        ("\\\\机关\\共享\\a.db", "\\\\?\\UNC\\机关\\共享\\a.db"),
    ],
)
def test_row54_a_long_path_gets_the_form_without_a_limit(path: str, long: str) -> None:
    assert extended(PureWindowsPath(path)) == long
    assert extended(PureWindowsPath(long)) == long
    assert plain(long) == plain(path) == path


def test_a_share_is_named_to_sqlite_by_four_slashes() -> None:
    assert file_address(PureWindowsPath("\\\\srv\\d a\\x.db")) == "file:////srv/d%20a/x.db"
    assert file_address(PureWindowsPath("C:\\a#\\x.db")) == "file:///C:/a%23/x.db"


class Kernel:
    """Notes what Windows is asked."""

    def __init__(self) -> None:
        self.states: list[int] = []

    def SetThreadExecutionState(self, state: int) -> None:  # noqa: N802 - Windows' name
        self.states.append(state)


def test_the_machine_stays_awake_for_as_long_as_it_works(monkeypatch: pytest.MonkeyPatch) -> None:
    kernel = Kernel()
    monkeypatch.setattr(platform_power, "_kernel32", lambda: kernel)
    with pytest.raises(ValueError, match="stopped"), platform_power.awake():
        assert kernel.states == [0x80000001]
        raise ValueError("stopped")
    assert kernel.states[1:] == [0x80000000]


class Call:
    """A function of Windows that notes its arguments."""

    def __init__(self, answer: int, calls: list[tuple[str, Any]], name: str) -> None:
        self.restype: object = None
        self._answer, self._calls, self._name = answer, calls, name

    def __call__(self, *given: Any) -> int:
        self._calls.append((self._name, given))
        return self._answer


class JobKernel:
    """What of kernel32 a limit of memory needs."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, Any]] = []
        self.CreateJobObjectW = Call(7, self.calls, "create")
        self.GetCurrentProcess = Call(9, self.calls, "process")
        self.SetInformationJobObject = Call(1, self.calls, "set")
        self.AssignProcessToJobObject = Call(1, self.calls, "assign")


def test_the_memory_of_a_child_is_limited_by_a_job_object(monkeypatch: pytest.MonkeyPatch) -> None:
    kernel = JobKernel()
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(ctypes, "WinDLL", lambda *_a, **_k: kernel, raising=False)
    platform_limits.limit_memory(200)
    assert [name for name, _ in kernel.calls] == ["create", "set", "process", "assign"]
    job, information, limits, size = kernel.calls[1][1]
    assert (job.value, information) == (7, 9)
    told = limits._obj
    assert size == ctypes.sizeof(told) == 144
    assert told.basic.flags == 0x100
    assert told.process_memory == (200 + 128) * 1024 * 1024
    assert [given.value for given in kernel.calls[3][1]] == [7, 9]


@pytest.mark.parametrize(("kind", "remote"), [(2, False), (3, False), (4, True), (5, False)])
def test_a_mapped_drive_is_told_by_its_kind(
    kind: int, remote: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[tuple[str, Any]] = []

    class Kernel32:
        """GetDriveTypeW."""

        GetDriveTypeW = Call(kind, calls, "drive")

    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(ctypes, "WinDLL", lambda _name: Kernel32, raising=False)

    class Drive(PureWindowsPath):
        """A path as Windows has it."""

    assert places.is_network(Drive("Z:\\创城\\青禾")) is remote  # type: ignore[arg-type]
    assert calls == [("drive", ("Z:\\",))]


def test_a_console_of_gbk_gets_what_it_can_show_and_programs_get_all() -> None:
    shown = io.TextIOWrapper(io.BytesIO(), encoding="gbk", newline="\n")
    Output(stream=shown).note("青禾县 𠮷 ✓")
    told = io.TextIOWrapper(io.BytesIO(), encoding="gbk", newline="\n")
    Output(as_json=True, stream=told).result({"name": "青禾县 𠮷 ✓"}, "")
    for stream in (shown, told):
        stream.flush()
    assert shown.buffer.getvalue().decode("gbk") == "青禾县 ? ?\n"  # type: ignore[attr-defined]
    assert json.loads(told.buffer.getvalue()) == {"name": "青禾县 𠮷 ✓"}  # type: ignore[attr-defined]


@pytest.mark.parametrize("stamp", [0, 283_996_800, 1_790_000_000, 4_354_819_200])
def test_row60_a_files_stamp_as_local_time(stamp: int) -> None:
    there = local_time(stamp)
    assert there.timestamp() == stamp
    assert there.utcoffset() == datetime.fromtimestamp(stamp, UTC).astimezone().utcoffset()


def test_row60_a_stamp_before_1970_and_one_beyond_all_dates() -> None:
    assert local_time(-86_400.5).timestamp() == -86_400.5
    assert local_time(1e12).astimezone(UTC).year == 3000
