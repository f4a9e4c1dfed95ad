"""Loading the log of another system: once, again, more of it, and working on from there."""

from __future__ import annotations

import gzip
import random
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from models.accounts.views import Role
from models.api import Services
from models.cases.former_refusals import GivenDeadline
from models.cases.kinds import Action, CaseState, Channel, CloseKind, Light, QueueKey
from models.cases.recounting import recounted
from models.cases.wordsearch import WordSearchService
from models.exchange import resting
from models.exchange.lines import Verdict
from models.exchange.logs.service import LogService
from models.exchange.logs.views import Known, LogOptions
from models.exchange.planrefusals import NotUndoable, SomethingRests
from models.exchange.readers import Source
from models.exchange.refusals import RowsRejected
from models.exchange.undoing import BatchService
from models.kernel.errors import NotFound, NotPermitted
from models.ledger.service import LedgerService
from tests.cases.conftest import make_desk
from tests.cases.township import all_pages
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from models.cases.views import CaseView
    from models.exchange.views import ImportSummary
    from models.kernel.clock import ManualClock
    from models.kernel.store import Store
    from tests.cases.township import Desk

HEAD = "case:concept:name,concept:name,time:timestamp,org:resource,org:group,case:deadline,优先级,case:金额\n"
LATE = (
    "GD 7,Create,2026-01-05 09:00:00,User 12,热线组,2026-01-08 17:00,高,10\n",
    "GD 7,Assign,2026-01-05 09:00:00,User 12,综合执法办,2026-01-08 17:00,高,10\n",
    "GD 7,Require upgrade,2026-01-07T02:00:00Z,User 3,综合执法办,2026-01-08 17:00,\x1b[2J低,10\n",
    "GD 7,Close,2026-01-09 10:00,User 3,综合执法办,2026-01-08 17:00,,10\n",
)
OPEN = (
    "B-2,Create,2026-02-02T09:00:00+08:00,李,,2026-03-31 18:00,,3\n",
    "B-2,派遣,2026-02-02 10:00,李,综合执法办,2026-03-31 18:00,,3\n",
)
MIXED = HEAD + LATE[3] + OPEN[1] + LATE[0] + LATE[1] + OPEN[0] + LATE[2]


def load(desk: Desk, data: str | bytes, *, plan: bool = False, **options: Any) -> ImportSummary:
    logs = LogService(desk.store, desk.clock)
    how = LogOptions(**{"system": "旧系统", "grid": "G01", **options})
    raw = data.encode() if isinstance(data, str) else data
    run = logs.plan_log if plan else logs.import_log
    return run(desk.town.actor(Role.SYSTEM_ADMIN), Source("log.csv", raw), how)


def counts(summary: ImportSummary) -> tuple[int, int, int, int, int]:
    return summary.created, summary.changed, summary.same, summary.skipped, summary.rejected


def seen(desk: Desk, number: str) -> CaseView:
    return desk.cases.case(desk.town.actor(Role.DUTY_CHIEF), number)


def states(case: CaseView) -> list[CaseState]:
    return [event.to_state for event in case.timeline]


