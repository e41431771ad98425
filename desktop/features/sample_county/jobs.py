"""Making the sample county and both its prints."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from db import Store
from desktop.core.job import JobContext
from desktop.core.paths import exports, samples
from desktop.core.resources import resource
from desktop.features.evidence import AddResult, add_paths
from desktop.features.exchange import ImportRequest, ImportResult, apply_import, preview_import
from desktop.features.reports import Printed, SheetChoice, print_readiness, print_sheets
from desktop.features.settings import save_settings
from desktop.features.workspace import create_workspace


@dataclass(frozen=True, slots=True)
class DemoResult:
    """What the sample county was made of."""

    folder: Path
    imports: tuple[ImportResult, ...]
    materials: AddResult
    sheets: Printed
    report: Printed


def make_demo(ctx: JobContext, folder: Path) -> DemoResult:
    """Make the sample county in an empty folder; raise UserError where something is there."""
    facts = resource("samples/demo.json")
    store = create_workspace(
        folder, county=facts["county"], test_date=facts["test_date"], sample=True
    )
    try:
        save_settings(store, {"office": facts["office"]})
        imports = tuple(
            _import(ctx, store, kind, samples() / name) for kind, name in facts["imports"]
        )
        materials, _ = add_paths(ctx, store, [samples() / facts["materials"]])
        sheets = print_sheets(ctx, store, exports(folder) / "检查表.pdf", SheetChoice())
        report = print_readiness(ctx, store, exports(folder) / "准备度报告.pdf")
    finally:
        store.close()
    return DemoResult(folder, imports, materials, sheets, report)


def _import(ctx: JobContext, store: Store, kind: str, path: Path) -> ImportResult:
    result, _ = apply_import(store, preview_import(store, ImportRequest(kind, path), ctx=ctx))
    return result
