"""The page of packing."""
