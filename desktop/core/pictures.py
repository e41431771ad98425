"""Telling pictures from other files by their first bytes, without reading them whole."""

from __future__ import annotations

from pathlib import Path

_BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")


def is_picture(path: Path) -> bool:
    """Tell whether a file begins as JPEG, PNG, GIF, BMP, TIFF or WebP does."""
    try:
        with path.open("rb") as stream:
            head = stream.read(16)
    except OSError:
        return False
    return head.startswith(_BEGINNINGS) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")
