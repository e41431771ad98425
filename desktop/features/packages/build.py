"""Building a package: papers and manifests first, then every file through a checksum, the
final name last.
"""

from __future__ import annotations

import getpass
import platform
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from hashlib import sha256
from pathlib import Path

from db import Store
from desktop import __version__
from desktop.core.changes import Changes, Kind
from desktop.core.clock import now
from desktop.core.content_store import content_path
from desktop.core.errors import InputError, Problem, UserError
from desktop.core.files import atomic_write, replace_file
from desktop.core.hashing import LostFile, ReadAhead, Stop, file_blocks, in_order, sums
from desktop.core.job import JobContext
from desktop.core.paths import evidence_files
from desktop.core.resources import resource
from desktop.features.operators import require
from desktop.features.packages import bagit
from desktop.features.packages.gate import Order, let_pass
from desktop.features.packages.history import keep_record
from desktop.features.packages.names import HANDOVER
from desktop.features.packages.record import RECORD, record_bytes
from desktop.features.packages.sinks import Sink, folder_sink, volumes_sink
from desktop.features.packages.source import collected_until, find_edition, read_contents
from desktop.features.packages.tree import plan_tree
from desktop.features.packages.types import Built, Choice, Contents, LeftOut, PackedFile, Tree
from desktop.features.packages.volumes import split_volumes
from desktop.features.settings import office

CHANGED: Changes = frozenset({Kind.PACKAGE, Kind.OPERATION})
_PART = ".yingjian-package-{}.part"
_SPARE_BYTES = 64 << 20


class Incomplete(InputError):  # noqa: N818 - says what happened
    """Files of materials are missing or changed; the rest can be taken knowingly."""


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
    contents = _whole(ctx, folder, contents, take_rest=order.take_rest)
    tree = plan_tree(contents)
    target = outdir / tree.name
    _refuse(tree, target, order.choice)
    with _part(outdir) as part:
        bag = part / tree.name
        bag.mkdir()
        manifest, glyphs = _write_tags(ctx, store, tree, order.choice, bag)
        result, volumes = _write_all(ctx, folder, tree, order.choice, bag)
        built = Built(target, tree.name, len(tree.files), tree.bytes, manifest,
                      tuple(target / name for name in volumes), tree.left_out, glyphs)  # fmt: skip
        _write_record(store, built, order, result)
        with store.write(f"打包 {len(tree.files)} 份材料", right="packages.build"):
            keep_record(store, built, order, find_edition(store, order.choice.edition).name)
            replace_file(result, target)
    return built, CHANGED


def _whole(ctx: JobContext, folder: Path, contents: Contents, *, take_rest: bool) -> Contents:
    """Return the contents without lost files where the person takes the rest, else refuse."""
    lost = _lost(folder, contents)
    if take_rest:
        lost |= _changed(ctx, folder, contents, lost)
    faulty = [item for item in contents.materials if item.sha256 in lost]
    if faulty and not take_rest:
        raise _incomplete([Problem(item.name, lost[item.sha256]) for item in faulty])
    codes = {standard.id: standard.code for standard in contents.standards}
    gone = tuple(
        LeftOut(item.document_id, item.name, codes[item.requirement_id], lost[item.sha256])
        for item in faulty
    )
    kept = tuple(item for item in contents.materials if item.sha256 not in lost)
    return replace(contents, materials=kept, left_out=(*contents.left_out, *gone))


def _lost(folder: Path, contents: Contents) -> dict[str, str]:
    """Return why a content is lost, by checksum, from what the folder says alone."""
    lost = {}
    for item in contents.materials:
        path = content_path(folder, item.sha256)
        if not path.is_file():
            lost[item.sha256] = "存的文件丢失"
        elif path.stat().st_size != item.bytes:
            lost[item.sha256] = "存的文件被改动(大小不符)"
    return lost


def _changed(
    ctx: JobContext, folder: Path, contents: Contents, lost: dict[str, str]
) -> dict[str, str]:
    """Return the contents that no longer have their checksum, by reading all of them."""
    wanted = sorted({item.sha256 for item in contents.materials} - set(lost))

    def tick() -> None:
        ctx.step(0, 0, "正在核对材料")

    tasks = (partial(_checksum, content_path(folder, name)) for name in wanted)
    found = in_order(tasks, tick=tick)
    return {
        name: "存的文件被改动"
        for name, checksum in zip(wanted, found, strict=True)
        if checksum != name
    }


def _checksum(path: Path, stop: Stop) -> str:
    try:
        return sums(file_blocks(path), ("sha256",), stop).get("sha256", "")
    except OSError:
        return ""


def _incomplete(problems: Sequence[Problem]) -> Incomplete:
    return Incomplete(
        f"有 {len(problems)} 份材料的文件丢失或被改动，没有打包。", problems,
        "什么也没有写出。请重新收进这些文件；或者确认不要它们，选“其余照常打包”。",
    )  # fmt: skip


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


def _write_all(
    ctx: JobContext, folder: Path, tree: Tree, choice: Choice, bag: Path
) -> tuple[Path, list[str]]:
    """Write the payload; return the folder that holds the result and its volumes' names."""
    if not choice.volume:
        with folder_sink(bag) as sink:
            _copy(ctx, folder, tree.files, sink)
        return bag, []
    tags = sorted(bag.iterdir(), key=lambda path: path.name)
    members = [(path.name, path.stat().st_size) for path in tags]
    members += [(file.path, file.material.bytes) for file in tree.files]
    room = resource("packages.json")["volumes"][choice.volume]["bytes"]
    plan, too_large = split_volumes([(f"{tree.name}/{name}", size) for name, size in members], room)
    if too_large:
        named = [Problem(members[index][0], f"{members[index][1]:,} 字节") for index in too_large]
        raise InputError("有文件比一卷还大，没有打包。", named, "请选更大的分卷，或不分卷。")
    names = _volume_names(tree.name, len(plan))
    result = bag.parent / "volumes"
    result.mkdir()
    volumes = [result / name for name in names]
    with volumes_sink(volumes, [len(part) for part in plan], tree.name) as sink:
        for path in tags:
            sink.begin(path.name, path.stat().st_size)
            for block in file_blocks(path):
                sink.write(block)
            sink.end()
        _copy(ctx, folder, tree.files, sink)
    # The list that is signed must be at hand without unpacking.
    shutil.copyfile(bag / HANDOVER, result / HANDOVER)
    return result, names


def _volume_names(name: str, count: int) -> list[str]:
    if count == 1:
        return [f"{name}.zip"]
    wide = max(2, len(str(count)))
    return [f"{name}_卷{number:0{wide}d}.zip" for number in range(1, count + 1)]


def _copy(ctx: JobContext, folder: Path, files: Sequence[PackedFile], sink: Sink) -> None:
    """Copy the files, holding each against its checksum; refuse by name at the end."""
    total = sum(file.material.bytes for file in files)
    done, problems = 0, []
    with ReadAhead([content_path(folder, file.material.sha256) for file in files]) as reader:
        for file in files:
            material = file.material
            sink.begin(file.path, material.bytes)
            try:
                for block in reader.blocks():
                    ctx.step(done >> 10, total >> 10, f"正在打包 {material.name}")
                    sink.write(block)
                    done += len(block)
                sink.end()
                if reader.sha256 != material.sha256:
                    problems.append(Problem(material.name, "存的文件被改动"))
            except LostFile as error:
                sink.end()
                problems.append(Problem(material.name, f"存的文件读不了({error})"))
    if problems:
        raise _incomplete(problems)


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
