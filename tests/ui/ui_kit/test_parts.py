"""The table model and the worker."""

from __future__ import annotations

import threading
import time
from typing import Any

from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from db import SqlRows, Store
from db.tables.points import POINTS
from desktop.core.errors import UserError
from desktop.core.row_source import Query
from desktop.ui_kit.form import Field, FormDialog
from desktop.ui_kit.job_runner import JobRunner, Outcome
from desktop.ui_kit.rows_model import Column, RowsModel


class Nothing:
    """A store that needs no closing."""

    def close(self) -> None:
        """Do nothing."""


def test_the_model_keeps_qts_contract(qtmodeltester: ModelTester, county_store: Store) -> None:
    model = RowsModel(
        SqlRows(county_store, POINTS), (Column("name", "名称"), Column("lng", "经度"))
    )
    qtmodeltester.check(model)
    model.ask(Query("公园"))
    assert model.rowCount() < 260
    assert model.rowCount(model.index(0, 0)) == 0


def finished(qtbot: QtBot, runner: JobRunner, job: Any) -> Outcome:
    outcomes: list[Outcome] = []
    running = runner.run("工作", job, outcomes.append)
    qtbot.waitUntil(lambda: bool(outcomes), timeout=10_000)
    assert running.title == "工作"
    return outcomes[0]


def test_the_worker_reports_value_error_and_cancelling(qtbot: QtBot) -> None:
    runner = JobRunner(Nothing)
    assert finished(qtbot, runner, lambda ctx, store: 7).value == 7

    def fail(ctx: Any, store: Any) -> None:
        raise UserError("不行")

    assert str(finished(qtbot, runner, fail).error) == "不行"
    begun = threading.Event()

    def wait(ctx: Any, store: Any) -> None:
        while True:
            begun.set()
            ctx.step(0, 0, "等")
            time.sleep(0.01)

    outcomes: list[Outcome] = []
    running = runner.run("等", wait, outcomes.append)
    queued: list[Outcome] = []
    runner.run("排队", wait, queued.append)
    qtbot.waitUntil(begun.is_set)
    running.cancel()
    qtbot.waitUntil(lambda: bool(outcomes))
    runner.shutdown()
    qtbot.waitUntil(lambda: bool(queued))
    assert (outcomes[0].cancelled, queued[0].cancelled) == (True, True)


def test_a_form_shows_errors_and_saves(qtbot: QtBot) -> None:
    saved: list[dict[str, str]] = []

    def save(values: Any) -> None:
        if values["name"] == "坏":
            raise UserError("不能叫坏")
        saved.append(dict(values))

    form = FormDialog(None, "f", "表单", (Field("name", "名称", required=True),), save)
    qtbot.addWidget(form)
    form._try()
    assert form._errors["name"].text() == "请填写名称"
    form._inputs["name"].setText("坏")  # type: ignore[union-attr]
    form._try()
    assert "不能叫坏" in form._error.text()
    form._inputs["name"].setText("好")  # type: ignore[union-attr]
    form._try()
    assert saved == [{"name": "好"}]