@BOTH_ENGINES
def test_a_log_goes_in_again_and_on(store: Store, clock: ManualClock) -> None:
    desk = make_desk(store, clock)
    assert counts(load(desk, MIXED, plan=True)) == (6, 0, 0, 0, 0)
    first = load(desk, MIXED)
    assert counts(first) == (6, 0, 0, 0, 0)
    assert first.totals == {
        "cases": 2, "new_cases": 2, "changed_cases": 0, "open_cases": 1, "late_cases": 1,
    }  # fmt: skip
    late = seen(desk, "GD-7")
    assert (late.state, late.light, late.close_kind) == (CaseState.FINISHED, Light.MISSED, CloseKind.LATE)
    assert late.closed_at == datetime(2026, 1, 9, 2, tzinfo=UTC)
    assert [event.activity for event in late.timeline] == ["Create", "Assign", "Require upgrade", "Close"]
    noted = late.timeline[2]
    assert (noted.action, noted.actor_name, noted.unit_name) == (Action.FORMER, "User 3", "综合执法办")
    assert noted.details["kept"] == {"优先级": "低"}
    assert late.former is not None
    assert (late.former.system, late.former.number, late.former.kept) == ("旧系统", "GD 7", {"金额": "10"})
    open_case = seen(desk, "B-2")
    assert (open_case.state, open_case.light) == (CaseState.DISPATCHED, Light.GREEN)
    assert open_case.receipt is not None
    assert open_case.receipt["given"] == "2026-03-31 18:00"
    assert desk.cases.check() == []
    # The same again, though its rows lie in another order.
    assert counts(load(desk, HEAD + "".join([*OPEN, *LATE]))) == (0, 0, 6, 0, 0)

    more = load(desk, MIXED + "B-2,Wait,2026-02-01 08:00,李,,2026-04-01 18:00,,3\n")
    assert counts(more) == (0, 1, 6, 0, 0)
    again = seen(desk, "B-2")
    assert states(again) == [CaseState.REPORTED, CaseState.DISPATCHED, CaseState.DISPATCHED]
    assert again.due_at == datetime(2026, 4, 1, 10, tzinfo=UTC)
    assert desk.cases.check() == []
    work_on(desk, again)


def test_a_log_is_taken_back_until_somebody_acts_on_its_cases(
    store: Store, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resting, "_MANY", 1)
    desk = make_desk(store, clock)
    batches, admin = BatchService(store, clock), desk.town.actor(Role.SYSTEM_ADMIN)

    def undone(number: int | None, *, partial: bool = False) -> tuple[int, int, int]:
        report = batches.undo(admin, number or 0, partial=partial)
        return report.removed, report.restored, report.kept

    first = load(desk, MIXED)
    before = seen(desk, "B-2")
    more = load(desk, MIXED + "B-2,Wait,2026-02-03 08:00,李,,2026-04-01 18:00,,3\n")
    [line] = batches.lines(admin, more.number or 0)
    assert line[:3] == (6, Verdict.CHANGE, "B-2")
    with pytest.raises(SomethingRests) as refused:
        undone(first.number)
    assert [each.key for each in refused.value.report.resting] == ["B-2"]
    assert undone(more.number) == (0, 1, 0)
    assert seen(desk, "B-2") == before
    assert (desk.cases.check(), batches.check(), LedgerService(store, clock).check()) == ([], [], [])
    assert undone(first.number) == (2, 0, 0)
    with pytest.raises(NotFound):
        seen(desk, "GD-7")
    with pytest.raises(NotUndoable):
        undone(first.number)
    assert [*desk.cases.check(), *WordSearchService(store).check()] == []
    # Loaded again it comes under the same numbers, and only what nobody acted on goes again.
    again = load(desk, MIXED.replace(",高,", ",急,"))
    assert counts(again) == (6, 0, 0, 0, 0)
    handler = desk.town.actor(Role.HANDLER)
    desk.step(desk.cases.case_by_id(handler, seen(desk, "B-2").id), Action.TAKE, handler)
    assert undone(again.number, partial=True) == (1, 0, 1)
    assert seen(desk, "B-2").state is CaseState.HANDLING
    assert (desk.cases.check(), LedgerService(store, clock).check()) == ([], [])
    with store.write() as session:
        session.connection().execute(text("DELETE FROM case_event WHERE activity IS NOT NULL AND seq = 2"))
    assert desk.cases.check() != []


