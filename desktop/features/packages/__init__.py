"""打包移交: building the archive package, and checking packages, other bags and the store."""

from __future__ import annotations

from db.tables.packages import Package
from desktop.features.packages.build import build_package
from desktop.features.packages.checking import check_files, check_package
from desktop.features.packages.gate import CHECKS, Check, Hit, Order, Override, find_hits
from desktop.features.packages.history import package_rows
from desktop.features.packages.lost import Incomplete
from desktop.features.packages.names import HANDOVER
from desktop.features.packages.source import editions_by_name, read_tree, read_window
from desktop.features.packages.types import (
    Built,
    Checked,
    Choice,
    Fault,
    LeftOut,
    PackedFile,
    PackedItem,
    Tree,
)

__all__ = [
    "CHECKS",
    "HANDOVER",
    "Built",
    "Check",
    "Checked",
    "Choice",
    "Fault",
    "Hit",
    "Incomplete",
    "LeftOut",
    "Order",
    "Override",
    "Package",
    "PackedFile",
    "PackedItem",
    "Tree",
    "build_package",
    "check_files",
    "check_package",
    "editions_by_name",
    "find_hits",
    "package_rows",
    "read_tree",
    "read_window",
]
