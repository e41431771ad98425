"""Which unit a name in a table means: splitting cells, aliases, groups. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from desktop.core.resources import resource
from desktop.core.text import normal_key, tidy


@dataclass(frozen=True, slots=True)
class Resolved:
    """Units a cell names: ids in order, and names that no unit has."""

    unit_ids: tuple[str, ...]
    unknown: tuple[str, ...]


# A table names the same units in every row.
@lru_cache(maxsize=4096)
def split_names(text: str) -> tuple[str, ...]:
    """Split a cell such as 社工部；县团县委、各街道 into names as printed."""
    words = resource("unit_words.json")
    marks = "".join(mark for mark in words["separators"] if mark not in words["soft_separators"])
    parts = (tidy(part) for part in re.split(f"[{re.escape(marks)}]+", text))
    blank = {normal_key(word) for word in words["blank"]}
    return tuple(part for part in parts if normal_key(part) not in blank)


def bare_name(name: str, county: str) -> str:
    """Return the name without the county's name or a leading 县 before it.

    市场监管局 and 县委办 begin with words of their own.
    """
    words = resource("unit_words.json")
    if name.startswith(tuple(words["whole_words"])):
        return name
    for prefix in (county, *words["prefixes"]):
        if prefix and name.startswith(prefix) and len(name) > len(prefix) + 1:
            return name[len(prefix) :]
    return name


@dataclass(frozen=True, slots=True)
class Directory:
    """All names units are known by: alias key → unit id, group key → unit ids."""

    aliases: Mapping[str, str]
    groups: Mapping[str, tuple[str, ...]]
    county: str

    def find(self, name: str) -> tuple[str, ...]:
        """Return the ids of the unit or group of that name, () where there is none."""
        return self._find(name) or self._find(bare_name(name, self.county))

    def _find(self, name: str) -> tuple[str, ...]:
        key = normal_key(name)
        if key in self.groups:
            return self.groups[key]
        return (self.aliases[key],) if key in self.aliases else ()

    def resolve(self, names: Iterable[str]) -> Resolved:
        """Resolve names in order; a unit named twice counts once."""
        ids: dict[str, None] = {}
        unknown: dict[str, None] = {}
        for name in names:
            found = self.find(name)
            ids.update(dict.fromkeys(found))
            if not found:
                unknown[name] = None
        return Resolved(tuple(ids), tuple(unknown))


def group_keys(units: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Return group key → unit ids for the groups of resources, from (id, kind) pairs."""
    listed = tuple(units)
    groups: dict[str, tuple[str, ...]] = {}
    for name, kinds in resource("unit_words.json")["groups"].items():
        members = tuple(unit_id for unit_id, kind in listed if kind in kinds)
        if members:
            groups[normal_key(name)] = members
    return groups
