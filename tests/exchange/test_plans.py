"""Plan, apply, undo: of divisions by the chunk, of the other kinds whole."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event, inspect

from models.exchange import resting
from models.exchange.lines import BatchState, Verdict
from models.exchange.planning import PlanService
from models.exchange.planrefusals import (
    NotAPlan,
    NotUndoable,
    PlanEdited,
    PlanMoved,
    SomethingRests,
    WouldOverwrite,
)
from models.exchange.readers import Source
from models.exchange.refusals import RowsRejected
from models.exchange.undoing import BatchService
from models.exchange.views import ImportOptions
from models.ledger.service import LedgerService
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from pathlib import Path

    from models.accounts.views import Actor
    from models.exchange.service import ExchangeService
    from models.kernel.clock import ManualClock
    from models.kernel.store import Store

PARTIAL = ImportOptions(partial=True)


@pytest.fixture
def plans(store: Store, clock: ManualClock) -> PlanService:
    return PlanService(store, clock)


@pytest.fixture
def batches(store: Store, clock: ManualClock) -> BatchService:
    return BatchService(store, clock)


def csv(*lines: str, head: str = "code,name") -> Source:
    return Source("区划.csv", "\n".join([head, *lines]).encode())


def exported(exchange: ExchangeService, admin: Actor, kind: str = "divisions") -> bytes:
    target = io.BytesIO()
    exchange.export(admin, kind, target, json_lines=True)
    return target.getvalue()


def rows(plan: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in plan.read_text("utf-8").splitlines()]


OLD = csv("990101101,旧镇", "990101102,同镇")
NEW = csv("990101101,新镇", "990101102,同镇", "990101103001,新村", "16,无此省", "990101103001,再来")


def test_a_plan_says_what_happens_to_each_row_and_is_carried_out(
    exchange: ExchangeService,
    plans: PlanService,
    batches: BatchService,
    admin: Actor,
    tmp_path: Path,
    store: Store,
    clock: ManualClock,
) -> None:
    exchange.import_file(admin, "divisions", OLD)
    before = exported(exchange, admin)
    plan = tmp_path / "p.plan"
    (said,) = plans.make(admin, "divisions", [NEW], plan, options=PARTIAL)
    assert (said.created, said.changed, said.same, said.rejected, said.completed) == (1, 1, 1, 2, 1)
    head, *lines, end = rows(plan)
    assert (head["kind"], head["file"], len(head["sha256"])) == ("divisions", "区划.csv", 64)
    assert [(line["row"], line["do"]) for line in lines] == [
        (4, "create"), (2, "change"), (3, "same"), (5, "reject"), (6, "reject"), (0, "complete"),
    ]  # fmt: skip
    assert lines[1]["change"] == {"name": ["旧镇", "新镇"]}
    assert lines[3]["reason"]
    assert len(end["rests_on"]) == 64
    assert exported(exchange, admin) == before
    (done,) = plans.apply(admin, plan)
    assert (done.number, done.created, done.changed, done.rejected, len(done.problems)) == (2, 1, 1, 2, 2)
    after = exported(exchange, admin)
    # The same plan again changes nothing, and says so.
    (again,) = plans.apply(admin, plan)
    assert (again.number, len(again.assumptions)) == (2, 1)
    assert exported(exchange, admin) == after
    told = list(batches.lines(admin, 2))
    assert [(line.verdict, line.key, line.changes() if line.before else None) for line in told] == [
        (Verdict.COMPLETE, "990101103000", None),
        (Verdict.CHANGE, "990101101000", {"name": ("旧镇", "新镇")}),
        (Verdict.CREATE, "990101103001", None),
    ]
    report = batches.undo(admin, 2)
    assert (report.number, report.removed, report.restored, report.kept) == (3, 2, 1, 0)
    assert exported(exchange, admin) == before
    assert [(each.number, each.state, each.undoes) for each in exchange.batches(admin)] == [
        (3, BatchState.DONE, 2),
        (2, BatchState.UNDONE, None),
        (1, BatchState.DONE, None),
    ]
    entry = LedgerService(store, clock).entries(admin, "batch:3").rows[0]
    assert (entry.action, entry.after and entry.after["undoes"]) == ("undo", 2)
    assert LedgerService(store, clock).check() == batches.check() == []
    for number in (2, 3):
        with pytest.raises(NotUndoable):
            batches.undo(admin, number)


def test_an_altered_plan_and_a_moved_database_are_refused(
    exchange: ExchangeService, plans: PlanService, admin: Actor, tmp_path: Path
) -> None:
    exchange.import_file(admin, "divisions", OLD)
    plan = tmp_path / "p.plan"
    plans.make(admin, "divisions", [NEW], plan, options=PARTIAL)
    whole = plan.read_bytes()
    for old, new in (("新镇", "别镇"), ('"row":2', '"row":3'), ('"rests_on":"', '"rests_on":"0')):
        plan.write_bytes(whole.replace(old.encode(), new.encode(), 1))
        with pytest.raises(PlanEdited):
            plans.apply(admin, plan)
    for broken in (whole[:-200], b"", b"{}\n", whole[:30]):
        plan.write_bytes(broken)
        with pytest.raises((NotAPlan, PlanEdited)):
            plans.apply(admin, plan)
    plan.write_bytes(whole)
    # What has nothing to do with it does not matter.
    exchange.import_file(admin, "divisions", csv("990102101,别县镇"))
    exchange.import_file(admin, "divisions", csv("990101102,同镇改名"))
    before = exported(exchange, admin)
    with pytest.raises(PlanMoved) as refusal:
        plans.apply(admin, plan)
    assert refusal.value.params["keys"] == "990101102000"
    assert exported(exchange, admin) == before
    plans.make(admin, "divisions", [NEW], plan, options=PARTIAL)
    exchange.import_file(admin, "divisions", csv("990101103001,抢先村"))
    with pytest.raises(PlanMoved):
        plans.apply(admin, plan)
    plans.make(admin, "divisions", [NEW], plan, options=ImportOptions())
    with pytest.raises(RowsRejected):
        plans.apply(admin, plan)


def test_what_stands_is_overwritten_only_when_that_was_agreed(
    exchange: ExchangeService, plans: PlanService, admin: Actor, tmp_path: Path
) -> None:
    exchange.import_file(admin, "divisions", OLD)
    before = exported(exchange, admin)
    with pytest.raises(WouldOverwrite) as refusal:
        exchange.import_file(admin, "divisions", NEW, options=ImportOptions(partial=True, overwrite=False))
    assert refusal.value.summary.changed == 1
    plan = tmp_path / "p.plan"
    plans.make(admin, "divisions", [NEW], plan, options=PARTIAL)
    with pytest.raises(WouldOverwrite):
        plans.apply(admin, plan, overwrite=False)
    assert exported(exchange, admin) == before


@BOTH_ENGINES
def test_what_something_rests_on_is_named_and_stays(
    exchange: ExchangeService,
    batches: BatchService,
    admin: Actor,
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # As of an import of many rows: each that goes would be looked for in all cases.
    monkeypatch.setattr(resting, "_MANY", 1)
    made: list[str] = []
    event.listen(store.engine, "before_cursor_execute", lambda *said: made.append(said[2]))
    exchange.import_file(
        admin, "divisions", csv("990101103001,一村", "990101103002,二村", "990101104001,三村")
    )
    grid = {"code": "G1", "name": "一网格", "division_code": "990101103001"}
    exchange.import_rows(admin, "grids", [grid])
    exchange.import_file(admin, "divisions", csv("990101104001,三村改名"))
    before = exported(exchange, admin)
    with pytest.raises(SomethingRests) as refusal:
        batches.undo(admin, 1)
    said = {each.key: str(each.by) for each in refusal.value.report.resting}
    assert said["990101103001"].endswith("grid G1")
    assert set(said) == {
        "990101103001", "990101103000", "990101104001", "990101104000", "990101000000",
        "990100000000", "990000000000",
    }  # fmt: skip
    assert exported(exchange, admin) == before
    report = batches.undo(admin, 1, partial=True)
    assert (report.removed, report.kept) == (1, 7)
    assert exchange.batches(admin)[1:][-1].state is BatchState.PARTLY
    assert b"990101103002" not in exported(exchange, admin)
    tables = ("case_task", "cases", "office")
    found_by = {f"undo_{table}_division_code" for table in tables}
    assert {line.split()[2] for line in made if line.startswith("CREATE INDEX")} == found_by
    left = {each["name"] for table in tables for each in inspect(store.engine).get_indexes(table)}
    assert not left & found_by


UNITS = [
    {"code": "U1", "name": "执法队", "division_code": "990101103000"},
    {"code": "U2", "name": "中队", "division_code": "990101103000", "parent_code": "U1"},
]
STAFF = [
    {"code": "S1", "name": "李敏", "unit_code": "U2", "post": "队员", "login": "limin", "roles": "处置员"},
    {"code": "S2", "name": "张三", "unit_code": "U1"},
]


@BOTH_ENGINES
def test_rows_with_codes_are_taken_back_by_the_rules_of_their_kind(
    exchange: ExchangeService, batches: BatchService, admin: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As of many.
    monkeypatch.setattr(resting, "_MANY", 1)
    exchange.import_rows(admin, "divisions", [{"code": "990101103", "name": "大岭镇"}])
    exchange.import_rows(admin, "units", UNITS)
    before = exported(exchange, admin, "units")
    changed = [
        {**UNITS[0], "name": "综合执法队"},
        {**UNITS[1], "parent_code": "U3"},
        {**UNITS[0], "code": "U3"},
    ]
    number = exchange.import_rows(admin, "units", changed).number
    assert number is not None
    report = batches.undo(admin, number)
    assert (report.removed, report.restored, report.kept) == (1, 2, 0)
    assert exported(exchange, admin, "units") == before
    staff = exchange.import_rows(admin, "staff", STAFF).number
    assert staff is not None
    with pytest.raises(SomethingRests) as refusal:
        batches.undo(admin, 2)
    assert {each.key for each in refusal.value.report.resting} == {"U1", "U2"}
    exchange.import_rows(admin, "staff", [{**STAFF[1], "name": "张三丰"}])
    report = batches.undo(admin, staff, partial=True)
    assert (report.removed, [each.key for each in report.resting]) == (1, ["S2"])


def test_a_plan_of_rows_that_depend_on_each_other_is_carried_out_whole(
    exchange: ExchangeService, plans: PlanService, batches: BatchService, admin: Actor, tmp_path: Path
) -> None:
    exchange.import_rows(admin, "divisions", [{"code": "990101103", "name": "大岭镇"}])
    exchange.import_rows(admin, "units", UNITS)
    source = Source(
        "单位.csv",
        "code,name,division_code,parent_code\nU1,新名,990101103,\nU4,四队,990101103,U1\nU5,x,1,\n".encode(),
    )
    plan = tmp_path / "u.plan"
    plans.make(admin, "units", [source], plan, options=PARTIAL)
    lines = rows(plan)[1:-1]
    assert [(line["row"], line["do"]) for line in lines] == [(2, "change"), (3, "create"), (4, "reject")]
    assert lines[0]["change"] == {"name": ["执法队", "新名"]}
    (done,) = plans.apply(admin, plan)
    assert (done.created, done.changed, done.rejected) == (1, 1, 1)
    assert plans.apply(admin, plan)[0].number == done.number
    classes = Source("类.csv", "scheme,code,name,parent_code\nevent,01,市容,\nevent,0101,乱堆,01\n".encode())
    (classed,) = [exchange.import_file(admin, "classes", classes)]
    exchange.import_rows(admin, "units", [{**UNITS[0], "name": "又改"}])
    plans.make(admin, "units", [source], plan, options=PARTIAL)
    exchange.import_rows(admin, "units", [{**UNITS[0], "name": "再改"}])
    with pytest.raises(PlanMoved) as refusal:
        plans.apply(admin, plan)
    assert refusal.value.params["keys"] == "U1"
    assert classed.number is not None
    assert batches.undo(admin, classed.number).removed == 2


def test_matters_are_taken_back_by_versions(
    exchange: ExchangeService, batches: BatchService, admin: Actor, clock: ManualClock
) -> None:
    head = "kind,major_code,major_name,minor_code,minor_name,filing_conditions,limits"
    old = Source("m.csv", f"{head}\nevent,01,市容,01,乱倒垃圾,少量；大量,4WH 8WH\n".encode())
    new = Source("m.csv", f"{head}\nevent,01,市容,01,乱倒,多,2WH\nevent,01,市容,02,占道,有,8WH\n".encode())
    exchange.import_file(admin, "matters", old)
    before = exported(exchange, admin, "matters")
    clock.advance(timedelta(days=1))
    exchange.import_file(admin, "matters", new)
    report = batches.undo(admin, 2)
    assert (report.removed, report.restored, report.kept) == (1, 1, 0)
    after = exported(exchange, admin, "matters").splitlines()
    assert before.splitlines()[0] in after
    retired = [json.loads(line) for line in after if json.loads(line)["name"] == "占道"]
    assert [each["status"] for each in retired] in ([], ["retired"])
