"""Mending a copy: shrunk, converted or renamed; what was handed in stays as a former revision."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path, PurePath

from db import Store, records
from db.tables.evidence import Document
from desktop.core.changes import Changes
from desktop.core.errors import UserError
from desktop.core.isolated import ChildFailed, run_limited
from desktop.core.isolated import Limits as ChildLimits
from desktop.core.job import JobContext
from desktop.core.resources import resource
from desktop.features.dossier.checks import CONVERT, RENAME, CheckRow
from desktop.features.dossier.child import Unmendable, WantedPicture, redraw
from desktop.features.dossier.limits import Limits, all_limits
from desktop.features.dossier.reading import newest_revisions, read_contents
from desktop.features.dossier.reviewing import replace_file
from desktop.features.evidence import blob_path, edit_document


@dataclass(frozen=True, slots=True)
class Mend:
    """What a copy should be: at most so many bytes (0: any), of which type ("" as it is)."""

    bytes: int = 0
    type: str = ""


def mend(ctx: JobContext, store: Store, row: CheckRow) -> tuple[str, Changes]:
    """Mend what a trial found, as its row says, on a copy; return the new name."""
    if row.fix == RENAME:
        return mend_name(ctx, store, row.document_id)
    limits = all_limits(store).get(row.kind, Limits())
    type_ = next((e for e in limits.endings if e in ("jpg", "png")), "jpg")
    wanted = Mend(limits.bytes, type_ if row.fix == CONVERT else "")
    return mend_picture(ctx, store, row.document_id, wanted)


def mend_picture(
    ctx: JobContext, store: Store, document_id: str, wanted: Mend
) -> tuple[str, Changes]:
    """Make a smaller or converted copy the document's next revision; return its name.

    Raises UserError where the picture cannot be made so.
    """
    revision = newest_revisions(store).get(document_id)
    if revision is None:
        raise UserError("这份材料已经被删除。", "没有改动。")
    kind = wanted.type or read_contents(ctx, store, [revision])[revision.sha256].kind
    order = WantedPicture(str(blob_path(store.workspace, revision.sha256)), kind, wanted.bytes)
    rules = resource("dossier.json")
    limits = ChildLimits(rules["seconds"], rules["memory_mb"])
    try:
        content = run_limited(redraw, order, limits=limits, ctx=ctx, text="正在处理图片")
    except (Unmendable, ChildFailed) as error:
        why = str(error) if isinstance(error, Unmendable) else "图片太大或已损坏"
        raise UserError(f"{revision.name} 处理不了：{why}。", "原来的文件没有改动。") from error
    name = f"{PurePath(revision.name).stem}.{kind}"
    with (
        tempfile.TemporaryDirectory() as folder,
        store.write(f"处理副本“{revision.name}”", right="evidence.replace"),
    ):
        file = Path(folder) / name
        file.write_bytes(content)
        _, changes = replace_file(ctx, store, document_id, file)
        edit_document(store, document_id, name=_renamed(store, document_id, kind))
    return name, changes


def mend_name(ctx: JobContext, store: Store, document_id: str) -> tuple[str, Changes]:
    """Give a document the ending of its content, and a name within the limits; return it."""
    revision = newest_revisions(store).get(document_id)
    if revision is None:
        raise UserError("这份材料已经被删除。", "没有改动。")
    kind = read_contents(ctx, store, [revision])[revision.sha256].kind
    endings = resource("dossier.json")["endings"].get(kind, [])
    name = _renamed(store, document_id, endings[0] if endings else "")
    document, changes = edit_document(store, document_id, name=name)
    return document.name, changes


def _renamed(store: Store, document_id: str, ending: str) -> str:
    document = records.get(store, Document, document_id)
    assert document is not None
    path = PurePath(document.name)
    known = resource("dossier.json")["endings"].values()
    same = any({ending, path.suffix.lower().lstrip(".")} <= set(group) for group in known)
    suffix = path.suffix if same or not ending else f".{ending}"
    limits = all_limits(store).values()
    bad = {character for limit in limits for character in limit.bad_characters}
    most = min((limit.name_length for limit in limits if limit.name_length), default=0)
    stem = "".join("_" if c in bad - {"."} else c for c in path.stem)
    return f"{stem[: max(1, most - len(suffix))] if most else stem}{suffix}"
