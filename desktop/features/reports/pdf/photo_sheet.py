"""A sheet that also shows photos and coloured heads."""

from __future__ import annotations

import io
from pathlib import Path

from desktop.features.reports.pdf.page import A4, Sheet
from desktop.features.reports.pdf.shapes import MM, Ink


class PhotoSheet(Sheet):
    """Reads each photo once, however often it is shown."""

    def __init__(
        self, target: Path, title: str, size: tuple[float, float] = A4, *,
        is_dated: bool = True, scale: float = 1.0,
    ) -> None:  # fmt: skip
        super().__init__(target, title, size, is_dated=is_dated, scale=scale)
        self._photos: dict[Path, tuple[bytes, int, int] | None] = {}

    def headline(self, x: float, y: float, text: str, *, size: float, ink: Ink) -> None:
        """Draw one bold line in a colour, centred on x."""
        self._canvas.saveState()
        self._canvas.setFillColorRGB(*ink)
        self.text(x, y, text, size=size, bold=True, align="centre")
        self._canvas.restoreState()

    def jpeg(self, content: bytes, at: tuple[float, float], room: tuple[float, float]) -> None:
        """Draw a JPEG of our own making in the middle of a place, whole, at 150 dpi or finer."""
        from reportlab.lib.utils import ImageReader

        reader = ImageReader(io.BytesIO(content))
        across, down = reader.getSize()
        scale = min(room[0] / across, room[1] / down, 25.4 / 150)
        wide, high = across * scale, down * scale
        x, y = at[0] + (room[0] - wide) / 2, at[1] + (room[1] - high) / 2
        self._canvas.drawImage(reader, x * MM, self._y(y + high), wide * MM, high * MM)

    def picture(self, path: Path, at: tuple[float, float], room: tuple[float, float]) -> None:
        """Draw a photo in the middle of a place, whole; a frame that says so where it is broken."""
        from desktop.features.reports.pdf.pictures import small_jpeg

        (x, y), (wide, high) = at, room
        if path not in self._photos:
            self._photos[path] = small_jpeg(path)
        found = self._photos[path]
        if found is None:
            self.box(x, y, wide, high)
            self.text(x + wide / 2, y + high / 2, "照片打不开", size=9, align="centre")
            return
        from reportlab.lib.utils import ImageReader

        data, across, down = found
        scale = min(wide / across, high / down)
        own_wide, own_high = across * scale, down * scale
        left, top = x + (wide - own_wide) / 2, y + (high - own_high) / 2
        self._canvas.drawImage(ImageReader(io.BytesIO(data)), left * MM, self._y(top + own_high),
                               own_wide * MM, own_high * MM)  # fmt: skip
