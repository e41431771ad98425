"""Pictures made to hurt end as no small picture, or refused by name; never as a crash."""

from __future__ import annotations

from pathlib import Path

import pytest

from db import Store
from desktop.core.errors import UserError
from desktop.core.job import QuietContext
from desktop.features.dossier import Mend, mend_picture, thumbnails
from desktop.features.evidence import add_paths
from tests.corpus.making_pictures import PICTURES

QUIET = QuietContext()
BAD = ("十亿像素.png", "坏类型.png", "坏.gif")


@pytest.mark.parametrize("name", BAD)
def test_row67_a_bad_picture_is_no_small_one_and_is_not_mended(
    store: Store, tmp_path: Path, name: str
) -> None:
    PICTURES[name](tmp_path / name)
    document = add_paths(QUIET, store, [tmp_path / name])[0].added[0].document_id
    assert thumbnails(QUIET, store, [document]) == (b"",)
    with pytest.raises(UserError, match=f"{name} 处理不了"):
        mend_picture(QUIET, store, document, Mend(type="jpg"))
