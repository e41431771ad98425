"""Roles hold in the services, whoever calls them; passwords are slow to guess and never shown."""

from __future__ import annotations

import io
import json
import time
from pathlib import Path

import pytest

from db import Store, journal, records
from db.tables.operators import Operator, read_password
from desktop.cli.main import main
from desktop.core.errors import InputError, UserError
from desktop.features.evidence import review_documents
from desktop.features.operators import (
    operators,
    reset_password,
    save_operator,
    set_password,
    sign_in,
    signed_in,
)
from desktop.features.settings import save_settings, setting
from desktop.features.units import delete_units, save_unit
from desktop.features.workspace import create_workspace, open_workspace, undo


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    create_workspace(tmp_path / "县", county="青禾县").close()
    with open_workspace(tmp_path / "县") as store:
        save_operator(store, None, name="王管", role="admin")
        for name, role in (("李审", "review"), ("张录", "entry")):
            save_operator(store, None, name=name, role=role)
    return tmp_path / "县"


def test_without_operators_everything_is_open(store: Store) -> None:
    save_settings(store, {"office": "甲"})
    review_documents(store, [], "passed")


def test_nobody_writes_without_signing_in(workspace: Path) -> None:
    with open_workspace(workspace) as store:
        with pytest.raises(UserError, match="还没有登录"):
            save_unit(store, None, {"name": "甲"})
        sign_in(store, "张录")
        save_unit(store, None, {"name": "甲"})
        assert journal.operations(store, limit=1)[0].who == "张录"


@pytest.mark.parametrize(
    ("name", "may"), [("张录", set()), ("李审", {"review"}), ("王管", {"review", "admin"})]
)
def test_each_role_may_what_it_may(workspace: Path, name: str, may: set[str]) -> None:
    steps = {
        "review": lambda store: review_documents(store, [], "passed"),
        "admin": lambda store: save_settings(store, {"office": name}),
    }
    with open_workspace(workspace) as store:
        sign_in(store, name)
        save_unit(store, None, {"name": f"{name}的单位"})
        for role, step in steps.items():
            if role in may:
                step(store)
            else:
                with pytest.raises(UserError, match="没有改动"):
                    step(store)
        if "review" not in may:
            with pytest.raises(UserError, match="删除单位"):
                delete_units(store, [])
        assert setting(store, "office") == (name if "admin" in may else "")


def test_another_ones_step_is_taken_back_by_an_admin_only(workspace: Path) -> None:
    with open_workspace(workspace) as store:
        sign_in(store, "李审")
        save_unit(store, None, {"name": "李的"})
        step = journal.operations(store, limit=1)[0].id
        sign_in(store, "张录")
        with pytest.raises(UserError, match="撤销别人的步骤"):
            undo(store, step)
        sign_in(store, "王管")
        undo(store, step)


def test_passwords(workspace: Path) -> None:
    with open_workspace(workspace) as store:
        admin = sign_in(store, "王管")
        with pytest.raises(UserError, match="太短"):
            set_password(store, admin.id, fresh="123")
        set_password(store, admin.id, fresh="青禾-2026")
        for wrong in ("", "青禾-2025"):
            with pytest.raises(UserError, match="口令不对"):
                sign_in(store, "王管", wrong)
        with pytest.raises(UserError, match="口令不对"):
            set_password(store, admin.id, former="错", fresh="another one")
        set_password(store, admin.id, former="青禾-2026", fresh="another one")
        assert sign_in(store, "王管", "another one") == signed_in(store)
        sign_in(store, "张录")
        with pytest.raises(UserError, match="设别人的口令"):
            set_password(store, admin.id, fresh="mine from now")


def test_two_equal_passwords_have_different_hashes_and_guessing_is_slow(workspace: Path) -> None:
    with open_workspace(workspace) as store:
        sign_in(store, "王管")
        ids = [item.id for item in operators(store)]
        for operator_id in ids[1:]:
            set_password(store, operator_id, fresh="the same one")
        first, second = (read_password(store, item) for item in ids[1:])
        assert first is not None
        assert second is not None
        assert first.hash != second.hash
        started = time.perf_counter()
        with pytest.raises(UserError):
            sign_in(store, "张录", "guess")
        assert time.perf_counter() - started > 0.01
        shown = str([(c.before, c.after) for c in journal.history(store, ids[1])])
        assert first.hash not in shown
    data = (workspace / "workspace.db").read_bytes()
    assert b"the same one" not in data


def test_there_is_always_an_admin(workspace: Path) -> None:
    with open_workspace(workspace) as store:
        admin = sign_in(store, "王管")
        with pytest.raises(InputError, match="没有保存"):
            save_operator(store, admin.id, name="王管", role="entry")
        with pytest.raises(InputError, match="没有保存"):
            save_operator(store, admin.id, name="王管", role="admin", active=False)
        with pytest.raises(InputError, match="没有保存"):
            save_operator(store, None, name="李审", role="entry")


def test_one_who_has_left_cannot_sign_in_or_go_on(workspace: Path) -> None:
    with open_workspace(workspace) as store:
        sign_in(store, "王管")
        entry = next(item for item in operators(store) if item.name == "张录")
        save_operator(store, entry.id, name="张录", role="entry", active=False)
        with pytest.raises(UserError, match="姓名或口令不对"):
            sign_in(store, "张录")
        store.operator_id = entry.id
        with pytest.raises(UserError, match="还没有登录"):
            save_unit(store, None, {"name": "甲"})


def test_a_forgotten_password_is_dropped_in_sight_of_all(workspace: Path) -> None:
    with open_workspace(workspace) as store:
        admin = sign_in(store, "王管")
        set_password(store, admin.id, fresh="forgotten one")
    with open_workspace(workspace) as store:
        reset_password(store, "王管")
        assert "忘记口令" in journal.operations(store, limit=1)[0].label
        sign_in(store, "王管")
        with pytest.raises(UserError, match="没有这位"):
            reset_password(store, "无名")


def test_undoing_the_first_operator_opens_the_workspace_again(store: Store) -> None:
    save_operator(store, None, name="王管", role="admin")
    set_password(store, operators(store)[0].id, fresh="some password")
    undo(store)
    undo(store)
    assert records.find(store, Operator) == ()


def test_the_command_line_is_bound_too(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def run(*words: object) -> tuple[int, object]:
        stream = io.StringIO()
        code = main([*map(str, words), "-w", str(workspace), "--json"], stream)
        return code, json.loads(stream.getvalue() or "null")

    file = tmp_path / "单位.csv"
    file.write_text("单位简称,类别\n新单位,企业\n", encoding="utf-8")
    assert run("import", "units", file)[0] == 1
    assert run("import", "units", file, "--operator", "张录")[0] == 0
    assert run("operators", "add", "新人", "--operator", "张录")[0] == 1
    assert run("operators", "add", "新人", "--operator", "王管")[0] == 0
    monkeypatch.setenv("YINGJIAN_NEW_PASSWORD", "new password")
    assert run("operators", "password", "王管", "--operator", "王管")[0] == 0
    assert run("operators", "change", "新人", "--leave", "--operator", "王管")[0] == 1
    monkeypatch.setenv("YINGJIAN_PASSWORD", "new password")
    code, rows = run("operators", "change", "新人", "--leave", "--operator", "王管")
    assert code == 0
    assert isinstance(rows, list)
    assert [r["active"] for r in rows] == [True, True, True, False]
    assert [r["password"] for r in rows] == [True, False, False, False]
    assert run("operators", "reset", "王管")[0] == 0
