"""Every spreadsheet, however hostile, ends read or refused by name; the program goes on."""

from __future__ import annotations

import random
import time
import zipfile
from datetime import date
from pathlib import Path

import pytest

from desktop.core.errors import InputError
from desktop.core.paths import samples
from desktop.features.exchange.reading import Book, read_book
from tests.hostile import text_cell, xlsx, zip_with_doubles

SAMPLE = samples() / "点位台账.xlsx"


def refused(path: Path) -> str:
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(InputError) as error:
        read_book(path)
    assert path.name in str(error.value)
    assert "没有导入" in str(error.value) or "再试" in str(error.value)
    if before:
        assert path.read_bytes() == before
    return str(error.value)


def cells(book: Book) -> dict[str, object]:
    from desktop.features.exchange.reading import address

    return {
        address(row.number, column): value
        for row in book.sheets[0].rows
        for column, value in enumerate(row.cells, 1)
        if value is not None
    }


def test_row01_empty_file(tmp_path: Path) -> None:
    file = tmp_path / "空.xlsx"
    file.touch()
    assert "0 字节" in refused(file)


@pytest.mark.parametrize("cut", [4, 22, "half", -22, -1])
def test_row02_truncated(tmp_path: Path, cut: int | str) -> None:
    data = SAMPLE.read_bytes()
    size = len(data) // 2 if cut == "half" else int(cut)
    file = tmp_path / "截断.xlsx"
    file.write_bytes(data[:size])
    assert refused(file)


def test_row03_flipped_bits_never_crash(tmp_path: Path) -> None:
    data = SAMPLE.read_bytes()
    source = random.Random(3)
    for number in range(12):
        broken = bytearray(data)
        for _ in range(3):
            broken[source.randrange(len(broken))] ^= 1 << source.randrange(8)
        file = tmp_path / f"{number}.xlsx"
        file.write_bytes(bytes(broken))
        try:
            assert read_book(file).sheets
        except InputError as error:
            assert file.name in str(error)


def test_row04_html_named_xls(tmp_path: Path) -> None:
    file = tmp_path / "导出.xls"
    file.write_text("<html><table><tr><td>1</td></tr></table></html>", encoding="utf-8")
    assert "网页" in refused(file)


def test_row05_csv_named_xlsx_is_read_by_content(tmp_path: Path) -> None:
    file = tmp_path / "点位.xlsx"
    file.write_text("点位名称,点位类型\n甲,公园\n", encoding="gbk")
    assert read_book(file).sheets[0].rows[1].cells == ("甲", "公园")


def test_row06_wrong_extension_goes_by_content(tmp_path: Path) -> None:
    for source, name in ((SAMPLE, "a.xls"), (samples() / "责任单位通讯录.xls", "b.xlsx")):
        file = tmp_path / name
        file.write_bytes(source.read_bytes())
        assert read_book(file).sheets[0].rows


def test_row07_password(tmp_path: Path) -> None:
    file = tmp_path / "加密.xlsx"
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    file.write_bytes(head + b"\0" * 504 + b"EncryptedPackage".ljust(1024, b"\0"))
    assert refused(file)


def test_row08_lock_file(tmp_path: Path) -> None:
    file = tmp_path / "~$点位.xlsx"
    file.write_bytes(b"x" * 165)
    assert "锁文件" in refused(file)


def test_row09_held_by_another_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "占用.xlsx"
    file.write_bytes(SAMPLE.read_bytes())

    def held(self: Path, *_: object, **__: object) -> None:
        raise PermissionError(13, "in use")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", held)
        with pytest.raises(InputError, match="关闭"):
            read_book(file)


LAUGHS = "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>" + "".join(
    f"<!ENTITY {chr(98 + i)} '{f'&{chr(97 + i)};' * 10}'>" for i in range(9)
) + "]>"  # fmt: skip


@pytest.mark.parametrize(
    ("row", "head", "text"),
    [
        ("10 billion laughs", LAUGHS, "&j;"),
        ("11 quadratic", f"<!DOCTYPE x [<!ENTITY a '{'x' * 50000}'>]>", "&a;" * 5000),
        ("12 external file", "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/hostname'>]>", "&a;"),
        ("12 parameter", "<!DOCTYPE x [<!ENTITY % p SYSTEM 'file:///etc/hostname'> %p;]>", "x"),
    ],
)
def test_row10_11_12_entities_are_refused(tmp_path: Path, row: str, head: str, text: str) -> None:
    sheet = f"<row r='1'>{text_cell('A1', text)}</row>"
    file = xlsx(tmp_path / "实体.xlsx", sheet, head=head)
    assert "DTD" in refused(file)


