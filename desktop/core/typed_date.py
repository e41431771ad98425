"""Dates as people type them: 8.31, 0831, 8月底, 2026-08-31."""

from __future__ import annotations

import calendar
import re
import unicodedata
from datetime import date, timedelta

from desktop.core.errors import UserError

_DAYS = {"昨天": -1, "今天": 0, "明天": 1, "后天": 2}
_FORMS = tuple(
    re.compile(form)
    for form in (
        r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)",
        r"(?P<m>\d\d)(?P<d>\d\d)",
        r"(?:(?P<y>\d{4})[-./])?(?P<m>\d{1,2})[-./](?P<d>\d{1,2})",
        r"(?:(?P<y>\d{4})年)?(?P<m>\d{1,2})月(?P<d>\d{1,2})[日号]?",
        r"(?:(?P<y>\d{4})年)?(?P<m>\d{1,2})月(?P<part>初|中旬?|底|末)",
        r"(?P<part>月底|月末|年底|年末)",
        r"(?P<d>\d{1,2})[日号]",
    )
)


def read_date(text: str, today: date) -> date:
    """Return the date meant; what is left out is of `today`'s month and year.

    Raises UserError where it is no date.
    """
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    if plain in _DAYS:
        return today + timedelta(_DAYS[plain])
    found = next(filter(None, (form.fullmatch(plain) for form in _FORMS)), None)
    try:
        if found is None:
            raise ValueError(plain)
        return _date(found.groupdict(), today)
    except ValueError as error:
        raise UserError(
            f"“{text.strip()}”不是日期。", "可以写成 2026-08-31、8.31、0831 或 8月底。"
        ) from error


def _date(parts: dict[str, str | None], today: date) -> date:
    part = parts.get("part") or ""
    year = int(parts.get("y") or today.year)
    month = 12 if part.startswith("年") else int(parts.get("m") or today.month)
    first = date(year, month, 1)
    if part.endswith(("底", "末")):
        return first.replace(day=calendar.monthrange(year, month)[1])
    if part:
        return first.replace(day=1 if part == "初" else 15)
    return first.replace(day=int(parts["d"] or 0))
