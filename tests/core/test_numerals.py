"""Formal figures, as a receipt writes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.numerals import formal

VALUES = {digit: value for value, digit in enumerate("零壹贰叁肆伍陆柒捌玖")}
UNITS = {"拾": 10, "佰": 100, "仟": 1000}


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "零"), (7, "柒"), (10, "壹拾"), (60, "陆拾"), (105, "壹佰零伍"), (1024, "壹仟零贰拾肆"),
        (10_000, "壹万"), (10_001, "壹万零壹"), (100_000, "壹拾万"), (1_002_000, "壹佰万贰仟"),
        (20_000_300, "贰仟万零叁佰"), (100_000_000, "壹亿"), (100_000_001, "壹亿零壹"),
        (2_924_406, "贰佰玖拾贰万肆仟肆佰零陆"),
    ],
)  # fmt: skip
def test_known_figures(number: int, words: str) -> None:
    assert formal(number) == words


@given(st.integers(0, 10**16 - 1))
def test_figures_mean_their_number(number: int) -> None:
    assert read(formal(number)) == number
    assert "零零" not in formal(number)


def read(words: str) -> int:
    for mark, worth in (("万亿", 10**12), ("亿", 10**8), ("万", 10**4)):
        head, found, tail = words.partition(mark)
        if found:
            return read(head) * worth + read(tail)
    total, digit = 0, 0
    for letter in words:
        if letter in UNITS:
            total, digit = total + digit * UNITS[letter], 0
        else:
            digit = VALUES[letter]
    return total + digit
