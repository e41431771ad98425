"""The window part of spacing."""
