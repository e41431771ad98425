"""Printing what belongs to a round: results, draws, the sketch map."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from db import Store
from desktop.core.job import JobContext
from desktop.features.reports.documents.draw_record import render_draw_records
from desktop.features.reports.documents.sketch_map import render_sketch_map
from desktop.features.reports.documents.visit_report import render_visit_report
from desktop.features.reports.sources import heading
from desktop.features.reports.types import Printed, SketchMapPrint
from desktop.features.reports.visit_sources import draw_record_prints, visit_report
from desktop.features.visits import find_round, round_map


@dataclass(frozen=True, slots=True)
class RoundChoice:
    """Which round, compared with which ("" for none), on which paper the map is drawn."""

    round: str
    against: str = ""
    paper: str = "A4"


def print_visits(ctx: JobContext, store: Store, target: Path, choice: RoundChoice) -> Printed:
    """Print the report on a round."""
    return render_visit_report(
        visit_report(store, choice.round, choice.against or None), target, ctx=ctx
    )


def print_draws(ctx: JobContext, store: Store, target: Path, choice: RoundChoice) -> Printed:
    """Print the records of a round's draws."""
    return render_draw_records(draw_record_prints(store, choice.round), target, ctx=ctx)


def print_map(ctx: JobContext, store: Store, target: Path, choice: RoundChoice) -> Printed:
    """Print a round's points, routes and circles."""
    item = find_round(store, choice.round)
    sketch, left_out = round_map(store, item.id)
    words = f"{item.name}（{item.kind}）  {len(sketch.points)} 个点位"
    made = SketchMapPrint(heading(store), sketch, words, choice.paper, left_out)
    return render_sketch_map(made, target, ctx=ctx)


# To add a print about a round: one file in documents/, its source, one line here.
ROUND_DOCUMENTS: dict[str, Callable[[JobContext, Store, Path, RoundChoice], Printed]] = {
    "visits": print_visits,
    "draws": print_draws,
    "map": print_map,
}
