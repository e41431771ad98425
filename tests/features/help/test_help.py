"""Every page of the window has its help, every picture and link is there, nothing from outside."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pypdf import PdfReader

from db import Store
from desktop.core.job import QuietContext
from desktop.features.help import HelpTopic, find_topics, help_topics
from desktop.features.help.service import HELP
from desktop.features.reports import print_guide
from desktop.shell.pages import PAGES

TOPICS = help_topics()


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)
def test_a_page_is_short_and_whole(topic: HelpTopic) -> None:
    assert topic.text.startswith("# ")
    assert len(topic.text) < 1500
    assert "http" not in topic.text
    for picture in re.findall(r"!\[[^]]*\]\(([^)]+)\)", topic.text):
        assert (Path(HELP) / picture).is_file(), picture
    for link in re.findall(r"(?<!!)\[[^]]*\]\(([^)]+)\.md\)", topic.text):
        assert link in {other.name for other in TOPICS}


def test_every_file_is_listed() -> None:
    assert {topic.name for topic in TOPICS} == {file.stem for file in Path(HELP).glob("*.md")}


def test_every_page_of_the_window_has_its_help_under_its_own_title() -> None:
    titles = {topic.name: topic.title for topic in TOPICS}
    assert {page.name: titles.get(page.name) for page in PAGES} == {
        page.name: page.title for page in PAGES
    }


def test_the_help_tells_what_passwords_do_not_guard() -> None:
    (topic,) = find_topics(TOPICS, "BitLocker AES-256 不防")
    assert topic.name == "safety"


def test_the_pictures_weigh_little() -> None:
    assert sum(file.stat().st_size for file in (HELP / "pictures").iterdir()) < 1_000_000


def test_words_find_pages() -> None:
    assert [topic.name for topic in find_topics(TOPICS, "随机 抽点")] in ([], ["visits"])
    assert "points" in {topic.name for topic in find_topics(TOPICS, "经纬度")}
    assert find_topics(TOPICS, "绝无此词") == ()


def test_the_guide_is_two_pages(county_store: Store, tmp_path: Path) -> None:
    printed = print_guide(QuietContext(), county_store, tmp_path / "g.pdf")
    assert printed.pages == 2
    assert printed.missing_glyphs == ()
    text = "".join(page.extract_text() for page in PdfReader(printed.file).pages)
    assert "第 2 页\n共 2 页" in text
    for word in ("Ctrl+K", "扫码", "问题台账", "得分", "打包", "备份", "加密导出"):
        assert word in text
