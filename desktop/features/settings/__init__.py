"""Settings of the workspace, each declared once with its default and its help."""

from __future__ import annotations

from desktop.features.settings.service import (
    SETTINGS,
    Setting,
    all_settings,
    county,
    current_edition,
    finding_classes,
    material_window,
    number_setting,
    office,
    save_settings,
    setting,
    test_date,
)

__all__ = [
    "SETTINGS",
    "Setting",
    "all_settings",
    "county",
    "current_edition",
    "finding_classes",
    "material_window",
    "number_setting",
    "office",
    "save_settings",
    "setting",
    "test_date",
]
