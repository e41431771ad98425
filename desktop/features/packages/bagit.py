"""The text files of a BagIt bag (RFC 8493 and the drafts before it): written and read. Pure."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop.core.resources import resource
from desktop.features.packages.types import Fault

DECLARATION, INFO, FETCH = "bagit.txt", "bag-info.txt", "fetch.txt"
MANIFEST, TAG_MANIFEST = "manifest-sha256.txt", "tagmanifest-sha256.txt"
OLD_INFO = "package-info.txt"
# How a bag of ours is told from others.
AGENT = "迎检台"
_LINE_END = re.compile("\r\n|\n|\r")
_DECLARED = re.compile(
    r"BagIt-Version: (\d+\.\d+)(?:\r\n|\n|\r)"
    r"Tag-File-Character-Encoding: ([A-Za-z0-9._:-]+)(?:\r\n|\n|\r)?"
)
_ENTRY = re.compile(r"([0-9A-Fa-f]+)[ \t]+(\*?)(.+)")
_MANIFEST_NAME = re.compile(r"(tag)?manifest-([A-Za-z0-9-]+)\.txt")
_ESCAPES = {"%0A": "\n", "%0D": "\r", "%25": "%"}
_ESCAPE = re.compile("%0A|%0D|%25", re.IGNORECASE)
_DRIVE = re.compile(r"^[A-Za-z]:")


class NotABag(Exception):  # noqa: N818 - says what is wrong, in Chinese
    """The declaration cannot be understood; the text says why."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a manifest: `raw` is the path as written, `is_binary` the * of md5sum."""

    checksum: str
    path: str
    raw: str
    is_binary: bool


def declaration() -> str:
    """Return what bagit.txt says."""
    return "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


def manifest_text(entries: Iterable[tuple[str, str]]) -> str:
    """Return a manifest of (path, checksum) pairs, sorted by path."""
    return "".join(f"{checksum}  {path}\n" for path, checksum in sorted(entries))


def info_text(values: Sequence[tuple[str, str]]) -> str:
    """Return bag-info.txt; line breaks in values become blanks."""
    return "".join(f"{key}: {' '.join(value.split())}\n" for key, value in values)


def read_declaration(raw: bytes) -> tuple[str, str]:
    """Return version and encoding of a bagit.txt; raise NotABag with the reason."""
    if raw.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise NotABag("开头有字节顺序标记(BOM),规范不允许")
    try:
        found = _DECLARED.fullmatch(raw.decode("utf-8"))
    except UnicodeDecodeError:
        found = None
    if found is None:
        raise NotABag("不是规定的两行(版本、编码),空格和冒号也要一致")
    version, encoding = found.groups()
    if version not in resource("packages.json")["bagit_versions"]:
        raise NotABag(f"版本 {version} 不认识")
    try:
        # Codecs that are no text encodings say so only when there is something to decode.
        b"BagIt!".decode(encoding, "replace")
    except (LookupError, ValueError) as error:
        raise NotABag(f"编码 {encoding} 不认识") from error
    return version, encoding


def manifest_name(name: str) -> tuple[bool, str] | None:
    """Return (is a tag manifest, algorithm) for a manifest's file name, else None."""
    found = _MANIFEST_NAME.fullmatch(name)
    return (bool(found.group(1)), found.group(2).lower().replace("-", "")) if found else None


def read_manifest(name: str, text: str) -> tuple[list[Line], list[Fault]]:
    """Return a manifest's lines and what is wrong with the others."""
    lines, faults = [], []
    for number, line in enumerate(_LINE_END.split(text), 1):
        if not line.strip():
            continue
        found = _ENTRY.fullmatch(line)
        if found is None:
            faults.append(Fault("format", f"{name} 第 {number} 行", "不是“校验值 路径”的写法"))
        else:
            checksum, star, raw = found.groups()
            lines.append(Line(checksum, plain_path(raw), raw, bool(star)))
    return lines, faults


def plain_path(raw: str) -> str:
    """Return the path a manifest means: escapes undone, ./ in front dropped."""
    path = _ESCAPE.sub(lambda found: _ESCAPES[found.group().upper()], raw)
    while path.startswith("./"):
        path = path[2:]
    return path


def path_fault(path: str) -> str:
    """Say why a path may lead out of the bag; "" where it cannot."""
    if path.startswith(("/", "\\")) or _DRIVE.match(path):
        return "是绝对路径，指向包外"
    if path.startswith("~"):
        return "以 ~ 开头，指向用户文件夹"
    if ".." in re.split(r"[/\\]", path):
        return "含有 ..，指向包外"
    if "\0" in path:
        return "含有空字符"
    return ""


def read_info(text: str) -> tuple[list[tuple[str, str]], list[int]]:
    """Return the (label, value) pairs of a bag-info.txt and the numbers of lines that are none."""
    pairs: list[tuple[str, str]] = []
    wrong = []
    for number, line in enumerate(_LINE_END.split(text), 1):
        if line[:1] in (" ", "\t") and pairs:
            label, value = pairs[-1]
            pairs[-1] = label, f"{value} {line.strip()}"
        elif line.strip():
            label, colon, value = line.partition(":")
            if colon and label.strip():
                pairs.append((label.strip(), value.strip()))
            else:
                wrong.append(number)
    return pairs, wrong
