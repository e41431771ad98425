"""Numbers in the formal Chinese figures of receipts, which cannot be altered by a stroke."""

from __future__ import annotations

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿", "亿亿")


def formal(number: int) -> str:
    """Return a number from 0 up to 10**20 in formal figures: 1024 is 壹仟零贰拾肆."""
    if number == 0:
        return _DIGITS[0]
    words, group = "", 0
    while number:
        number, part = divmod(number, 10_000)
        if part:
            gap = _DIGITS[0] if part < 1000 and number else ""
            words = f"{gap}{_group(part)}{_GROUPS[group]}{words}"
        elif words and not words.startswith(_DIGITS[0]):
            words = _DIGITS[0] + words
        group += 1
    return words


def _group(part: int) -> str:
    words, waiting = "", False
    for place in range(3, -1, -1):
        digit = part // 10**place % 10
        if digit:
            words += (_DIGITS[0] if waiting else "") + _DIGITS[digit] + _PLACES[place]
            waiting = False
        else:
            waiting = bool(words)
    return words
