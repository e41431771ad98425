"""One folder per capability; see CONTRIBUTING.md for who may import whom."""
