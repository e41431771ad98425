"""Tables that hurt the libraries that read them."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from desktop.core.paths import samples
from tests.hostile import compound, ods, rezip, text_cell, xlsx

Maker = Callable[[Path], Any]
MERGE = "<mergeCell ref='A1:A9'/>"
HUGE = "A1:XFD1048576"
ONE = f"<row r='1'>{text_cell('A1', '一')}</row>"
LAUGHS = "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>" + "".join(
    f"<!ENTITY {chr(98 + i)} '{f'&{chr(97 + i)};' * 10}'>" for i in range(9)
) + "]>"  # fmt: skip
_ENTITIES = {
    "十亿笑": (LAUGHS, "&j;"),
    "平方": (f"<!DOCTYPE x [<!ENTITY a '{'x' * 50_000}'>]>", "&a;" * 5000),
    "外部文件": ("<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/hostname'>]>", "&a;"),
    "外部网址": ("<!DOCTYPE x [<!ENTITY a SYSTEM 'http://127.0.0.1:9/x'>]>", "&a;"),
    "参数实体": ("<!DOCTYPE x [<!ENTITY % p SYSTEM 'file:///etc/hostname'> %p;]>", "x"),
}


def _sheet(sheet: str, path: Path, **more: Any) -> None:
    xlsx(path, sheet, **more)


def _entity(part: str, head: str, text: str, path: Path) -> None:
    sheet = f"<row r='1'>{text_cell('A1', text if part == 'sheet' else '一')}</row>"
    xlsx(path, sheet, strings=f"<si><t>{text if part == 'strings' else '二'}</t></si>",
         heads={part: head})  # fmt: skip


def _cells(inside: str) -> Maker:
    return partial(_sheet, f"<row r='1'>{inside}</row>")


def _rows(count: int, cell: str) -> Maker:
    return partial(_sheet, "".join(f"<row r='{i}'>{cell}</row>" for i in range(1, count + 1)))


def _table(heads: list[str], rows: list[list[str]]) -> str:
    lines = []
    for number, row in enumerate([heads, *rows], 1):
        cells = (text_cell(f"{chr(65 + i)}{number}", text) for i, text in enumerate(row))
        lines.append(f"<row r='{number}'>{''.join(cells)}</row>")
    return "".join(lines)


RUBBISH = [
    "=1+1", "+cmd|'/c calc'!A1", "@SUM(A1)", "-2", "&lt;b&gt;粗", "&lt;img src='/etc/passwd'/&gt;",
    "字" * 32_767, "1e308", "9" * 400, "-0", "NaN", "１２３", "²", "Ⅻ", "〇", "𠮷𬭎㙍䶮", "e\u0301",
    "\u202efdp.exe", "../../x", "C:\\x", "CON", "2026-02-30", "1900-01-00", "9999-12-31", "25:61",
    "1)2)3)", "Ⅱ-" * 50, "Ⅱ—999999999999999999999—1)", "、" * 500, "甲、" * 3000, "_x000D_", "%",
    "' OR 1=1 --", "是\n否", " \u3000 ", "116.3,39.9", "1e400,1e400", "∞", "0.1m", "1,000,000",
]  # fmt: skip
_HEADS = {
    "units": ["单位简称", "单位全称", "类别", "别名", "上级单位"],
    "indicators": ["测评项目", "测评内容", "测评标准", "测评方式", "分值", "责任单位", "材料要求"],
    "checks": ["点位类型", "编号", "测评内容", "判定说明", "分值"],
    "points": ["点位名称", "点位类型", "地址", "街道", "经度", "纬度", "责任单位", "长度"],
    "marks": ["道路", "等级", "类型", "里程", "桩号"],
    "findings": ["点位", "问题", "责任单位", "发现时间", "整改时限", "状态"],
    "answers": ["点位", "检查项", "结果", "数量", "备注"],
}


def _rubbish(kind: str, path: Path) -> None:
    heads = _HEADS[kind]
    rows = [[text if i % len(heads) == j or j == 0 else RUBBISH[(i + j * 7) % len(RUBBISH)]
             for j in range(len(heads))] for i, text in enumerate(RUBBISH)]  # fmt: skip
    xlsx(path, _table(heads, rows))


def _renamed(sample: str, path: Path) -> None:
    path.write_bytes((samples() / sample).read_bytes())


def _lying(path: Path) -> None:
    xlsx(path, "<row r='1'/>", blanks=1 << 20)
    size = struct.pack("<I", zipfile.ZipFile(path).getinfo("xl/worksheets/sheet1.xml").file_size)
    path.write_bytes(path.read_bytes().replace(size, struct.pack("<I", 60)))


def _members(names: list[str], path: Path) -> None:
    xlsx(path, ONE)
    rezip(path, add=tuple((name, "x") for name in names))


def _docx(inside: str, path: Path, head: str = "") -> None:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "word/document.xml", f"{head}<w:document {space}><w:body>{inside}</w:body></w:document>"
        )


def _word_table(
    rows: int, columns: int, inside: str = "<w:p><w:r><w:t>甲</w:t></w:r></w:p>"
) -> str:
    row = f"<w:tr>{f'<w:tc>{inside}</w:tc>' * columns}</w:tr>"
    return f"<w:tbl>{row * rows}</w:tbl>"


def _nested(levels: int) -> str:
    inside = "<w:p><w:r><w:t>深</w:t></w:r></w:p>"
    for _ in range(levels):
        inside = _word_table(1, 1, inside)
    return inside


_PASSWORD = struct.pack("<HHHHHHII", 0x809, 16, 0x600, 5, 0, 0, 0, 0) + b"\x2f\0\x36\0" + b"\1" * 54
_ODS_CELL = "<table:table-cell office:value-type='string'{}><text:p>甲</text:p></table:table-cell>"
_STYLES = "<fills><fill/></fills><cellXfs><xf numFmtId='0'/><xf numFmtId='14'/></cellXfs>"

TABLES: dict[str, Maker] = {
    **{
        f"{name}_{part}.xlsx": partial(_entity, part, head, text)
        for part in ("sheet", "strings", "workbook")
        for name, (head, text) in _ENTITIES.items()
    },
    "一GB空白.xlsx": partial(_sheet, "<row r='1'/>", blanks=1 << 30),
    "一个长字符串.xlsx": partial(_sheet, "<row r='1'/>", blanks=290 << 20, within="is"),
    "大小说谎.xlsx": _lying,
    "四万字.xlsx": _cells(text_cell("A1", "字" * 40_000)),
    "空样式行.xlsx": _rows(200_000, "<c s='1'/>"),
    "两角.xlsx": partial(_sheet, f"{ONE}<row r='1048576'>{text_cell('XFD1048576', '远')}</row>"),
    "谎报范围.xlsx": partial(_sheet, ONE, before=f"<dimension ref='{HUGE}'/>"),
    "坏范围.xlsx": partial(_sheet, ONE, before="<dimension ref='💥'/>"),
    "全表合并.xlsx": partial(
        _sheet, ONE, after=f"<mergeCells><mergeCell ref='{HUGE}'/></mergeCells>"
    ),
    "十万合并.xlsx": partial(
        _sheet, ONE, after=f"<mergeCells>{MERGE * 100_001}</mergeCells>"
    ),
    "坏合并.xlsx": partial(
        _sheet, ONE, after="<mergeCells><mergeCell ref='A9:A1'/><mergeCell/></mergeCells>"
    ),
    "全表链接.xlsx": partial(
        _sheet, ONE, after=f"<hyperlinks><hyperlink ref='{HUGE}' location='x'/></hyperlinks>"
    ),
    "全表校验.xlsx": partial(
        _sheet, ONE, after=f"<dataValidations><dataValidation sqref='{HUGE}'/></dataValidations>"
    ),
    **{f"地址_{n}.xlsx": _cells(text_cell(a, "一"))
       for n, a in enumerate(("A2000000000", "A0", "ZZZ1", "中1", "", "1", "A-1", "$A$1"))},
    **{f"行号_{n}.xlsx": partial(_sheet, f"<row r='{r}'>{text_cell('A1', '一')}</row>")
       for n, r in enumerate(("2000000000", "0", "-1", "x", "1e3", "９"))},
    "行号倒着.xlsx": partial(_sheet, f"<row r='9'>{text_cell('A9', '九')}</row>{ONE}"),
    "七万成员.xlsx": partial(_sheet, ONE, extra=tuple((f"x/{i}", b"") for i in range(70_000))),
    "重名成员.xlsx": partial(_members, ["xl/worksheets/sheet1.xml"]),
    "大小写重名.xlsx": partial(_members, ["XL/Worksheets/SHEET1.xml"]),
    "越界成员.xlsx": partial(_members, ["../../逃.txt", "/abs.txt", "C:\\x.txt"]),
    **{f"索引_{n}.xlsx": partial(_sheet, f"<row r='1'><c r='A1' t='s'><v>{i}</v></c></row>",
                                 strings="<si><t>最后</t></si>")
       for n, i in enumerate(("-1", "7", "", "x", "²", "9" * 5000, "1e3", "0x0"))},
    "没有字符串表.xlsx": _cells("<c r='A1' t='s'><v>0</v></c>"),
    "怪样式.xlsx": partial(_sheet, "<row r='1'><c r='A1' s='99'><v>5</v></c></row>", styles=_STYLES),
    **{f"数_{n}.xlsx": _cells(f"<c r='A1'><v>{v}</v></c>")
       for n, v in enumerate(("NaN", "1e400", "9" * 5000, "一", "1_0", "１２", "-", "0x1F", "1e-400",
                              "110101199001011234"))},
    **{f"日期_{n}.xlsx": partial(_sheet, f"<row r='1'><c r='A1' s='1'><v>{v}</v></c></row>",
                                 styles=_STYLES)
       for n, v in enumerate(("60", "-5", "1e10", "0", "2958466", "0.9999999", "NaN"))},
    "一九零四.xlsx": partial(_sheet, "<row r='1'><c r='A1' s='1'><v>44803</v></c></row>",
                             styles=_STYLES, properties='<workbookPr date1904="1"/>'),
    **{f"类型_{t}.xlsx": _cells(f"<c r='A1' t='{t}'><v>1</v></c>")
       for t in ("b", "e", "d", "str", "n", "inlineStr", "zz")},
    "公式.xlsx": _cells("<c r='A1'><f>cmd|'/c calc'!A1</f></c><c r='B1'><f>[1]表!A1</f><v>1</v></c>"),
    "共享公式.xlsx": _cells(f"<c r='A1'><f t='shared' ref='{HUGE}' si='0'>B1</f><v>1</v></c>"),
    "标记表名.xlsx": partial(_sheet, ONE, name="&lt;b&gt;&amp;" * 50),
    "没有表.xlsx": partial(_sheet, ONE, relations="<Relationships/>"),
    "宏.xlsm": partial(_sheet, ONE, extra=(("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0" * 999),)),
    "半个标签.xlsx": partial(_sheet, "<row r='1'><c r='A1'><v>1"),
    "一万层标签.xlsx": partial(_sheet, "<x>" * 10_000 + "</x>" * 10_000),
    "一万属性.xlsx": _cells("<c r='A1' " + " ".join(f"a{i}='1'" for i in range(10_000)) + "/>"),
    "一格两次.xlsx": _cells(text_cell("A1", "一") + text_cell("A1", "二")),
    "控制字符.xlsx": _cells(text_cell("A1", "&#1;&#0;")),
    "读音.xlsx": _cells("<c r='A1' t='inlineStr'><is><rPh><t>a</t></rPh></is></c>"),
    "几百列.xlsx": _cells("".join(f"<c><v>{i}</v></c>" for i in range(16_384))),
    **{f"满是怪值_{kind}.xlsx": partial(_rubbish, kind) for kind in _HEADS},
    "有密码.xlsx": lambda path: compound(
        path, {"EncryptedPackage": b"x" * 5000, "EncryptionInfo": b"y" * 4096}
    ),
    "有密码.xls": lambda path: compound(path, {"Workbook": _PASSWORD.ljust(4096, b"\0")}),
    "是Word.xls": lambda path: compound(path, {"WordDocument": b"x" * 4096}),
    "空流.xls": lambda path: compound(path, {"Workbook": b"\0" * 4096}),
    "乱流.xls": lambda path: compound(path, {"Workbook": bytes(range(256)) * 40}),
    "只有头.xls": lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    "其实是xlsx.xls": partial(_renamed, "点位台账.xlsx"),
    "其实是xls.xlsx": partial(_renamed, "责任单位通讯录.xls"),
    "其实是xlsx.csv": partial(_renamed, "点位台账.xlsx"),
    "其实是xls.docx": partial(_renamed, "责任单位通讯录.xls"),
    "~$锁文件.xlsx": lambda path: path.write_bytes(b"x" * 165),
    "反复.ods": lambda path: ods(
        path, "<table:table-row table:number-rows-repeated='1048576'>"
        + _ODS_CELL.format(" table:number-columns-repeated='16384'") + "</table:table-row>",
    ),
    "负反复.ods": lambda path: ods(
        path, "<table:table-row>" + _ODS_CELL.format(" table:number-columns-repeated='-3'")
        + "</table:table-row>",
    ),
    "一格.ods": lambda path: ods(path, f"<table:table-row>{_ODS_CELL.format('')}</table:table-row>"),
    "实体.ods": lambda path: ods(path, "&j;"),
    "实体.docx": partial(_docx, "<w:p><w:r><w:t>&amp;j;</w:t></w:r></w:p>", head=LAUGHS),
    "大表.docx": partial(_docx, _word_table(3000, 20)),
    "宽表.docx": partial(_docx, _word_table(1, 20_000)),
    "套表.docx": partial(_docx, _nested(300)),
    "套表万层.docx": partial(_docx, _nested(5000)),
    "空.docx": partial(_docx, ""),
    "长段.docx": partial(_docx, f"<w:p><w:r><w:t>{'字' * 3_000_000}</w:t></w:r></w:p>"),
    "跨列.docx": partial(
        _docx, "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='99999999'/></w:tcPr><w:p/></w:tc>"
        "<w:tc><w:tcPr><w:gridSpan w:val='-1'/><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>",
    ),
    "行前跳列.docx": partial(
        _docx, "<w:tbl><w:tr><w:trPr><w:gridBefore w:val='99999999'/></w:trPr><w:tc><w:p/></w:tc>"
        "</w:tr></w:tbl>",
    ),
    "半个.docx": partial(_docx, "<w:tbl><w:tr>"),
}  # fmt: skip
