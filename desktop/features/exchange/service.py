"""Previewing, importing and exporting tables."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from db import Store, records
from db.ids import new_id
from db.tables.settings import ImportBaseline, ImportRun, read_setting, write_setting
from desktop.core.changes import NOTHING, Changes, Kind
from desktop.core.clock import now, today
from desktop.core.collecting import collector_paused
from desktop.core.errors import UserError
from desktop.core.job import JobContext, QuietContext
from desktop.core.text import normal_key
from desktop.features.backup import keep_before
from desktop.features.exchange import merging
from desktop.features.exchange.kind import SheetKind
from desktop.features.exchange.known import known_places
from desktop.features.exchange.sheets.answers import AnswersSheet
from desktop.features.exchange.sheets.checks import ChecksSheet
from desktop.features.exchange.sheets.findings import FindingsSheet
from desktop.features.exchange.sheets.indicators import IndicatorsSheet
from desktop.features.exchange.sheets.marks import MarksSheet
from desktop.features.exchange.sheets.points import PointsSheet
from desktop.features.exchange.sheets.units import UnitsSheet
from desktop.features.exchange.table import Choice, Table, as_text, column_titles, find_table
from desktop.features.exchange.types import (
    Draft,
    Given,
    ImportPreview,
    ImportRequest,
    ImportResult,
    Note,
)
from desktop.features.exchange.workbook import OutColumn, OutSheet, write_workbook
from desktop.features.frameworks import editions, ensure_edition
from desktop.features.office_tables import Book, read_book
from desktop.features.operators import require
from desktop.features.settings import county, current_edition, setting
from desktop.features.units import Unit, directory
from desktop.features.visits import round_directory

# To add a kind of table: one file in sheets/, its columns in import_columns.json, one line here.
KINDS: tuple[SheetKind, ...] = (
    UnitsSheet(),
    IndicatorsSheet(),
    ChecksSheet(),
    PointsSheet(),
    AnswersSheet(),
    MarksSheet(),
    FindingsSheet(),
)
_YEAR = re.compile(r"(20\d{2})")
_HEADS = "import.heads."
_as_json = json.JSONEncoder(ensure_ascii=False).encode
_EDITION_KINDS = ("indicators", "checks")


def kind_of(name: str) -> SheetKind:
    """Return a kind by name; raise UserError for a name nobody knows."""
    for kind in KINDS:
        if kind.name == name:
            return kind
    raise UserError(f"没有“{name}”这种表。", f"可以用：{'、'.join(k.name for k in KINDS)}。")


def preview_import(
    store: Store, request: ImportRequest, *, ctx: JobContext | None = None
) -> ImportPreview:
    """Read the file and say what importing it would do; nothing is changed.

    Raises InputError where the file cannot be read or holds no such table.
    """
    context = ctx or QuietContext()
    book = read_book(request.path, ctx=context)
    return preview_book(store, request, book, ctx=context)


@collector_paused()
def preview_book(
    store: Store, request: ImportRequest, book: Book, *, ctx: JobContext | None = None
) -> ImportPreview:
    """Do the same for a file that has been read already."""
    context = ctx or QuietContext()
    kind = kind_of(request.kind)
    known = read_setting(store, f"{_HEADS}{kind.name}", {})
    choice = Choice(request.sheet, request.header_row, request.columns, known)
    table = find_table(book, kind.name, choice)
    context.step(1, 4, "正在核对表格")
    given = _given(store, request, table)
    parsed = kind.parse(book, table, given)
    context.step(2, 4, "正在与已有内容比较")
    baselines = {
        row.row_id: json.loads(row.row_values)
        for row in records.find(store, ImportBaseline, kind=kind.name)
    }
    outcome = merging.compare(
        table.sheet.name, parsed.drafts, kind.existing(store, given), baselines
    )
    context.step(3, 4, "正在准备预览")
    return ImportPreview(
        request=request, kind_title=kind.title, sheet=table.sheet.name,
        sheets=tuple(sheet.name for sheet in book.sheets), header_row=table.header_row,
        columns=table.columns, heads=table.heads, lines=table.sheet.rows, edition=given.edition,
        added=tuple((new_id(), draft) for draft in outcome.added),
        changed=tuple(outcome.changed), unchanged=tuple(outcome.unchanged),
        missing=tuple(outcome.missing) if outcome.changed or outcome.unchanged else (),
        problems=(*table.notes, *_cell_problems(book), *_hidden(book), *parsed.problems,
                  *outcome.kept),
        skipped=(*parsed.refused, *parsed.skipped, *outcome.doubled),
        refused=tuple(parsed.refused),
    )  # fmt: skip


def _cell_problems(book: Book) -> list[Note]:
    return [
        Note(sheet.name, problem.cell, problem.text)
        for sheet in book.sheets
        for problem in sheet.problems
    ]


def _hidden(book: Book) -> list[Note]:
    notes = [Note(sheet.name, "A1", "这是隐藏的工作表") for sheet in book.sheets if sheet.hidden]
    for sheet in book.sheets:
        rows = [row.number for row in sheet.rows if row.hidden]
        if rows:
            text = f"有 {len(rows)} 个隐藏行，也一并读取"
            notes.append(Note(sheet.name, f"{rows[0]}:{rows[0]}", text))
    return notes


def _given(store: Store, request: ImportRequest, table: Table) -> Given:
    first = " ".join(as_text(v) for row in table.sheet.rows[:2] for v in row.cells if v)
    match = _YEAR.search(first) or _YEAR.search(request.path.name)
    current = current_edition(store)
    year = int(match.group(1)) if match else current.year if current else today().year
    name = request.edition or (current.name if current else f"{year}年版")
    if request.kind == "indicators" and request.edition is None and match:
        same_year = [edition for edition in editions(store) if edition.year == year]
        name = same_year[-1].name if same_year else f"{year}年版"
    made = {edition.name: edition for edition in editions(store)}
    if not made and request.edition is None:
        name = setting(store, "edition") or name
    if name in made:
        year = made[name].year
    unit_names = {unit.id: unit.name for unit in records.find(store, Unit)}
    edition_id = made[name].id if name in made else None
    rounds = round_directory(store, request.round) if request.kind == "answers" else None
    return Given(county(store), name, year, directory(store), unit_names, edition_id, rounds,
                 known_places(store, edition_id))  # fmt: skip


@collector_paused()
def apply_import(
    store: Store, preview: ImportPreview, *, ctx: JobContext | None = None
) -> tuple[ImportResult, Changes]:
    """Write what the preview showed, all of it or nothing, as one operation.

    A backup is made first. Where nothing would change, nothing is written and there is no
    operation.
    """
    context = ctx or QuietContext()
    operation, changes = None, NOTHING
    if preview.has_changes:
        kind = kind_of(preview.request.kind)
        label = f"导入{kind.title}：{preview.request.path.name}"
        require(store, kind.right, label)
        keep_before(store, "import", context)
        with store.write(label, right=kind.right) as step:
            changes = _write(store, kind, preview, context) | {Kind.OPERATION}
            context.step(4, 4, "正在保存")
        operation = step.id
    result = ImportResult(
        preview.request.kind, len(preview.added), len(preview.changed), len(preview.unchanged),
        preview.skipped, preview.problems, operation,
    )  # fmt: skip
    return result, changes


def _write(store: Store, kind: SheetKind, preview: ImportPreview, context: JobContext) -> Changes:
    context.step(1, 4, "正在写入")
    edition_id = None
    given = _given_again(store, preview)
    if kind.name in _EDITION_KINDS:
        edition_id = ensure_edition(store, preview.edition, given.year).id
        given = Given(given.county, given.edition, given.year, given.directory, given.unit_names,
                      edition_id)  # fmt: skip
    known = {key: row.row_id for row in kind.existing(store, given) for key in row.keys}
    known |= {key: row_id for row_id, draft in preview.added for key in draft.keys}
    context.step(2, 4, "正在写入")
    changes = kind.write(store, given, preview.added, preview.changed, known)
    context.step(3, 4, "正在写入")
    _remember(store, kind.name, preview)
    _remember_heads(store, kind.name, preview)
    return changes


def _remember_heads(store: Store, kind: str, preview: ImportPreview) -> None:
    """Keep which head a person chose for which field, for the next file of this kind."""
    if preview.request.columns is None:
        return
    heads = dict(enumerate(preview.heads, 1))
    chosen = {normal_key(heads.get(column, "")): name for name, column in preview.columns.items()}
    write_setting(store, f"{_HEADS}{kind}", {key: name for key, name in chosen.items() if key})


def _given_again(store: Store, preview: ImportPreview) -> Given:
    match = _YEAR.search(preview.edition)
    year = int(match.group(1)) if match else today().year
    names = {unit.id: unit.name for unit in records.find(store, Unit)}
    made = {edition.name: edition.id for edition in editions(store)}
    edition_id = made.get(preview.edition)
    return Given(county(store), preview.edition, year, directory(store), names, edition_id,
                 known=known_places(store, edition_id))  # fmt: skip


def _remember(store: Store, kind: str, preview: ImportPreview) -> None:
    """Keep what the file said, for three-way comparison with the next one."""
    stated: list[tuple[str, Draft]] = [*preview.added]
    stated += [(change.row_id, change.draft) for change in preview.changed]
    former = {row.row_id: row for row in records.find(store, ImportBaseline, kind=kind)}
    fresh, newer = [], []
    for row_id, draft in stated:
        text = _as_json(draft.values)
        if row_id in former:
            newer.append(records.changed(former[row_id], row_values=text))
        else:
            fresh.append(ImportBaseline(new_id(), kind, row_id, text))
    records.insert(store, fresh)
    records.update(store, newer)
    path = preview.request.path
    summary = {"added": len(preview.added), "changed": len(preview.changed)}
    run = ImportRun(new_id(), kind, path.name, _sha256(path), json.dumps(dict(preview.columns)),
                    now().isoformat(timespec="seconds"), json.dumps(summary))  # fmt: skip
    records.insert(store, [run])


def _sha256(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def export_table(store: Store, kind_name: str, target: Path, *, edition: str | None = None) -> int:
    """Write every record of a kind as an xlsx that imports back unchanged; return the count."""
    kind = kind_of(kind_name)
    titles = column_titles(kind_name)
    rows = kind.export_rows(store, edition)
    columns = [OutColumn(titles[name], _width(name)) for name in titles]
    cells = [[row.get(name) for name in titles] for row in rows]
    sheets = [OutSheet(kind.title, columns, cells)]
    if kind_name == "indicators":
        sheets += _negative_sheets(store, edition)
    write_workbook(target, sheets)
    return len(rows)


def _negative_sheets(store: Store, edition: str | None) -> list[OutSheet]:
    from desktop.features.frameworks import negative_rows

    titles = column_titles("negatives")
    rows: list[Mapping[str, Any]] = [
        {**asdict(row), "veto": "是" if row.veto else "否"}
        for row in negative_rows(store).all()
        if edition in (None, row.edition)
    ]
    if not rows:
        return []
    cells = [[row.get(name) for name in titles] for row in rows]
    return [OutSheet("负面清单", [OutColumn(titles[name], _width(name)) for name in titles], cells)]


def _width(name: str) -> int:
    wide = {"text": 48, "hint": 28, "materials": 36, "note": 32, "address": 28, "full_name": 30}
    return wide.get(name, 14)


def notes_as_json(notes: Sequence[Note], word: str) -> list[dict[str, str]]:
    """Return notes as the command line prints them; `word` names the text's field."""
    return [{"sheet": note.sheet, "cell": note.cell, word: note.text} for note in notes]
