"""总览: what the first page shows, put together from readiness, forecast, findings and history."""

from __future__ import annotations

from desktop.features.overview.service import Overview, Step, overview

__all__ = ["Overview", "Step", "overview"]
