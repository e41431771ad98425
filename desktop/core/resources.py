"""Reading the data files that come with the program."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from desktop.core.paths import RESOURCES


@cache
def resource(name: str) -> Any:
    """Return the content of a JSON file below resources/; callers do not change it."""
    return json.loads((RESOURCES / name).read_text(encoding="utf-8"))


def limit(name: str) -> int:
    """Return one limit of resources/limits.json."""
    return int(resource("limits.json")[name])
