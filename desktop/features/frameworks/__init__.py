"""测评体系: systems, editions, indicators, requirements and the negative list."""

from __future__ import annotations

from db.tables.frameworks import (
    Edition,
    Framework,
    Indicator,
    IndicatorRow,
    NegativeItem,
    NegativeRow,
    Requirement,
    RequirementRow,
)
from desktop.features.frameworks.cells import (
    Material,
    is_subtotal,
    methods_by_leaf,
    read_date,
    read_materials,
    read_methods,
    read_score,
    strip_veto,
)
from desktop.features.frameworks.codes import (
    Code,
    code_key,
    find_code,
    split_heading,
    split_leaf,
)
from desktop.features.frameworks.service import (
    edit_requirement,
    editions,
    ensure_edition,
    frameworks,
    indicator_rows,
    material_method,
    negative_rows,
    requirement_rows,
    text_hash,
)

__all__ = [
    "Code",
    "Edition",
    "Framework",
    "Indicator",
    "IndicatorRow",
    "Material",
    "NegativeItem",
    "NegativeRow",
    "Requirement",
    "RequirementRow",
    "code_key",
    "edit_requirement",
    "editions",
    "ensure_edition",
    "find_code",
    "frameworks",
    "indicator_rows",
    "is_subtotal",
    "material_method",
    "methods_by_leaf",
    "negative_rows",
    "read_date",
    "read_materials",
    "read_methods",
    "read_score",
    "requirement_rows",
    "split_heading",
    "split_leaf",
    "strip_veto",
    "text_hash",
]
