"""Printing what comes from the ledger, as the window and the command line call it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from db import Store
from desktop.core.job import JobContext
from desktop.features.findings import finding_rows
from desktop.features.reports.documents.cards import render_cards
from desktop.features.reports.documents.official import render_official
from desktop.features.reports.documents.photo_pairs import render_photo_pairs
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
    ctx: JobContext, store: Store, target: Path, finding_ids: Iterable[str] | None = None
) -> Printed:
    """Print a 整改通知单 for each unit of the findings (all where not given), .docx or PDF."""
    return _official(ctx, notices(store, _or_all(store, finding_ids)), target)


def print_photo_pairs(
    ctx: JobContext, store: Store, target: Path, finding_ids: Iterable[str] | None = None
) -> Printed:
    """Print photos before and after, of all findings that have some where none are given."""
    pairs = photo_pairs(store, _or_all(store, finding_ids))
    return render_photo_pairs(heading(store), pairs, target, ctx=ctx)


def _or_all(store: Store, finding_ids: Iterable[str] | None) -> Iterable[str]:
    return [row.id for row in finding_rows(store).all()] if finding_ids is None else finding_ids


def _official(ctx: JobContext, texts: Sequence[OfficialText], target: Path) -> Printed:
    if target.suffix.lower() == ".docx":
        # Reading Word's parts takes a while and few need them.
        from desktop.features.reports.word_papers import write_official

        return write_official(texts, target, ctx=ctx)
    return render_official(texts, target, ctx=ctx)
