"""The page of archive materials."""
