"""Bags made on purpose: whole ones, and ones with one thing wrong each."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

Files = dict[str, bytes]
DECLARED = b"BagIt-Version: %s\nTag-File-Character-Encoding: %s\n"


def manifest(files: Mapping[str, bytes], algorithm: str = "sha256", *, gap: str = "  ") -> bytes:
    """Return a manifest of some files."""
    return "".join(
        f"{hashlib.new(algorithm, content).hexdigest()}{gap}{name}\n"
        for name, content in files.items()
    ).encode()


def bag(
    payload: Mapping[str, bytes] | None = None, *, version: str = "1.0", algorithm: str = "sha256",
    encoding: str = "UTF-8", info: str | None = "Source-Organization: 某单位\n",
) -> Files:  # fmt: skip
    """Return the files of a whole bag."""
    data = dict(payload if payload is not None else {"data/test-file.txt": b"hello\n"})
    files: Files = {
        "bagit.txt": DECLARED % (version.encode(), encoding.encode()),
        f"manifest-{algorithm}.txt": manifest(data, algorithm).decode().encode(encoding),
    }
    if info is not None:
        name = "bag-info.txt" if version >= "0.96" else "package-info.txt"
        files[name] = info.encode(encoding)
    files[f"tagmanifest-{algorithm}.txt"] = manifest(files, algorithm).decode().encode(encoding)
    return files | data


def retagged(files: Files, algorithm: str = "sha256") -> Files:
    """Return a bag with its tag manifest made anew, so that only the rest is wrong."""
    name = f"tagmanifest-{algorithm}.txt"
    tags = {key: value for key, value in files.items() if not key.startswith(("data/", "tagm"))}
    return {**files, name: manifest(tags, algorithm)}


def with_file(name: str, content: bytes) -> Callable[[Files], Files]:
    """Return what puts a tag file into a bag, tag manifest made anew."""
    return lambda files: retagged({**files, name: content})


def write(folder: Path, files: Files) -> Path:
    """Write a bag into a folder."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def zipped(path: Path, files: Files, top: str = "bag/") -> Path:
    """Write a bag into a zip."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(f"{top}{name}", content)
    return path