def test_row13_14_bombs_are_refused_within_limits(tmp_path: Path) -> None:
    blanks = tmp_path / "空白炸弹.xlsx"
    xlsx(blanks, "<row r='1'>" + " " * 1024 + "</row>")
    with zipfile.ZipFile(blanks, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/big.xml", b" " * (320 * 1024 * 1024))
    begun = time.monotonic()
    assert "压缩炸弹" in refused(blanks)
    text = xlsx(tmp_path / "长文.xlsx", f"<row r='1'>{text_cell('A1', '字' * 60_000_000)}</row>")
    book_or_refusal = None
    try:
        book_or_refusal = read_book(text).sheets[0].problems
    except InputError as error:
        book_or_refusal = str(error)
    assert book_or_refusal
    assert time.monotonic() - begun < 40


def test_row15_styled_empty_rows_do_not_count(tmp_path: Path) -> None:
    rows = "".join(f"<row r='{i}'><c r='A{i}' s='1'/></row>" for i in range(1, 200_001))
    file = xlsx(tmp_path / "空行.xlsx", f"<row r='1'>{text_cell('A1', '一')}</row>{rows}")
    assert cells(read_book(file)) == {"A1": "一"}


def test_row16_two_cells_far_apart(tmp_path: Path) -> None:
    sheet = (
        f"<row r='1'>{text_cell('A1', '近')}</row>"
        f"<row r='1048576'>{text_cell('XFD1048576', '远')}{text_cell('A1048576', '底')}</row>"
    )
    begun = time.monotonic()
    book = read_book(xlsx(tmp_path / "远.xlsx", sheet))
    assert cells(book) == {"A1": "近", "A1048576": "底"}
    assert [p.cell for p in book.sheets[0].problems] == ["XFD1048576"]
    assert time.monotonic() - begun < 4


def test_row17_18_19_lying_dimension_huge_merge_and_ranges(tmp_path: Path) -> None:
    sheet = f"<row r='1'>{text_cell('A1', '一')}</row>"
    after = (
        "<mergeCells><mergeCell ref='A1:XFD1048576'/></mergeCells>"
        "<hyperlinks><hyperlink ref='A1:XFD1048576' location='x'/></hyperlinks>"
        "<dimension ref='A1:XFD1048576'/>"
    )
    book = read_book(xlsx(tmp_path / "合并.xlsx", sheet, after=after))
    assert cells(book) == {"A1": "一"}
    assert len(book.sheets[0].merges) == 1


@pytest.mark.parametrize("address", ["A2000000000", "A0", "ZZZ1", "中1"])
def test_row20_impossible_addresses(tmp_path: Path, address: str) -> None:
    file = xlsx(tmp_path / "地址.xlsx", f"<row r='1'>{text_cell(address, '一')}</row>")
    assert "单元格地址" in refused(file)


def test_row20_impossible_row_number(tmp_path: Path) -> None:
    assert "行号" in refused(xlsx(tmp_path / "行.xlsx", "<row r='2000000000'><c/></row>"))


def test_row21_too_many_members(tmp_path: Path) -> None:
    extra = tuple((f"x/{i}", b"") for i in range(20_100))
    file = xlsx(tmp_path / "多.xlsx", "<row r='1'/>", extra=extra)
    assert "内部文件过多" in refused(file)


def test_row22_doubled_members(tmp_path: Path) -> None:
    assert "重名" in refused(zip_with_doubles(tmp_path / "重.xlsx"))


def test_row23_traversal_members_write_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    file = xlsx(folder / "越.xlsx", f"<row r='1'>{text_cell('A1', '一')}</row>",
                extra=(("../../逃.txt", b"x"), ("/abs.txt", b"x")))  # fmt: skip
    assert cells(read_book(file)) == {"A1": "一"}
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["越.xlsx"]


@pytest.mark.parametrize("index", ["-1", "7", "", "x"])
def test_row24_bad_string_index_is_told_and_never_another_text(tmp_path: Path, index: str) -> None:
    sheet = f"<row r='1'><c r='A1' t='s'><v>{index}</v></c>{text_cell('B1', '二')}</row>"
    book = read_book(xlsx(tmp_path / "索引.xlsx", sheet, strings="<si><t>最后</t></si>"))
    assert cells(book) == {"B1": "二"}
    assert [p.cell for p in book.sheets[0].problems] == ["A1"]


def test_row25_26_missing_strings_and_odd_styles(tmp_path: Path) -> None:
    sheet = f"<row r='1'><c r='A1' t='s'><v>0</v></c>{text_cell('B1', '二')}</row>"
    assert cells(read_book(xlsx(tmp_path / "a.xlsx", sheet))) == {"B1": "二"}
    styled = xlsx(tmp_path / "b.xlsx", "<row r='1'><c r='A1' s='99'><v>5</v></c></row>",
                  styles="<fills><fill/></fills><cellXfs><xf numFmtId='14'/></cellXfs>")  # fmt: skip
    assert cells(read_book(styled)) == {"A1": 5}


@pytest.mark.parametrize("number", ["NaN", "1e400", "9" * 5000, "一"])
def test_row27_odd_numbers_are_told_by_cell(tmp_path: Path, number: str) -> None:
    file = xlsx(tmp_path / "数.xlsx", f"<row r='1'><c r='A1'><v>{number}</v></c></row>")
    book = read_book(file)
    assert cells(book) == {}
    assert [p.cell for p in book.sheets[0].problems] == ["A1"]


def test_row28_date_serials(tmp_path: Path) -> None:
    values = "".join(
        f"<c r='{letter}1' s='1'><v>{value}</v></c>"
        for letter, value in zip("ABCD", ("46265", "60", "-5", "1e10"), strict=True)
    )
    styles = "<cellXfs><xf numFmtId='0'/><xf numFmtId='14'/></cellXfs>"
    book = read_book(xlsx(tmp_path / "日.xlsx", f"<row r='1'>{values}</row>", styles=styles))
    assert cells(book)["A1"] == date(2026, 8, 31)
    assert [p.cell for p in book.sheets[0].problems] == ["B1", "C1", "D1"]
    later = xlsx(tmp_path / "1904.xlsx", "<row r='1'><c r='A1' s='1'><v>44803</v></c></row>",
                 styles=styles, properties='<workbookPr date1904="1"/>')  # fmt: skip
    assert cells(read_book(later)) == {"A1": date(2026, 8, 31)}


def test_row29_30_lost_digits_and_leading_zeros(tmp_path: Path) -> None:
    sheet = f"<row r='1'><c r='A1'><v>1.1010119900101123E17</v></c>{text_cell('B1', '0012')}</row>"
    book = read_book(xlsx(tmp_path / "号.xlsx", sheet))
    assert cells(book)["B1"] == "0012"
    assert "15 位" in book.sheets[0].problems[0].text


def test_row31_32_formulas_without_value_and_dde(tmp_path: Path) -> None:
    sheet = (
        "<row r='1'><c r='A1'><f>SUM(B1:C1)</f></c>"
        "<c r='B1' t='str'><f>cmd|'/c calc'!A1</f><v>=cmd</v></c></row>"
    )
    book = read_book(xlsx(tmp_path / "式.xlsx", sheet))
    assert cells(book) == {"B1": "=cmd"}
    assert [p.cell for p in book.sheets[0].problems] == ["A1"]


def test_row33_hidden_rows_are_known(tmp_path: Path) -> None:
    sheet = (
        f"<row r='3'>{text_cell('A3', '一')}</row>"
        f"<row r='4' hidden='1'>{text_cell('A4', '二')}</row>"
    )
    rows = read_book(xlsx(tmp_path / "藏.xlsx", sheet)).sheets[0].rows
    assert [(row.number, row.hidden) for row in rows] == [(3, False), (4, True)]


def test_row35_sheet_name_with_markup(tmp_path: Path) -> None:
    file = xlsx(tmp_path / "名.xlsx", f"<row r='1'>{text_cell('A1', '一')}</row>",
                name="&lt;b&gt;&amp;")  # fmt: skip
    assert read_book(file).sheets[0].name == "<b>&"


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("text", ["联通", "名称\n青禾大道", "龙,凤"])
def test_row36_encodings(tmp_path: Path, encoding: str, text: str) -> None:
    file = tmp_path / "文.csv"
    file.write_bytes(f"名称,值\n{text}".encode(encoding))
    rows = read_book(file).sheets[0].rows
    assert rows[1].cells[0] == text.split("\n")[0].split(",")[0]


def test_row36_four_byte_gb18030(tmp_path: Path) -> None:
    file = tmp_path / "文.csv"
    file.write_bytes("名称\n㙍𠮷\n".encode("gb18030"))
    assert read_book(file).sheets[0].rows[1].cells == ("㙍𠮷",)


def test_row37_csv_faults_name_the_row(tmp_path: Path) -> None:
    file = tmp_path / "引号.csv"
    file.write_text('名称,值\n甲,1\n"乙,2\n丙,3\n', encoding="utf-8")
    assert "第 3 行" in refused(file)
    file.write_text("名称\n" + "字" * 200_000 + "\n", encoding="utf-8")
    assert "第 2 行" in refused(file)
    file.write_bytes("名称\r甲\0乙\r".encode())
    book = read_book(file)
    assert book.sheets[0].rows[1].cells == ("甲乙",)
    assert book.sheets[0].problems[0].cell


def die(_: object) -> None:
    import os

    os.abort()


def eat(_: object) -> int:
    return len([bytearray(1 << 20) for _ in range(4000)])


def sleep_on(_: object) -> None:
    time.sleep(60)


@pytest.mark.parametrize(
    ("function", "reason"), [(die, "died"), (eat, "memory"), (sleep_on, "time")]
)
def test_row41_a_dying_child_does_not_hurt_the_program(function: object, reason: str) -> None:
    from desktop.core.isolated import ChildFailed, Limits, run_limited

    with pytest.raises(ChildFailed) as failed:
        run_limited(function, None, limits=Limits(seconds=4, memory_mb=200))  # type: ignore[arg-type]
    assert failed.value.reason == reason


def test_every_sample_is_read() -> None:
    for path in sorted(samples().glob("*.xls*")):
        assert read_book(path).sheets[0].rows