def work_on(desk: Desk, case: CaseView) -> None:
    """Finish an open case by our own table, then let more of the log come in."""
    lead, handler = desk.town.actor(Role.UNIT_LEAD), desk.town.actor(Role.HANDLER)
    case = desk.step(desk.cases.case_by_id(handler, case.id), Action.TAKE, handler)
    asked = desk.step(desk.cases.case_by_id(lead, case.id), Action.ASK_EXTENSION, lead)
    with pytest.raises(GivenDeadline):
        desk.step(asked, Action.GRANT_EXTENSION, Role.DISPATCHER)
    case = desk.step(desk.cases.case_by_id(handler, case.id), Action.FEEDBACK, handler)
    case = desk.step(case, Action.VERIFY, Role.COLLECTOR)
    case = desk.step(seen(desk, "B-2"), Action.CLOSE, Role.DUTY_CHIEF)
    assert (case.state, case.close_kind, case.light) == (CaseState.FINISHED, CloseKind.NORMAL, Light.MET)
    assert desk.cases.check() == []
    late = load(desk, HEAD + OPEN[0] + OPEN[1] + "B-2,Reopen,2026-02-20 08:00,李,,,,3\n")
    assert counts(late) == (0, 1, 2, 0, 0)
    case = seen(desk, "B-2")
    assert case.state is CaseState.FINISHED
    assert case.timeline[-1].activity == "Reopen"
    # Nothing but its former deadline was ever known: opened again it has none until it is filed.
    case = desk.step(case, Action.REOPEN, Role.ACCEPTOR)
    assert (case.due_at, case.clock_running) == (None, False)
    case = desk.step(case, Action.RETURN, Role.DISPATCHER)
    case = desk.step(case, Action.FILE, Role.DUTY_CHIEF)
    assert case.condition is not None
    assert case.due_at is not None
    assert desk.cases.check() == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("UPDATE case_event SET activity = 'Other' WHERE seq = 3", "not what was loaded"),
        ("UPDATE case_event SET actor_name = 'Nobody' WHERE seq = 2", "not what was loaded"),
        ("UPDATE case_event SET at = '2026-01-05 03:00:00.000000' WHERE seq = 2", "not what was loaded"),
        ("UPDATE case_event SET details = NULL", "not what was loaded"),
        ("UPDATE case_event SET activity = NULL WHERE seq = 3", "does not lead from"),
        ("DELETE FROM case_origin", "have no origin"),
        ("UPDATE cases SET due_at = '2026-06-01 00:00:00.000000'", "not the one the former system gave"),
        ("UPDATE cases SET receipt = NULL", "deadline without a filing condition"),
        ("UPDATE cases SET clock_running = NOT clock_running", "clock does not agree"),
        ("UPDATE cases SET closed_at = NULL, title = 'x'", "the title does not hold"),
    ],
)
def test_the_check_sees_what_was_changed(sqlite_desk: Desk, change: str, says: str) -> None:
    load(sqlite_desk, HEAD + "".join(LATE))
    with sqlite_desk.store.write() as session:
        session.connection().execute(text(change))
    assert any(says in finding.sentence % finding.params for finding in sqlite_desk.cases.check())


def test_bad_rows_are_named_and_nothing_is_half_done(sqlite_desk: Desk) -> None:
    bad = MIXED + (
        ",Create,2026-02-02 09:00,,,,,\n"
        "C,Create,yesterday,,,,,\n"
        "C,,2026-02-02 09:00,,,,,\n"
        "C,Create,2999-01-01,,,,,\n"
        "D,Create,2026-02-02 09:00,,,soon,,\n"
        "C,Create,2026-02-02 09:00,,,,,,,beyond\n"
    )
    with pytest.raises(RowsRejected) as refused:
        load(sqlite_desk, bad)
    summary = refused.value.summary
    assert counts(summary) == (0, 0, 0, 6, 6)
    assert [problem.row for problem in summary.problems] == [8, 9, 10, 11, 12, 13]
    assert counts(load(sqlite_desk, bad, partial=True)) == (6, 0, 0, 0, 6)
    assert sqlite_desk.cases.check() == []


