"""Bags after the Library of Congress' bagit-conformance-suite.

The suite is not on any package registry, so its cases are built here anew by the names and kinds
it lists (valid, invalid, warning, one-system-only; versions 0.93 to 1.0). Where we differ on
purpose it is said: fetch.txt and names that Windows cannot keep are refused.
"""

from __future__ import annotations

import hashlib
import os
import unicodedata
from pathlib import Path

import pytest

from desktop.core.job import QuietContext
from desktop.features.packages import Checked, check_package
from tests.features.packages.bags import (
    Files,
    bag,
    manifest,
    retagged,
    with_file,
    write,
    zipped,
)

QUIET = QuietContext()
TEXT = b"hello\n"
ONE = {"data/test-file.txt": TEXT}
DIGEST = hashlib.sha256(TEXT).hexdigest()
NFC = "data/N\u00fbn\u00e9z.txt"
NFD = unicodedata.normalize("NFD", NFC)


def put(files: Files, **changes: bytes | None) -> Files:
    return {name: value for name, value in (files | changes).items() if value is not None}


def sha(*paths: str) -> bytes:
    return "".join(f"{DIGEST}  {path}\n" for path in paths).encode()


def listing(*paths: str, payload: dict[str, bytes] | None = None, version: str = "1.0") -> Files:
    """Return a bag whose manifest says just this."""
    return with_file("manifest-sha256.txt", sha(*paths))(bag(payload or ONE, version=version))


VALID: dict[str, Files] = {
    **{f"v{version}-basic-bag-md5": bag(version=version, algorithm="md5")
       for version in ("0.93", "0.94", "0.95", "0.96")},
    **{f"v{version}-basic-bag-{algorithm}": bag(version=version, algorithm=algorithm)
       for version in ("0.97", "1.0")
       for algorithm in ("md5", "sha1", "sha224", "sha256", "sha384", "sha512")},
    **{f"v{version}-duplicate-metadata-entries": bag(version=version, info="A: 1\nA: 2\n")
       for version in ("0.93", "0.96", "0.97", "1.0")},
    "UTF-16-encoded-tag-files": bag(version="0.97", encoding="UTF-16"),
    "ISO-8859-1-encoded-tag-files": bag(version="0.97", encoding="ISO-8859-1", info="A: N\u00e9\n"),
    "bag-in-a-bag": bag({f"data/{name}": value for name, value in bag().items()}),
    "bag-with-encoded-names": bag(
        {"data/a%25b.txt": TEXT}) | {"data/a%b.txt": TEXT, "data/a%25b.txt": b""},
    "bag-with-leading-dot-slash-in-manifest": listing("./data/test-file.txt", version="0.97"),
    "bag-with-space": bag({"data/test file.txt": TEXT}),
    "metadata-with-colons-and-folds": bag(info="A: b: c\n  folded\n\tmore\nB:none\n"),
    "no-bag-info": bag(info=None),
    "no-tag-manifest": put(bag(), **{"tagmanifest-sha256.txt": None}),
    "unlisted-tag-file": bag() | {"notes/other.txt": b"x"},
    "uppercase-checksums": with_file(
        "manifest-sha256.txt", f"{DIGEST.upper()} data/test-file.txt\r\n".encode())(bag()),
    "several-manifests": with_file("manifest-md5.txt", manifest(ONE, "md5"))(bag()),
    "payload-oxum": bag(info="Payload-Oxum: 6.1\n"),
    "each-file-in-some-manifest-v0.97": with_file(
        "manifest-md5.txt", manifest({"data/b.txt": b"b"}, "md5"))(bag(version="0.97"))
        | {"data/b.txt": b"b"},
    "carriage-returns": {name: value.replace(b"\n", b"\r\n")
                         for name, value in bag({"data/a": b"a"}, info=None).items()
                         if not name.startswith("tagm")},
    "empty-file": bag({"data/empty": b""}),
}  # fmt: skip
VALID["bag-with-encoded-names"].pop("data/a%25b.txt")

