"""Text is cleaned at entry and compared regardless of its form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.text import clean, normal_key, show_bidi, tidy


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("é", "e\u0301"),
        ("Ａ１", "a1"),
        ("Ⅱ—3", "II-3"),
        ("葛\U000e0100城", "葛城"),
        ("甲 乙", "甲　乙"),
    ],
)
def test_row44_forms_of_the_same_text_are_equal(one: str, other: str) -> None:
    assert normal_key(one) == normal_key(other)


def test_row51_direction_overrides_are_shown() -> None:
    assert show_bidi("a\u202egpj.exe") == "a〔U+202E〕gpj.exe"


@given(text=st.text())
def test_row42_cleaning_is_final_and_writable(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    once.encode("utf-8")
    assert tidy(tidy(text)) == tidy(text)