def test_what_a_case_names_is_looked_up(sqlite_desk: Desk, clock: ManualClock) -> None:
    rows = (
        "编号,环节,办理时间,结案时间,网格,事项,标题,来源,条件序号,截止时间\n"
        "X1,登记,2026-02-02 09:00,,桥头02,0101,井盖破损,热线,1,2026-02-03\n"
        "X1,处置,2026-02-03 09:00,2026-02-03 11:00,桥头02,0101,井盖破损,热线,1,2026-02-03\n"
        "X2,登记,2026-02-02 09:00,未结案,不知,,路灯,巡查,,\n"
        "X2,结案,2026-02-03 09:00,未结案,不知,,路灯,巡查,,\n"
        "X3,立案,2026-02-02 09:00,,桥头02,0101,井盖,热线,1,2026-04-03\n"
    )
    with sqlite_desk.store.read() as session:
        code = session.connection().scalar(text("SELECT code FROM matter_span ORDER BY id LIMIT 1"))
    load(sqlite_desk, rows.replace("0101", str(code)))
    closed, still_open = seen(sqlite_desk, "X1"), seen(sqlite_desk, "X2")
    assert (closed.state, closed.grid_name, closed.title) == (CaseState.FINISHED, "桥头02", "井盖破损")
    assert closed.closed_at == datetime(2026, 2, 3, 3, tzinfo=UTC)
    assert closed.matter is not None
    assert closed.matter.code == code
    assert closed.condition is not None
    # A day without a time is over when it ends.
    assert (closed.light, closed.due_at) == (Light.MET, datetime(2026, 2, 3, 16, tzinfo=UTC))
    # The log says it is open although it was closed: somebody still has to be called back.
    assert (still_open.state, still_open.grid_name) == (CaseState.CLOSED, "岭南01")
    assert still_open.channel is Channel.PATROL
    filed = seen(sqlite_desk, "X3")
    assert (filed.state, filed.light) == (CaseState.FILED, Light.GREEN)
    # Nobody here worked its deadline out, so nobody counts it again or moves it with the calendar.
    assert sqlite_desk.cases.verify_deadlines().counted == 0
    with sqlite_desk.store.write() as session:
        calendar, doer = (
            Services(sqlite_desk.store, clock).calendar,
            sqlite_desk.town.actor(Role.SYSTEM_ADMIN),
        )
        assert list(recounted(session, calendar, doer, clock.now())) == []
    assert sqlite_desk.cases.check() == []
    with pytest.raises(RowsRejected) as refused:
        load(sqlite_desk, rows.replace("0101", "不存在"), system="另一个")
    assert refused.value.summary.rejected == 3


def test_a_unit_nobody_knows_leaves_an_open_case_to_the_dispatcher(sqlite_desk: Desk) -> None:
    summary = load(sqlite_desk, HEAD + OPEN[0] + OPEN[1].replace("综合执法办", "Group 4"))
    case = seen(sqlite_desk, "B-2")
    assert (case.state, case.timeline[-1].unit_name) == (CaseState.FILED, "Group 4")
    assert any("Group 4" in str(said) for said in summary.assumptions)
    lines = all_pages(sqlite_desk, sqlite_desk.town.actor(Role.DISPATCHER), QueueKey.TO_DISPATCH, 10)
    assert [line.number for line in lines] == ["B-2"]
    case = sqlite_desk.step(case, Action.DISPATCH, Role.DISPATCHER)
    assert (case.light, sqlite_desk.cases.check()) == (Light.GREEN, [])


def test_a_case_before_filing_has_its_light_and_ends_with_its_clock(sqlite_desk: Desk) -> None:
    load(sqlite_desk, HEAD + OPEN[0] + OPEN[0].replace("B-2", "B-3").replace("2026-03-31", "2026-02-03"))
    fresh, late = seen(sqlite_desk, "B-2"), seen(sqlite_desk, "B-3")
    assert (fresh.state, fresh.light, late.light) == (CaseState.REPORTED, Light.GREEN, Light.RED)
    gone = sqlite_desk.step(fresh, Action.REFUSE, Role.ACCEPTOR)
    assert (gone.light, gone.clock_running) == (Light.MET, False)
    late = sqlite_desk.step(late, Action.ACCEPT, Role.ACCEPTOR)
    filed = sqlite_desk.step(late, Action.FILE, Role.ACCEPTOR)
    assert (filed.clock_started_at, filed.light) == (sqlite_desk.clock.now(), Light.GREEN)
    assert sqlite_desk.cases.check() == []


