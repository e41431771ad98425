"""The window part of searching."""
