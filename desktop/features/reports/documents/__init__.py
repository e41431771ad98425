"""One file per document that can be printed."""
