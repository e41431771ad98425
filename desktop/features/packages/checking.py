"""Checking a bag, ours or anybody's: every fault is listed, nothing is changed or unpacked."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from db import Store
from desktop.core.hashing import Stop, in_order, sums
from desktop.core.job import JobContext
from desktop.core.resources import resource
from desktop.features.evidence import check_contents
from desktop.features.packages import bagit
from desktop.features.packages.holders import (
    DAMAGED,
    FolderHolder,
    Holder,
    Unreadable,
    ZipHolder,
    find_bags,
)
from desktop.features.packages.names import HANDOVER, name_fault, name_key
from desktop.features.packages.record import RECORD, record_fault
from desktop.features.packages.types import Checked, Fault
from desktop.features.packages.volumes import structure_fault

_TEXT_BYTES = 1 << 28
_STRICT_FROM = "1.0"


def check_files(ctx: JobContext, store: Store) -> Checked:
    """Check the workspace's own files; said as a package's faults are."""
    found = check_contents(ctx, store)
    faults = tuple(Fault(fault.kind, fault.where, fault.what) for fault in found.faults)
    return Checked(faults, (), found.files, found.bytes)


def check_package(ctx: JobContext, path: Path) -> Checked:
    """Check the bag or the volumes at a place; raise UserError where there is none."""
    parts = [_check_one(ctx, places) for _, places in find_bags(path)]
    return Checked(
        tuple(fault for part in parts for fault in part.faults),
        tuple(note for part in parts for note in part.notes),
        sum(part.files for part in parts), sum(part.bytes for part in parts),
    )  # fmt: skip


def _check_one(ctx: JobContext, places: Sequence[Path]) -> Checked:
    if places[0].is_dir():
        return _Check(ctx, FolderHolder(places[0])).run()
    holder = ZipHolder(places)
    try:
        check = _Check(ctx, holder)
        checked = check.run()
        extra = _volume_faults(holder, places) if check.is_ours else []
    finally:
        holder.close()
    return Checked((*extra, *checked.faults), checked.notes, checked.files, checked.bytes)


def _volume_faults(holder: ZipHolder, volumes: Sequence[Path]) -> list[Fault]:
    """Hold volumes of ours against what they must be, and the record beside them."""
    faults = []
    for volume in volumes:
        why = structure_fault(volume, holder.members.get(volume, ()))
        if why:
            faults.append(Fault("changed", volume.name, why))
    record, handover = (volumes[0].parent / name for name in (RECORD, HANDOVER))
    if record.is_file() and record_fault(record.read_bytes()):
        faults.append(Fault("changed", RECORD, record_fault(record.read_bytes())))
    if HANDOVER in holder.sizes and handover.is_file() and not _is_copy(holder, handover):
        faults.append(Fault("changed", HANDOVER, "和压缩包里的移交清单不同"))
    return faults


def _is_copy(holder: ZipHolder, path: Path) -> bool:
    try:
        return b"".join(holder.blocks(path.name)) == path.read_bytes()
    except (Unreadable, OSError):
        return False


class _Check:
    """One run over one bag."""

    def __init__(self, ctx: JobContext, holder: Holder) -> None:
        self._ctx, self._holder = ctx, holder
        self._faults: list[Fault] = list(holder.faults)
        self._notes: list[str] = []
        self._encoding, self._version = "utf-8", _STRICT_FROM
        self._wanted: dict[str, dict[str, str]] = {}
        self._oxum = ""
        self.is_ours = False

    def run(self) -> Checked:
        """Check everything."""
        self._declaration()
        self._structure()
        self._info()
        self._names()
        manifests = [
            (name, *kind) for name in sorted(self._holder.sizes)
            if (kind := bagit.manifest_name(name))
        ]  # fmt: skip
        for name, is_tag, algorithm in manifests:
            self._manifest(name, algorithm, is_tag=is_tag)
        self._unlisted()
        self._contents()
        payload = [size for path, size in self._holder.sizes.items() if path.startswith("data/")]
        found = f"{sum(payload)}.{len(payload)}"
        # Where a file is lost, changed or added, the sum says nothing new.
        if self._oxum not in ("", found) and not self._faults:
            self._fault("changed", "data", f"记着 {self._oxum}(字节.文件数)，实际 {found}")
        return Checked(tuple(self._faults), tuple(self._notes), len(payload), sum(payload))

    def _fault(self, kind: str, where: str, what: str) -> None:
        self._faults.append(Fault(kind, where, what))

    def _text(self, name: str) -> str:
        """Return a tag file's text; what cannot be read is a fault and counts as empty."""
        try:
            raw = self._raw(name)
            text = raw.decode(self._encoding)
        except (Unreadable, UnicodeError) as error:
            what = str(error) if isinstance(error, Unreadable) else f"不是 {self._encoding} 编码"
            self._fault("format", name, what)
            return ""
        if text.startswith("\ufeff"):
            self._notes.append(f"{name} 开头有字节顺序标记(BOM)")
        return text.removeprefix("\ufeff")

    def _raw(self, name: str) -> bytes:
        if self._holder.sizes[name] > _TEXT_BYTES:
            raise Unreadable("异常庞大，不像清单")
        return b"".join(self._holder.blocks(name))

    def _declaration(self) -> None:
        if bagit.DECLARATION not in self._holder.sizes:
            self._fault("missing", bagit.DECLARATION, "没有这个文件，不是 BagIt 包")
            return
        try:
            self._version, self._encoding = bagit.read_declaration(self._raw(bagit.DECLARATION))
        except (bagit.NotABag, Unreadable) as error:
            self._fault("format", bagit.DECLARATION, str(error))

    def _structure(self) -> None:
        if bagit.FETCH in self._holder.sizes:
            self._fault("fetch", bagit.FETCH, "要求从网上另取文件，本程序不联网，不接受这样的包")
        if not self._holder.has_data:
            self._fault("missing", "data", "没有 data 文件夹")
        kinds = [bagit.manifest_name(name) for name in self._holder.sizes]
        if not any(kind and not kind[0] for kind in kinds):
            self._fault("missing", bagit.MANIFEST, "没有文件清单(manifest)")

    def _info(self) -> None:
        name = bagit.INFO if bagit.INFO in self._holder.sizes else bagit.OLD_INFO
        if name not in self._holder.sizes:
            return
        pairs, wrong = bagit.read_info(self._text(name))
        for number in wrong:
            self._fault("format", f"{name} 第 {number} 行", "不是“名称: 内容”的写法")
        for label, value in pairs:
            if label.casefold() == "payload-oxum":
                self._oxum = value
            elif label == "Bag-Software-Agent" and value.startswith(bagit.AGENT):
                self.is_ours = True
        self._ours()

    def _ours(self) -> None:
        """Check what only our packages promise."""
        if not self.is_ours:
            return
        if bagit.TAG_MANIFEST not in self._holder.sizes:
            self._fault("missing", bagit.TAG_MANIFEST, "没有这个文件")
        if not isinstance(self._holder, FolderHolder):
            return
        if RECORD not in self._holder.sizes:
            self._fault("missing", RECORD, "没有这个文件")
        elif why := record_fault(self._raw(RECORD)):
            self._fault("changed", RECORD, why)

    def _names(self) -> None:
        keys: dict[str, str] = {}
        for path in sorted(self._holder.sizes):
            why = next((why for part in path.split("/") if (why := name_fault(part))), "")
            if why:
                self._fault("unsafe", path, why)
            twin = keys.setdefault(name_key(path), path)
            if twin != path:
                same = unicodedata.normalize("NFC", twin) == unicodedata.normalize("NFC", path)
                what = "只差字符的编码形式" if same else "只差大小写，Windows 上会互相覆盖"
                self._fault("unsafe", path, f"和“{twin}”{what}")

    def _manifest(self, name: str, algorithm: str, *, is_tag: bool) -> None:
        if algorithm not in resource("packages.json")["algorithms"]:
            self._fault("format", name, f"校验算法 {algorithm} 不认识")
            return
        lines, faults = bagit.read_manifest(name, self._text(name))
        self._faults += faults
        listed: set[str] = set()
        for line in lines:
            path = self._path(name, line, is_tag=is_tag)
            if not path:
                continue
            if path in listed:
                self._twice(name, path, algorithm, line.checksum)
            listed.add(path)
            self._line(name, line)
            self._wanted.setdefault(path, {}).setdefault(algorithm, line.checksum)
        if not is_tag and self._version == _STRICT_FROM:
            rest = (path for path in self._holder.sizes if path.startswith("data/"))
            for path in sorted(set(rest) - listed):
                self._wanted.setdefault(path, {})
                self._fault("unexpected", path, f"{name} 里没有它")

    def _line(self, name: str, line: bagit.Line) -> None:
        if line.is_binary:
            self._note(f"{name} 用了 md5sum 的 * 写法")
        if self.is_ours and line.checksum != line.checksum.lower():
            self._fault("changed", name, f"“{line.path}”的校验值被改动")

    def _note(self, text: str) -> None:
        if text not in self._notes:
            self._notes.append(text)

    def _twice(self, name: str, path: str, algorithm: str, checksum: str) -> None:
        same = self._wanted[path].get(algorithm, "").lower() == checksum.lower()
        if same and self._version != _STRICT_FROM:
            self._note(f"{name} 把“{path}”列了两次")
        else:
            self._fault("format", name, f"把“{path}”列了两次")

    def _path(self, name: str, line: bagit.Line, *, is_tag: bool) -> str:
        """Return the file a line means, "" where the line is refused or the file is missing."""
        if why := bagit.path_fault(line.path):
            self._fault("unsafe", f"{name}：{line.raw}", why)
            return ""
        if line.path.startswith("data/") == is_tag:
            what = "不该列 data 里的文件" if is_tag else "不在 data 文件夹里"
            self._fault("unsafe", f"{name}：{line.raw}", what)
            return ""
        path = self._found(line)
        if not path:
            self._fault("missing", line.path, "清单里有，包里没有")
        elif path != line.path and path != line.raw:
            self._note(f"“{path}”和清单里的字符编码形式不同")
        return path

    def _found(self, line: bagit.Line) -> str:
        sizes = self._holder.sizes
        for path in (line.path, line.raw):
            if path in sizes:
                return path
        for form in ("NFC", "NFD"):
            path = unicodedata.normalize(form, line.path)
            if path in sizes:
                return path
        return ""

    def _unlisted(self) -> None:
        ours = (bagit.TAG_MANIFEST, RECORD)
        for path in sorted(set(self._holder.sizes) - set(self._wanted)):
            # Other makers may leave files beside data/ out of their tag manifest.
            if path.startswith("data/") or (self.is_ours and path not in ours):
                self._fault("unexpected", path, "清单里没有它")

    def _contents(self) -> None:
        wanted = [(path, given) for path, given in sorted(self._wanted.items()) if given]
        sizes = [self._holder.sizes[path] for path, _ in wanted]
        total, done = sum(sizes), 0

        def tick() -> None:
            self._ctx.step(done >> 10, total >> 10, "正在核对")

        tasks = (partial(self._sums, path, tuple(given)) for path, given in wanted)
        answers = in_order(tasks, tick=tick)
        for (path, checksums), size, answer in zip(wanted, sizes, answers, strict=True):
            self._ctx.step(done >> 10, total >> 10, f"正在核对 {path.rpartition('/')[2]}")
            done += size
            if isinstance(answer, str):
                self._fault("changed" if answer == DAMAGED else "unreadable", path, answer)
            elif any(answer[name] != value.lower() for name, value in checksums.items()):
                self._fault("changed", path, "内容和清单里的校验值不符")

    def _sums(self, path: str, algorithms: Sequence[str], stop: Stop) -> dict[str, str] | str:
        try:
            return sums(self._holder.blocks(path), algorithms, stop)
        except Unreadable as error:
            return str(error)
