"""The texts of an xlsx, which cells share."""

from __future__ import annotations

import re
from typing import Any

from desktop.features.office_tables.package import LocalNames, Package

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class _StringTable:
    """Collects the shared strings; reading aids (rPh) beside the text are left out."""

    def __init__(self) -> None:
        self.strings: list[str] = []
        self._names = LocalNames("si", "rPh", "t")
        self._parts: list[str] = []
        self._in_text = False
        self._aids = 0

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        """Begin an element."""
        name = self._names[tag]
        if name == "si":
            self._parts.clear()
        elif name == "rPh":
            self._aids += 1
        elif name == "t":
            self._in_text = not self._aids

    def end(self, tag: str) -> None:
        """End an element."""
        name = self._names[tag]
        if name == "si":
            self.strings.append(unescape("".join(self._parts)))
        elif name == "rPh":
            self._aids -= 1
        elif name == "t":
            self._in_text = False

    def data(self, text: str) -> None:
        """Take text."""
        if self._in_text:
            self._parts.append(text)


def shared_strings(package: Package) -> list[str]:
    """Return the texts that cells refer to by their place."""
    table = _StringTable()
    if package.has("xl/sharedStrings.xml"):
        handlers: dict[str, Any] = {
            "StartElementHandler": table.start,
            "EndElementHandler": table.end,
            "CharacterDataHandler": table.data,
        }
        package.parse("xl/sharedStrings.xml", handlers)
    return table.strings


def unescape(text: str) -> str:
    """Decode _x000D_ as Excel does; line ends become line feeds."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), text)
        # A character above U+FFFF is written as two escapes.
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
