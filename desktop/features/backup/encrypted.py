"""A backup in one AES-256 zip, for a stick that may get lost."""

from __future__ import annotations

import shutil
import struct
import tempfile
import zlib
from pathlib import Path

import pyzipper

from db import Store
from desktop.core.errors import InputError, Problem, UserError
from desktop.core.files import atomic_folder, atomic_write
from desktop.core.job import JobContext
from desktop.core.resources import limit
from desktop.features.backup.checking import verify_backup
from desktop.features.backup.contents import refuse_small
from desktop.features.backup.service import make_backup
from desktop.features.backup.types import BackupInfo

# What the zip reader raises for a wrong password or for damage, wherever it lies.
_UNREADABLE = (
    RuntimeError, ValueError, KeyError, EOFError, OSError, zlib.error, struct.error,
    pyzipper.BadZipFile,
)  # fmt: skip


def export_encrypted(
    ctx: JobContext, store: Store, target: Path, password: str, *, with_files: bool = False
) -> BackupInfo:
    """Write a backup as an AES-256 zip; names in it can be read, contents cannot.

    Raises UserError for a password that is too short: it alone protects the content.
    """
    least = limit("export_password_characters")
    if len(password) < least:
        raise UserError(f"口令太短：至少 {least} 个字符。", "没有导出。口令丢失后谁也打不开。")
    try:
        # Beside the data itself: what is not encrypted yet must not lie anywhere else.
        with tempfile.TemporaryDirectory(dir=store.workspace, prefix=".yingjian-") as place:
            info = make_backup(ctx, store, into=Path(place), with_files=with_files)
            with atomic_write(target) as temporary:
                _pack(ctx, info.folder, temporary, password)
    except OSError as error:
        raise UserError(
            f"没有导出：写不进工作区({error.strerror})。", "请检查磁盘空间和权限后再试。"
        ) from error
    return info


def _pack(ctx: JobContext, folder: Path, target: Path, password: str) -> None:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    try:
        with pyzipper.AESZipFile(
            target, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES
        ) as packed:
            packed.setpassword(password.encode())
            for number, path in enumerate(files):
                ctx.step(number, len(files), "正在加密")
                packed.write(path, f"{folder.name}/{path.relative_to(folder).as_posix()}")
    except ValueError as error:
        # Closing after a failed write complains about itself and hides what failed.
        if isinstance(error.__context__, OSError):
            raise error.__context__ from error
        raise


def open_encrypted(ctx: JobContext, file: Path, password: str, into: Path) -> Path:
    """Unpack an encrypted export into a folder as a proven backup; return where it lies.

    Raises UserError for a wrong password or a damaged file.
    """
    try:
        with pyzipper.AESZipFile(file) as packed:
            packed.setpassword(password.encode())
            name = _one_folder(packed.namelist())
            target = into / name
            refuse_small(into, sum(member.file_size for member in packed.infolist()))
            with atomic_folder(target) as temporary:
                _unpack(ctx, packed, temporary)
    except _UNREADABLE as error:
        raise UserError(
            f"打不开加密导出：{file.name}。", "口令不对，或文件已损坏。什么也没有改动。"
        ) from error
    problems = verify_backup(ctx, target)
    if problems:
        shutil.rmtree(target, ignore_errors=True)
        raise InputError(f"加密导出的内容不完好：{file.name}", problems, "什么也没有留下。")
    return target


def _one_folder(names: list[str]) -> str:
    """Return the one folder that all members lie in; anything else is not ours."""
    parts = [name.split("/") for name in names]
    tops = {words[0] for words in parts}
    unsafe = any(not word or word in (".", "..") or "\\" in word or ":" in word
                 for words in parts for word in words)  # fmt: skip
    if len(tops) != 1 or unsafe or any(len(words) < 2 for words in parts):
        raise InputError("这不是迎检台的加密导出。", [Problem("", "里面的结构不对")])
    return tops.pop()


def _unpack(ctx: JobContext, packed: pyzipper.AESZipFile, target: Path) -> None:
    members = packed.infolist()
    for number, member in enumerate(members):
        ctx.step(number, len(members), "正在解密")
        path = target.joinpath(*member.filename.split("/")[1:])
        path.parent.mkdir(parents=True, exist_ok=True)
        with packed.open(member) as source, path.open("wb") as copy:
            shutil.copyfileobj(source, copy)
