"""The page of indicator systems."""
