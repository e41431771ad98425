"""Faults on purpose: what is promised must hold when anything fails at any moment."""
