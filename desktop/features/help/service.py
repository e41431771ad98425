"""Reading the help pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop import __version__
from desktop.core.paths import RESOURCES, THIRD_PARTY
from desktop.core.resources import resource
from desktop.core.text import normal_key

HELP = RESOURCES / "help"


@dataclass(frozen=True, slots=True)
class HelpTopic:
    """One page; its text is Markdown whose pictures lie beside it."""

    name: str
    title: str
    text: str


def help_topics() -> tuple[HelpTopic, ...]:
    """Return every page in order."""
    return tuple(_topic(name) for name in resource("help/topics.json")["topics"])


def _topic(name: str) -> HelpTopic:
    text = (Path(HELP) / f"{name}.md").read_text(encoding="utf-8")
    return HelpTopic(name, text.partition("\n")[0].lstrip("# "), text)


def find_topics(topics: Sequence[HelpTopic], words: str) -> tuple[HelpTopic, ...]:
    """Return the pages that hold every word."""
    wanted = [normal_key(word) for word in words.split()]
    return tuple(t for t in topics if all(word in normal_key(t.text) for word in wanted))


def about_text() -> str:
    """Return what the program is, and the licences of what it is made of."""
    about = f"迎检台 {__version__}\n全程不联网；数据都在您自己的文件夹里。\n按 MIT 许可证发布。\n\n"
    if THIRD_PARTY.is_file():
        return about + THIRD_PARTY.read_text(encoding="utf-8")
    return f"{about}从源代码运行：所用各软件包的许可证见它们各自的安装文件夹。"
