"""开始使用: what a new county does first, and how far it has come."""

from __future__ import annotations

from desktop.features.setup.service import SetupStep, setup_steps

__all__ = ["SetupStep", "setup_steps"]
