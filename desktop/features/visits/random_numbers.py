"""Random whole numbers that anyone can compute again with SHA-256 alone.

The n-th number of a stream is the SHA-256 of its words and of n (1, 2, 3 …), in UTF-8 with a line
feed between them and none at the end, read as one big-endian whole number H. For a number below W,
H mod W is taken; so that no number is favoured, an H of floor(2^256 / W) x W or more is passed over
and the next n is used. In a shell, for the words a, b and n = 1: printf 'a\nb\n1' | sha256sum
"""

from __future__ import annotations

from hashlib import sha256

_RANGE = 2**256


class NumberStream:
    """An endless row of random numbers, fixed by its words."""

    def __init__(self, *words: str) -> None:
        self._words = words
        self._used = 0

    def below(self, limit: int) -> int:
        """Return the next number of 0 … limit - 1, each equally likely."""
        fair = _RANGE - _RANGE % limit
        number = self._next()
        while number >= fair:
            number = self._next()
        return number % limit

    def _next(self) -> int:
        self._used += 1
        text = "\n".join((*self._words, str(self._used)))
        return int.from_bytes(sha256(text.encode("utf-8")).digest(), "big")
