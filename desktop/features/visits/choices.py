"""The choices a row offers on the screen, and which of them is taken. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from desktop.features.scoring import Given, Rule, is_counted
from desktop.features.visits.entry import SheetLine

NOT_ASKED_KEY = "-"
_PLAIN = (("1", "符合", "pass"), ("2", "不符合", "fail"), ("3", "不适用", "na"))


@dataclass(frozen=True, slots=True)
class Choice:
    """One segment: the key that takes it ("" where a number is typed instead), words, meaning."""

    key: str
    words: str
    given: Given


def choices_of(rule: Rule) -> tuple[Choice, ...]:
    """Return what can be chosen for an item.

    Items that are counted leave the digits to the number; items judged by eye offer their grades.
    """
    if rule.kind == "grades":
        grades = tuple(
            Choice(str(place), f"{words}", Given(None, Decimal(place)))
            for place, (_, _, words) in enumerate(rule.bands, 1)
        )
        return (*grades, Choice(NOT_ASKED_KEY, "不适用", Given("na")))
    if is_counted(rule):
        keys = ("", "", NOT_ASKED_KEY)
        return tuple(Choice(key, words, Given(verdict))
                     for key, (_, words, verdict) in zip(keys, _PLAIN, strict=True))  # fmt: skip
    return tuple(Choice(key, words, Given(verdict)) for key, words, verdict in _PLAIN)


def chosen(line: SheetLine) -> int | None:
    """Return the place of the choice taken, None while the row is open."""
    if not line.is_answered:
        return None
    for place, choice in enumerate(choices_of(line.rule)):
        by_grade = line.rule.kind == "grades" and line.outcome.verdict != "na"
        if by_grade and line.amount is not None:
            if choice.given.amount == line.amount:
                return place
        elif by_grade:
            last = len(line.rule.bands) - 1
            return 0 if line.outcome.verdict == "pass" else last
        elif choice.given.verdict == line.outcome.verdict:
            return place
    return None


def after(line: SheetLine) -> Choice:
    """Return the choice that the space bar takes next: the first, then on around."""
    given = choices_of(line.rule)
    now = chosen(line)
    return given[0 if now is None else (now + 1) % len(given)]


def takes_number(line: SheetLine) -> bool:
    """Tell whether digits typed on a row are its number."""
    return is_counted(line.rule) and line.rule.kind != "grades"
