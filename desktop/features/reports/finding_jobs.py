"""Printing what comes from the ledger, as the window and the command line call it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from db import Store
from desktop.core.job import JobContext
from desktop.features.reports.documents.cards import render_cards
from desktop.features.reports.documents.official import render_official
from desktop.features.reports.documents.photo_pairs import render_photo_pairs
from desktop.features.reports.docx_writer import write_docx
from desktop.features.reports.finding_sources import (
    bulletin_text,
    card_prints,
    notices,
    photo_pairs,
)
from desktop.features.reports.official import OfficialText
from desktop.features.reports.sources import heading
from desktop.features.reports.types import Printed


def print_cards(ctx: JobContext, store: Store, target: Path, card_ids: Iterable[str]) -> Printed:
    """Print cards two on a page with stub and receipt."""
    return render_cards(card_prints(store, card_ids), target, ctx=ctx)


def print_bulletin(ctx: JobContext, store: Store, target: Path, wanted: str = "") -> Printed:
    """Print a bulletin (id or number, "" for the newest): .docx by the name's end, else PDF."""
    return _official(ctx, [bulletin_text(store, wanted)], target)


def print_notices(
    ctx: JobContext, store: Store, target: Path, finding_ids: Iterable[str]
) -> Printed:
    """Print a 整改通知单 for each unit of the findings: .docx by the name's end, else PDF."""
    return _official(ctx, notices(store, finding_ids), target)


def print_photo_pairs(
    ctx: JobContext, store: Store, target: Path, finding_ids: Iterable[str]
) -> Printed:
    """Print photos before and after."""
    return render_photo_pairs(heading(store), photo_pairs(store, finding_ids), target, ctx=ctx)


def _official(ctx: JobContext, texts: Sequence[OfficialText], target: Path) -> Printed:
    write = write_docx if target.suffix.lower() == ".docx" else render_official
    return write(texts, target, ctx=ctx)
