"""备份与恢复: backups that are proven, restoring into a new folder, saving what can be read."""

from __future__ import annotations

from desktop.features.backup.checking import check_deep, verify_backup
from desktop.features.backup.encrypted import export_encrypted, open_encrypted
from desktop.features.backup.listing import backup_info, list_backups, offer_backups
from desktop.features.backup.restoring import restore
from desktop.features.backup.salvaging import salvage
from desktop.features.backup.service import daily_backup, is_daily_due, keep_before, make_backup
from desktop.features.backup.types import BackupInfo, Restored, Salvaged

__all__ = [
    "BackupInfo",
    "Restored",
    "Salvaged",
    "backup_info",
    "check_deep",
    "daily_backup",
    "export_encrypted",
    "is_daily_due",
    "keep_before",
    "list_backups",
    "make_backup",
    "offer_backups",
    "open_encrypted",
    "restore",
    "salvage",
    "verify_backup",
]
