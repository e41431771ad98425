"""Making good page pictures as bad as offices send them."""

from __future__ import annotations

import io
import math
from collections.abc import Callable

from PIL import Image, ImageDraw, ImageFilter

Spoil = Callable[[Image.Image], Image.Image]
Corners = tuple[tuple[float, float], ...]


def turned(degrees: float) -> Spoil:
    """Return a page laid askew on the glass."""
    return lambda page: page.rotate(degrees, expand=True, fillcolor=235, resample=Image.BILINEAR)


def at_dpi(dpi: int, made_at: int = 150) -> Spoil:
    """Return a page scanned coarser."""
    return lambda page: page.resize(
        (page.width * dpi // made_at, page.height * dpi // made_at), Image.BILINEAR
    )


def pressed(quality: int) -> Spoil:
    """Return a page through JPEG of a low quality."""

    def spoil(page: Image.Image) -> Image.Image:
        stream = io.BytesIO()
        page.save(stream, "JPEG", quality=quality)
        return Image.open(io.BytesIO(stream.getvalue())).convert("L")

    return spoil


def noisy(strength: float) -> Spoil:
    """Return a page with the grain of a cheap camera."""

    def spoil(page: Image.Image) -> Image.Image:
        grain = Image.effect_noise(page.size, strength)
        return Image.blend(page, grain, 0.35)

    return spoil


def blurred(radius: float) -> Spoil:
    """Return a page out of focus."""
    return lambda page: page.filter(ImageFilter.GaussianBlur(radius))


def dark(low: int, high: int) -> Spoil:
    """Return a page in poor light: black becomes `low`, white `high`."""
    return lambda page: page.point(lambda value: low + value * (high - low) // 255)


def shaded(page: Image.Image) -> Image.Image:
    """Return a page with the shadow of a hand and phone falling over it."""
    shade = (
        Image.linear_gradient("L").resize(page.size).point(lambda value: 70 + value * 185 // 255)
    )
    black = Image.new("L", page.size, 0)
    return Image.composite(page, black, shade)


def leaning(share: float, *, desk: int = 120, room: float = 0.12) -> Spoil:
    """Return a page photographed from a slant: its far edge is shorter by `share` each side."""

    def spoil(page: Image.Image) -> Image.Image:
        width, height = page.size
        size = (int(width * (1 + 2 * room)), int(height * (1 + 2 * room)))
        left, top = width * room, height * room
        inset = width * share
        target = (
            (left + inset, top + height * share / 2), (left + width - inset, top),
            (left + width, top + height), (left, top + height - height * share / 3),
        )  # fmt: skip
        source = ((0.0, 0.0), (width, 0.0), (width, height), (0.0, height))
        weights = perspective(target, source)
        mask = Image.new("L", page.size, 255).transform(
            size, Image.PERSPECTIVE, weights, Image.BILINEAR
        )
        seen = page.transform(size, Image.PERSPECTIVE, weights, Image.BILINEAR)
        return Image.composite(seen, Image.new("L", size, desk), mask)

    return spoil


def perspective(target: Corners, source: Corners) -> tuple[float, ...]:
    """Return PIL's eight weights that take `source` corners to `target`."""
    rows = []
    for (x, y), (u, v) in zip(target, source, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    for column in range(8):
        pivot = max(range(column, 8), key=lambda row: abs(rows[row][column]))
        rows[column], rows[pivot] = rows[pivot], rows[column]
        for row in range(8):
            if row != column:
                factor = rows[row][column] / rows[column][column]
                rows[row] = [a - factor * b for a, b in zip(rows[row], rows[column], strict=True)]
    return tuple(rows[i][8] / rows[i][i] for i in range(8))


def stained(page: Image.Image) -> Image.Image:
    """Return a page with a thumb's mark and a pen stroke over a corner of its QR, top right."""
    spoiled = page.copy()
    draw = ImageDraw.Draw(spoiled)
    unit = page.width / 210
    x, y = page.width - 21 * unit, 17 * unit
    draw.ellipse((x - 1.5 * unit, y - 1.5 * unit, x + 1.5 * unit, y + 1.5 * unit), fill=90)
    draw.line((x - 9 * unit, y + 9 * unit, x, y + 3 * unit), fill=60, width=max(1, int(unit / 2)))
    return spoiled


def as_photo(page: Image.Image, megapixels: float) -> Image.Image:
    """Return a page as a phone's camera of so many megapixels takes it."""
    scale = math.sqrt(megapixels * 1e6 / (page.width * page.height))
    return page.resize((int(page.width * scale), int(page.height * scale)), Image.BICUBIC)


def one_after_another(*spoils: Spoil) -> Spoil:
    """Return all these faults together."""

    def spoil(page: Image.Image) -> Image.Image:
        for each in spoils:
            page = each(page)
        return page

    return spoil
