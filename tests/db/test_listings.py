"""Lists are filtered, sorted and paged in SQL; readiness follows from slots and documents."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db import SqlRows, Store, open_store, records
from db.ids import new_id
from db.tables.evidence import SLOTS, Document, DocumentSlot, Slot
from db.tables.frameworks import REQUIREMENTS, Edition, Framework, Indicator, Requirement
from db.tables.points import POINTS
from db.tables.units import UNITS, Unit, UnitAlias
from desktop.core.row_source import Query


def units(store: Store, names: list[str]) -> None:
    with store.write("单位"):
        records.insert(
            store, [Unit(new_id(), name, "", "", None, "", i) for i, name in enumerate(names)]
        )


LITERAL = ["%", "_", "~", "'", '"', "[", "]", ",", "\\", "AND", "OR", "*", "NEAR(a b)", "-", ":",
           "'; drop table unit; --", "\" OR 1=1 --"]  # fmt: skip


@pytest.mark.parametrize("text", LITERAL)
def test_row52_search_words_are_taken_literally(store: Store, text: str) -> None:
    units(store, ["住建局", f"奇怪{text}局", "公安局"])
    with store.write("别名"):
        unit = records.find(store, Unit, name="公安局")[0]
        records.insert(store, [UnitAlias(new_id(), unit.id, "县公安局", "县公安局")])
    rows = SqlRows(store, UNITS)
    assert [row.name for row in rows.page(Query(text), 0, 10)] == [f"奇怪{text}局"]
    assert len(records.find(store, Unit)) == 3


def test_row52_words_of_a_list_are_literal_too(store: Store) -> None:
    units(store, ["住建局", "公安局"])
    with store.write("别名"):
        unit = records.find(store, Unit, name="公安局")[0]
        records.insert(store, [UnitAlias(new_id(), unit.id, '老"城[一]', "k")])
    rows = SqlRows(store, UNITS)
    for text in ('老"城', '"', "[一]", "城["):
        assert [row.name for row in rows.page(Query(text), 0, 10)] == ["公安局"], text


FORMS = [("Caf\u0065\u0301", "café"), ("café", "cafe\u0301"),
         ("Ａ12号楼", "a12号"), ("A12号楼", "Ａ１２号"), ("葛\U000e0100城", "葛城"),
         ("葛城", "葛\U000e0100城"), ("Ⅱ－３", "II-3"), ("１００％", "100%"), ("ﬁle", "FILE")]  # fmt: skip


@pytest.mark.parametrize(("stored", "typed"), FORMS)
def test_row44_any_form_of_a_text_is_found(store: Store, stored: str, typed: str) -> None:
    units(store, ["住建局", stored])
    rows = SqlRows(store, UNITS)
    assert [row.name for row in rows.page(Query(typed), 0, 10)] == [stored]
    assert rows.count(Query(typed)) == 1


@pytest.mark.parametrize("name", ["𠮷", "𬭎", "㙍", "䶮", "·", "〇"])
def test_row43_rare_characters_are_found(store: Store, name: str) -> None:
    units(store, ["住建局", f"张{name}工作室"])
    assert SqlRows(store, UNITS).count(Query(name)) == 1


@pytest.mark.parametrize("typed", ["\ud800", "住\0建", "\udfff住建", "\0"])
def test_row42_what_no_field_holds_does_not_hurt_a_search(store: Store, typed: str) -> None:
    units(store, ["住建局"])
    assert SqlRows(store, UNITS).count(Query(typed)) == 1


def test_every_word_must_occur_and_columns_can_be_fixed(county_store: Store) -> None:
    rows = SqlRows(county_store, POINTS)
    assert rows.count(Query()) == 260
    assert rows.count(Query("青禾大道 路口")) == 3
    query = Query("", (("type", "农贸市场"),), (("name", True),))
    names = [row.name for row in rows.page(query, 0, 100)]
    assert names == sorted(names, reverse=True)
    assert len(names) == rows.count(query) > 5
    paged = [row.name for start in range(0, len(names), 3) for row in rows.page(query, start, 3)]
    assert paged == names


LINKS = st.lists(
    st.tuples(st.integers(0, 3), st.lists(st.sampled_from(["pending", "passed", "returned"]),
                                          max_size=4)),
    min_size=1, max_size=4,
)  # fmt: skip


def stated(slots: list[tuple[int, list[str]]]) -> str:
    """Say the rule in plain words, apart from SQL."""
    if not any(links for _, links in slots):
        return "未开始"
    have = [(need, len([x for x in links if x != "returned"]), links) for need, links in slots]
    if any("returned" in links and count < need for need, count, links in have):
        return "退回"
    if any(count < need for need, count, _ in have):
        return "收集中"
    return "待审" if any("pending" in links for _, _, links in have) else "齐备"


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(slots=LINKS)
def test_readiness_is_what_the_rule_says(store: Store, slots: list[tuple[int, list[str]]]) -> None:
    framework = Framework(new_id(), new_id())
    edition = Edition(new_id(), framework.id, "版", 2026)
    leaf = Indicator(new_id(), edition.id, None, 1, "", "1)", "1)", "", "", "文", None, False,
                     False, "", "", 1)  # fmt: skip
    requirement = Requirement(new_id(), leaf.id, "材料审核")
    with store.write("准备"):
        records.insert(store, [framework, edition, leaf, requirement])
        for need, links in slots:
            slot = Slot(new_id(), requirement.id, "文件通知", "", need)
            records.insert(store, [slot])
            for review in links:
                document = Document(new_id(), "文", None, None, "", "{}", "2026")
                link = DocumentSlot(new_id(), document.id, slot.id, review=review)
                records.insert(store, [document, link])
    row = next(r for r in SqlRows(store, REQUIREMENTS).all() if r.id == requirement.id)
    assert row.readiness == stated(slots)
    mine = [s for s in SqlRows(store, SLOTS).all() if s.requirement_id == requirement.id]
    assert len(mine) == len(slots)


@pytest.mark.parametrize("sort", [(), (("name", True),), (("kind", False), ("name", True))])
def test_far_rows_are_those_of_the_whole_list(store: Store, sort: tuple) -> None:  # type: ignore[type-arg]
    with store.write("单位"):
        records.insert(store, [
            Unit(new_id(), f"{number * 7919 % 3001:04}局", "", str(number % 3), None, "", number)
            for number in range(3000)
        ])  # fmt: skip
    rows = SqlRows(store, UNITS)
    query = Query("局", (), sort)
    whole = [row.id for row in rows.page(query, 0, 3000)]
    assert [row.id for row in rows.page(query, 2500, 200)] == whole[2500:2700]
    assert [row.id for row in rows.page(query, 2990, 200)] == whole[2990:]
    assert rows.page(query, 3000, 10) == []
    gone = whole[1500]
    with open_store(store.path) as other, other.write("删除"):
        records.delete(other, Unit, [gone])
    assert [row.id for row in rows.page(query, 1499, 3)] == [*whole[1499:1500], *whole[1501:1503]]
    with store.write("改名"):
        first = records.get(store, Unit, whole[1499])
        records.update(store, [records.changed(first, name="改局", kind="9")])
    assert [row.name for row in rows.page(query, 1499, 1)] != [first.name]
