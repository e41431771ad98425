"""测评体系任务分解表: the tree, the requirements per method, duties and slots."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from db import Store
from desktop.core.changes import Changes, Kind
from desktop.features.exchange.duties import read_units
from desktop.features.exchange.sheets import indicator_store, negatives
from desktop.features.exchange.table import Line, Table, as_text
from desktop.features.exchange.types import Change, Draft, Existing, Given, Note, Parsed, Values
from desktop.features.frameworks import (
    code_key,
    is_subtotal,
    material_method,
    methods_by_leaf,
    read_date,
    read_materials,
    read_methods,
    read_score,
    split_heading,
    split_leaf,
    strip_veto,
)
from desktop.features.office_tables import Book
from desktop.features.scoring import rule_from_text

_LEVELS = ("project", "content", "detail")
_LEVEL_NAMES = {"project": "测评项目", "content": "测评内容", "detail": "具体内容"}
LEAF_NAME = "测评标准"


@dataclass(slots=True)
class _Node:
    """A place in the tree while reading."""

    key: str
    full_code: str
    level: int | None
    number: int | None
    depth: int
    leaves: int = 0
    methods: dict[int, tuple[str, ...]] = field(default_factory=dict)


class IndicatorsSheet:
    """The kind `indicators`; the negative list beside it comes with it."""

    name = "indicators"
    title = "测评体系"
    right = "frameworks.edit"

    def parse(self, book: Book, table: Table, given: Given) -> Parsed:
        """Read nodes and leaves in printed order, then the negative list of the same file."""
        reader = _Reader(table, given)
        for line in table.lines():
            reader.read(line)
        negatives.parse_beside(book, table, reader.parsed)
        return reader.parsed

    def existing(self, store: Store, given: Given) -> Iterable[Existing]:
        """Return indicators, requirements and negative items of the edition."""
        return indicator_store.existing(store, given)

    def write(
        self, store: Store, given: Given, added: Sequence[tuple[str, Draft]],
        changed: Sequence[Change], known: Mapping[str, str],
    ) -> Changes:  # fmt: skip
        """Write the tree top down, then what hangs on the leaves."""
        indicator_store.write(store, given, added, changed, known)
        return frozenset({Kind.FRAMEWORK, Kind.SLOT, Kind.UNIT})

    def export_rows(self, store: Store, edition: str | None) -> Sequence[Values]:
        """Return one row per leaf, as the task table prints it."""
        return indicator_store.export_rows(store, edition)


class _Reader:
    """Reads the task table row by row, remembering where in the tree it is."""

    def __init__(self, table: Table, given: Given) -> None:
        self.parsed = Parsed()
        self._table = table
        self._given = given
        self._path: dict[str, _Node] = {}
        self._texts: dict[str, str] = {}
        self._sort = 0

    def read(self, line: Line) -> None:
        """Read one row."""
        row = f"{line.number}:{line.number}"
        first = next((as_text(v) for v in line.values.values() if v is not None), "")
        if is_subtotal(first) and "project" not in line.filled:
            note = Note(self._table.sheet.name, row, f"“{first}”行，不是指标")
            self.parsed.skipped.append(note)
            return
        for field_name in _LEVELS:
            if field_name in self._table.columns:
                self._enter(line, field_name)
        if line.text("text"):
            self._leaf(line)
        elif not any(line.text(name) for name in _LEVELS if name not in line.filled):
            self.parsed.skipped.append(Note(self._table.sheet.name, row, "没有测评标准，未导入"))

    def _enter(self, line: Line, field_name: str) -> None:
        text = line.text(field_name)
        if not text or self._texts.get(field_name) == text:
            return
        deeper = _LEVELS[_LEVELS.index(field_name) :]
        for name in deeper:
            self._path.pop(name, None)
            self._texts.pop(name, None)
        self._texts[field_name] = text
        plain, veto = strip_veto(text)
        printed, level, number, title = split_heading(plain)
        plain_code = f"{'ⅠⅡⅢⅣⅤ'[(level or 1) - 1]}-{number}"
        if number is not None and printed != plain_code:
            self._problem(line, field_name, f"编号“{printed}”写法不统一，归位时按“{plain_code}”认")
        parent = self._parent(field_name)
        identity = code_key(level, number) or f"{parent.key if parent else ''}/{title}"
        self._sort += 1
        full_code = plain_code if number is not None else printed or title
        node = _Node(f"i:{identity}", full_code, level, number,
                     parent.depth + 1 if parent else 1)  # fmt: skip
        self._path[field_name] = node
        values = {
            "record": "indicator", "parent": parent.key if parent else None,
            "level": node.depth, "level_name": _LEVEL_NAMES[field_name], "code": printed,
            "full_code": full_code, "code_key": code_key(level, number), "title": title, "text": "",
            "score": None, "veto": veto, "sort": self._sort,
        }  # fmt: skip
        self._add(line, field_name, node.key, values, text)

    def _parent(self, field_name: str) -> _Node | None:
        above = _LEVELS[: _LEVELS.index(field_name)] if field_name in _LEVELS else _LEVELS
        return next((self._path[name] for name in reversed(above) if name in self._path), None)

    def _add(
        self, line: Line, field_name: str, key: str, values: dict[str, Any], label: str
    ) -> None:
        cell = self._table.cell(line, field_name)
        self.parsed.drafts.append(Draft((key,), values, cell, label[:60]))

    def _problem(self, line: Line, field_name: str, text: str) -> None:
        if text:
            self.parsed.problems.append(self._table.note(line, field_name, text))

    def _leaf(self, line: Line) -> None:
        printed = str(line.values["text"])
        plain, veto = strip_veto(line.text("text"))
        code, number, text = split_leaf(plain)
        parent = self._parent(LEAF_NAME)
        if parent is None:
            note = self._table.note(line, "text", "上面没有测评项目或测评内容，未导入")
            self.parsed.skipped.append(note)
            return
        parent.leaves += 1
        if code and not line.text("text").startswith((code, "▲")):
            self._problem(line, "text", f"编号按“{code}”处理(原文“{printed.strip()[:8]}”)")
        if printed != line.text("text") or printed.strip().replace(") ", ")", 1) != printed.strip():
            self._problem(line, "text", "文字前后或编号后有多余空格，已去掉")
        if number is None:
            number = parent.leaves
            self._problem(line, "text", f"没有编号，按顺序编为 {number})")
            code = f"{number})"
        score, score_veto = self._score(line)
        veto = veto or score_veto
        self._sort += 1
        key = f"{parent.key}/{number}"
        full_code = f"{parent.full_code}-{code}"
        identity = code_key(parent.level, parent.number, number)
        values = {
            "record": "indicator", "parent": parent.key, "level": parent.depth + 1,
            "level_name": LEAF_NAME, "code": code, "full_code": full_code,
            "code_key": identity if parent.number is not None else "", "title": "", "text": text,
            "score": None if score is None else str(score), "veto": veto, "sort": self._sort,
        }  # fmt: skip
        self._add(line, "text", key, values, f"{full_code} {text}")
        self._requirements(line, key, full_code, self._methods(line, parent, number))

    def _score(self, line: Line) -> tuple[Decimal | None, bool]:
        """Read the score; a veto mark beside it counts for the standard."""
        value: Any = line.values.get("score")
        veto = False
        if isinstance(value, str):
            value, veto = strip_veto(value)
            if veto:
                self._problem(line, "score", f"分值里的▲按一票否决处理，分值 {value}")
        score, remark = read_score(value)
        self._problem(line, "score", remark)
        return score, veto

    def _methods(self, line: Line, parent: _Node, number: int) -> tuple[str, ...]:
        text = line.text("method")
        by_leaf = methods_by_leaf(text)
        if by_leaf:
            parent.methods = by_leaf
        if number in parent.methods and (by_leaf or not text):
            return parent.methods[number]
        methods = read_methods(text) if not by_leaf else ()
        if not methods:
            self._problem(line, "method", "没有写测评方式，这一条没有生成测评要求")
        return methods

    def _requirements(
        self, line: Line, indicator: str, full_code: str, methods: tuple[str, ...]
    ) -> None:
        year = self._given.year
        due, remark = read_date(line.values.get("due"), year)
        self._problem(line, "due", remark)
        materials, remark = read_materials(line.text("materials"))
        self._problem(line, "materials", remark)
        units = {
            role: read_units(self.parsed, self._table, line, role, self._given)
            for role in ("lead", "owner", "support")
            if role in self._table.columns
        }
        if not any(units.values()):
            self._problem(line, "owner", f"{full_code} 没有牵头和责任单位(无人管)")
        rule = self._rule(line)
        for index, method in enumerate(methods):
            asks = method == material_method()
            values = {
                "record": "requirement", "indicator": indicator, "method": method,
                "text": line.text("materials"), "hint": line.text("hint"),
                "due": due.isoformat() if due else None, **units, **rule,
                "slots": [[m.kind, m.title, m.count] for m in materials] if asks else [],
                "sort": self._sort * 10 + index,
            }  # fmt: skip
            self._add(line, "method", f"r:{indicator}:{method}", values, f"{full_code} {method}")

    def _rule(self, line: Line) -> dict[str, str]:
        """Read the rule where the table has such a column; say where it is not understood."""
        if "rule_text" not in self._table.columns:
            return {}
        text = line.text("rule_text")
        if text and rule_from_text(text) is None:
            self._problem(line, "rule_text", f"计分规则“{text}”看不懂，按文字保留")
        return {"rule_text": text}
