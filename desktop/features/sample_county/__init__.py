"""示例县: the invented county, made by the same use cases a clerk uses."""

from __future__ import annotations

from desktop.features.sample_county.jobs import DemoResult, make_demo

__all__ = ["DemoResult", "make_demo"]
