"""隐私闸门: ID numbers, mobile phones and bank cards in the words of documents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from db import Store
from desktop.core.job import JobContext, QuietContext
from desktop.features.dossier.exemptions import exempted
from desktop.features.dossier.fact_dates import real_day
from desktop.features.dossier.texts import DocumentText, Hit, documents_of

KIND, PERSONAL = "privacy", "个人信息"
_WIDE = str.maketrans("０１２３４５６７８９Ｘｘ－", "0123456789Xx-")
_GAP = r"[ \-]?"
_RUN = re.compile(rf"(?<![0-9A-Za-z])[1-9](?:{_GAP}\d){{10,18}}(?:{_GAP}[Xx])?(?![0-9A-Za-z])")
_MOBILE = re.compile(r"(?:86)?(1[3-9]\d{9})")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_CARD_LENGTHS = range(16, 20)


def is_id_number(text: str) -> bool:
    """Tell whether 18 characters are an ID number: a real birthday and a right check digit."""
    if not re.fullmatch(r"[1-9]\d{16}[\dX]", text):
        return False
    if real_day(int(text[6:10]), int(text[10:12]), int(text[12:14])) is None:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(text[:17], _WEIGHTS, strict=True))
    return _CHECKS[total % 11] == text[17]


def is_card_number(text: str) -> bool:
    """Tell whether 16 to 19 digits are a bank card's by their first digit and Luhn's rule."""
    if len(text) not in _CARD_LENGTHS or not text.isdigit() or text[0] not in "3456":
        return False
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(text))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def personal_numbers(text: str) -> Iterator[tuple[tuple[int, int], str]]:
    """Yield the place of each personal number and what it is, masked: 身份证号 4199**********0019.

    Digits may be full-width or parted by single blanks or dashes.
    """
    for match in _RUN.finditer(text.translate(_WIDE)):
        number = re.sub(r"[ \-]", "", match.group()).upper()
        mobile = _MOBILE.fullmatch(number)
        if is_id_number(number):
            yield match.span(), f"身份证号 {_masked(number, 4)}"
        elif is_card_number(number):
            yield match.span(), f"银行卡号 {_masked(number, 4)}"
        elif mobile:
            yield match.span(), f"手机号 {_masked(mobile[1], 3)}"


def _masked(number: str, shown: int) -> str:
    return number[:shown] + "*" * (len(number) - shown - 4) + number[-4:]


def privacy_hits(item: DocumentText) -> Iterator[Hit]:
    """Yield the personal numbers of one document; their digits are masked."""
    for page in item.places():
        found = list(personal_numbers(page.text))
        hidden = page.text
        for (start, end), _ in found:
            hidden = hidden[:start] + "*" * (end - start) + hidden[end:]
        for span, what in found:
            key = f"{item.revision.sha256}|{page.where}|{what}"
            masked = type(page)(page.where, hidden)
            yield item.hit(masked, span, what, rule=PERSONAL, key=key)


def blocking_hits(
    ctx: JobContext | None, store: Store, document_ids: Sequence[str] | None = None
) -> tuple[Hit, ...]:
    """Return the personal numbers that stop a package: those nobody has answered for.

    All documents are looked at where none are named. A new content must be answered for anew.
    """
    passed = exempted(store, KIND)
    documents = documents_of(ctx or QuietContext(), store, document_ids)
    return tuple(h for item in documents for h in privacy_hits(item) if h.key not in passed)
