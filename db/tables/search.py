"""Looking for words in every kind of record at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from db import searching
from db.store import Store


@dataclass(frozen=True, slots=True)
class Hit:
    """A record found: what it is called and where it belongs."""

    id: str
    title: str
    note: str


@dataclass(frozen=True, slots=True)
class _Place:
    """Where one kind lies: `select` gives id, title, note and the columns looked through.

    A word equal to the `exact` column finds the record too, as the number of a finding.
    """

    table: str
    select: str
    searched: tuple[str, ...]
    exact: str = ""


_CODE_TITLE = "trim(i.full_code || '  ' || coalesce(nullif(i.title, ''), i.text))"
_PLACES = {
    "indicator": _Place(
        "indicator",
        f"""SELECT i.id AS id, {_CODE_TITLE} AS title, i.level_name AS note,
        i.text AS text, i.code_key AS code FROM indicator i""",
        ("title", "text", "code"),
    ),
    "requirement": _Place(
        "requirement",
        f"""SELECT r.id AS id, {_CODE_TITLE} AS title, r.method AS note, r.text AS text,
        r.hint AS hint, i.code_key AS code
        FROM requirement r JOIN indicator i ON i.id=r.indicator_id""",
        ("title", "text", "hint", "note", "code"),
    ),
    "unit": _Place(
        "unit",
        """SELECT u.id AS id, u.name AS title, u.full_name AS note,
        (SELECT group_concat(a.alias, ' ') FROM unit_alias a WHERE a.unit_id=u.id) AS aliases
        FROM unit u""",
        ("title", "note", "aliases"),
    ),
    "point": _Place(
        "point",
        """SELECT p.id AS id, p.name AS title, p.number AS number, p.address AS address,
        (SELECT t.name FROM point_type t WHERE t.id=p.point_type_id)
        || '  ' || p.street || p.address AS note, p.street AS street, p.community AS community
        FROM point p""",
        ("title", "address", "street", "community"),
        "number",
    ),
    "round": _Place(
        "round",
        """SELECT r.id AS id, r.number || '  ' || r.name AS title, r.kind AS note,
        r.remark AS remark, r.number AS number FROM round r""",
        ("title", "note", "remark"),
        "number",
    ),
    "finding": _Place(
        "finding",
        """SELECT f.id AS id, f.text AS title, f.number AS number, f.place AS place, f.plan AS plan,
        f.number || '号  ' || coalesce((SELECT p.name FROM point p WHERE p.id=f.point_id), f.place)
        AS note FROM finding f""",
        ("title", "place", "plan"),
        "number",
    ),
    "document": _Place(
        "document",
        """SELECT d.id AS id, d.name AS title, d.remark AS remark, d.caption AS caption,
        coalesce((SELECT u.name FROM unit u WHERE u.id=d.unit_id), '') AS note FROM document d""",
        ("title", "remark", "caption"),
    ),
    "package": _Place(
        "package",
        """SELECT p.id AS id, p.name AS title, p.edition || '  ' || substr(p.made, 1, 10) AS note,
        p.folder AS folder FROM package p""",
        ("title", "note", "folder"),
    ),
}
# Names first, long texts after: what is typed is a name more often than not.
SEARCHED_KINDS = (
    "unit", "point", "round", "finding", "requirement", "indicator", "document", "package",
)  # fmt: skip


def search_kind(store: Store, kind: str, text: str, *, limit: int) -> Sequence[Hit]:
    """Return up to `limit` records of a kind that hold every word, best first.

    Titles that begin with the first word come first; letters are first letters of pinyin too.
    """
    words = searching.words_of(text)
    if not words:
        return []
    place = _PLACES[kind]
    clauses, values = [], {"limit_": limit, "begin_": words[0]}
    for number, word in enumerate(words):
        clause, more = _clause(place, word, number)
        clauses.append(clause)
        values |= more
    sql = (
        f"SELECT id, title, note FROM ({place.select}) WHERE {' AND '.join(clauses)}"
        " ORDER BY instr(folded(title), folded(:begin_)) != 1, length(title), id LIMIT :limit_"
    )
    return [Hit(*row) for row in store.query(sql, values)]


def _clause(place: _Place, word: str, number: int) -> tuple[str, dict[str, Any]]:
    text = searching.text_of(dict.fromkeys(place.searched, False))
    clause, values = searching.holds(text, word, number)
    letters, more = searching.reads("title", word, number, f"SELECT id FROM {place.table}")
    parts, given = [clause, letters], dict[str, Any](values | more)
    if place.exact and word.isascii() and word.isdigit() and len(word) < 10:
        parts.append(f"{place.exact}=:number{number}")
        given[f"number{number}"] = int(word)
    return f"({' OR '.join(parts)})", given
