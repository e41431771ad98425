"""Every spreadsheet, however hostile, ends read or refused by name; the program goes on."""

from __future__ import annotations

import os
import random
import struct
import time
import zipfile
from datetime import date
from pathlib import Path

import pytest

from desktop.core.cells import address
from desktop.core.errors import InputError
from desktop.core.isolated import ChildFailed, Limits, run_limited
from desktop.core.paths import samples
from desktop.features.office_tables import Book, read_book
from desktop.features.office_tables.book import _read, _Source
from desktop.features.office_tables.types import Unreadable
from tests.hostile import compound, ods, rezip, text_cell, xlsx

BOOK = "desktop.features.office_tables.book"
SAMPLE = samples() / "点位台账.xlsx"


@pytest.fixture
def child() -> None:
    """Ask for the limited child, for files that take time or memory or kill."""


@pytest.fixture(autouse=True)
def reading_in_this_process(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Spare the other tests the start of an interpreter for each file."""
    if "child" not in request.fixturenames:
        monkeypatch.setattr(f"{BOOK}.run_limited", lambda function, source, **_: function(source))


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
    return {
        address(row.number, column): value
        for row in book.sheets[0].rows
        for column, value in enumerate(row.cells, 1)
        if value is not None
    }


def test_row01_empty_file(child: None, tmp_path: Path) -> None:
    file = tmp_path / "空.xlsx"
    file.touch()
    assert "0 字节" in refused(file)


@pytest.mark.parametrize("cut", [4, 22, "half", -22, -1])
def test_row02_truncated(tmp_path: Path, cut: int | str) -> None:
    data = SAMPLE.read_bytes()
    size = len(data) // 2 if cut == "half" else int(cut)
    file = tmp_path / "截断.xlsx"
    file.write_bytes(data[:size])
    assert "损坏" in refused(file)


def read_each(folder: str) -> list[str]:
    """Say of each file what came of it; runs in the child."""
    answers, whole = [], _read(_Source(str(SAMPLE)))
    for path in sorted(Path(folder).iterdir()):
        try:
            same = _read(_Source(str(path))).sheets == whole.sheets
            answers.append("read" if same else "read wrongly")
        except Unreadable as error:
            answers.append(str(error))
    return answers


def test_row03_flipped_bits_never_crash(tmp_path: Path) -> None:
    data = SAMPLE.read_bytes()
    source = random.Random(3)
    for number in range(60):
        broken = bytearray(data)
        for _ in range(3):
            broken[source.randrange(len(broken))] ^= 1 << source.randrange(8)
        (tmp_path / f"{number:02d}.xlsx").write_bytes(bytes(broken))
    answers = run_limited(read_each, str(tmp_path), limits=Limits(60))
    assert len(answers) == 60
    known = ("损坏", "不合规")
    strange = [a for a in answers if a != "read" and not any(word in a for word in known)]
    assert strange == []
    assert answers.count("read") < 10


PAGE = "<table><tr><td>点位名称</td><td>点位类型</td></tr></table>"


@pytest.mark.parametrize("name", ["导出.xls", "导出.xlsx", "导出.csv"])
@pytest.mark.parametrize(
    "data",
    [
        f"<html>{PAGE}</html>".encode(), f"\ufeff<!DOCTYPE html>{PAGE}".encode(), PAGE.encode("gbk"),
        f"<!-- 报表 --><style>a</style><div>{PAGE}".encode(), f"<html>{PAGE}".encode("utf-16"),
        b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n<html>",
    ],
)  # fmt: skip
def test_row04_a_web_page_is_told_whatever_its_name(tmp_path: Path, name: str, data: bytes) -> None:
    file = tmp_path / name
    file.write_bytes(data)
    assert "网页" in refused(file)
    assert "另存为 .xlsx" in refused(file)


def test_row05_csv_named_xlsx_is_read_by_content(tmp_path: Path) -> None:
    file = tmp_path / "点位.xlsx"
    file.write_text("点位名称,点位类型\n甲,公园\n", encoding="gbk")
    assert read_book(file).sheets[0].rows[1].cells == ("甲", "公园")


def test_row06_wrong_extension_goes_by_content(tmp_path: Path) -> None:
    for source, name in ((SAMPLE, "a.xls"), (samples() / "责任单位通讯录.xls", "b.xlsx")):
        file = tmp_path / name
        file.write_bytes(source.read_bytes())
        assert read_book(file).sheets[0].rows


PASSWORD = struct.pack("<HHHHHHII", 0x809, 16, 0x600, 5, 0, 0, 0, 0) + b"\x2f\0\x36\0" + b"\1" * 54


@pytest.mark.parametrize(
    ("streams", "word"),
    [
        ({"EncryptedPackage": b"x" * 5000, "EncryptionInfo": b"y" * 4096}, "有密码"),
        ({"Workbook": PASSWORD.ljust(4096, b"\0")}, "有密码"),
        ({"WordDocument": b"x" * 4096}, ".docx"),
        ({"Other": b"x" * 4096}, "损坏"),
    ],
)
@pytest.mark.parametrize("name", ["加密.xlsx", "加密.xls"])
def test_row07_a_password_is_named(
    tmp_path: Path, streams: dict[str, bytes], word: str, name: str
) -> None:
    said = refused(compound(tmp_path / name, streams))
    assert word in said
    assert ("密码" in said) == (word == "有密码")


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


def test_a_folder_and_a_pipe_are_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="文件夹"):
        read_book(tmp_path)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "管道.xlsx")
        with pytest.raises(InputError, match="普通文件"):
            read_book(tmp_path / "管道.xlsx")


LAUGHS = "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>" + "".join(
    f"<!ENTITY {chr(98 + i)} '{f'&{chr(97 + i)};' * 10}'>" for i in range(9)
) + "]>"  # fmt: skip


HOSTNAME = "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/hostname'>]>"


@pytest.mark.parametrize("part", ["sheet", "strings", "workbook"])
@pytest.mark.parametrize(
    ("head", "text"),
    [
        pytest.param(LAUGHS, "&j;", id="row10 billion laughs"),
        pytest.param(f"<!DOCTYPE x [<!ENTITY a '{'x' * 50000}'>]>", "&a;" * 5000, id="row11"),
        pytest.param(HOSTNAME, "&a;", id="row12 external file"),
        pytest.param(HOSTNAME.replace("ENTITY a", "ENTITY % p"), "x", id="row12 parameter"),
    ],
)
def test_row10_11_12_entities_are_refused(tmp_path: Path, part: str, head: str, text: str) -> None:
    heads = {part: head}
    sheet = f"<row r='1'>{text_cell('A1', text if part == 'sheet' else '一')}</row>"
    strings = f"<si><t>{text if part == 'strings' else '二'}</t></si>"
    begun = time.monotonic()
    file = xlsx(tmp_path / "实体.xlsx", sheet, strings=strings, heads=heads)
    assert "DTD" in refused(file)
    assert time.monotonic() - begun < 20


def test_row13_a_gibibyte_of_blanks_is_refused_before_it_is_unpacked(
    child: None, tmp_path: Path
) -> None:
    file = xlsx(tmp_path / "空白.xlsx", "<row r='1'/>", blanks=1 << 30)
    assert file.stat().st_size < 2 << 20
    begun = time.monotonic()
    assert "压缩炸弹" in refused(file)
    assert time.monotonic() - begun < 20


def test_row13_a_size_that_lies_is_refused(child: None, tmp_path: Path) -> None:
    file = xlsx(tmp_path / "谎.xlsx", "<row r='1'/>", blanks=1 << 20)
    size = struct.pack("<I", zipfile.ZipFile(file).getinfo("xl/worksheets/sheet1.xml").file_size)
    data = file.read_bytes()
    assert data.count(size) == 2
    file.write_bytes(data.replace(size, struct.pack("<I", 60)))
    assert "损坏" in refused(file)


@pytest.mark.parametrize("letters", [40_000, 60_000_000])
@pytest.mark.parametrize("shared", [False, True])
def test_row14_a_text_too_long_for_a_cell_is_told(
    child: None, tmp_path: Path, letters: int, shared: bool
) -> None:
    text, other = "字" * letters, text_cell("B1", "二")
    first = "<c r='A1' t='s'><v>0</v></c>" if shared else text_cell("A1", text)
    strings = f"<si><t>{text}</t></si>" if shared else None
    book = read_book(xlsx(tmp_path / "长.xlsx", f"<row r='1'>{first}{other}</row>",
                          strings=strings))  # fmt: skip
    assert cells(book) == {"B1": "二"}
    assert [(p.cell, str(letters) in p.text) for p in book.sheets[0].problems] == [("A1", True)]


def test_row14_a_string_beyond_all_memory_is_refused(child: None, tmp_path: Path) -> None:
    file = xlsx(tmp_path / "长.xlsx", "<row r='1'/>", blanks=290 << 20, within="is")
    assert "内存" in refused(file) or "庞大" in refused(file)


def test_row15_styled_empty_rows_do_not_count(child: None, tmp_path: Path) -> None:
    rows = "".join(f"<row r='{i}'><c r='A{i}' s='1'/></row>" for i in range(2, 1_048_577))
    file = xlsx(tmp_path / "空行.xlsx", f"<row r='1'>{text_cell('A1', '一')}</row>{rows}")
    assert cells(read_book(file)) == {"A1": "一"}


def test_row16_two_cells_far_apart(child: None, tmp_path: Path) -> None:
    sheet = (
        f"<row r='1'>{text_cell('A1', '近')}</row>"
        f"<row r='1048576'>{text_cell('XFD1048576', '远')}{text_cell('A1048576', '底')}</row>"
    )
    begun = time.monotonic()
    book = read_book(xlsx(tmp_path / "远.xlsx", sheet))
    assert cells(book) == {"A1": "近", "A1048576": "底"}
    assert [p.cell for p in book.sheets[0].problems] == ["XFD1048576"]
    assert time.monotonic() - begun < 20


HUGE = "A1:XFD1048576"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(f"<dimension ref='{HUGE}'/>", "", id="row17 dimension"),
        pytest.param("<dimension ref='A1:A1'/>", "", id="row17 dimension too small"),
        pytest.param("", f"<mergeCells><mergeCell ref='{HUGE}'/></mergeCells>", id="row18 merge"),
        pytest.param("", f"<hyperlinks><hyperlink ref='{HUGE}' location='x'/></hyperlinks>",
                     id="row19 hyperlink"),
        pytest.param("", f"<dataValidations><dataValidation sqref='{HUGE}'/></dataValidations>",
                     id="row19 validation"),
    ],
)  # fmt: skip
def test_row17_18_19_huge_ranges_cost_nothing(tmp_path: Path, before: str, after: str) -> None:
    sheet = f"<row r='1'>{text_cell('A1', '一')}{text_cell('C1', '三')}</row>"
    begun = time.monotonic()
    book = read_book(xlsx(tmp_path / "域.xlsx", sheet, before=before, after=after))
    assert cells(book) == {"A1": "一", "C1": "三"}
    assert len(book.sheets[0].merges) == ("mergeCell" in after)
    assert time.monotonic() - begun < 20


def test_row18_more_merges_than_allowed_are_refused(tmp_path: Path) -> None:
    merges = "<mergeCell ref='A1:A9'/>" * 100_001
    file = xlsx(tmp_path / "合.xlsx", f"<row r='1'>{text_cell('A1', '一')}</row>",
                after=f"<mergeCells>{merges}</mergeCells>")  # fmt: skip
    assert "合并单元格过多" in refused(file)


@pytest.mark.parametrize("address", ["A2000000000", "A0", "ZZZ1", "中1"])
def test_row20_impossible_addresses(tmp_path: Path, address: str) -> None:
    file = xlsx(tmp_path / "地址.xlsx", f"<row r='1'>{text_cell(address, '一')}</row>")
    assert "单元格地址" in refused(file)


def test_row20_impossible_row_number(tmp_path: Path) -> None:
    for number in ("2000000000", "0"):
        assert "行号" in refused(xlsx(tmp_path / "行.xlsx", f"<row r='{number}'><c/></row>"))


def test_row21_too_many_members(tmp_path: Path) -> None:
    extra = tuple((f"x/{i}", b"") for i in range(70_000))
    file = xlsx(tmp_path / "多.xlsx", "<row r='1'/>", extra=extra)
    assert "内部文件过多" in refused(file)


@pytest.mark.parametrize("name", [
    "xl/worksheets/sheet1.xml", "/xl/worksheets/sheet1.xml", "xl/worksheets/SHEET1.xml",
    "xl\\worksheets\\sheet1.xml",
])  # fmt: skip
def test_row22_doubled_members(tmp_path: Path, name: str) -> None:
    file = xlsx(tmp_path / "重.xlsx", f"<row r='1'>{text_cell('A1', '一')}</row>")
    other = (
        f"<worksheet><sheetData><row r='1'>{text_cell('A1', '二')}</row></sheetData></worksheet>"
    )
    assert "重名" in refused(rezip(file, add=((name, other),)))


def test_row22_one_cell_twice(tmp_path: Path) -> None:
    sheet = f"<row r='1'>{text_cell('A1', '一')}{text_cell('A1', '二')}</row>"
    book = read_book(xlsx(tmp_path / "格.xlsx", sheet))
    assert cells(book) == {"A1": "一"}
    assert [(p.cell, "两次" in p.text) for p in book.sheets[0].problems] == [("A1", True)]


def test_row23_traversal_members_write_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    file = xlsx(folder / "越.xlsx", f"<row r='1'>{text_cell('A1', '一')}</row>",
                extra=(("../../逃.txt", b"x"), ("/abs.txt", b"x")))  # fmt: skip
    assert cells(read_book(file)) == {"A1": "一"}
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["越.xlsx"]


@pytest.mark.parametrize("index", ["-1", "7", "", "x", "²", "--1", "9" * 5000])
def test_row24_bad_string_index_is_told_and_never_another_text(tmp_path: Path, index: str) -> None:
    sheet = f"<row r='1'><c r='A1' t='s'><v>{index}</v></c>{text_cell('B1', '二')}</row>"
    book = read_book(xlsx(tmp_path / "索引.xlsx", sheet, strings="<si><t>最后</t></si>"))
    assert cells(book) == {"B1": "二"}
    assert [p.cell for p in book.sheets[0].problems] == ["A1"]


def test_row25_26_missing_strings_and_odd_styles(tmp_path: Path) -> None:
    sheet = f"<row r='1'><c r='A1' t='s'><v>0</v></c>{text_cell('B1', '二')}</row>"
    book = read_book(xlsx(tmp_path / "a.xlsx", sheet))
    assert cells(book) == {"B1": "二"}
    assert [p.cell for p in book.sheets[0].problems] == ["A1"]
    styled = xlsx(tmp_path / "b.xlsx", "<row r='1'><c r='A1' s='99'><v>5</v></c></row>",
                  styles="<fills><fill/></fills><cellXfs><xf numFmtId='14'/></cellXfs>")  # fmt: skip
    assert cells(read_book(styled)) == {"A1": 5}


@pytest.mark.parametrize("number", ["NaN", "1e400", "9" * 5000, "一", "1_0", "１２"])
def test_row27_odd_numbers_are_told_by_cell(tmp_path: Path, number: str) -> None:
    file = xlsx(tmp_path / "数.xlsx", f"<row r='1'><c r='A1'><v>{number}</v></c></row>")
    book = read_book(file)
    assert cells(book) == {}
    told = [(p.cell, "不是正常的数字" in p.text) for p in book.sheets[0].problems]
    assert told == [("A1", True)]


def test_row28_date_serials(tmp_path: Path) -> None:
    values = "".join(
        f"<c r='{letter}1' s='1'><v>{value}</v></c>"
        for letter, value in zip("ABCD", ("46265", "60", "-5", "1e10"), strict=True)
    )
    styles = "<cellXfs><xf numFmtId='0'/><xf numFmtId='14'/></cellXfs>"
    book = read_book(xlsx(tmp_path / "日.xlsx", f"<row r='1'>{values}</row>", styles=styles))
    assert cells(book) == {"A1": date(2026, 8, 31), "B1": date(1900, 2, 28)}
    assert [p.cell for p in book.sheets[0].problems] == ["B1", "C1", "D1"]
    later = xlsx(tmp_path / "1904.xlsx", "<row r='1'><c r='A1' s='1'><v>44803</v></c></row>",
                 styles=styles, properties='<workbookPr date1904="1"/>')  # fmt: skip
    assert cells(read_book(later)) == {"A1": date(2026, 8, 31)}


@pytest.mark.parametrize("number", ["1.1010119900101123E17", "110101199001011234", "-1e15"])
def test_row29_lost_digits_are_told_and_left_out(tmp_path: Path, number: str) -> None:
    told = [("A1", "15 位")]
    book = read_book(xlsx(tmp_path / "号.xlsx", f"<row r='1'><c r='A1'><v>{number}</v></c></row>"))
    assert cells(book) == {}
    assert [(p.cell, p.text[3:7]) for p in book.sheets[0].problems] == told
    cell = f"<table:table-cell office:value-type='float' office:value='{number}'/>"
    book = read_book(ods(tmp_path / "号.ods", f"<table:table-row>{cell}</table:table-row>"))
    assert cells(book) == {}
    assert [(p.cell, p.text[3:7]) for p in book.sheets[0].problems] == told


def test_row29_a_number_excel_shortened_in_a_csv_is_told(tmp_path: Path) -> None:
    file = tmp_path / "号.csv"
    file.write_text("名称,证号\n甲,1.10101E+17\n乙,110101199001011234\n", encoding="gbk")
    book = read_book(file)
    assert book.sheets[0].rows[2].cells == ("乙", "110101199001011234")
    assert [p.cell for p in book.sheets[0].problems] == ["B2"]


def test_row30_leading_zeros_stay(tmp_path: Path) -> None:
    assert cells(read_book(xlsx(tmp_path / "a.xlsx", f"<row r='1'>{text_cell('A1', '0012')}</row>"))
                 ) == {"A1": "0012"}  # fmt: skip
    file = tmp_path / "a.csv"
    file.write_text("编号,名称\n0012,甲\n", encoding="utf-8")
    assert read_book(file).sheets[0].rows[1].cells == ("0012", "甲")


@pytest.mark.parametrize("value", ["", "<v></v>", "<v/>", "<v> </v>"])
def test_row31_a_formula_without_a_result_is_told(tmp_path: Path, value: str) -> None:
    sheet = (
        f"<row r='1'><c r='A1'><f>SUM(B1:C1)</f>{value}</c>"
        "<c r='B1' t='str'><f>IF(A2,1,\"\")</f><v></v></c><c r='C1'><f>1+1</f><v>2</v></c></row>"
    )
    book = read_book(xlsx(tmp_path / "式.xlsx", sheet))
    assert cells(book) == {"C1": 2}
    assert [(p.cell, "公式" in p.text) for p in book.sheets[0].problems] == [("A1", True)]


def test_row32_formulas_to_other_programs_and_files_are_text(tmp_path: Path) -> None:
    target = tmp_path / "other.xlsx"
    xlsx(target, f"<row r='1'>{text_cell('A1', '别处')}</row>")
    link = (
        "<Relationships><Relationship Id='r1' TargetMode='External' Type='externalLinkPath'"
        f" Target='{target.as_uri()}'/></Relationships>"
    )
    sheet = (
        "<row r='1'><c r='A1' t='str'><f>cmd|'/c calc'!A1</f><v>=cmd</v></c>"
        "<c r='B1' t='str'><f>[1]表!A1</f><v>旧值</v></c></row>"
    )
    file = xlsx(tmp_path / "式.xlsx", sheet,
                extra=(("xl/externalLinks/_rels/externalLink1.xml.rels", link.encode()),
                       ("xl/worksheets/_rels/sheet1.xml.rels", link.encode())))  # fmt: skip
    assert cells(read_book(file)) == {"A1": "=cmd", "B1": "旧值"}


def test_row32_a_sheet_that_lies_elsewhere_is_not_fetched(tmp_path: Path) -> None:
    target = xlsx(tmp_path / "other.xlsx", f"<row r='1'>{text_cell('A1', '别处')}</row>")
    for place in (target.as_uri(), "../../other.xlsx", "worksheets/sheet1.xml"):
        link = (
            "<Relationships><Relationship Id='r1' TargetMode='External' Type='worksheet'"
            f" Target='{place}'/></Relationships>"
        )
        file = xlsx(tmp_path / "外.xlsx", f"<row r='1'>{text_cell('A1', '一')}</row>",
                    relations=link)  # fmt: skip
        assert "没有工作表" in refused(file)


def test_reading_aids_are_not_part_of_a_text(tmp_path: Path) -> None:
    rich = "<is><r><t>重</t></r><r><t>庆</t></r><rPh sb='0' eb='1'><t>chóng</t></rPh></is>"
    sheet = f"<row r='1'><c r='A1' t='inlineStr'>{rich}</c></row>"
    assert cells(read_book(xlsx(tmp_path / "音.xlsx", sheet))) == {"A1": "重庆"}


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


@pytest.mark.parametrize("encoding", [
    "gbk", "gb18030", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be",
])  # fmt: skip
@pytest.mark.parametrize("text", ["联通", "名称\n青禾大道", "龙,凤", "一中、〇号"])
def test_row36_encodings(tmp_path: Path, encoding: str, text: str) -> None:
    file = tmp_path / "文.csv"
    # An even number of letters, so that UTF-8 is GB18030 of other letters too.
    file.write_bytes(f"名称,类型\n{text}".encode(encoding))
    rows = read_book(file).sheets[0].rows
    assert rows[0].cells == ("名称", "类型")
    assert rows[1].cells[0] == text.split("\n")[0].split(",")[0]


def test_row36_text_saved_by_excel_as_unicode(tmp_path: Path) -> None:
    file = tmp_path / "文.txt"
    file.write_bytes("名称\t说明\r\n一中\ta,b,c,d\r\n".encode("utf-16"))
    assert read_book(file).sheets[0].rows[1].cells == ("一中", "a,b,c,d")


def test_row36_a_broken_letter_is_told_and_never_read_as_others(tmp_path: Path) -> None:
    file = tmp_path / "文.csv"
    text = "名称,类型\n青禾大道一号公园,公园\n青禾大道二号公园,公园\n"
    file.write_bytes(text.encode()[:-3] + b"\xff\n")
    assert "第 3 行" in refused(file)


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


def test_row37_lone_carriage_returns_and_nul(tmp_path: Path) -> None:
    file = tmp_path / "行.csv"
    file.write_bytes("名称\r一\r甲\0乙\r二\r\0丙".encode())
    book = read_book(file)
    assert [row.cells for row in book.sheets[0].rows] == [
        ("名称",), ("一",), ("甲乙",), ("二",), ("丙",),
    ]  # fmt: skip
    assert [p.cell for p in book.sheets[0].problems] == ["A3", "A5"]


def test_row37_a_field_longer_than_a_cell_is_told(tmp_path: Path) -> None:
    file = tmp_path / "长.csv"
    file.write_text("名称,值\n" + "字" * 40_000 + ",1\n", encoding="utf-8")
    book = read_book(file)
    assert book.sheets[0].rows[1].cells == (None, "1")
    assert [(p.cell, "40000" in p.text) for p in book.sheets[0].problems] == [("A2", True)]


def die(_: object) -> None:
    os.abort()


def get_killed(_: object) -> None:
    import signal

    # Windows has no SIGKILL; there any signal ends a process at once.
    os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))


def panic(_: object) -> None:
    class PanicException(BaseException):
        """What the Rust readers raise."""

    raise PanicException("index out of bounds")


def eat(_: object) -> int:
    return len([bytearray(1 << 20) for _ in range(4000)])


def sleep_on(_: object) -> None:
    time.sleep(60)


@pytest.mark.parametrize(
    ("function", "reason"),
    [(die, "died"), (get_killed, "died"), (panic, "died"), (eat, "memory"), (sleep_on, "time")],
)
def test_row41_a_dying_child_does_not_hurt_the_program(
    child: None, function: object, reason: str
) -> None:
    # A busy machine may take a while to fill the memory; only the sleeper is to wait in vain.
    limits = Limits(seconds=3 if reason == "time" else 60, memory_mb=200)
    with pytest.raises(ChildFailed) as failed:
        run_limited(function, None, limits=limits)  # type: ignore[arg-type]
    assert failed.value.reason == reason


def test_row41_a_table_that_repeats_itself_without_end(child: None, tmp_path: Path) -> None:
    cell = "<table:table-cell table:number-columns-repeated='16384' office:value-type='string'>"
    rows = (
        "<table:table-row table:number-rows-repeated='1048576'>"
        f"{cell}<text:p>甲</text:p></table:table-cell></table:table-row>"
    )
    assert refused(ods(tmp_path / "反复.ods", rows))


@pytest.mark.parametrize(
    ("reason", "word"), [("died", "损坏"), ("memory", "内存"), ("time", "时间")]
)
def test_row41_the_refusal_says_which(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reason: str, word: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ChildFailed(reason)

    monkeypatch.setattr(f"{BOOK}.run_limited", fail)
    file = xlsx(tmp_path / "a.xlsx", "<row r='1'/>")
    assert word in refused(file)


def test_every_sample_is_read(child: None) -> None:
    for path in sorted(samples().glob("*.xls*")):
        assert read_book(path).sheets[0].rows


class Cornered(Exception):  # noqa: N818 - says what it is for
    """Cannot be made again from what it keeps, as some libraries' exceptions."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(why)


def raise_cornered(_: object) -> None:
    raise Cornered("here", "why")


def test_row41_an_exception_that_cannot_travel_is_a_child_that_died(child: None) -> None:
    with pytest.raises(ChildFailed) as failed:
        run_limited(raise_cornered, None)
    assert failed.value.reason == "died"
