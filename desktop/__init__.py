"""迎检台: an offline desk for a county office that prepares for a 文明城市 test."""

from __future__ import annotations

__version__ = "0.1.0"
