"""Trying a frozen program as a user has it; run by hand and by .ci/freeze, not by pytest."""
