"""Limits and weights edited on pages of their own, carried in the file of the settings.

`Pages` are texts by part of the program, by what they belong to (a 材料项, a subject, an edition)
and by key, so that every part reads and saves them as its own form does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from db import Store, records
from db.tables.frameworks import Edition
from desktop.core.changes import Changes, Kind
from desktop.core.errors import UserError
from desktop.features.dossier import LIMIT_TITLES, all_limits, save_limits
from desktop.features.forecast import (
    save_scheme,
    scheme_from_json,
    scheme_of,
    scheme_to_json,
    scheme_words,
)
from desktop.features.operators import require
from desktop.features.settings import Pages, save_settings
from desktop.features.spacing import limits as spacing_limits
from desktop.features.spacing import save_limits as save_spacing

_SCHEME = "scheme"
_NOTHING = "没有"


@dataclass(frozen=True, slots=True)
class _Part:
    """What one page edits: how it is read, put into words by title, and saved group by group."""

    key: str
    title: str
    right: str
    read: Callable[[Store], Mapping[str, Mapping[str, str]]]
    save: Callable[[Store, str, Mapping[str, str]], object]
    words: Callable[[Mapping[str, str]], Mapping[str, str]] = dict


def carried_pages(store: Store) -> Pages:
    """Return what the pages of the workspace edit, as the file carries it."""
    return {part.key: part.read(store) for part in _PARTS}


def page_differences(store: Store, given: Pages) -> tuple[str, ...]:
    """Say line by line what saving would change; raise UserError where a text is no scheme."""
    return tuple(line for part, group, values in _known(store, given)
                 for line in _differences(store, part, group, values))  # fmt: skip


def save_carried(store: Store, values: Mapping[str, str], given: Pages) -> tuple[int, Changes]:
    """Save settings and what pages edit as one operation; return how many groups were changed.

    Raises UserError or InputError where one of them is wrong; then none is kept.
    """
    wanted = [item for item in _known(store, given) if any(_differences(store, *item))]
    for part in dict.fromkeys(part for part, _, _ in wanted):
        require(store, part.right, f"修改{part.title}")
    with store.write("导入设置" if wanted else "修改设置", right="settings.edit"):
        _, changes = save_settings(store, values)
        for part, group, texts in wanted:
            part.save(store, group, texts)
    touched = {Kind.SLOT, Kind.ROAD, Kind.SCORE, Kind.OPERATION} if wanted else set()
    return len(wanted), changes | touched


def _known(store: Store, given: Pages) -> Iterator[tuple[_Part, str, Mapping[str, str]]]:
    """Yield what there is a place for: a scheme belongs to an edition of this workspace."""
    editions = {edition.name for edition in records.find(store, Edition)}
    for part in _PARTS:
        for group, values in given.get(part.key, {}).items():
            if part.key != _SCHEME or group in editions:
                yield part, group, values


def _differences(store: Store, part: _Part, group: str, values: Mapping[str, str]) -> Iterator[str]:
    now = part.words(part.read(store).get(group, {}))
    for title, text in part.words(values).items():
        former = now.get(title, "")
        if former != text:
            yield f"{part.title}，{group}，{title}：{former or _NOTHING} → {text or _NOTHING}"


def _materials(store: Store) -> dict[str, dict[str, str]]:
    return {
        kind: {key: str(getattr(one, key) or "") for key in LIMIT_TITLES}
        for kind, one in all_limits(store).items()
    }


def _material_words(values: Mapping[str, str]) -> dict[str, str]:
    return {title: values[key] for key, title in LIMIT_TITLES.items() if key in values}


def _save_materials(store: Store, group: str, values: Mapping[str, str]) -> None:
    save_limits(store, group, {key: values[key] for key in LIMIT_TITLES if key in values})


def _gaps(store: Store) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for limit in spacing_limits(store):
        found.setdefault(limit.subject, {})[limit.class_] = f"{limit.most_m:g}"
    return found


def _schemes(store: Store) -> dict[str, dict[str, str]]:
    return {
        edition.name: {_SCHEME: scheme_to_json(scheme_of(store, edition))}
        for edition in records.find(store, Edition)
    }


def _scheme_words(values: Mapping[str, str]) -> dict[str, str]:
    try:
        return scheme_words(scheme_from_json(values[_SCHEME])) if _SCHEME in values else {}
    except ValueError as error:
        raise UserError("文件里的计分方案看不懂。", "设置、限值和方案都没有改动。") from error


def _save_scheme(store: Store, group: str, values: Mapping[str, str]) -> None:
    edition = records.find(store, Edition, name=group)[0]
    save_scheme(store, edition, values[_SCHEME])


_PARTS = (
    _Part("materials", "材料限值", "dossier.limits", _materials, _save_materials,
          _material_words),
    _Part("spacing", "间距限值(米)", "spacing.limits", _gaps, save_spacing),
    _Part(_SCHEME, "计分方案", "scoring.edit", _schemes, _save_scheme, _scheme_words),
)  # fmt: skip
