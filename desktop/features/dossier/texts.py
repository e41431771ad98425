"""The words of every document, read once and handed to each check with their places."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from db import Store, records
from db.tables.evidence import Document, Revision
from desktop.core.job import JobContext
from desktop.core.resources import resource
from desktop.features.dossier.child import Page, Reading
from desktop.features.dossier.reading import newest_revisions, read_contents


@dataclass(frozen=True, slots=True)
class Hit:
    """Something a check found: `where` in the document, `what`, and the words around it.

    `key` names it in an exemption; `rule` says which check it was.
    """

    document_id: str
    name: str
    where: str
    what: str
    context: str
    rule: str
    key: str


@dataclass(frozen=True, slots=True)
class DocumentText:
    """A document with what its newest file holds."""

    document: Document
    revision: Revision
    reading: Reading

    def places(self) -> Iterator[Page]:
        """Yield the name, the caption and each part of the text."""
        yield Page("文件名", self.document.name)
        caption = json.loads(self.document.caption or "{}")
        if caption:
            yield Page("图片说明", "\n".join(str(value) for value in caption.values()))
        yield from self.reading.pages

    def hit(self, page: Page, span: tuple[int, int], what: str, *, rule: str, key: str) -> Hit:
        """Return a hit with the words around it."""
        around = context_of(page.text, span)
        return Hit(self.document.id, self.document.name, page.where, what, around, rule, key)


def documents_of(
    ctx: JobContext, store: Store, document_ids: Sequence[str] | None = None
) -> tuple[DocumentText, ...]:
    """Return documents with their words; all of them where none are named."""
    wanted = {} if document_ids is None else {"id": tuple(document_ids)}
    revisions = newest_revisions(store)
    documents = [d for d in records.find(store, Document, order="added_at, id", **wanted)
                 if d.id in revisions]  # fmt: skip
    readings = read_contents(ctx, store, (revisions[d.id] for d in documents))
    return tuple(
        DocumentText(d, revisions[d.id], readings[revisions[d.id].sha256]) for d in documents
    )


def context_of(text: str, span: tuple[int, int]) -> str:
    """Return a place with some words before and after it, on one line."""
    around = int(resource("dossier.json")["context_characters"])
    start, end = max(0, span[0] - around), min(len(text), span[1] + around)
    words = " ".join(text[start:end].split())
    return ("…" if start else "") + words + ("…" if end < len(text) else "")
