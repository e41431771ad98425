"""隐私闸门: what a check found in the texts stops a package until somebody answers for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from db import Store
from desktop.core.errors import InputError, Problem, UserError
from desktop.core.job import JobContext
from desktop.core.text import tidy
from desktop.features.dossier import blocking_hits
from desktop.features.packages.types import Choice


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that must not leave the house: `where` in the document, `what` was found."""

    document_id: str
    name: str
    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Override:
    """Who lets a package pass in spite of its hits, and why; both are kept with the package."""

    who: str
    reason: str


@dataclass(frozen=True, slots=True)
class Order:
    """How a package is built: what was found in its texts, who lets it pass, whether to go on
    without files that are missing or changed.
    """

    choice: Choice
    hits: tuple[Hit, ...] = ()
    override: Override | None = None
    take_rest: bool = False


def _personal_data(ctx: JobContext, store: Store, document_ids: Sequence[str]) -> Iterable[Hit]:
    for hit in blocking_hits(ctx, store, document_ids):
        yield Hit(hit.document_id, hit.name, hit.where, hit.what)


Check = Callable[[JobContext, Store, Sequence[str]], Iterable[Hit]]

# To add a check: a function (ctx, store, document ids) -> hits, and its name here.
CHECKS: tuple[Check, ...] = (_personal_data,)


def find_hits(
    ctx: JobContext, store: Store, document_ids: Sequence[str], checks: Sequence[Check] = CHECKS
) -> tuple[Hit, ...]:
    """Return what the checks find in these documents."""
    return tuple(hit for check in checks for hit in check(ctx, store, document_ids))


def let_pass(hits: Sequence[Hit], override: Override | None) -> None:
    """Raise InputError naming every hit unless somebody answers for them by name and reason."""
    if not hits:
        return
    if override is None:
        problems = [Problem(f"{hit.name} {hit.where}".strip(), hit.what) for hit in hits]
        raise InputError(
            f"材料里有 {len(hits)} 处个人信息，没有打包。", problems,
            "请先在原文件里删去再收进新版本；确需保留的，写明放行人和理由后再打包。",
        )  # fmt: skip
    if not tidy(override.who) or not tidy(override.reason):
        raise UserError("放行要写明姓名和理由。", "没有打包。")
