"""Photos as prints need them: turned upright, made small, and said to be broken where they are."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image, ImageOps

_BROKEN = (OSError, ValueError, SyntaxError, Image.DecompressionBombError)


def small_jpeg(path: Path, most: int = 900) -> tuple[bytes, int, int] | None:
    """Return a photo as JPEG of at most `most` pixels a side, with width and height.

    None where the file is missing or no picture that can be read.
    """
    try:
        with Image.open(path) as opened:
            opened.draft("RGB", (most, most))
            picture = ImageOps.exif_transpose(opened).convert("RGB")
            picture.thumbnail((most, most))
            stream = io.BytesIO()
            picture.save(stream, "JPEG", quality=82)
            return stream.getvalue(), picture.width, picture.height
    except _BROKEN:
        return None
