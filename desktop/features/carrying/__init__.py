"""Settings and the limits and weights of other pages, carried in one file."""

from __future__ import annotations

from desktop.features.carrying.service import carried_pages, page_differences, save_carried

__all__ = ["carried_pages", "page_differences", "save_carried"]
