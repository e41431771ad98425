"""The plan of the house, held against the code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BASE = {
    "operators",
    "settings",
    "units",
    "frameworks",
    "scoring",
    "points",
    "workspace",
    "help",
    "office_tables",
}
WORK = {"dossier", "evidence", "findings", "visits", "spacing"}
COMPOSERS = {
    "readiness",
    "forecast",
    "overview",
    "exchange",
    "reports",
    "packages",
    "backup",
    "search",
    "setup",
    "carrying",
}
ORDER = [BASE, WORK, COMPOSERS, {"sample_county"}]
HOMES = {
    "PySide6": ("desktop/ui_kit/", "desktop/shell/", "/ui/"),
    "sqlite3": ("db/",),
    "sqlite_utils": ("db/",),
    "pypinyin": ("db/",),
    "openpyxl": ("desktop/features/exchange/workbook_parts.py",),
    "python_calamine": (
        "desktop/features/office_tables/",
        "desktop/features/evidence/reading/",
    ),
    "defusedxml": ("desktop/features/office_tables/",),
    "reportlab": ("desktop/features/reports/pdf/",),
    "pyzipper": ("desktop/features/backup/encrypted.py",),
    "zxingcpp": ("desktop/features/visits/reading_codes.py", "desktop/features/reports/pdf/"),
    "PIL": (
        "desktop/features/visits/reading_codes.py",
        "desktop/features/evidence/reading/",
        "desktop/features/reports/pdf/",
        "desktop/features/dossier/child.py",
    ),
    "pypdfium2": (
        "desktop/features/visits/reading_codes.py",
        "desktop/features/evidence/reading/",
        "desktop/features/dossier/child.py",
        "desktop/core/page_fitting.py",
    ),
    "chinese_calendar": ("desktop/features/findings/deadlines.py",),
    "docx": ("desktop/features/reports/word.py",),
}
NETWORK = {"socket", "http", "urllib", "ftplib", "smtplib", "ssl", "requests"}
BROAD = {
    "desktop/cli/main.py",
    "desktop/ui_kit/job_runner.py",
    "desktop/core/isolated.py",
    "desktop/features/dossier/child.py",
    "desktop/features/evidence/reading/answer.py",
    "desktop/features/office_tables/book.py",
    "desktop/features/visits/reading_codes.py",
}


def sources() -> list[Path]:
    return sorted([*(ROOT / "db").rglob("*.py"), *(ROOT / "desktop").rglob("*.py")])


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def breaches(file: str, modules: list[str]) -> list[str]:
    """Return what a file imports that its room may not."""
    found = []
    for module in modules:
        top = module.split(".")[0]
        if top in HOMES and not any(home in f"/{file}" for home in HOMES[top]):
            found.append(f"{file}: {module} outside its room")
        if top in NETWORK or module == "PySide6.QtNetwork":
            found.append(f"{file}: {module} is network")
        if top == "desktop":
            found += layer_breaches(file, module)
        if top == "db" and (file.startswith("desktop/core") or "/ui/" in file or "ui_kit" in file):
            found.append(f"{file}: knows the database")
    return found


def feature_of(name: str) -> str:
    parts = re.split(r"[./]", name)
    return parts[2] if parts[1:2] == ["features"] and len(parts) > 2 else ""


def layer_breaches(file: str, module: str) -> list[str]:
    here, there = feature_of(file), feature_of(module)
    if file.startswith("db/"):
        return [f"{file}: db knows {module}"]
    if file.startswith(("desktop/core/", "desktop/ui_kit/")):
        allowed = ("desktop.core", "desktop.ui_kit" if "ui_kit" in file else "desktop.core")
        return [] if module.startswith(allowed) else [f"{file}: knows {module}"]
    if not here or not there:
        return []
    if "/ui/" in file and here != there:
        return [f"{file}: a page knows another feature, {module}"]
    if here != there and (".ui" in module or module.count(".") > 2):
        return [f"{file}: not a public name of {there}: {module}"]
    if here != there and rank(there) > rank(here):
        return [f"{file}: arrow points right, {module}"]
    return []


def rank(feature: str) -> int:
    return next(i for i, group in enumerate(ORDER) if feature in group)


@pytest.mark.parametrize("path", sources(), ids=name_of)
def test_imports_stay_in_their_rooms(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert breaches(name_of(path), list(imports(tree))) == []


@pytest.mark.parametrize(
    ("file", "module"),
    [
        ("desktop/features/points/service.py", "PySide6.QtCore"),
        ("desktop/core/files.py", "db"),
        ("desktop/features/points/ui/page.py", "desktop.features.units"),
        ("desktop/features/units/service.py", "desktop.features.evidence"),
        ("desktop/features/evidence/service.py", "desktop.features.units.rules"),
        ("desktop/features/reports/jobs.py", "reportlab.pdfgen"),
        ("desktop/features/visits/scans.py", "PIL.Image"),
        ("db/store.py", "desktop.core.errors"),
        ("desktop/cli/main.py", "urllib.request"),
        ("desktop/ui_kit/table.py", "desktop.features.points"),
    ],
)
def test_the_rules_can_fail(file: str, module: str) -> None:
    assert breaches(file, [module])


def test_features_have_no_cycles() -> None:
    arrows: dict[str, set[str]] = {}
    for path in sources():
        here = feature_of(name_of(path))
        if here:
            tree = ast.parse(path.read_text(encoding="utf-8"))
            there = {feature_of(module) for module in imports(tree) if module.startswith("desktop")}
            arrows.setdefault(here, set()).update(there - {"", here})
    while arrows:
        leaves = [name for name, there in arrows.items() if not there & set(arrows)]
        assert leaves, f"cycle among {sorted(arrows)}"
        for name in leaves:
            del arrows[name]


@pytest.mark.parametrize("path", sources(), ids=name_of)
def test_sizes_and_docstrings(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    assert len(text.splitlines()) <= 400
    assert ast.get_docstring(tree)
    for node in ast.walk(tree):
        length = getattr(node, "end_lineno", 0) - getattr(node, "lineno", 0) + 1
        if isinstance(node, ast.FunctionDef):
            arguments = [a for a in node.args.args if a.arg not in ("self", "cls")]
            assert length <= 60, node.name
            assert len(arguments) + len(node.args.kwonlyargs) <= 7, node.name
            assert len(arguments) <= 6, node.name
        elif isinstance(node, ast.ClassDef):
            methods = [item for item in node.body if isinstance(item, ast.FunctionDef)]
            assert length <= 250, node.name
            assert len(methods) <= 20, node.name
            assert ast.get_docstring(node) or node.name.startswith("_"), node.name


@pytest.mark.parametrize("path", sources(), ids=name_of)
def test_manners(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    name = name_of(path)
    assert not re.search(r"\b(TODO|FIXME|XXX)\b", text)
    assert not re.search(r"(/work/|/home/|\bagent\b)", text)
    assert not re.search(r"(utils|misc|manager|helper)\.py$", name)
    if name not in BROAD:
        assert not re.search(
            r"except (Exception|BaseException)\b(?! as _)[^:]*:\s*$", text, re.M
        ) or ("raise" in text)
    if not name.startswith("db/"):
        assert not re.search(r'"(SELECT|INSERT INTO|UPDATE|DELETE FROM|PRAGMA) ', text)


def test_only_what_cannot_be_undone_is_asked_before() -> None:
    asking = {
        name_of(path): path.read_text(encoding="utf-8").count("messages.ask(")
        for path in (ROOT / "desktop").rglob("*.py")
    }
    # The sample county is deleted with its folder.
    assert {name: count for name, count in asking.items() if count} == {"desktop/shell/app.py": 1}


def test_everything_is_registered() -> None:
    shell = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "desktop/shell").glob("*.py"))
    for path in (ROOT / "desktop/features").glob("*/ui/page.py"):
        assert ".".join(path.relative_to(ROOT).with_suffix("").parts) in shell
    commands = (ROOT / "desktop/cli/main.py").read_text(encoding="utf-8")
    for path in (ROOT / "desktop/features").glob("*/cli.py"):
        assert f"from desktop.features.{path.parent.name} import cli" in commands
    kinds = (ROOT / "desktop/features/exchange/service.py").read_text(encoding="utf-8")
    for path in (ROOT / "desktop/features/exchange/sheets").glob("*.py"):
        if "def export_rows(self" in path.read_text(encoding="utf-8"):
            assert f"sheets.{path.stem} import" in kinds


def test_data_files_state_their_source() -> None:
    import json

    for path in (ROOT / "resources").glob("*.json"):
        assert json.loads(path.read_text(encoding="utf-8"))["_source"]
