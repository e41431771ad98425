"""Personal numbers stop a package until somebody answers for them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import Store, records
from db.tables.dossier import Exemption
from db.tables.evidence import Document
from desktop.core.errors import UserError
from desktop.core.job import QuietContext
from desktop.features.dossier import blocking_hits, exempt, exemption_rows, withdraw
from desktop.features.dossier.privacy import is_card_number, is_id_number, personal_numbers
from desktop.features.workspace import operations, undo

QUIET = QuietContext()
ID = "419999194801010019"


def test_the_sample_has_two_numbers_in_one_document(full_store: Store) -> None:
    hits = blocking_hits(QUIET, full_store)
    assert [(hit.name, hit.where, hit.what) for hit in hits] == [
        ("帮扶情况.docx", "正文", "身份证号 4199**********0019"),
        ("帮扶情况.docx", "正文", "手机号 150****0000"),
    ]
    assert "登记身份证号******************，联系电话" in hits[0].context
    assert not any(ID in str(hit) or "15000000000" in str(hit) for hit in hits)


def test_only_the_documents_of_a_package_are_looked_at(full_store: Store) -> None:
    ids = {d.name: d.id for d in records.find(full_store, Document)}
    assert blocking_hits(QUIET, full_store, [ids["重阳.jpg"]]) == ()
    assert len(blocking_hits(None, full_store, [ids["帮扶情况.docx"], ids["重阳.jpg"]])) == 2


def test_a_name_and_a_reason_let_one_number_pass(full_store: Store) -> None:
    first, second = blocking_hits(QUIET, full_store)
    for who, reason in (("", "已征得同意"), ("王主任", " ")):
        with pytest.raises(UserError, match="姓名和理由"):
            exempt(full_store, "privacy", first.key, who=who, reason=reason)
    made, _ = exempt(full_store, "privacy", first.key, who="王主任", reason="已征得本人同意")
    assert blocking_hits(QUIET, full_store) == (second,)
    assert ID not in str(records.find(full_store, Exemption))
    (row,) = exemption_rows(full_store)
    assert (row.kind, row.what, row.documents) == (
        "个人信息", "正文 身份证号 4199**********0019", "帮扶情况.docx",
    )  # fmt: skip
    with pytest.raises(UserError, match="写明理由"):
        withdraw(full_store, [made.id], reason=" ")
    assert exemption_rows(full_store) == (row,)
    withdraw(full_store, [made.id], reason="本人反悔")
    assert operations(full_store)[0].label == "取消放行 1 处：本人反悔"
    assert len(blocking_hits(QUIET, full_store)) == 2
    undo(full_store)
    assert blocking_hits(QUIET, full_store) == (second,)


def test_names_and_captions_are_looked_at_too(full_store: Store) -> None:
    photo = next(d for d in records.find(full_store, Document) if d.name == "重阳.jpg")
    with full_store.write("t"):
        records.update(full_store, [records.changed(
            photo, name="重阳15012345678.jpg", caption='{"people": "电话 150-1234-5678"}')])  # fmt: skip
    hits = blocking_hits(QUIET, full_store, [photo.id])
    assert [(hit.where, hit.what) for hit in hits] == [
        ("文件名", "手机号 150****5678"), ("图片说明", "手机号 150****5678"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "whats"),
    [
        (ID, ["身份证号 4199**********0019"]),
        ("４１９９９９１９４８０１０１００１９", ["身份证号 4199**********0019"]),
        ("419999 19480101 0019", ["身份证号 4199**********0019"]),
        ("11010519491231002x。", ["身份证号 1101**********002X"]),
        ("419999194801010018", []),
        ("419999194813010011", []),
        ("卡号6222 0210 0111 6245 702", ["银行卡号 6222***********5702"]),
        ("卡号 4111111111111111", ["银行卡号 4111********1111"]),
        ("4111111111111112", []),
        ("+8613800138000、138 0013 8000", ["手机号 138****8000", "手机号 138****8000"]),
        ("0000-1234567", []),
        ("12345678901234567890123", []),
        ("编号A13800138000", []),
        ("12345", []),
    ],
)
def test_numbers_are_told_by_their_own_rules(text: str, whats: list[str]) -> None:
    assert [what for _, what in personal_numbers(text)] == whats


@given(st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_no_id_number(place: int, step: int) -> None:
    wrong = str((int(ID[place]) + step) % 10)
    assert is_id_number(ID)
    assert not is_id_number(ID[:place] + wrong + ID[place + 1 :])


@given(st.integers(0, 15), st.integers(1, 9))
def test_one_wrong_digit_is_no_card(place: int, step: int) -> None:
    card = "4111111111111111"
    wrong = str((int(card[place]) + step) % 10)
    assert is_card_number(card)
    assert not is_card_number(card[:place] + wrong + card[place + 1 :])
