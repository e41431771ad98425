"""The page of points."""
