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
from desktop.core.job import QuietContext
from desktop.features.evidence import review_documents
from desktop.features.exchange import ImportRequest, apply_import, preview_import
from desktop.features.findings import STEPS, StepInput, note_finding, take_step
from desktop.features.operators import (
    Right,
    operators,
    reset_password,
    rights,
    role_names,
    save_operator,
    set_password,
    sign_in,
    signed_in,
)
from desktop.features.packages import Choice, Order, build_package
from desktop.features.settings import save_settings, setting
from desktop.features.units import delete_units, save_unit
from desktop.features.workspace import create_workspace, open_workspace, redo, undo


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
                with pytest.raises(UserError, match="没有改动。可以请 王管"):
                    step(store)
        if "review" not in may:
            with pytest.raises(UserError, match=r"没有做“删除 0 个单位”：“张录”的角色是录入，"):
                delete_units(store, [])
        assert setting(store, "office") == (name if "admin" in may else "")


@pytest.mark.parametrize("right", rights().values(), ids=lambda right: right.name)
def test_every_right_is_asked_for(workspace: Path, right: Right) -> None:
    order = list(role_names())
    with open_workspace(workspace) as store:
        for name, role in (("张录", "entry"), ("李审", "review"), ("王管", "admin")):
            sign_in(store, name)
            if order.index(role) >= order.index(right.role):
                with store.write("做一件事", right=right.name):
                    pass
            else:
                with (
                    pytest.raises(UserError, match=f"没有做“做一件事”.*{right.title}要由"),
                    store.write("做一件事", right=right.name),
                ):
                    raise AssertionError


def test_work_that_takes_long_asks_first(workspace: Path, tmp_path: Path) -> None:
    with open_workspace(workspace) as store:
        sign_in(store, "张录")
        with pytest.raises(UserError, match="没有做“打包”"):
            build_package(QuietContext(), store, tmp_path / "包", Order(Choice()))
        file = tmp_path / "体系.csv"
        file.write_text(
            "测评项目,测评内容,测评标准,测评方式\nⅡ-1 项目,1 内容,1)标准,材料审核\n",
            encoding="utf-8",
        )
        preview = preview_import(store, ImportRequest("indicators", file))
        with pytest.raises(UserError, match="改测评体系和检查标准要由管理"):
            apply_import(store, preview)
        assert journal.operations(store, limit=1)[0].label.startswith("新增操作员")


def test_a_finding_is_closed_by_a_reviewer(workspace: Path) -> None:
    assert {rule.right for rule in STEPS.values()} == {"findings.edit", "findings.decide"}
    with open_workspace(workspace) as store:
        sign_in(store, "张录")
        save_unit(store, None, {"name": "甲局"})
        finding = note_finding(store, None, {"text": "破损", "place": "东门"})[0]
        said = StepInput(units=("甲局",))
        with pytest.raises(UserError, match="没有做“交办 问题"):
            take_step(store, [finding.id], "assign", said)
        sign_in(store, "李审")
        take_step(store, [finding.id], "assign", said)
        sign_in(store, "张录")
        take_step(store, [finding.id], "start", StepInput())


def test_a_workspace_just_made_asks_too(tmp_path: Path) -> None:
    with create_workspace(tmp_path / "新", county="青禾县") as store:
        save_operator(store, None, name="王管", role="admin")
        save_operator(store, None, name="张录", role="entry")
        sign_in(store, "张录")
        with pytest.raises(UserError, match="改设置要由管理"):
            save_settings(store, {"office": "甲"})


def test_another_ones_step_is_taken_back_by_an_admin_only(workspace: Path) -> None:
    with open_workspace(workspace) as store:
        sign_in(store, "李审")
        save_unit(store, None, {"name": "李的"})
        step = journal.operations(store, limit=1)[0].id
        sign_in(store, "张录")
        with pytest.raises(UserError, match="撤销、重做别人的步骤要由管理"):
            undo(store, step)
        sign_in(store, "王管")
        undo(store, step)
        sign_in(store, "张录")
        with pytest.raises(UserError, match="没有做“重做：新增单位“李的””"):
            redo(store)
        sign_in(store, "李审")
        redo(store)


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
