"""The program opens no connection: a whole journey under a guard that refuses and notes each."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux") or shutil.which("cc") is None,
    reason="the guard is a small C library: needs Linux and a C compiler",
)


@pytest.fixture(scope="module")
def guard(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("guard") / "no_network.so"
    source = Path(__file__).with_name("no_network.c")
    words = ["cc", "-O1", "-shared", "-fPIC", "-o", str(target), str(source), "-ldl"]
    subprocess.run(words, check=True)
    return target


def guarded(guard: Path, *words: str) -> tuple[int, str]:
    """Run Python under the guard; return how it ended and what the guard noted."""
    log = guard.parent / f"log-{len(list(guard.parent.iterdir()))}"
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    env = {**os.environ, "LD_PRELOAD": str(guard), "NO_NETWORK_LOG": str(log), "PYTHONPATH": path}
    done = subprocess.run(
        [sys.executable, *words], env=env, check=False, capture_output=True, timeout=240
    )
    return done.returncode, log.read_text() if log.exists() else ""


def test_the_guard_sees_a_connection(guard: Path) -> None:
    code = "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/')"
    ended, noted = guarded(guard, "-c", code)
    assert ended != 0
    assert "socket(2, " in noted
    code = "from PySide6.QtNetwork import QTcpSocket as S; s = S(); s.connectToHost('127.0.0.1', 9)"
    code += "; s.waitForConnected(100)"
    assert "socket(" in guarded(guard, "-c", code)[1]


def test_a_whole_journey_opens_no_connection(guard: Path, tmp_path: Path) -> None:
    demo = str(tmp_path / "示例")
    for words in (
        ("-m", "desktop", "demo", demo),
        ("-m", "desktop", "-w", demo, "backup", "--with-files"),
        ("-m", "desktop", "-w", demo, "verify"),
        ("-m", "desktop", "-w", demo, "check", "--deep"),
        ("-m", "tests.journeys.through_the_window", demo),
    ):
        ended, noted = guarded(guard, *words)
        assert (words, ended, noted) == (words, 0, "")
