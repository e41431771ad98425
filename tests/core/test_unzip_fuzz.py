"""Any zip, and any change of one: unpacked inside its folder, or refused by name."""

from __future__ import annotations

import io
import shutil
import tempfile
import zipfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.core.unzip import BadArchive, Unpacked, UnzipRequest, unzip

FUZZ = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=120)
METHODS = st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2])
NAMES = st.one_of(
    st.text(min_size=1, max_size=12).filter(lambda name: "\0" not in name),
    st.lists(st.sampled_from(["..", ".", "a", "CON", "C:", "", " ", "\\", "～", "x.zip"]), min_size=1,
             max_size=5).map("/".join).filter(bool),
)  # fmt: skip


@st.composite
def zips(draw: st.DrawFn) -> bytes:
    """Draw a zip of any names, some with a zip inside."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", draw(METHODS)) as archive:
        for name in draw(st.lists(NAMES, max_size=5, unique=True)):
            archive.writestr(zipfile.ZipInfo(name), draw(st.binary(max_size=60)))
    return stream.getvalue()


def unpacked(data: bytes) -> Unpacked | None:
    """Unpack into a folder of its own and see that nothing lies outside it."""
    place = Path(tempfile.mkdtemp())
    try:
        inside = place / "in" / "side"
        inside.mkdir(parents=True)
        (place / "a.zip").write_bytes(data)
        try:
            result = unzip(UnzipRequest(str(place / "a.zip"), str(inside)))
        except BadArchive as error:
            assert str(error)
            return None
        outside = [p for p in place.rglob("*") if p.is_file() and inside not in p.parents]
        assert outside == [place / "a.zip"]
        for member in result.members:
            assert Path(member.file).is_file()
            assert not {"", ".", ".."} & set(member.parts)
        assert all(why for _, why in result.refused)
        return result
    finally:
        shutil.rmtree(place)


@FUZZ
@given(zips())
def test_any_names_are_unpacked_or_named(data: bytes) -> None:
    result = unpacked(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = [info for info in archive.infolist() if not info.filename.endswith(("/", "\\"))]
    if result is not None and not any(".zip" in info.filename for info in files):
        assert len(result.members) + len(result.refused) == len(files)


@FUZZ
@given(data=zips(), edits=st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=4)), min_size=1,
                                   max_size=5), cut=st.integers(0, 8))  # fmt: skip
def test_any_change_of_a_zip_is_unpacked_or_named(
    data: bytes, edits: list[tuple[float, bytes]], cut: int
) -> None:
    for place, fresh in edits:
        at = int(place * len(data))
        data = data[:at] + fresh + data[at + len(fresh) :]
    unpacked(data[: len(data) - cut])


@FUZZ
@given(st.binary(max_size=400))
def test_any_bytes_are_no_zip_by_name(data: bytes) -> None:
    unpacked(data)
    unpacked(b"PK\x05\x06" + data)
