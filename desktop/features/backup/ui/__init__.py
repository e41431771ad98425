"""The window of 备份与恢复."""
