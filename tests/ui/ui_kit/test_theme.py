"""Colours can be read by everybody."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor

from desktop.ui_kit.theme import DARK, LIGHT, STATES, Theme


def brightness(name: str) -> float:
    colour = QColor(name)
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((brightness(one), brightness(other)))
    return (high + 0.05) / (low + 0.05)


GROUNDS = ("background", "panel", "hover", "selected")
INKS = ("text", "secondary", "muted", "accent", "good", "busy", "bad")


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_words_stand_out_from_every_ground(theme: Theme) -> None:
    pairs = [(ink, ground) for ink in INKS for ground in GROUNDS]
    pairs += [
        ("onaccent", "accent"),
        ("onaccent", "muted"),
        ("background", "text"),
        ("noticelink", "text"),
    ]
    weak = {
        pair: round(contrast(getattr(theme, pair[0]), getattr(theme, pair[1])), 2)
        for pair in pairs
        if contrast(getattr(theme, pair[0]), getattr(theme, pair[1])) < 4.5
    }
    assert weak == {}


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_mark_of_focus_can_be_seen(theme: Theme) -> None:
    assert all(contrast(theme.accent, getattr(theme, ground)) >= 3 for ground in GROUNDS)
    assert contrast(theme.text, theme.accent) >= 1.5


def test_every_state_has_a_shape_beside_its_colour() -> None:
    assert all(shape.strip() for shape, _ in STATES.values())
    shapes: dict[str, set[str]] = {}
    for shape, colour in STATES.values():
        shapes.setdefault(shape, set()).add(colour)
    assert {shape: found for shape, found in shapes.items() if len(found) > 1} == {}


def test_black_on_white_is_the_most() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
