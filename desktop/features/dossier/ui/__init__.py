"""The window of the trial hand-in."""
