"""What is printed from the ledger, read back from the files."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import docx
import pytest
from PIL import Image
from pypdf import PdfReader

from db import Store
from desktop.cli.main import main
from desktop.core.errors import UserError
from desktop.core.job import Cancelled, QuietContext
from desktop.features.findings import (
    add_photo,
    card_rows,
    finding_rows,
    issue_cards,
    make_bulletin,
    note_finding,
    propose_cards,
    void_card,
)
from desktop.features.reports import (
    print_bulletin,
    print_cards,
    print_notices,
    print_photo_pairs,
)

DAY = date(2026, 6, 12)
CTX = QuietContext()


def text_of(file: Path) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(file).pages).replace("\n", "")


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    file = tmp_path / "现场.jpg"
    Image.new("RGB", (1600, 900), (90, 140, 90)).save(file)
    return file


def test_cards_two_on_a_page(ledger_store: Store, tmp_path: Path, photo: Path) -> None:
    proposals = propose_cards(ledger_store, on=DAY)[:5]
    add_photo(ledger_store, proposals[0].finding_id, photo)
    broken = tmp_path / "坏.jpg"
    broken.write_bytes(b"\xff\xd8\xff" + b"\0" * 50)
    add_photo(ledger_store, proposals[1].finding_id, broken)
    cards, _ = issue_cards(ledger_store, proposals, on=DAY, signer="王<b>五")
    void_card(ledger_store, cards[4].id, "发错")
    out = tmp_path / "督办卡.pdf"
    printed = print_cards(CTX, ledger_store, out, [card.id for card in cards])
    assert printed.pages == 3
    text = text_of(out)
    for row in card_rows(ledger_store).all():
        assert text.count(row.code) == 3
    for words in ("存 根", "回 执", "（盖章）", "黄色督办卡", "整改时限", "王<b>五", "照片打不开"):
        assert words.replace(" ", "") in text.replace(" ", ""), words
    assert "作废" in text.replace(" ", "")
    with pytest.raises(UserError, match="没有要打印的督办卡"):
        print_cards(CTX, ledger_store, tmp_path / "空.pdf", [])
    assert not (tmp_path / "空.pdf").exists()


def test_a_bulletin_says_the_same_in_pdf_and_word(
    ledger_store: Store, tmp_path: Path, photo: Path
) -> None:
    first = finding_rows(ledger_store).all()[0]
    add_photo(ledger_store, first.id, photo)
    bulletin, _ = make_bulletin(
        ledger_store, date(2026, 5, 11), date(2026, 5, 15), date(2026, 6, 10)
    )
    pdf, word = tmp_path / "通报.pdf", tmp_path / "通报.docx"
    print_bulletin(CTX, ledger_store, pdf)
    print_bulletin(CTX, ledger_store, word, "1")
    content = json.loads(bulletin.content)
    assert content["findings"] == 341
    sentence = f"发现问题 341 个。截至2026年6月10日，已整改 {content['fixed']} 个"
    document = docx.Document(str(word))
    words = "".join(p.text for p in document.paragraphs)
    text = text_of(pdf)
    assert sentence in words
    assert sentence.replace(" ", "") in text.replace(" ", "")
    for part in ("第 1 期", "二、存在问题", "四、工作要求", "计算方法"):
        assert part in words
        assert part.replace(" ", "") in text.replace(" ", "")
    rows = [row.cells for table in document.tables for row in table.rows]
    numbers = [cells[0].text for cells in rows if len(cells) == 5 and cells[0].text.isdigit()]
    assert sorted(map(int, numbers)) == list(range(1, 342))
    assert len(document.inline_shapes) == 1


def test_notices_per_unit(ledger_store: Store, tmp_path: Path) -> None:
    rows = [row for row in finding_rows(ledger_store).all() if "城管局" in row.units][-12:]
    pdf, word = tmp_path / "通知.pdf", tmp_path / "通知.docx"
    print_notices(CTX, ledger_store, pdf, [row.id for row in rows])
    print_notices(CTX, ledger_store, word, [row.id for row in rows])
    units = {name for row in rows if row.state not in ("待复查", "销号") for name in row.units}
    text, words = text_of(pdf), "".join(p.text for p in docx.Document(str(word)).paragraphs)
    for unit in units:
        assert f"关于{unit}问题整改的通知" in text
        assert f"关于{unit}问题整改的通知" in words
    closed = [row.id for row in finding_rows(ledger_store).all() if row.state == "销号"]
    with pytest.raises(UserError, match="都已整改"):
        print_notices(CTX, ledger_store, pdf, closed)


def test_photo_pairs_show_what_came_back(ledger_store: Store, tmp_path: Path, photo: Path) -> None:
    first = finding_rows(ledger_store).all()[0]
    with pytest.raises(UserError, match="都没有照片"):
        print_photo_pairs(CTX, ledger_store, tmp_path / "对比.pdf")
    add_photo(ledger_store, first.id, photo)
    add_photo(ledger_store, first.id, photo, stage="after")
    again, _ = note_finding(ledger_store, None, {
        "text": "雨水口又堵", "point_id": first.point_id, "former_id": first.id,
        "found": date(2026, 6, 20), "units": ("城管局",)})  # fmt: skip
    add_photo(ledger_store, again.id, photo)
    printed = print_photo_pairs(CTX, ledger_store, tmp_path / "对比.pdf")
    text = text_of(tmp_path / "对比.pdf")
    assert printed.pages == 1
    assert [text.count(words) for words in ("整改前", "整改后", "再次")] == [4, 2, 1]


class Stop:
    """Cancels at the n-th step."""

    def __init__(self, at: int) -> None:
        self.left = at

    def step(self, done: int, total: int, text: str) -> None:
        self.left -= 1
        if self.left < 0:
            raise Cancelled


@pytest.mark.parametrize("name", ["通报.pdf", "通报.docx"])
def test_cancelling_leaves_no_file(ledger_store: Store, tmp_path: Path, name: str) -> None:
    make_bulletin(ledger_store, date(2026, 5, 11), date(2026, 5, 15), date(2026, 6, 10))
    (tmp_path / "o").mkdir()
    with pytest.raises(Cancelled):
        print_bulletin(Stop(0), ledger_store, tmp_path / "o" / name)
    assert list((tmp_path / "o").iterdir()) == []


def test_cards_and_bulletins_on_the_command_line(
    ledger_workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ledger_workspace, tmp_path / "w")

    def run(*words: str, code: int = 0) -> object:
        assert main(["-w", str(tmp_path / "w"), "--json", *words]) == code
        return json.loads(capsys.readouterr().out)

    proposed = run("cards", "propose")
    assert len(proposed) == 20
    assert {item["word"] for item in proposed} == {"红"}
    assert "没有要打印" in run("cards", "print", str(tmp_path / "c.pdf"), code=1)["error"]
    one = str(proposed[0]["finding"])
    assert run("cards", "issue", "--finding", one)["issued"] == 1
    assert "没有该签发" in run("cards", "issue", "--finding", one, code=1)["error"]
    assert "没有写 PDF" in run("cards", "print", code=1)["error"]
    assert run("cards", "print", str(tmp_path / "c.pdf"))["pages"] == 1
    assert run("list", "cards")[0]["code"].startswith("青创督〔")
    bulletin = str(tmp_path / "b.docx")
    assert "还没有通报" in run("report", "bulletin", bulletin, code=1)["error"]
    period = ("--from", "2026-05-11", "--to", "2026-05-15", "--cut-off", "2026-06-10")
    assert "--from 和 --to" in run("report", "bulletin", bulletin, *period[:2], code=1)["error"]
    run("report", "bulletin", bulletin, *period)
    assert "没有第 7 期" in run("report", "bulletin", bulletin, "--number", "7", code=1)["error"]
    run("report", "notices", str(tmp_path / "n.pdf"))
    assert Path(bulletin).is_file()
