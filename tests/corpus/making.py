"""A corpus of hostile files, the same one each time: made by hand, and samples spoilt with dice."""

from __future__ import annotations

import random
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

from desktop.core.paths import samples
from tests.corpus.making_archives import ARCHIVES
from tests.corpus.making_pictures import PICTURES
from tests.corpus.making_tables import TABLES
from tests.corpus.making_texts import TEXTS

Maker = Callable[[Path], None]
MAKERS: dict[str, dict[str, Maker]] = {
    "表格": TABLES, "文本": TEXTS, "压缩包": ARCHIVES, "图和PDF": PICTURES,
}  # fmt: skip
# Every kind of file the samples have, a few of each.
_OF_EACH = {".xlsx": 5, ".xls": 1, ".docx": 3, ".pdf": 4, ".jpg": 3, ".db": 1}
_NAMES = {
    ".xlsx": ".xls", ".xls": ".xlsx", ".docx": ".xlsx", ".pdf": ".jpg", ".jpg": ".pdf",
    ".db": ".zip",
}  # fmt: skip


def make_all(folder: Path) -> int:
    """Write everything; return how many files there are."""
    for room, makers in MAKERS.items():
        (folder / room).mkdir(parents=True, exist_ok=True)
        for name, maker in makers.items():
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                maker(folder / room / name)
    for path in _sources():
        _spoil(path, folder / "损坏的样例")
    return sum(path.is_file() for path in folder.rglob("*"))


def _sources() -> Iterator[Path]:
    files = sorted(path for path in samples().rglob("*") if path.is_file())
    for suffix, count in _OF_EACH.items():
        yield from [path for path in files if path.suffix.lower() == suffix][:count]


def _spoil(path: Path, folder: Path) -> None:
    """Cut a file, flip its bits, blank, double, swap and drop parts of it, and rename it."""
    folder.mkdir(parents=True, exist_ok=True)
    data, dice = path.read_bytes(), random.Random(path.name)
    stem, suffix = path.stem, path.suffix.lower()

    def write(how: str, content: bytes, ending: str = suffix) -> None:
        (folder / f"{stem}_{how}{ending}").write_bytes(content)

    for part in (1, 25, 50, 90):
        write(f"截到{part}", data[: len(data) * part // 100])
    write("去头", data[64:])
    write("去尾", data[:-1])
    for number in range(4):
        write(f"翻位{number}", _flipped(data, dice, 1 << 2 * number))
    for number in range(2):
        at, size = dice.randrange(len(data)), dice.randrange(1, 1 + len(data) // 4)
        block = data[at : at + size]
        write(f"抹零{number}", data[:at] + bytes(len(block)) + data[at + size :])
        write(f"重复{number}", data[:at] + block * 3 + data[at + size :])
        write(f"缺块{number}", data[:at] + data[at + size :])
    write("冒名", data, _NAMES[suffix])
    write("两份", data + data)


def _flipped(data: bytes, dice: random.Random, bits: int) -> bytes:
    spoilt = bytearray(data)
    for _ in range(bits):
        spoilt[dice.randrange(len(spoilt))] ^= 1 << dice.randrange(8)
    return bytes(spoilt)
