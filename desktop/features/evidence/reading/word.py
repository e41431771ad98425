"""The text of a Word document: body, notes, comments, heads and feet, streamed within limits."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

from desktop.core.resources import limit
from desktop.features.evidence.reading.answer import Unreadable

_BODY = "word/document.xml"
_OTHERS = re.compile(r"word/(header|footer|footnotes|endnotes|comments)\d*\.xml")
_BLOCK = 1 << 18
_BREAKS = {"p": "\n", "br": "\n", "cr": "\n", "tab": "\t", "tc": "\t"}


def word_parts(path: Path) -> Iterator[str] | None:
    """Return the text of the document's parts, the body first; None where it is no Word file."""
    with zipfile.ZipFile(path) as archive:
        infos = archive.infolist()
        names = {info.filename for info in infos}
        if _BODY not in names:
            return None
        if len(infos) > limit("zip_members"):
            raise Unreadable(f"内部文件过多({len(infos)} 个)")
        others = sorted(name for name in names if _OTHERS.fullmatch(name))
    return _parts(path, [_BODY, *others])


def _parts(path: Path, names: list[str]) -> Iterator[str]:
    with zipfile.ZipFile(path) as archive:
        for name in names:
            text = _Part().read(archive, name)
            if text.strip() or name == _BODY:
                yield text


class _Part:
    """Collects the words of one part while expat streams it."""

    def __init__(self) -> None:
        self._words: list[str] = []
        self._in_text = False
        self._fallbacks = 0
        self._parser = expat.ParserCreate(namespace_separator="}")
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = _refuse_doctype
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._data

    def read(self, archive: zipfile.ZipFile, name: str) -> str:
        """Return the text of a member; raise Unreadable where it unpacks to too much."""
        left = limit("member_bytes")
        with archive.open(name) as stream:
            while block := stream.read(_BLOCK):
                left -= len(block)
                if left < 0:
                    raise Unreadable("解压后异常庞大(疑似压缩炸弹)")
                self._parser.Parse(block, False)
            self._parser.Parse(b"", True)
        return "".join(self._words)

    def _start(self, tag: str, _attributes: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        # A text box comes twice: for programs of today and again for old ones.
        self._fallbacks += name == "Fallback"
        self._in_text = name == "t" and not self._fallbacks
        if name in ("br", "cr", "tab") and not self._fallbacks:
            self._words.append(_BREAKS[name])

    def _end(self, tag: str) -> None:
        name = tag.rpartition("}")[2]
        self._fallbacks -= name == "Fallback"
        self._in_text = False
        if name in ("p", "tc") and not self._fallbacks:
            self._words.append(_BREAKS[name])

    def _data(self, text: str) -> None:
        if self._in_text:
            self._words.append(text)


def _refuse_doctype(*_args: object) -> None:
    raise Unreadable("含有不安全的外部定义(DTD)")
