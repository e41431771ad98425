"""The window part of the first steps."""
