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
from desktop.features.settings.user import (
    USER_SETTINGS,
    YES,
    Pages,
    SettingsFile,
    export_settings,
    read_settings_file,
)

__all__ = [
    "SETTINGS",
    "USER_SETTINGS",
    "YES",
    "Pages",
    "Setting",
    "SettingsFile",
    "all_settings",
    "county",
    "current_edition",
    "export_settings",
    "finding_classes",
    "material_window",
    "number_setting",
    "office",
    "read_settings_file",
    "save_settings",
    "setting",
    "test_date",
]
