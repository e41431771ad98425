"""Laying the pages of a finished print onto other paper: larger, smaller, with more white around.

The only room here of pypdfium2. It is loaded by the child alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from desktop.core.errors import UserError
from desktop.core.files import atomic_write
from desktop.core.isolated import ChildFailed, Limits, run_limited
from desktop.core.job import JobContext
from desktop.core.page_setup import PAPERS

AS_DRAWN = "原样"
_MM = 72 / 25.4
_LIMITS = Limits(seconds=120, memory_mb=1024)


@dataclass(frozen=True, slots=True)
class Fitting:
    """Paper (原样 keeps the print's own) and how much of it a page fills, in percent."""

    paper: str = AS_DRAWN
    scale: int = 100


@dataclass(frozen=True, slots=True)
class _Wanted:
    source: str
    target: str
    fitting: Fitting


def fit_pages(ctx: JobContext, source: Path, target: Path, fitting: Fitting) -> Path:
    """Write the pages of a PDF scaled onto the paper wanted, centred, each lying as it lay.

    Raises UserError where the file cannot be read; nothing is left then.
    """
    with atomic_write(target) as temporary:
        wanted = _Wanted(str(source), str(temporary), fitting)
        words = f"正在按 {fitting.paper} {fitting.scale}% 排"
        try:
            run_limited(_fit, wanted, limits=_LIMITS, ctx=ctx, text=words)
        except (ChildFailed, ValueError) as error:
            raise UserError(
                f"{source.name} 排不到别的纸上。", "原来的文件没有改动，可以原样打印。"
            ) from error
    return target


def _fit(wanted: _Wanted) -> None:
    import pypdfium2
    from pypdfium2 import raw

    try:
        document = pypdfium2.PdfDocument(wanted.source)
    except pypdfium2.PdfiumError as error:
        raise ValueError(wanted.source) from error
    with document:
        for page in document:
            wide, high = page.get_size()
            across, down = _paper(wanted.fitting, wide, high)
            scale = min(across / wide, down / high) * wanted.fitting.scale / 100
            left, bottom = (across - wide * scale) / 2, (down - high * scale) / 2
            raw.FPDFPage_TransFormWithClip(
                page, raw.FS_MATRIX(scale, 0, 0, scale, left, bottom),
                raw.FS_RECTF(0, down, across, 0),
            )  # fmt: skip
            page.set_mediabox(0, 0, across, down)
            page.set_cropbox(0, 0, across, down)
        document.save(wanted.target)


def _paper(fitting: Fitting, wide: float, high: float) -> tuple[float, float]:
    """Return the paper's width and height in points, lying where the page lies."""
    if fitting.paper == AS_DRAWN:
        return wide, high
    short, long = (side * _MM for side in PAPERS[fitting.paper])
    return (long, short) if wide > high else (short, long)
