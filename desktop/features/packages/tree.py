"""The tree of a package: folders by code and title, files by rule, 说明报告 first. Pure."""

from __future__ import annotations

from desktop.core.resources import resource
from desktop.features.packages.names import Names, circled, fill_rule, length, split_suffix
from desktop.features.packages.types import (
    Contents,
    Material,
    PackedFile,
    PackedItem,
    Standard,
    Tree,
)

DATA = "data"


def plan_tree(contents: Contents) -> Tree:
    """Place every material under its requirement; the same contents give the same paths."""
    by_standard: dict[str, dict[str, Material]] = {}
    for material in sorted(contents.materials, key=_order):
        # A document in two slots of one requirement is handed in once.
        by_standard.setdefault(material.requirement_id, {}).setdefault(
            material.document_id, material
        )
    names = Names()
    folders: dict[tuple[str, ...], str] = {}
    used = length(contents.name) + 1
    room = int(resource("packages.json")["path_characters"]) - used
    items = []
    for standard in contents.standards:
        filed = by_standard.get(standard.id)
        if filed:
            folder = _folder(names, folders, standard, used)
            items.append(
                _item(names, contents.rule, standard, folder, list(filed.values()), room=room)
            )
    bare = len(contents.standards) - len(items)
    return Tree(contents.name, tuple(items), contents.left_out, bare)


def _order(material: Material) -> tuple[bool, tuple[int, int], str, str]:
    is_first = material.kind in resource("packages.json")["first_kinds"]
    return not is_first, material.sort, material.name, material.document_id


def _folder(
    names: Names, folders: dict[tuple[str, ...], str], standard: Standard, used: int
) -> str:
    facts = resource("packages.json")
    titles = (*standard.folders, f"{standard.code} {standard.text}")
    free = min(facts["folders_characters"], facts["path_characters"] - used - 60)
    room = max(6, min(facts["folder_characters"], free // len(titles) - 1))
    path = DATA
    for depth in range(len(titles)):
        # Two standards may have the same words; only the folders above are shared.
        key = (*titles[: depth + 1], standard.id if depth == len(titles) - 1 else "")
        if key not in folders:
            folders[key] = f"{path}/{names.take(path, titles[depth], room)}"
        path = folders[key]
    return path


def _item(
    names: Names,
    rule: str,
    standard: Standard,
    folder: str,
    filed: list[Material],
    *,
    room: int,
) -> PackedItem:
    wide = min(resource("packages.json")["file_characters"], room - length(folder) - 1)
    files = []
    for number, material in enumerate(filed, 1):
        stem, suffix = split_suffix(material.name)
        words = {
            "序号": f"{number:02d}", "圈号": circled(number), "编号": standard.code,
            "材料项": material.kind, "名称": stem, "单位": material.unit,
            "日期": material.fact_date.isoformat() if material.fact_date else "",
        }  # fmt: skip
        name = names.take(folder, fill_rule(rule, words) + suffix, wide)
        files.append(PackedFile(f"{folder}/{name}", number, material))
    return PackedItem(standard, folder, tuple(files))
