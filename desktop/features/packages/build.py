"""Building a package: every file through a checksum while its papers are drawn, then papers and
manifests, the final name last.
"""

from __future__ import annotations

import getpass
import platform
import shutil
from collections import deque
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from hashlib import sha256
from pathlib import Path

from db import Store
from desktop import __version__
from desktop.core.changes import Changes, Kind
from desktop.core.clock import now
from desktop.core.errors import InputError, Problem, UserError
from desktop.core.files import atomic_write, replace_file
from desktop.core.job import JobContext
from desktop.core.paths import evidence_files
from desktop.core.resources import resource
from desktop.features.operators import require
from desktop.features.packages import bagit
from desktop.features.packages.copying import copy_files
from desktop.features.packages.gate import Order, let_pass
from desktop.features.packages.history import keep_record
from desktop.features.packages.lost import whole_contents
from desktop.features.packages.names import HANDOVER
from desktop.features.packages.record import RECORD, record_bytes
from desktop.features.packages.sinks import Sink, folder_sink, volumes_sink
from desktop.features.packages.source import collected_until, find_edition, read_contents
from desktop.features.packages.tags import drawing, tag_files
from desktop.features.packages.tree import plan_tree
from desktop.features.packages.types import Built, Choice, PapersWanted, Tree
from desktop.features.packages.volumes import is_too_large
from desktop.features.settings import county, office

CHANGED: Changes = frozenset({Kind.PACKAGE, Kind.OPERATION})
_PART, _PAPERS = ".yingjian-package-{}.part", ".papers"
_SPARE_BYTES = 64 << 20


def build_package(
    ctx: JobContext, store: Store, outdir: Path, order: Order
) -> tuple[Built, Changes]:
    """Build a package into a new folder of `outdir`; cancelled or refused, nothing is left.

    Raises Incomplete naming every file that is missing or changed (unless `take_rest`) InputError
    naming every privacy hit (unless overridden), UserError for what else cannot be.
    """
    if store.read_only:
        raise UserError("工作区是只读的，打包记录存不下来。", "没有打包。请取得写入权限后再打包。")
    require(store, "packages.build", "打包")
    let_pass(order.hits, order.override)
    contents = read_contents(store, order.choice)
    folder = evidence_files(store.workspace)
    contents = whole_contents(ctx, folder, contents, take_rest=order.take_rest)
    tree = plan_tree(contents)
    target = outdir / tree.name
    _refuse(tree, target, order.choice)
    manifest = bagit.manifest_text((file.path, file.material.sha256) for file in tree.files)
    wanted = _wanted(store, tree, find_edition(store, order.choice.edition).name, manifest)
    with _part(outdir) as part, drawing(ctx, wanted, part / _PAPERS) as drawn:
        with _sink(part, tree.name, order.choice.volume) as sink:
            copy_files(ctx, folder, tree.files, sink)
            papers = drawn()
            for name, content in tag_files(wanted, manifest, papers).items():
                deque(sink.place(name, len(content))([content]), maxlen=0)
        built = Built(target, tree.name, len(tree.files), tree.bytes, wanted.manifest_sha256,
                      tuple(target / name for name in sink.volumes), tree.left_out,
                      papers.missing_glyphs)  # fmt: skip
        if sink.volumes:
            # The list that is signed must be at hand without unpacking.
            _put(sink.folder / HANDOVER, papers.files[HANDOVER])
        _put(sink.folder / RECORD, _record(store, built, order))
        with store.write(f"打包 {len(tree.files)} 份材料", right="packages.build"):
            keep_record(store, built, order, wanted.edition)
            replace_file(sink.folder, target)
    return built, CHANGED


def _wanted(store: Store, tree: Tree, edition: str, manifest: str) -> PapersWanted:
    return PapersWanted(tree, county(store), office(store), edition, collected_until(store, tree),
                        sha256(manifest.encode()).hexdigest())  # fmt: skip


