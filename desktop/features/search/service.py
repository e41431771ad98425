"""Looking everywhere, grouped by kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from db import Store
from db.tables.search import SEARCHED_KINDS, Hit, search_kind
from desktop.core.text import normal_key

_EACH = 6
_TITLES = {
    "indicator": "指标",
    "requirement": "测评要求",
    "unit": "责任单位",
    "point": "点位",
    "round": "检查轮次",
    "finding": "问题",
    "document": "材料",
    "package": "打过的包",
}


@dataclass(frozen=True, slots=True)
class Group:
    """What one kind of record gave; `more` says that there are others."""

    kind: str
    title: str
    hits: Sequence[Hit]
    more: bool


def search_everywhere(store: Store, text: str, *, each: int = _EACH) -> tuple[Group, ...]:
    """Return the kinds that hold every word, with up to `each` records.

    Kinds that are called what was typed stand before those that only mention it.
    """
    groups = []
    for kind in SEARCHED_KINDS:
        hits = search_kind(store, kind, text, limit=each + 1)
        if hits:
            groups.append(Group(kind, _TITLES[kind], hits[:each], len(hits) > each))
    first = normal_key(text.split()[0]) if groups else ""
    return tuple(sorted(groups, key=lambda group: first not in normal_key(group.hits[0].title)))
