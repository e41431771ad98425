"""Steps with findings of a real store: batches, refusals, nothing lost."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from db import Store, create_store, records
from db.tables.findings import Finding, FindingPhoto, FindingStep, FindingUnit
from desktop.core.errors import InputError, UserError
from desktop.features.findings import (
    STEPS,
    StepInput,
    able,
    add_photo,
    finding_rows,
    note_finding,
    possible_steps,
    steps_of,
    take_step,
    withdraw_finding,
)
from desktop.features.units import save_unit
from desktop.features.workspace import undo

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40
DAY = date(2026, 6, 1)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    file = tmp_path / "现场.png"
    file.write_bytes(PNG)
    return file


@pytest.fixture
def three(store: Store) -> tuple[str, ...]:
    for name in ("城管局", "住建局"):
        save_unit(store, None, {"name": name})
    return tuple(
        note_finding(store, None, {"text": f"果皮箱满溢{n}", "units": ("城管局",), "found": DAY,
                                   "point": "人民路", "street": "城关街道"})[0].id
        for n in range(3)
    )  # fmt: skip


def test_a_batch_goes_the_whole_way(store: Store, three: tuple[str, ...]) -> None:
    for step, said in (
        ("assign", StepInput(on=DAY)), ("fix", StepInput(on=date(2026, 6, 3))),
        ("close", StepInput(on=date(2026, 6, 4), text="现场看过")),
    ):  # fmt: skip
        assert take_step(store, three, step, said)[0] == 3
    rows = finding_rows(store).all()
    assert {row.state for row in rows} == {"销号"}
    assert {row.due for row in rows} == {date(2026, 6, 8)}
    assert [item.who for item in steps_of(store, three[0])] == ["", "", "城管局", "青禾县创建办"]
    undo(store)
    assert {row.state for row in finding_rows(store).all()} == {"待复查"}


def test_a_batch_is_all_or_nothing(store: Store, three: tuple[str, ...]) -> None:
    take_step(store, three[:1], "assign", StepInput(on=DAY))
    with pytest.raises(InputError) as caught:
        take_step(store, three, "assign", StepInput(on=DAY))
    assert [problem.where for problem in caught.value.problems] == ["问题 1"]
    assert [row.state for row in finding_rows(store).all()] == ["交办", "发现", "发现"]
    assert able(store, three, "assign") == three[1:]
    assert [item.name for item in possible_steps(store, three)][:2] == ["assign", "start"]


def test_the_responsible_unit_cannot_check(store: Store, three: tuple[str, ...]) -> None:
    take_step(store, three, "assign", StepInput(on=DAY))
    take_step(store, three, "fix", StepInput(on=DAY, who="王五"))
    for who, words in (("城管局", "自己复查自己"), ("王 五", "换一个人")):
        with pytest.raises(InputError, match=words):
            take_step(store, three, "close", StepInput(on=DAY, who=who))


def test_transfer_keeps_the_former_unit(store: Store, three: tuple[str, ...]) -> None:
    take_step(store, three, "assign", StepInput(on=DAY))
    take_step(store, three[:1], "transfer",
              StepInput(on=DAY, units=("住建局",), text="职责不在城管"))  # fmt: skip
    row = finding_rows(store).all()[0]
    assert row.units == ("住建局",)
    assert row.state == "交办"
    assert '"former_units"' in steps_of(store, three[0])[-1].detail
    with pytest.raises(InputError, match="没有“天文台”"):
        take_step(store, three, "transfer", StepInput(units=("天文台",), text="x"))


def test_a_deadline_in_an_unknown_year_must_be_given(store: Store, three: tuple[str, ...]) -> None:
    from desktop.features.settings import save_settings

    save_settings(store, {"due_workdays": "99999"})
    with pytest.raises(UserError, match="年的放假安排还没有收录"):
        take_step(store, three, "assign", StepInput(on=DAY))
    take_step(store, three, "assign", StepInput(on=DAY, due=date(2027, 3, 1)))


def test_photos_missing_or_no_picture(store: Store, three: tuple[str, ...], photo: Path) -> None:
    with pytest.raises(UserError, match="找不到照片"):
        add_photo(store, three[0], photo.with_name("没有.png"))
    photo.write_bytes(b"text")
    with pytest.raises(UserError, match="不是图片"):
        take_step(store, three[:1], "fix_at_once", StepInput(on=DAY, who="城管局", photos=(photo,)))
    assert finding_rows(store).all()[0].state == "发现"
    photo.write_bytes(PNG)
    take_step(store, three[:1], "fix_at_once", StepInput(on=DAY, who="城管局", photos=(photo,)))
    assert finding_rows(store).all()[0].photos == 1


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"text": ""}, "不能空"), ({"text": "字" * 20_000}, "20000 个?字"),
        ({"text": "x", "found": date(1900, 1, 1)}, "年份太早"),
        ({"text": "x", "found": DAY, "due": date(2026, 5, 1)}, "早于发现"),
        ({"text": "x", "units": ("天文台",)}, "没有“天文台”"),
    ],
)  # fmt: skip
def test_what_cannot_be_noted(store: Store, values: dict[str, object], words: str) -> None:
    with pytest.raises(UserError, match=words):
        note_finding(store, None, values)
    assert not finding_rows(store).all()


def test_assigned_findings_are_not_deleted(store: Store, three: tuple[str, ...]) -> None:
    take_step(store, three[:1], "assign", StepInput(on=DAY))
    with pytest.raises(UserError, match="不能删除"):
        withdraw_finding(store, three[0])
    withdraw_finding(store, three[1])
    assert len(finding_rows(store).all()) == 2


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("way") / "workspace.db"
    with create_store(file) as store:
        for name in ("城管局", "住建局", "创建办"):
            save_unit(store, None, {"name": name})
        for number in range(2):
            note_finding(store, None, {"text": f"堆物{number}", "found": DAY, "units": ("城管局",)})
    return file


def test_random_steps_lose_nothing(template: Path) -> None:
    """Any steps with any selection: findings, steps, photos and dates only ever grow."""
    import shutil

    class Ledger(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            folder = template.parent / f"run{id(self)}"
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            shutil.copy(template, folder / "workspace.db")
            (folder / "p.png").write_bytes(PNG)
            from db import open_store

            self.store, self.picture = open_store(folder / "workspace.db"), folder / "p.png"
            self.seen: dict[str, set[str]] = {"steps": set(), "photos": set()}
            self.ids = [item.id for item in records.find(self.store, Finding)]

        @rule(
            step=st.sampled_from(list(STEPS)), which=st.integers(1, 3),
            who=st.sampled_from(["", "城管局", "创建办"]), photo=st.booleans(),
            unit=st.sampled_from([(), ("住建局",)]), due=st.none() | st.just(date(2026, 9, 1)),
            text=st.sampled_from(["", "说明"]),
        )  # fmt: skip
        def take(self, step: str, which: int, who: str, photo: bool, unit: tuple[str, ...],
                 due: date | None, text: str) -> None:  # fmt: skip
            ids = [item for bit, item in enumerate(self.ids) if which >> bit & 1]
            photos = (self.picture,) if photo else ()
            before = records.find(self.store, Finding, order="number")
            try:
                take_step(self.store, ids, step, StepInput(DAY, who, text, due, unit, photos))
            except UserError:
                assert records.find(self.store, Finding, order="number") == before

        @invariant()
        def all_is_there(self) -> None:
            findings = {item.id: item for item in records.find(self.store, Finding)}
            assert sorted(findings) == sorted(self.ids)
            for name, kind in (("steps", FindingStep), ("photos", FindingPhoto)):
                now = {item.id for item in records.find(self.store, kind)}
                assert self.seen[name] <= now
                self.seen[name] = now
            for item in records.find(self.store, FindingStep, order="id"):
                findings[item.finding_id] = findings[item.finding_id]
            last = {s.finding_id: s for s in records.find(self.store, FindingStep, order="id")}
            for finding in findings.values():
                assert last[finding.id].state_after == finding.state
                assert finding.found == DAY
                assert records.find(self.store, FindingUnit, finding_id=finding.id)

        def teardown(self) -> None:
            self.store.close()

    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(
        Ledger, settings=settings(max_examples=12, stateful_step_count=20, deadline=None,
                                  suppress_health_check=list(HealthCheck)),
    )  # fmt: skip


def test_the_list_and_the_rules_use_the_same_words(store: Store, three: tuple[str, ...]) -> None:
    from desktop.features.findings import STATES

    for code, word in STATES.items():
        finding = records.get(store, Finding, three[0])
        assert finding is not None
        with store.write("test"):
            records.update(store, [records.changed(finding, state=code)])
        assert finding_rows(store).all()[0].state == word