def test_a_table_says_what_activities_are(sqlite_desk: Desk) -> None:
    table = Source("map.csv", "theirs,ours,state\nCreate,event,\n派遣,take,待核查\n".encode())
    summary = load(sqlite_desk, HEAD + "".join(OPEN), activities=table)
    known = {use.activity: (use.action, use.state, use.known) for use in summary.details.activities}
    assert known == {
        "Create": (Action.FORMER, None, Known.TOLD),
        "派遣": (Action.TAKE, CaseState.FEEDBACK, Known.TOLD),
    }
    assert states(seen(sqlite_desk, "B-2")) == [CaseState.REPORTED, CaseState.FEEDBACK]


def test_numbers_that_are_taken_or_cannot_be(sqlite_desk: Desk) -> None:
    rows = HEAD + OPEN[0]
    load(sqlite_desk, rows)
    more = OPEN[0].replace("B-2", "###") + OPEN[0].replace("B-2", "B 2")
    summary = load(sqlite_desk, rows + more, system="二")
    assert summary.totals["new_cases"] == 3
    with sqlite_desk.store.read() as session:
        numbers = list(session.connection().scalars(text("SELECT number FROM cases ORDER BY id")))
    assert numbers[0] == "B-2"
    assert len(set(numbers)) == 4
    assert all(number.startswith("B-2-") or len(number) == 8 for number in numbers[1:])
    assert sqlite_desk.cases.check() == []


def test_long_texts_are_cut_and_short_numbers_of_ours_are_not_taken(sqlite_desk: Desk) -> None:
    row = f"0302-0001,Create,2026-02-02 09:00,{'长' * 300},{'n' * 5000},2026-03-09\n"
    summary = load(sqlite_desk, f"case,activity,time,title,note,due\n{row}")
    assert any("kept in part: 2" in str(said) for said in summary.assumptions)
    with sqlite_desk.store.read() as session:
        number = session.connection().scalar(text("SELECT number FROM cases"))
    assert number.startswith("0302-0001-")
    case = seen(sqlite_desk, number)
    assert (len(case.title), len(case.timeline[0].note)) == (200, 4000)
    # What comes in later need not name the deadline again.
    load(sqlite_desk, "case,activity,time\n0302-0001,Close,2026-02-03 09:00\n")
    case = seen(sqlite_desk, number)
    assert (case.light, case.state) == (Light.MET, CaseState.FINISHED)
    assert sqlite_desk.cases.check() == []


def test_who_may_load_and_where(sqlite_desk: Desk) -> None:
    logs = LogService(sqlite_desk.store, sqlite_desk.clock)
    with pytest.raises(NotPermitted):
        logs.import_log(sqlite_desk.town.actor(Role.ACCEPTOR), Source("x", b""), LogOptions("旧", grid="G01"))
    with pytest.raises(NotFound):
        load(sqlite_desk, MIXED, grid="G77")


def test_chance_makes_no_log_the_check_complains_of(sqlite_desk: Desk) -> None:
    chance = random.Random(7)
    begin = datetime(2025, 12, 1, tzinfo=UTC)
    words = [
        "Create", "Assign", "受理", "立案", "退回", "返工", "挂账", "核查", "Close", "回访", "归档", "作废",
        "Reopen", "Odd", "申诉", "催办", "同意延期", "不予受理", "接件", "重办",
    ]  # fmt: skip
    rows = ["case,activity,time,unit,person,due,closed"]
    for place in range(300):
        due = (begin + timedelta(days=chance.randint(-5, 120))).isoformat() if place % 3 else ""
        closed = chance.choice(["", "", "", "yes", "no", "2026-02-20 10:00"])
        for _entry in range(chance.randint(1, 8)):
            at = begin + timedelta(hours=chance.randint(0, 60) * 24)
            unit = chance.choice(["", "综合执法办", "别处"])
            rows.append(f"c{place},{chance.choice(words)},{at.isoformat()},{unit},acceptor,{due},{closed}")
    half = len(rows) // 2
    first, both = "\n".join(rows[:half]), "\n".join(rows)
    load(sqlite_desk, first)
    assert sqlite_desk.cases.check() == []
    again = load(sqlite_desk, gzip.compress(both.encode()))
    assert (again.same, again.rejected, again.rows) == (half - 1, 0, len(rows) - 1)
    assert sqlite_desk.cases.check() == []
    assert load(sqlite_desk, both).same == len(rows) - 1
