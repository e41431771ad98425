"""What a material looks like, without another program; and a copy for the other program."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path, PurePath

from db import Store, records
from db.tables.evidence import Revision
from desktop.core.content_store import content_path
from desktop.core.errors import UserError
from desktop.core.files import atomic_write
from desktop.core.isolated import ChildFailed, Limits, run_limited
from desktop.core.job import JobContext
from desktop.core.paths import cached, evidence_files
from desktop.core.pictures import is_picture
from desktop.core.resources import limit, resource
from desktop.features.evidence.reading.answer import Unreadable
from desktop.features.evidence.reading.pages import PageWanted, draw_page, is_pdf
from desktop.features.evidence.texts import text_of

_CHILD = {
    "time": "内容太复杂，规定时间内没有画完",
    "memory": "内容太大，超出了允许的内存",
    "died": "文件损坏或内容异常，画不出来",
}
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]')


@dataclass(frozen=True, slots=True)
class Preview:
    """A page as a JPEG, or the file's text, or in `why` the reason there is neither."""

    image: bytes = b""
    text: str = ""
    why: str = ""
    page: int = 1
    pages: int = 1


def preview_of(ctx: JobContext, store: Store, document_id: str, page: int = 1) -> Preview:
    """Return what a document's newest file looks like; raise UserError where there is none."""
    revision, file = _newest(store, document_id)
    if not file.is_file():
        return Preview(why="文件丢失，请核对工作区的文件")
    if is_picture(file) or is_pdf(file):
        return _drawn(ctx, file, page)
    extracted = text_of(ctx, store, revision.id)
    text = "\n\n".join(extracted.pages)[: limit("preview_characters")]
    if text.strip():
        return Preview(text=text, why="；".join(extracted.faults))
    return Preview(why="；".join(extracted.faults) or "里面没有文字")


def copy_to_open(store: Store, document_id: str) -> Path:
    """Return a copy of a document's newest file that other programs can open.

    It lies under the workspace's cache: what is changed there never reaches the store. Raises
    UserError for kinds that could be programs.
    """
    revision, file = _newest(store, document_id)
    suffix = PurePath(revision.name).suffix.lower().lstrip(".")
    if suffix not in resource("evidence.json")["opened_suffixes"]:
        raise UserError(
            f"“{revision.name}”不是常见的文档、图片或视频，没有打开。", "文件还在，没有改动。"
        )
    stem = _NOT_IN_NAMES.sub("_", PurePath(revision.name).stem).strip(" .")[:80]
    # Within a folder of its own and after a mark, so that no name is reserved by the system.
    target = cached(store.workspace) / "open" / revision.sha256[:12] / f"副本_{stem}.{suffix}"
    with atomic_write(target) as path:
        shutil.copyfile(file, path)
    return target


def _newest(store: Store, document_id: str) -> tuple[Revision, Path]:
    revisions = records.find(store, Revision, document_id=document_id, order="number")
    if not revisions:
        raise UserError("这份材料已经被删除。", "没有打开任何文件。")
    newest = revisions[-1]
    return newest, content_path(evidence_files(store.workspace), newest.sha256)


def _drawn(ctx: JobContext, file: Path, page: int) -> Preview:
    limits = Limits(limit("preview_seconds"), limit("preview_memory_mb"))
    try:
        drawn = run_limited(
            draw_page, PageWanted(str(file), page), limits=limits, ctx=ctx, text="正在打开预览"
        )
    except (Unreadable, ChildFailed) as error:
        return Preview(why=_CHILD[error.reason] if isinstance(error, ChildFailed) else str(error))
    return Preview(drawn.image, page=drawn.number, pages=drawn.total)
