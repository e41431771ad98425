"""What a page may ask of the rest of the program, handed over by the shell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.ui_kit.table import RecordTable


@dataclass(frozen=True)
class Verbs:
    """Importing and exporting a kind of table, printing a list, showing a PDF, changing page.

    `history` gives the latest changes of one row in words, newest first.
    """

    import_table: Callable[..., None]
    export_table: Callable[[str], None]
    print_table: Callable[[RecordTable, str], None]
    show_pdf: Callable[[Path, str], None]
    show_history: Callable[[str, str], None]
    go_to: Callable[[str], None]
    history: Callable[[str], Sequence[str]] = lambda _row_id: ()
