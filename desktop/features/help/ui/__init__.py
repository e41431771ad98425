"""The window part of the help."""
