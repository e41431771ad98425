"""操作员: who works on the workspace, with roles and optional passwords.

This guards against mistakes and colleagues, not against somebody who takes the disk.
"""

from __future__ import annotations

from db.tables.operators import Operator
from desktop.features.operators.service import (
    Right,
    all_operators,
    guard,
    has_password,
    operators,
    require,
    reset_password,
    rights,
    role_names,
    save_operator,
    set_password,
    sign_in,
    signed_in,
)

__all__ = [
    "Operator",
    "Right",
    "all_operators",
    "guard",
    "has_password",
    "operators",
    "require",
    "reset_password",
    "rights",
    "role_names",
    "save_operator",
    "set_password",
    "sign_in",
    "signed_in",
]
