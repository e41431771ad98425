"""What people do, as small stories that can be stopped at any moment, and what must hold then."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PIL import Image

from db import Store, records, schema
from db.maintenance import find_faults, journal_faults
from db.schema.triggers import journaled_tables
from db.tables.evidence import Document, Revision
from db.tables.packages import Package
from db.tables.units import Unit, UnitAlias
from db.tables.visits import Scan
from desktop.core.job import QuietContext
from desktop.core.resources import resource
from desktop.features.backup import (
    export_encrypted,
    list_backups,
    make_backup,
    open_encrypted,
    restore,
    salvage,
    verify_backup,
)
from desktop.features.dossier import replace_file
from desktop.features.evidence import add_paths, verify_files
from desktop.features.exchange import ImportRequest, apply_import, export_table, preview_import
from desktop.features.packages import Choice, Order, build_package, check_package
from desktop.features.units import save_unit
from desktop.features.visits.scans import add_scans
from desktop.features.workspace import create_workspace, open_workspace

CTX = QuietContext()
Acknowledge = Callable[[str], None]
IMPORTED, TAKEN_IN, SCANNED = 25, 3, 2
VOLUME_BYTES = 60_000


@dataclass(frozen=True)
class Scene:
    """`prepare` makes what is needed under a folder, `play` is what may be stopped at any call.

    `check` gets what was acknowledged and raises AssertionError where a promise is broken.
    """

    prepare: Callable[[Path], Any]
    play: Callable[[Path, Any, Acknowledge], None]
    check: Callable[[Path, list[str]], None]


def workspace(folder: Path) -> Path:
    return folder / "县"


def prepare_entry(folder: Path) -> None:
    with create_workspace(workspace(folder), county="青禾县") as store:
        for number in range(5):
            save_unit(store, None, {"name": f"旧{number}", "full_name": f"旧单位{number}"})


def prepare_import(folder: Path) -> Any:
    prepare_entry(folder)
    file = folder / "单位.csv"
    lines = [f"新{number:03d},全称{number:03d},企业" for number in range(IMPORTED)]
    file.write_text("\n".join(["单位简称,单位全称,类别", *lines]), encoding="utf-8")
    with open_workspace(workspace(folder)) as store:
        return preview_import(store, ImportRequest("units", file))


def prepare_intake(folder: Path) -> None:
    prepare_entry(folder)
    (folder / "材料").mkdir()
    for number in range(TAKEN_IN):
        (folder / "材料" / f"说明{number}.txt").write_text(f"内容 {number}" * 500)


def prepare_zip(folder: Path) -> None:
    prepare_intake(folder)
    loose = sorted((folder / "材料").iterdir())
    with zipfile.ZipFile(folder / "材料" / "全部.zip", "w") as archive:
        for path in loose:
            archive.write(path, path.name)
            path.unlink()


def prepare_scans(folder: Path) -> None:
    prepare_entry(folder)
    (folder / "扫描").mkdir()
    for number in range(SCANNED):
        Image.new("L", (64, 64), number * 60).save(folder / "扫描" / f"{number}.png")


def prepare_package(folder: Path) -> None:
    prepare_intake(folder)
    file = folder / "体系.csv"
    lines = [
        "测评项目,测评内容,测评标准,测评方式,材料要求",
        "Ⅰ-1 项目,Ⅱ-1 内容,1)标准,材料审核,①说明报告",
    ]
    file.write_text("\n".join(lines), encoding="utf-8")
    with open_workspace(workspace(folder)) as store:
        apply_import(store, preview_import(store, ImportRequest("indicators", file)))
        add_paths(CTX, store, [folder / "材料"], code="Ⅱ-1-1)")


def prepare_replacing(folder: Path) -> Path:
    prepare_backup(folder)
    (folder / "新.txt").write_text("新的内容")
    return Path("新.txt")


def prepare_backup(folder: Path) -> None:
    prepare_intake(folder)
    with open_workspace(workspace(folder)) as store:
        add_paths(CTX, store, [folder / "材料"])


def prepare_restore(folder: Path) -> Path:
    prepare_backup(folder)
    with open_workspace(workspace(folder)) as store:
        return make_backup(CTX, store, with_files=True).folder.relative_to(folder)


def play_entry(folder: Path, _: Any, acknowledge: Acknowledge) -> None:
    with open_workspace(workspace(folder)) as store:
        for number in range(3):
            save_unit(store, None, {"name": f"新{number}", "full_name": f"新单位{number}"})
            acknowledge(f"新{number}")


def play_import(folder: Path, preview: Any, acknowledge: Acknowledge) -> None:
    with open_workspace(workspace(folder)) as store:
        apply_import(store, preview)
        acknowledge("import")


def play_intake(folder: Path, _: Any, acknowledge: Acknowledge) -> None:
    with open_workspace(workspace(folder)) as store:
        add_paths(CTX, store, [folder / "材料"])
        acknowledge("intake")


def play_scans(folder: Path, _: Any, acknowledge: Acknowledge) -> None:
    with open_workspace(workspace(folder)) as store:
        add_scans(CTX, store, [folder / "扫描"])
        acknowledge("scans")


def play_replacing(folder: Path, fresh: Path, acknowledge: Acknowledge) -> None:
    with open_workspace(workspace(folder)) as store:
        document = records.find(store, Document, order="name")[0]
        replace_file(CTX, store, document.id, folder / fresh)
        acknowledge("replaced")


def play_package(volume: str, folder: Path, _: Any, acknowledge: Acknowledge) -> None:
    with open_workspace(workspace(folder)) as store:
        build_package(CTX, store, folder / "包", Order(Choice(volume=volume)))
        acknowledge("package")


def play_volumes(folder: Path, given: Any, acknowledge: Acknowledge) -> None:
    # No two of the lists have room in one volume.
    resource("packages.json")["volumes"]["650M"]["bytes"] = VOLUME_BYTES
    play_package("650M", folder, given, acknowledge)


def play_backup(folder: Path, _: Any, acknowledge: Acknowledge) -> None:
    with open_workspace(workspace(folder)) as store:
        acknowledge(make_backup(CTX, store, with_files=True).folder.name)


def play_restore(folder: Path, backup: Path, acknowledge: Acknowledge) -> None:
    restore(CTX, folder / backup, folder / "恢复")
    acknowledge("恢复")


def play_salvage(folder: Path, _: Any, acknowledge: Acknowledge) -> None:
    salvage(CTX, workspace(folder), folder / "恢复")
    acknowledge("恢复")


def play_migration(folder: Path, _: Any, acknowledge: Acknowledge) -> None:
    schema.STEPS = (*schema.STEPS, ("m9001_a", _step_a), ("m9002_b", _step_b))
    open_workspace(workspace(folder)).close()
    acknowledge("migrated")


def _step_a(database: Any) -> None:
    database.execute("CREATE TABLE later (id TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT")
    database.execute("INSERT INTO later SELECT id, name FROM unit")


def _step_b(database: Any) -> None:
    database.execute("ALTER TABLE unit ADD COLUMN seat TEXT NOT NULL DEFAULT ''")
    database.execute("CREATE INDEX unit_seat ON unit(seat)")


def prepare_export(folder: Path) -> None:
    prepare_entry(folder)
    with open_workspace(workspace(folder)) as store:
        export_table(store, "units", folder / "单位.xlsx")
        save_unit(store, None, {"name": "新0", "full_name": "新单位0"})


def play_export(folder: Path, _: Any, acknowledge: Acknowledge) -> None:
    with open_workspace(workspace(folder)) as store:
        export_table(store, "units", folder / "单位.xlsx")
        acknowledge("export")


def play_encrypted(folder: Path, _: Any, acknowledge: Acknowledge) -> None:
    with open_workspace(workspace(folder)) as store:
        export_encrypted(CTX, store, folder / "导出.zip", "a long password", with_files=True)
        acknowledge("zip")


def check_store(store: Store) -> None:
    assert not store.read_only, store.reason
    assert not any("不一样" in notice for notice in store.notices), store.notices
    assert find_faults(store) == ()
    assert journal_faults(store) == ()
    tables = journaled_tables(store.database)
    triggers = "SELECT count(*) FROM sqlite_master WHERE type='trigger' AND name LIKE 'journal_%'"
    assert store.query(triggers) == [(3 * len(tables),)], "some changes would not be journaled"
    problems = [p for p in verify_files(CTX, store) if "没有登记" not in p.what]
    assert problems == [], problems


def check_units(store: Store) -> list[str]:
    names = [unit.name for unit in records.find(store, Unit)]
    assert [name for name in names if name.startswith("旧")] == [f"旧{n}" for n in range(5)]
    owners = [alias.unit_id for alias in records.find(store, UnitAlias)]
    for unit in records.find(store, Unit):
        assert owners.count(unit.id) == 2, f"{unit.name} half saved"
    return [name for name in names if name.startswith("新")]


def check_entry(folder: Path, acknowledged: list[str]) -> None:
    with open_workspace(workspace(folder)) as store:
        check_store(store)
        fresh = check_units(store)
        assert set(acknowledged) <= set(fresh)
        assert len(fresh) <= len(acknowledged) + 1
        save_unit(store, None, {"name": "以后", "full_name": "以后还能写"})


def check_import(folder: Path, acknowledged: list[str]) -> None:
    with open_workspace(workspace(folder)) as store:
        check_store(store)
        fresh = check_units(store)
        assert len(fresh) in (0, IMPORTED)
        assert fresh or not acknowledged
    check_backups(folder)


def check_intake(folder: Path, acknowledged: list[str]) -> None:
    with open_workspace(workspace(folder)) as store:
        check_store(store)
        documents = records.find(store, Document)
        assert len(documents) in (0, TAKEN_IN)
        assert len(documents) == len(records.find(store, Revision))
        assert documents or not acknowledged


def check_scans(folder: Path, acknowledged: list[str]) -> None:
    with open_workspace(workspace(folder)) as store:
        check_store(store)
        assert len(records.find(store, Scan)) in ((SCANNED,) if acknowledged else (0, SCANNED))


def check_replacing(folder: Path, acknowledged: list[str]) -> None:
    with open_workspace(workspace(folder)) as store:
        check_store(store)
        assert len(records.find(store, Document)) == TAKEN_IN
        count = len(records.find(store, Revision))
        assert count in ((TAKEN_IN + 1,) if acknowledged else (TAKEN_IN, TAKEN_IN + 1))


def check_packages(folder: Path, acknowledged: list[str]) -> None:
    check_intake(folder, ["intake"])
    place = folder / "包"
    made = [path for path in place.glob("*") if not path.name.startswith(".yingjian")]
    for path in made:
        checked = check_package(CTX, path)
        assert checked.is_whole, [str(fault) for fault in checked.faults]
        assert checked.files == TAKEN_IN
    with open_workspace(workspace(folder)) as store:
        kept = records.find(store, Package)
    assert len(kept) <= len(made) <= 1, "a package in the list that is not there"
    assert (made and kept) or not acknowledged


def check_volumes(folder: Path, acknowledged: list[str]) -> None:
    check_packages(folder, acknowledged)
    volumes = list((folder / "包").glob("[!.]*/*.zip"))
    assert len(volumes) > 1 or not acknowledged


def check_backups(folder: Path) -> list[str]:
    made = list_backups(workspace(folder))
    for info in made:
        problems = [str(problem) for problem in verify_backup(CTX, info.folder)]
        assert problems == [], (info.folder.name, problems)
    places = [p for p in (workspace(folder) / "backups").iterdir() if not p.name.startswith(".")]
    assert len(places) == len(made), "something half made under a final name"
    return [info.folder.name for info in made]


def check_backup(folder: Path, acknowledged: list[str]) -> None:
    check_intake(folder, acknowledged)
    assert set(acknowledged) <= set(check_backups(folder))


def check_restored(folder: Path, acknowledged: list[str]) -> None:
    check_intake(folder, acknowledged)
    check_backups(folder)
    if (folder / "恢复").exists():
        with open_workspace(folder / "恢复") as store:
            check_store(store)
            check_units(store)
            assert len(records.find(store, Document)) == TAKEN_IN
    assert (folder / "恢复").exists() or not acknowledged


def check_migration(folder: Path, acknowledged: list[str]) -> None:
    former = schema.STEPS
    schema.STEPS = (*former, ("m9001_a", _step_a), ("m9002_b", _step_b))
    try:
        with open_workspace(workspace(folder)) as store:
            check_store(store)
            check_units(store)
            assert store.query("SELECT count(*) FROM later") == [(5,)]
            assert store.query("SELECT count(seat) FROM unit") == [(5,)]
    finally:
        schema.STEPS = former
    check_backups(folder)


def check_export(folder: Path, acknowledged: list[str]) -> None:
    with open_workspace(workspace(folder)) as store:
        check_store(store)
        preview = preview_import(store, ImportRequest("units", folder / "单位.xlsx"))
        rows = len(preview.unchanged) + len(preview.added) + len(preview.changed)
        assert rows in ((6,) if acknowledged else (5, 6))


def check_encrypted(folder: Path, acknowledged: list[str]) -> None:
    check_intake(folder, ["intake"])
    file = folder / "导出.zip"
    if file.exists():
        shutil.rmtree(folder / "出", ignore_errors=True)
        open_encrypted(CTX, file, "a long password", folder / "出")
    assert file.exists() or not acknowledged


SCENES = {
    "entry": Scene(prepare_entry, play_entry, check_entry),
    "import": Scene(prepare_import, play_import, check_import),
    "intake": Scene(prepare_intake, play_intake, check_intake),
    "zip": Scene(prepare_zip, play_intake, check_intake),
    "scans": Scene(prepare_scans, play_scans, check_scans),
    "replacing": Scene(prepare_replacing, play_replacing, check_replacing),
    "package": Scene(prepare_package, partial(play_package, ""), check_packages),
    "volumes": Scene(prepare_package, play_volumes, check_volumes),
    "backup": Scene(prepare_backup, play_backup, check_backup),
    "restore": Scene(prepare_restore, play_restore, check_restored),
    "salvage": Scene(prepare_backup, play_salvage, check_restored),
    "export": Scene(prepare_export, play_export, check_export),
    "migration": Scene(prepare_entry, play_migration, check_migration),
    "encrypted": Scene(prepare_backup, play_encrypted, check_encrypted),
}
