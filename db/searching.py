"""Finding text whatever form it was typed in: full-width letters, composed or not, variants."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Mapping

_VARIATION = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
# Letters of one form only: ASCII, ideographs, some marks. Wide marks are such, too, where no mark
# is looked for.
_ODD = re.compile(
    "[^\t\n\r -~\u4e00-\u9fff\u3001\u3002\u300a-\u300f\u201c\u201d\u2014，；：？！（）]"
)
_MARKS = re.compile("[,;:?!()]")
# Above this many rows reading every text letter by letter would make typing stall.
_PINYIN_ROWS = 10_000


def folded(text: str | None) -> str | None:
    """Return the form in which all forms of a text are equal."""
    if text is None or text.isascii():
        return text and text.lower()
    return unicodedata.normalize("NFKC", _VARIATION.sub("", text)).casefold()


def has_forms(text: str | None) -> bool:
    """Tell whether some letter of a text, but for wide marks, may be written in several forms."""
    return text is not None and not text.isascii() and _ODD.search(text) is not None


def install(connection: sqlite3.Connection) -> None:
    """Let SQL call `folded` and `has_forms`."""
    connection.create_function("folded", 1, folded, deterministic=True)
    connection.create_function("has_forms", 1, has_forms, deterministic=True)


def words_of(text: str) -> list[str]:
    """Return the words typed, without what no field holds."""
    return text.encode("utf-8", "ignore").decode("utf-8").replace("\0", "").split()


def text_of(columns: Mapping[str, bool]) -> str:
    """Return the SQL of one text that holds what some columns hold, a line each.

    `columns` says of each column whether it is a JSON list of texts: its items count, never its
    own brackets and quotes. No word goes across a line, since words hold no line ends.
    """
    parts = (_items(name) if is_list else name for name, is_list in columns.items())
    return "||char(10)||".join(f"coalesce({part},'')" for part in parts)


def _items(name: str) -> str:
    # The list is named once: where it is gathered row by row, naming it again doubles the work.
    inner = f"replace(substr({name},3)||char(10),'\"]'||char(10),'')"
    lines = f"replace({inner},'\",\"',char(10))"
    return f"""replace(replace({lines},'\\"','"'),'\\\\','\\')"""


def holds(text: str, word: str, number: int) -> tuple[str, dict[str, str]]:
    """Return the condition that a text (SQL) holds a word in any form, and its values.

    `number` keeps the values of several words apart. Only texts with a letter that may be written
    in several forms are folded: that is Python's work, and many times slower.
    """
    wanted = folded(word) or ""
    plain = f"lower({text})" if wanted != wanted.upper() else text
    may_differ = "1" if _MARKS.search(wanted) else f"has_forms({text})"
    clause = (
        f"(instr({plain}, :word{number})"
        f" OR ({may_differ} AND instr(folded({text}), :word{number})))"
    )
    return clause, {f"word{number}": wanted}


def reads(text: str, word: str, number: int, rows: str) -> tuple[str, dict[str, str]]:
    """Return the condition that a text (SQL) can be read with a word as first letters of pinyin.

    `rows` selects all rows that are looked through: where they are too many, none is read.
    """
    if not (word.isascii() and word.isalpha()):
        return "0", {}
    clause = (
        f"((SELECT count(*) FROM ({rows})) <= {_PINYIN_ROWS}"
        f" AND pinyin_match({text}, :letters{number}))"
    )
    return clause, {f"letters{number}": word}
