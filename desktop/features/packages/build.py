"""Building a package: papers and manifests first, then every file through a checksum, the
final name last.
"""

from __future__ import annotations

import getpass
import platform
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from db import Store
from desktop import __version__
from desktop.core.changes import Changes, Kind
from desktop.core.clock import now
from desktop.core.errors import UserError
from desktop.core.files import atomic_write, replace_file
from desktop.core.job import JobContext
from desktop.core.paths import evidence_files
from desktop.core.resources import resource
from desktop.features.operators import require
from desktop.features.packages import bagit
from desktop.features.packages.gate import Order, let_pass
from desktop.features.packages.history import keep_record
from desktop.features.packages.lost import whole_contents
from desktop.features.packages.record import RECORD, record_bytes
from desktop.features.packages.source import collected_until, find_edition, read_contents
from desktop.features.packages.tree import plan_tree
from desktop.features.packages.types import Built, Choice, Tree
from desktop.features.packages.writing import write_all
from desktop.features.settings import office

CHANGED: Changes = frozenset({Kind.PACKAGE, Kind.OPERATION})
_PART = ".yingjian-package-{}.part"
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
    with _part(outdir) as part:
        bag = part / tree.name
        bag.mkdir()
        manifest, glyphs = _write_tags(ctx, store, tree, order.choice, bag)
        result, volumes = write_all(ctx, folder, tree, order.choice, bag)
        built = Built(target, tree.name, len(tree.files), tree.bytes, manifest,
                      tuple(target / name for name in volumes), tree.left_out, glyphs)  # fmt: skip
        _write_record(store, built, order, result)
        with store.write(f"打包 {len(tree.files)} 份材料", right="packages.build"):
            keep_record(store, built, order, find_edition(store, order.choice.edition).name)
            replace_file(result, target)
    return built, CHANGED


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


def _write_tags(
    ctx: JobContext, store: Store, tree: Tree, choice: Choice, bag: Path
) -> tuple[str, tuple[str, ...]]:
    """Write papers and manifests; return the manifest's checksum and the characters not drawn."""
    # Late: reading what lays papers out takes longer than opening the page may.
    from desktop.features.packages.papers import package_papers, write_papers

    manifest = bagit.manifest_text((file.path, file.material.sha256) for file in tree.files)
    seal = sha256(manifest.encode()).hexdigest()
    edition = find_edition(store, choice.edition).name
    papers = package_papers(store, tree, edition, collected_until(store, tree), seal)
    glyphs = {glyph.character for printed in write_papers(ctx, papers, bag)
              for glyph in printed.missing_glyphs}  # fmt: skip
    info = (
        ("Source-Organization", office(store)),
        ("External-Identifier", tree.name),
        ("External-Description", f"{papers.heading.county} {edition} 申报材料"),
        ("Payload-Oxum", f"{tree.bytes}.{len(tree.files)}"),
        ("Bag-Software-Agent", f"{bagit.AGENT} {__version__}"),
    )
    _put(bag / bagit.DECLARATION, bagit.declaration())
    _put(bag / bagit.INFO, bagit.info_text(info))
    _put(bag / bagit.MANIFEST, manifest)
    tags = [(path.name, sha256(path.read_bytes()).hexdigest()) for path in bag.iterdir()]
    _put(bag / bagit.TAG_MANIFEST, bagit.manifest_text(tags))
    return seal, tuple(sorted(glyphs))


def _put(path: Path, text: str) -> None:
    with atomic_write(path) as temporary:
        temporary.write_bytes(text.encode())


def _write_record(store: Store, built: Built, order: Order, result: Path) -> None:
    """Write the dated file: when, by whom, what was left out, who let hits pass."""
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
    with atomic_write(result / RECORD) as temporary:
        temporary.write_bytes(record_bytes(lines))


def _who() -> str:
    try:
        return f"{getpass.getuser()} @ {platform.node()}"
    except (KeyError, OSError, ImportError):
        return platform.node()
