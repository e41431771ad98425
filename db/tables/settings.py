"""Settings of the workspace and what imports remember."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from db import records
from db.ids import new_id
from db.store import Store


@dataclass(frozen=True, slots=True)
class SettingRow:
    """One setting; `value` is JSON."""

    TABLE: ClassVar[str] = "setting"
    id: str
    key: str
    value: str


@dataclass(frozen=True, slots=True)
class ImportRun:
    """One import that changed something: which file, how its columns were read, what came of it."""

    TABLE: ClassVar[str] = "import_run"
    id: str
    kind: str
    source_name: str
    sha256: str
    mapping: str
    at: str
    summary: str


@dataclass(frozen=True, slots=True)
class ImportBaseline:
    """The values a row had in its last import, so that a person's own edits are told apart."""

    TABLE: ClassVar[str] = "import_baseline"
    id: str
    kind: str
    row_id: str
    row_values: str


def read_setting(store: Store, key: str, default: Any = None) -> Any:
    """Return a setting's value."""
    found = records.find(store, SettingRow, key=key)
    return json.loads(found[0].value) if found else default


def write_setting(store: Store, key: str, value: Any) -> None:
    """Keep a setting's value, inside an open `write`."""
    text = json.dumps(value, ensure_ascii=False)
    found = records.find(store, SettingRow, key=key)
    if found:
        records.update(store, [replace(found[0], value=text)])
    else:
        records.insert(store, [SettingRow(new_id(), key, text)])
