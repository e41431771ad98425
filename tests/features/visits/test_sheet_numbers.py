"""Sheet numbers: what a wrong digit does."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop.features.visits.sheet_numbers import (
    is_of_edition,
    is_sheet_code,
    printed,
    qr_text,
    read_typed,
    sheet_number,
)

POINT, ROUND = st.integers(1, 9999), st.one_of(st.none(), st.integers(1, 99))


@given(POINT, ROUND)
def test_a_number_reads_back(point: int, number: int | None) -> None:
    text = sheet_number(point, number)
    assert read_typed(text).is_sound
    assert read_typed(qr_text(text, 2, "2026年版" * 9)).page == 2
    assert read_typed(qr_text(text, 2, "a|b")).digits == text.replace("-", "")


@given(POINT, ROUND, st.integers(0, 30), st.integers(1, 9))
def test_any_single_wrong_digit_is_noticed(
    point: int, number: int | None, place: int, by: int
) -> None:
    digits = list(sheet_number(point, number).replace("-", ""))
    place %= len(digits)
    digits[place] = str((int(digits[place]) + by) % 10)
    assert not read_typed("".join(digits)).is_sound


@given(POINT, ROUND, st.integers(1, 99), st.text(max_size=40))
def test_a_code_says_its_edition(point: int, number: int | None, page: int, edition: str) -> None:
    sheet = sheet_number(point, number)
    text = qr_text(sheet, page, edition)
    assert is_sheet_code(text)
    assert not is_sheet_code(sheet)
    assert printed(read_typed(text).digits) == sheet
    assert is_of_edition(read_typed(text), edition)
    assert is_of_edition(read_typed(sheet), edition)
    assert not is_of_edition(read_typed(qr_text(sheet, page, "2023年版")), "2026年版")
