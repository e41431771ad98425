"""How far apart marks may stand: the program's data, changed by the workspace's own setting."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from db import Store
from db.tables.settings import read_setting, write_setting
from desktop.core.changes import Changes, Kind
from desktop.core.errors import InputError, Problem
from desktop.core.resources import resource
from desktop.core.text import normal_key, tidy
from desktop.features.spacing.rules import read_metres
from desktop.features.spacing.types import Limit

_DATA = "spacing.json"
_SETTING = "spacing.limits"
_OWN_SOURCE = "本工作区设定"


def any_class() -> str:
    """Return the word that stands for every class of road."""
    return str(resource(_DATA)["any_class"])


def longest_m() -> float:
    """Return the metres beyond which a length is taken for a slip."""
    return float(resource(_DATA)["longest_m"])


def limits(store: Store) -> tuple[Limit, ...]:
    """Return the limits in force: the workspace's own where it has set them."""
    found = {
        (item["subject"], item["class"]): Limit(
            item["subject"], item["class"], float(item["most_m"]), item["source"]
        )
        for item in resource(_DATA)["limits"]
    }
    for subject, class_, most_m in read_setting(store, _SETTING, []):
        found[subject, class_] = Limit(subject, class_, float(most_m), _OWN_SOURCE)
    return tuple(found.values())


def limit_for(known: Iterable[Limit], subject: str, class_: str) -> Limit | None:
    """Return the limit for a class of road, else the one for every class, else None."""
    by_class = {item.class_: item for item in known if item.subject == subject}
    return by_class.get(standard_class(class_)) or by_class.get(any_class())


def save_limits(
    store: Store, subject: str, values: Mapping[str, str]
) -> tuple[tuple[Limit, ...], Changes]:
    """Set a subject's limits by class of road, in metres as typed; return all limits.

    An empty text goes back to the program's own limit. Raises InputError naming each wrong one.
    """
    subject = standard_subject(subject)
    stated = {standard_class(name) or any_class(): text for name, text in values.items()}
    readings = {name: read_metres(text, "限值", longest_m()) for name, text in stated.items()}
    problems = [] if subject else [Problem("项目", "不能空")]
    for name, reading in readings.items():
        if tidy(stated[name]) and (reading.metres is None or reading.metres <= 0):
            problems.append(Problem(f"{subject} {name}", reading.remark or "限值要大于 0"))
    if problems:
        raise InputError("限值没有保存。", problems, "原来的限值没有改动。")
    former = read_setting(store, _SETTING, [])
    own = [item for item in former if item[0] != subject or item[1] not in stated]
    own += [
        [subject, name, reading.metres]
        for name, reading in readings.items()
        if reading.metres not in (None, _given(subject, name))
    ]
    if own != former:
        with store.write(f"修改间距限值：{subject}", right="spacing.limits"):
            write_setting(store, _SETTING, own)
    return limits(store), frozenset({Kind.ROAD, Kind.SETTING})


def _given(subject: str, class_: str) -> float | None:
    """Return the program's own limit."""
    listed = resource(_DATA)["limits"]
    found = (x["most_m"] for x in listed if (x["subject"], x["class"]) == (subject, class_))
    return next(found, None)


def standard_class(text: str) -> str:
    """Return a road class in the words of the limits; one nobody knows stays as written."""
    return _standard("class_words", text)


def standard_subject(text: str) -> str:
    """Return a subject in the words of the limits; one nobody knows stays as written."""
    return _standard("subject_words", text)


def _standard(table: str, text: str) -> str:
    key = normal_key(text)
    for name, words in resource(_DATA)[table].items():
        if key in map(normal_key, words):
            return str(name)
    return tidy(text)


def known_subjects() -> tuple[str, ...]:
    """Return the subjects the program knows words for, the usual one first."""
    return tuple(resource(_DATA)["subject_words"])


def subject_in(text: str) -> str | None:
    """Return the subject that a title or a column head speaks of."""
    key = normal_key(text)
    for name, words in resource(_DATA)["subject_words"].items():
        if any(normal_key(word) in key for word in words):
            return str(name)
    return None
