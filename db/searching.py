"""Finding text whatever form it was typed in: full-width letters, composed or not, variants."""

from __future__ import annotations

import json
import re
import sqlite3
import unicodedata
from collections.abc import Mapping

_VARIATION = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_SPECIAL = re.compile("[~%_]")
_ESCAPE = "~"
_ENOUGH = 3


def folded(text: str | None) -> str | None:
    """Return the form in which all forms of a text are equal."""
    if text is None or text.isascii():
        return text
    return unicodedata.normalize("NFKC", _VARIATION.sub("", text)).casefold()


def install(connection: sqlite3.Connection) -> None:
    """Let SQL call `folded`."""
    connection.create_function("folded", 1, folded, deterministic=True)


def words_of(text: str) -> list[str]:
    """Return the words typed, without what no field holds."""
    return text.encode("utf-8", "ignore").decode("utf-8").replace("\0", "").split()


def holds(word: str, number: int, columns: Mapping[str, bool]) -> tuple[str, dict[str, str]]:
    """Return the condition that a column holds a word in any form, and its values.

    `columns` says of each column whether it is a JSON list; a list's own brackets and quotes are
    never found. `number` keeps the values of several words apart.
    """
    loose, exact, listed = (f"{name}{number}" for name in ("loose", "exact", "listed"))
    matches = ["0"]
    for name, is_list in columns.items():
        if not is_list or word.strip("[],"):
            pattern = listed if is_list else exact
            matches.append(
                f"({name} LIKE :{loose} AND folded({name}) LIKE :{pattern} ESCAPE '{_ESCAPE}')"
            )
    values = {
        loose: _loose(word), exact: _exact(word),
        listed: _exact(json.dumps(word, ensure_ascii=False)[1:-1]),
    }  # fmt: skip
    return f"({' OR '.join(matches)})", values


def _exact(word: str) -> str:
    """Return the LIKE pattern for folded text; `%` and `_` stand for themselves."""
    escaped = _SPECIAL.sub(lambda found: _ESCAPE + found.group(), folded(word) or "")
    return f"%{escaped}%"


def _loose(word: str) -> str:
    """Return a LIKE pattern that plain text must fit to hold the word in any of its forms.

    It spares folding nearly every row: ideographs have one form, with or without a variation
    selector after them; anything else may be written in several ways.
    """
    kept = [letter for letter in word if _has_one_form(letter)][:_ENOUGH]
    return "%".join(["", *kept, ""]) or "%"


def _has_one_form(letter: str) -> bool:
    return "\u3400" <= letter <= "\u9fff" or "\U00020000" <= letter <= "\U0002a6df"
