"""Reading from the store what a package is made of."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from db import Store, records
from db.tables.evidence import Document, DocumentSlot, Revision, Slot
from db.tables.frameworks import Edition, Framework, Indicator
from db.tables.units import Unit
from desktop.core.errors import InputError, Problem, UserError
from desktop.core.resources import resource
from desktop.core.text import tidy
from desktop.features.frameworks import requirement_rows
from desktop.features.packages.names import legal_name, rule_fault
from desktop.features.packages.tree import plan_tree
from desktop.features.packages.types import Choice, Contents, LeftOut, Material, Standard, Tree
from desktop.features.settings import county, current_edition

_REVIEWS = {"pending": "待审", "passed": "通过", "returned": "退回"}
_KEPT = "没有打包。"


def read_contents(store: Store, choice: Choice) -> Contents:
    """Return what a choice takes; raise UserError for a choice that cannot be."""
    edition = find_edition(store, choice.edition)
    rule = _rule(choice)
    standards = _standards(store, edition)
    materials, left_out = _sorted_out(_materials(store, standards), choice, standards)
    name = package_name(store, choice, edition)
    return Contents(name, rule, tuple(standards), tuple(materials), tuple(left_out))


def read_tree(store: Store, choice: Choice) -> Tree:
    """Return the package as it would be; raise UserError for a choice that cannot be."""
    return plan_tree(read_contents(store, choice))


def find_edition(store: Store, wanted: str) -> Edition:
    """Return an edition by its name or by framework and name; the current one for a blank."""
    if not wanted:
        current = current_edition(store)
        if current is None:
            raise UserError("还没有测评体系。", f"{_KEPT}请先在“测评体系”页导入任务分解表。")
        return current
    known = editions_by_name(store)
    found = known.get(wanted) or next(
        (item for item in known.values() if item.name == wanted), None
    )
    if found is None:
        names = "、".join(known) or "还没有测评体系"
        raise UserError(f"没有“{wanted}”这一版测评体系(有：{names})。", _KEPT)
    return found


def editions_by_name(store: Store) -> dict[str, Edition]:
    """Return every edition by its framework's and its own name."""
    frameworks = {item.id: item.name for item in records.find(store, Framework)}
    editions = records.find(store, Edition, order="year, sort, rowid")
    return {f"{frameworks[item.framework_id]} {item.name}": item for item in editions}


def package_name(store: Store, choice: Choice, edition: Edition) -> str:
    """Return the name of the package's folder."""
    room = int(resource("packages.json")["package_characters"])
    wanted = tidy(choice.name) or f"{county(store)}_{edition.name}_申报材料"
    return legal_name(wanted.strip("_ "), room)


def _rule(choice: Choice) -> str:
    rule = tidy(choice.rule) or str(resource("packages.json")["rule"])
    fault = rule_fault(rule)
    if fault:
        raise InputError("命名规则不能用。", [Problem("命名规则", fault)], _KEPT)
    return rule


def _standards(store: Store, edition: Edition) -> list[Standard]:
    """Return the requirements of an edition that have slots, in the order of the tree."""
    nodes = {
        item.id: item
        for item in records.find(store, Indicator, edition_id=edition.id, order="sort")
    }
    slotted = {slot.requirement_id for slot in records.find(store, Slot)}
    rows = [
        row
        for row in requirement_rows(store).all()
        if row.indicator_id in nodes and row.id in slotted
    ]
    rows.sort(key=lambda row: (nodes[row.indicator_id].sort, row.sort, row.id))
    return [
        Standard(row.id, row.code, row.title, _above(nodes, row.indicator_id),
                 tuple(dict.fromkeys((*row.lead, *row.owner))))
        for row in rows
    ]  # fmt: skip


def _above(nodes: dict[str, Indicator], leaf: str) -> tuple[str, ...]:
    titles: list[str] = []
    parent = nodes[leaf].parent_id
    while parent in nodes:
        node = nodes[parent]
        titles.insert(0, f"{node.full_code or node.code} {node.title or node.text}".strip())
        parent = node.parent_id
    return tuple(titles)


def _materials(store: Store, standards: Iterable[Standard]) -> list[Material]:
    wanted = tuple(standard.id for standard in standards)
    slots = {slot.id: slot for slot in records.find(store, Slot, requirement_id=wanted)}
    links = records.find(store, DocumentSlot, slot_id=tuple(slots))
    ids = tuple({link.document_id for link in links})
    documents = {item.id: item for item in records.find(store, Document, id=ids)}
    newest: dict[str, Revision] = {}
    for revision in records.find(store, Revision, document_id=ids, order="number"):
        newest[revision.document_id] = revision
    units = {unit.id: unit.name for unit in records.find(store, Unit)}
    found = []
    for link in links:
        slot, document = slots[link.slot_id], documents[link.document_id]
        revision = newest[document.id]
        found.append(Material(
            document.id, slot.requirement_id, document.name, slot.kind, revision.sha256,
            revision.bytes, units.get(document.unit_id or "", ""),
            link.fact_date or document.fact_date, _REVIEWS[link.review], (slot.sort, link.sort),
        ))  # fmt: skip
    return found


def _sorted_out(
    materials: Iterable[Material], choice: Choice, standards: Iterable[Standard]
) -> tuple[list[Material], list[LeftOut]]:
    codes = {standard.id: standard.code for standard in standards}
    kept, left_out = [], []
    for item in materials:
        why = _why_not(item, choice)
        if why:
            left_out.append(LeftOut(item.document_id, item.name, codes[item.requirement_id], why))
        else:
            kept.append(item)
    return kept, left_out


def _why_not(item: Material, choice: Choice) -> str:
    if item.review == "退回":
        return "已退回"
    if choice.only_passed and item.review != "通过":
        return "还没有审核通过"
    if choice.window and item.fact_date:
        first, last = choice.window
        if not first <= item.fact_date <= last:
            return f"日期 {item.fact_date} 在时限 {first} 至 {last} 之外"
    return ""


def collected_until(store: Store, tree: Tree) -> datetime:
    """Return when the last material of a package came in or was reviewed.

    Prints say this instead of the hour of printing, so that the same content gives the same bytes.
    """
    ids = tuple({file.material.document_id for file in tree.files})
    moments = [row.added_at for row in records.find(store, Revision, document_id=ids)]
    links = records.find(store, DocumentSlot, document_id=ids)
    moments += [link.reviewed_at for link in links if link.reviewed_at]
    return max((datetime.fromisoformat(text) for text in moments), default=datetime.min)


def read_window(text: str) -> tuple[date, date] | None:
    """Return the days of a window written 2025-09-01..2026-08-31; None for a blank.

    Raises UserError for what is no window.
    """
    plain = text.strip()
    if not plain:
        return None
    first, _, last = plain.replace("至", "..").replace(" ", "").partition("..")
    try:
        window = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        window = None
    if window is None or window[0] > window[1]:
        raise UserError(f"时限“{text}”看不懂。", f"{_KEPT}请写成 2025-09-01..2026-08-31。")
    return window
