"""What kind of thing a use case changed, so that pages know whether to reload."""

from __future__ import annotations

from enum import Enum


class Kind(Enum):
    """A kind of record that pages may watch."""

    SETTING = "setting"
    FRAMEWORK = "framework"
    UNIT = "unit"
    POINT = "point"
    ROAD = "road"
    CHECK = "check"
    SLOT = "slot"
    DOCUMENT = "document"
    VISIT = "visit"
    FINDING = "finding"
    PACKAGE = "package"
    SCORE = "score"
    OPERATION = "operation"


Changes = frozenset[Kind]

NOTHING: Changes = frozenset()
EVERYTHING: Changes = frozenset(Kind)