INVALID: dict[str, tuple[Files, str]] = {
    "missing-bagit.txt": (put(bag(), **{"bagit.txt": None}), "missing"),
    "bom-in-bagit.txt": (with_file("bagit.txt", b"\xef\xbb\xbf" + bag()["bagit.txt"])(bag()),
                         "format"),
    "bagit-with-invalid-whitespace": (with_file(
        "bagit.txt", b"BagIt-Version : 1.0\nTag-File-Character-Encoding : UTF-8\n")(bag()),
        "format"),
    "bagit-without-encoding": (with_file("bagit.txt", b"BagIt-Version: 1.0\n")(bag()), "format"),
    "bagit-with-extra-lines": (with_file("bagit.txt", bag()["bagit.txt"] + b"x: y\n")(bag()),
                               "format"),
    "unknown-version": (bag(version="2.0"), "format"),
    "unknown-encoding": (with_file(
        "bagit.txt", b"BagIt-Version: 1.0\nTag-File-Character-Encoding: rot13\n")(bag()),
        "format"),
    "wrong-encoding": (with_file("bag-info.txt", b"A: \xff\xfe\xff\n")(bag()), "format"),
    "no-manifest": (retagged(put(bag(), **{"manifest-sha256.txt": None})), "missing"),
    "no-data": (put(bag(), **{"data/test-file.txt": None}), "missing"),
    "missing-payload-file": (put(bag({**ONE, "data/b": b"b"}), **{"data/b": None}), "missing"),
    "corrupt-data-file": (bag() | {"data/test-file.txt": b"hellO\n"}, "changed"),
    "corrupt-tag-file": (bag() | {"bag-info.txt": b"A: b\n"}, "changed"),
    "extra-payload-file": (bag() | {"data/extra": b"x"}, "unexpected"),
    "missing-tag-file": (put(bag(), **{"bag-info.txt": None}), "missing"),
    "not-every-manifest-lists-every-file": (with_file(
        "manifest-md5.txt", manifest({"data/b": b"b"}, "md5"))(bag({**ONE, "data/b": b"b"})),
        "unexpected"),
    "wrong-oxum": (bag(info="Payload-Oxum: 7.1\n"), "changed"),
    "metadata-without-colon": (bag(info="just words\n"), "format"),
    "broken-manifest-line": (with_file(
        "manifest-sha256.txt", sha("data/test-file.txt") + b"nonsense\n")(bag()), "format"),
    "unknown-algorithm": (with_file("manifest-crc32.txt", b"1234  data/test-file.txt\n")(bag()),
                          "format"),
    "same-file-listed-twice": (listing("data/test-file.txt", "data/test-file.txt"), "format"),
    "out-of-scope-file-paths-using-dot-notation": (
        listing("data/test-file.txt", "data/../../etc/passwd"), "unsafe"),
    "out-of-scope-file-paths-using-absolute-path": (
        listing("data/test-file.txt", "/etc/passwd"), "unsafe"),
    "out-of-scope-file-paths-using-tilde": (
        listing("data/test-file.txt", "~/.bashrc"), "unsafe"),
    "out-of-scope-file-paths-using-a-drive": (
        listing("data/test-file.txt", "C:\\Windows\\win.ini"), "unsafe"),
    "out-of-scope-file-paths-using-backslashes": (
        listing("data/test-file.txt", "data\\..\\..\\x"), "unsafe"),
    "payload-manifest-lists-tag-file": (listing("data/test-file.txt", "bag-info.txt"), "unsafe"),
    "tag-manifest-lists-payload": (
        bag() | {"tagmanifest-sha256.txt": manifest(ONE)}, "unsafe"),
}  # fmt: skip

OURS_ONLY: dict[str, tuple[Files, str]] = {
    "local-fetch": (with_file("fetch.txt", b"file:///x 6 data/test-file.txt\n")(bag()), "fetch"),
    "remote-fetch": (with_file("fetch.txt", b"http://x/y - data/test-file.txt\n")(bag()), "fetch"),
    "windows-reserved-name": (bag({"data/CON.txt": TEXT}), "unsafe"),
    "windows-trailing-dot": (bag({"data/x.": TEXT}), "unsafe"),
    "windows-trailing-blank-folder": (bag({"data/x /y": TEXT}), "unsafe"),
    "windows-colon": (bag({"data/a:b": TEXT}), "unsafe"),
    "names-that-differ-by-case": (bag({"data/A.txt": TEXT, "data/a.txt": TEXT}), "unsafe"),
    "bidi-override": (bag({"data/a\u202egpj.exe": TEXT}), "unsafe"),
    "same-name-in-two-normal-forms": (bag({NFC: TEXT, NFD: TEXT}), "unsafe"),
}  # fmt: skip

NO_FOLDER_THERE = {
    "windows-reserved-name", "windows-trailing-dot", "windows-trailing-blank-folder",
    "windows-colon", "names-that-differ-by-case",
}  # fmt: skip

WARNING: dict[str, Files] = {
    "filename-normalization": listing(NFC, payload={NFD: TEXT}),
    "made-with-md5sum-tools": with_file(
        "manifest-sha256.txt", sha("*data/test-file.txt").replace(b"  *", b" *"))(bag()),
    "same-file-listed-twice-v0.97": listing(
        "data/test-file.txt", "data/test-file.txt", version="0.97"),
    "bom-in-bag-info": with_file("bag-info.txt", "\ufeffA: b\n".encode())(bag()),
}  # fmt: skip


@pytest.fixture(params=["folder", "zip"])
def check(request: pytest.FixtureRequest, tmp_path: Path):  # type: ignore[no-untyped-def]
    def run(files: Files) -> Checked:
        if request.param == "folder":
            if os.name == "nt" and request.node.callspec.params["name"] in NO_FOLDER_THERE:
                pytest.skip("a folder holds no such names on Windows")
            return check_package(QUIET, write(tmp_path / "bag", files))
        return check_package(QUIET, zipped(tmp_path / "bag.zip", files))

    return run


@pytest.mark.parametrize("name", VALID)
def test_row65_valid_bags_pass(check, name: str) -> None:  # type: ignore[no-untyped-def]
    assert check(VALID[name]).faults == ()


@pytest.mark.parametrize("name", INVALID)
def test_row65_invalid_bags_fail_for_their_reason(check, name: str) -> None:  # type: ignore[no-untyped-def]
    files, kind = INVALID[name]
    assert kind in {fault.kind for fault in check(files).faults}


@pytest.mark.parametrize("name", OURS_ONLY)
def test_row65_windows_and_fetch_are_refused(check, name: str) -> None:  # type: ignore[no-untyped-def]
    files, kind = OURS_ONLY[name]
    assert {fault.kind for fault in check(files).faults} == {kind}


@pytest.mark.parametrize("name", WARNING)
def test_row65_warnings_are_notes(check, name: str) -> None:  # type: ignore[no-untyped-def]
    checked = check(WARNING[name])
    assert checked.faults == ()
    assert checked.notes
