"""Where a document with no plain code may belong: same content, half a code, words, unit. Pure."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from desktop.core.resources import resource
from desktop.features.evidence.rules import SlotChoice, choose_slot, path_code

_RULES = "matching.json"
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A slot a document may belong to; `confidence` is 0 to 100."""

    slot_id: str
    confidence: int
    reason: str


@dataclass(frozen=True, slots=True)
class Place:
    """A requirement a document may belong to: its slots, words, content and units."""

    choices: tuple[SlotChoice, ...]
    words: str
    level: int
    number: int
    unit_ids: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Paper:
    """What is known of a document: `same` are (slot id, name) of filed ones with its content."""

    parts: Sequence[str]
    unit_id: str | None = None
    unit_names: tuple[str, ...] = ()
    same: Sequence[tuple[str, str]] = ()


@dataclass(slots=True)
class Suggester:
    """Knows every requirement by its words."""

    places: Sequence[Place]
    _weights: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        seen = Counter(pair for place in self.places for pair in _pairs(place.words))
        total = len(self.places) + 1
        self._weights = {pair: math.log(total / count) for pair, count in seen.items()}

    def suggest(self, paper: Paper) -> tuple[Suggestion, ...]:
        """Return the likeliest slots, best first; none where nothing speaks for any."""
        rules = resource(_RULES)
        found = [
            Suggestion(slot_id, rules["same_content"], f"与“{name}”内容相同，那份归在这里")
            for slot_id, name in dict(paper.same).items()
        ]
        code, part = path_code(paper.parts)
        pairs = _name_pairs(paper)
        for place in self.places:
            if code is None or (code.number == place.number and code.level in (None, place.level)):
                is_half = code is not None and code.leaf is None
                why = f"“{part}”只写到第 {place.number} 项内容" if is_half else ""
                found += self._at(place, paper, pairs, why)
        best: dict[str, Suggestion] = {}
        for item in sorted(found, key=lambda item: -item.confidence):
            best.setdefault(item.slot_id, item)
        likely = [item for item in best.values() if item.confidence >= rules["least"]]
        return tuple(likely[: rules["most"]])

    def _at(
        self, place: Place, paper: Paper, pairs: frozenset[str], half_code: str
    ) -> Iterator[Suggestion]:
        rules = resource(_RULES)
        confidence, reasons = 0.0, []
        if half_code:
            confidence += rules["content_code"]
            reasons.append(half_code)
        shared = pairs & _pairs(place.words)
        if shared:
            # Two letters alone are no more than a hint.
            sure = min(1.0, len(pairs) / rules["enough_words"])
            confidence += rules["all_words"] * sure * self._weight(shared) / self._weight(pairs)
            reasons.append(f"名称里有“{'、'.join(_joined(shared, paper.parts))}”")
        if reasons and paper.unit_id in place.unit_ids:
            confidence += rules["unit"]
            reasons.append("是这个单位的责任")
        match = choose_slot(paper.parts[-1], place.choices, "")
        if reasons and match.slot_id is not None:
            likely = min(rules["same_content"] - 1, round(confidence))
            yield Suggestion(match.slot_id, likely, "，".join(reasons))

    def _weight(self, pairs: Iterable[str]) -> float:
        unknown = math.log(len(self.places) + 1)
        return sum(self._weights.get(pair, unknown) for pair in pairs)


def _name_pairs(paper: Paper) -> frozenset[str]:
    """Return the letter pairs of a path without what every office writes and the unit's names."""
    text = "/".join(paper.parts[-3:])
    for word in (*resource(_RULES)["common_words"], *paper.unit_names):
        text = text.replace(word, "/")
    return _pairs(text)


def _pairs(text: str) -> frozenset[str]:
    return frozenset(run[at : at + 2] for run in _HAN.findall(text) for at in range(len(run) - 1))


def _joined(pairs: frozenset[str], parts: Sequence[str]) -> list[str]:
    """Return the shared letters as they stand in the path, neighbours joined, longest first."""
    words: dict[str, None] = {}
    for run in _HAN.findall("/".join(parts)):
        at = 0
        while at < len(run) - 1:
            end = at
            while run[end : end + 2] in pairs:
                end += 1
            if end > at:
                words[run[at : end + 1]] = None
            at = max(end, at + 1)
    return sorted(words, key=len, reverse=True)[:3]
