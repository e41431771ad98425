"""The page of site visits."""
