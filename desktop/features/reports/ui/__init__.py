"""The page of prints."""
