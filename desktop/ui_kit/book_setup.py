"""How a print with its own layout is put on paper: which paper, how large, on both sides."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

from desktop.core.page_fitting import AS_DRAWN, Fitting
from desktop.core.page_setup import PAPERS
from desktop.ui_kit.form import Field, FormDialog
from desktop.ui_kit.printing import sides_field

_PAPERS = (AS_DRAWN, *PAPERS)
_SCALES = ("100", "97", "95", "90", "85", "80", "70")


def book_fitting(kind: str) -> Fitting:
    """Return how this kind of book was last put on paper."""
    kept = QSettings()
    kept.beginGroup(f"book/{kind}")
    paper, scale = str(kept.value("paper", AS_DRAWN)), str(kept.value("scale", "100"))
    if paper not in _PAPERS or scale not in _SCALES:
        return Fitting()
    return Fitting(paper, int(scale))


def ask_book_setup(parent: QWidget, kind: str, again: Callable[[], None]) -> None:
    """Ask how a kind of book is put on paper, keep it and show it so."""
    now = book_fitting(kind)

    def save(values: Mapping[str, str]) -> None:
        kept = QSettings()
        for name in ("paper", "scale"):
            kept.setValue(f"book/{kind}/{name}", values[name])
        kept.setValue(f"page/{kind}/sides", values["sides"])
        again()

    fields = (
        Field("paper", "纸张：放到别的纸上时按比例放大或缩小", now.paper, choices=_PAPERS),
        Field("scale", "缩放（%）：打印机切边或要装订时，缩小一些", str(now.scale),
              choices=_SCALES),
        sides_field(kind),
    )  # fmt: skip
    FormDialog(parent, "page_setup", f"页面设置：{kind}", fields, save, verb="照这样排").exec()
