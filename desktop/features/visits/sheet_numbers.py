"""The short number of a sheet, with a check digit that catches typing faults. Pure.

`03-0123-7`: round 3, point 123, check digit 7. A sheet printed outside any round has no first part.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from desktop.core.text import normal_key

QR_MARK = "YJ2"
_QR = re.compile(rf"{QR_MARK}\|([\d-]+)\|(\d{{1,3}})\|(.*)", re.DOTALL)
_OLD_QR = re.compile(r"YJ1\|[^|]*\|([\d-]+)")


@dataclass(frozen=True, slots=True)
class Typed:
    """A sheet number as typed or scanned: its digits; page and edition where the QR says them."""

    digits: str
    page: int | None = None
    edition: str = ""

    @property
    def is_sound(self) -> bool:
        """Tell whether the check digit fits the others."""
        return len(self.digits) >= 5 and check_digit(self.digits[:-1]) == int(self.digits[-1])


def check_digit(digits: str) -> int:
    """Return the check digit by ISO 7064 mod 11,10.

    It finds any single wrong digit and most swapped neighbours.
    """
    product = 10
    for digit in digits:
        total = (product + int(digit)) % 10 or 10
        product = total * 2 % 11
    return (11 - product) % 10


def sheet_number(point: int, round_number: int | None = None) -> str:
    """Return the number printed on a point's sheet."""
    parts = [f"{point:04d}"] if round_number is None else [f"{round_number:02d}", f"{point:04d}"]
    return "-".join([*parts, str(check_digit("".join(parts)))])


def qr_text(number: str, page: int, edition: str) -> str:
    """Return what the QR of a page says; long edition names are cut, the number is what counts."""
    return f"{QR_MARK}|{number}|{page}|{edition[:24]}"


def read_typed(text: str) -> Typed:
    """Return the number in what was typed or scanned; digits is empty where there is none."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if match := _QR.search(plain):
        return Typed(re.sub(r"\D", "", match.group(1)), int(match.group(2)), match.group(3))
    if match := _OLD_QR.search(plain):
        return Typed(re.sub(r"\D", "", match.group(1)), 1)
    return Typed("" if re.search(r"[^\d\s.\-—–－_]", plain) else re.sub(r"\D", "", plain))


def is_sheet_code(text: str) -> bool:
    """Tell whether a QR code's text is that of a sheet."""
    return read_typed(text).page is not None


def is_of_edition(typed: Typed, edition: str) -> bool:
    """Tell whether a scanned sheet was printed for an edition; a typed one does not say."""
    return not typed.edition or normal_key(typed.edition) == normal_key(edition[:24])


def printed(digits: str, point_length: int = 4) -> str:
    """Return digits as a sheet prints them: round, point of so many digits, check digit."""
    body = digits[:-1]
    return f"{body[:-point_length]}-{body[-point_length:]}-{digits[-1:]}".lstrip("-")


def digits_of(number: str) -> str:
    """Return a printed number's digits."""
    return re.sub(r"\D", "", number)
