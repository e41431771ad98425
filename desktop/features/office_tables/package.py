"""An Office file as the zip it is, with its directory checked before anything is unpacked."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from xml.parsers import expat

import defusedxml.expatreader  # noqa: F401 - refuses any DTD; kept loaded as the tested guard
from defusedxml.common import DTDForbidden, EntitiesForbidden

from desktop.core.resources import limit
from desktop.features.office_tables.types import Unreadable

_BLOCK = 1 << 18

StartHandler = Callable[[str, dict[str, str]], None]


class Package:
    """Reads members by name, streaming, within limits."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = {_part(info.filename): info for info in archive.infolist()}

    def has(self, name: str) -> bool:
        """Tell whether a member exists."""
        return _part(name) in self._names

    def has_prefix(self, prefix: str) -> bool:
        """Tell whether any member's name begins so."""
        return any(name.startswith(prefix) for name in self._names)

    def parse(self, name: str, handlers: dict[str, Callable[..., Any]]) -> None:
        """Stream one member's XML through expat handlers; names come without namespace."""
        parser = expat.ParserCreate(namespace_separator="}")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_doctype
        for handler, function in handlers.items():
            setattr(parser, handler, function)
        info = self._names[_part(name)]
        left = limit("member_bytes")
        try:
            with self._archive.open(info) as stream:
                while block := stream.read(_BLOCK):
                    left -= len(block)
                    if left < 0:
                        raise Unreadable("解压后异常庞大(疑似压缩炸弹)")
                    parser.Parse(block, False)
                parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise Unreadable(f"内部的 {name} 已损坏(第 {error.lineno} 行)") from error
        except (DTDForbidden, EntitiesForbidden) as error:
            raise Unreadable("含有不安全的外部定义(DTD)") from error


def _part(name: str) -> str:
    """Return a member's name as Office compares it: `/XL\\Sheet1.xml` is `xl/sheet1.xml`."""
    return name.replace("\\", "/").lstrip("/").casefold()


def local(name: str) -> str:
    """Return a tag or attribute name without its namespace."""
    return name.rpartition("}")[2]


class LocalNames(dict[str, str]):
    """Tag names without their namespace, each found out once; "" for those nobody wants."""

    def __init__(self, *wanted: str) -> None:
        super().__init__()
        self._wanted = wanted

    def __missing__(self, name: str) -> str:
        found = local(name)
        self[name] = found if found in self._wanted else ""
        return self[name]


def plain(attributes: dict[str, str]) -> dict[str, str]:
    """Return attributes by local name."""
    return {local(name): value for name, value in attributes.items()}


@contextmanager
def open_package(path: Path) -> Iterator[Package]:
    """Open the zip after checking its directory: members, sizes, doubles, encryption."""
    with zipfile.ZipFile(path) as archive:
        infos = archive.infolist()
        if len(infos) > limit("zip_members"):
            raise Unreadable(f"内部文件过多({len(infos)} 个)")
        names = [_part(info.filename) for info in infos]
        if len(set(names)) != len(names):
            raise Unreadable("内部有重名的部分，不同程序会读出不同内容")
        if any(info.flag_bits & 1 for info in infos):
            raise Unreadable("文件有密码")
        if any(info.file_size > limit("member_bytes") for info in infos):
            raise Unreadable("解压后异常庞大(疑似压缩炸弹)")
        yield Package(archive)


def _refuse_doctype(name: str, system: str | None, public: str | None, _subset: bool) -> None:
    raise DTDForbidden(name, system, public)
