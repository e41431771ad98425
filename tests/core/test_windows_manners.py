"""Windows' paths and sleep, simulated."""

from __future__ import annotations

from pathlib import PureWindowsPath

import pytest

from db.store import file_address
from desktop.core import platform_power
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
