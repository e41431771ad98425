"""How much longer a task takes, from what is done of it so far."""

from __future__ import annotations

# A guess from less is worse than none.
_SURE_S = 2.0


class Remaining:
    """Guesses the seconds left of one part of a task after another, each from its own pace."""

    def __init__(self) -> None:
        self._total = self._begun_at = 0
        self._begun, self._last = 0.0, 0

    def words(self, done: int, total: int, now: float) -> str:
        """Return “约剩 2 分” for `done` of `total` at a clock's seconds, "" while unknown."""
        if total != self._total or done < self._last:
            self._total, self._begun, self._begun_at = total, now, done
        self._last = done
        spent, moved = now - self._begun, done - self._begun_at
        if spent < _SURE_S or moved <= 0 or done >= total:
            return ""
        left = spent / moved * (total - done)
        return f"约剩 {round(left / 60)} 分" if left >= 90 else f"约剩 {max(1, round(left))} 秒"
