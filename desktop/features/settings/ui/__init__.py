"""The window part of the settings."""
