"""Measurements beside a peer in the same run; not tests, nothing here asserts a time."""