def _sink(part: Path, name: str, volume: str) -> AbstractContextManager[Sink]:
    folder = part / name
    folder.mkdir()
    return volumes_sink(folder, name, _room(volume)) if volume else folder_sink(folder)


def _room(volume: str) -> int | None:
    room: int | None = resource("packages.json")["volumes"][volume]["bytes"]
    return room


def _put(path: Path, content: bytes) -> None:
    with atomic_write(path) as temporary:
        temporary.write_bytes(content)


def _refuse(tree: Tree, target: Path, choice: Choice) -> None:
    if not tree.items:
        raise UserError(
            "没有可以打包的材料。", "没有打包。请先收进材料并归位，或放宽时限和审核条件。"
        )
    if target.exists():
        raise UserError(
            f"已经有“{target.name}”：{target.parent}",
            "原来的包没有改动。请换个文件夹或包名，或先移走旧包。",
        )
    if choice.volume not in resource("packages.json")["volumes"]:
        raise UserError(f"没有“{choice.volume}”这种分卷。", "没有打包。可选：650M、4G、none。")
    large = [file for file in tree.files
             if choice.volume and is_too_large(f"{tree.name}/{file.path}", file.material.bytes,
                                               _room(choice.volume))]  # fmt: skip
    if large:
        named = [Problem(file.path, f"{file.material.bytes:,} 字节") for file in large]
        raise InputError("有文件比一卷还大，没有打包。", named, "请选更大的分卷，或不分卷。")
    place = next(folder for folder in (target.parent, *target.parent.parents) if folder.exists())
    free = shutil.disk_usage(place).free
    if free < tree.bytes + _SPARE_BYTES:
        raise UserError(
            f"磁盘空间不够：需要 {tree.bytes >> 20} MB，{place} 只剩 {free >> 20} MB。",
            "没有打包。请清理磁盘或换个位置。",
        )


@contextmanager
def _part(outdir: Path) -> Iterator[Path]:
    """Give a folder of its own inside `outdir`, gone at the end; so are those of killed runs."""
    try:
        outdir.mkdir(parents=True, exist_ok=True)
        for left in outdir.glob(_PART.format("*")):
            shutil.rmtree(left, ignore_errors=True)
        part = outdir / _PART.format(now().strftime("%H%M%S%f"))
        part.mkdir()
    except OSError as error:
        raise _unwritable(outdir, error) from error
    try:
        yield part
    except OSError as error:
        raise _unwritable(outdir, error) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _unwritable(outdir: Path, error: OSError) -> UserError:
    return UserError(
        f"写不进文件夹：{outdir}({error.strerror or error})。",
        "没有打包，写了一半的已经删去。请检查磁盘空间和写入权限，或换个位置。",
    )


def _record(store: Store, built: Built, order: Order) -> bytes:
    """Return the dated file: when, by whom, what was left out, who let hits pass."""
    lines = [
        "打包记录", f"包名：{built.name}", f"打包时间：{now():%Y-%m-%d %H:%M:%S}",
        f"打包人：{_who()}", f"单位：{office(store)}", f"程序：{bagit.AGENT} {__version__}",
        f"材料：{built.files} 份，{built.bytes} 字节",
        f"{bagit.MANIFEST} 的 SHA-256：{built.manifest_sha256}",
    ]  # fmt: skip
    lines += [f"分卷：{path.name}" for path in built.volumes]
    lines += [f"未打包：{item.code} {item.name}，{item.why}" for item in built.left_out]
    if order.hits and order.override:
        lines.append(f"个人信息放行：{order.override.who}，理由：{order.override.reason}")
        lines += [f"放行的内容：{hit.name} {hit.where} {hit.what}" for hit in order.hits]
    return record_bytes(lines)


def _who() -> str:
    try:
        return f"{getpass.getuser()} @ {platform.node()}"
    except (KeyError, OSError, ImportError):
        return platform.node()
