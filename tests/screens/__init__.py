"""Pictures of every page, for looking at: `python -m tests.screens OUT`."""
