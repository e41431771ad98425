"""Parts of running text that few documents need: a centred title, photos side by side."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from desktop.features.reports.pdf.flow import Flow
from desktop.features.reports.pdf.page import lines_of


def draw_centred(flow: Flow, text: str, *, size: float) -> None:
    """Draw a title in the middle, over as many lines as it takes."""
    for line in lines_of(text, size, flow.width, bold=True):
        flow.y += size * 0.5
        flow.sheet.text(flow.left + flow.width / 2, flow.y, line, size=size, bold=True,
                        align="centre")  # fmt: skip
    flow.y += 3


def draw_photos(flow: Flow, photos: Sequence[tuple[Path, str]], across: int) -> None:
    """Draw photos side by side with their words, all of one height."""
    wide = (flow.width - (across - 1) * 4) / across
    high = wide * 0.75
    for number, (path, words) in enumerate(photos):
        if number % across == 0:
            flow.y += high + 9 if number else 0
            flow.need(high + 9)
        x = flow.left + (number % across) * (wide + 4)
        flow.sheet.picture(path, (x, flow.y), (wide, high))
        flow.sheet.text(x, flow.y + high + 4.5, words, size=8.5, room=wide)
    flow.y += high + 10 if photos else 0
