"""Stage clocks and superior deadlines on real cases: started, stopped, taken back, counted again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from models.accounts.views import Role
from models.api import Services
from models.calendar.receipt import Receipt
from models.calendar.rules import Mode
from models.calendar.wording import receipt_lines
from models.cases.asking_refusals import NoSuchDeadline
from models.cases.columns import CASES, CLOCKS
from models.cases.externals import DeadlinePassed
from models.cases.kinds import Action, CaseState, Channel, Level, Light, QueueKey, Stage
from models.cases.limits import Limited
from models.cases.refusals import EntryMissing
from models.kernel.errors import Invalid, NotFound, NotPermitted
from tests.cases.township import Desk, recount
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from models.cases.clock_views import ClockView
    from models.cases.views import CaseView, Offer

_A = Action


@pytest.fixture
def timed(desk: Desk) -> Desk:
    """Give a township whose stages have the limits of the field."""
    Services(desk.store, desk.clock).limits.seed()
    return desk


@pytest.fixture
def sqlite_timed(sqlite_desk: Desk) -> Desk:
    """Give the same on SQLite."""
    Services(sqlite_desk.store, sqlite_desk.clock).limits.seed()
    return sqlite_desk


def running(case: CaseView) -> dict[Stage, ClockView]:
    return {clock.stage: clock for clock in case.clocks if clock.runs}


def minutes(desk: Desk, count: int) -> None:
    desk.clock.advance(timedelta(minutes=count))


@BOTH_ENGINES
def test_a_case_goes_its_way_by_the_clock(timed: Desk) -> None:
    desk, start = timed, timed.clock.now()
    case = desk.report()
    assert (case.stage, case.stage_due_at) == (Stage.ACCEPT, start + timedelta(minutes=15))
    minutes(desk, 11)
    chief = desk.town.actor(Role.DUTY_CHIEF)
    (line,) = desk.cases.queue(chief, QueueKey.DUE_SOON).rows
    assert (line.light, line.stage, line.due_at) == (Light.YELLOW, Stage.ACCEPT, None)
    minutes(desk, 9)
    assert [line.light for line in desk.cases.queue(chief, QueueKey.OVERDUE).rows] == [Light.RED]
    assert [line.section for line in desk.cases.queue(chief, QueueKey.DAY).rows] == [QueueKey.OVERDUE]
    assert desk.cases.counters(chief) == recount(desk, chief)

    case = desk.step(case, _A.ACCEPT, Role.ACCEPTOR)
    case = desk.step(case, _A.FILE, Role.ACCEPTOR, condition_id=desk.town.urgent)
    found = running(case)
    # The matter is of the gravest kind: a quarter of an hour to dispatch, two to speak to the reporter.
    assert {stage: clock.limit for stage, clock in found.items()} == {
        Stage.DISPATCH: "15UM",
        Stage.CONTACT: "2UH",
    }
    assert [clock.light for clock in case.clocks if not clock.runs] == [Light.MISSED, Light.MET]
    case = desk.step(case, _A.DISPATCH, Role.DISPATCHER)
    assert (case.stage, case.light) == (Stage.CONTACT, Light.GREEN)
    case = desk.step(case, _A.CONTACT, Role.HANDLER)
    assert (case.stage, case.contacts, case.state) == (None, 1, CaseState.DISPATCHED)
    # It comes back, and begins anew; the first clock stays as it was.
    case = desk.step(case, _A.RETURN, Role.UNIT_LEAD)
    again = [clock for clock in case.clocks if clock.stage is Stage.DISPATCH]
    assert [clock.runs for clock in again] == [False, True]
    case = desk.step(case, _A.DISPATCH, Role.DISPATCHER)
    case = desk.step(case, _A.FEEDBACK, Role.UNIT_LEAD)
    assert case.stage is Stage.VERIFY
    case = desk.step(case, _A.VERIFY, Role.COLLECTOR)
    case = desk.step(case, _A.CLOSE, Role.ACCEPTOR)
    assert case.stage is Stage.CALL_BACK
    case = desk.step(case, _A.CALL_BACK, Role.EVALUATOR)
    assert (case.stage, running(case)) == (None, {})
    assert desk.cases.check() == []
    assert desk.cases.verify_deadlines().differences == ()


@BOTH_ENGINES
def test_a_step_taken_back_gives_the_clocks_back(timed: Desk) -> None:
    desk = timed
    sets = Services(desk.store, desk.clock).sets
    reported = desk.report()
    minutes(desk, 5)
    accepted = desk.step(reported, _A.ACCEPT, Role.ACCEPTOR)
    assert set(running(accepted)) == {Stage.FILE}
    sets.undo(desk.town.actor(Role.ACCEPTOR), accepted.id, accepted.version)
    case = desk.cases.case(desk.town.actor(Role.DUTY_CHIEF), reported.number)
    assert [clock.due_at for clock in case.clocks] == [reported.stage_due_at]
    assert (case.stage, case.stage_due_at) == (Stage.ACCEPT, reported.stage_due_at)
    assert desk.cases.check() == []


@BOTH_ENGINES
def test_a_merged_case_takes_its_clocks_up_again(timed: Desk) -> None:
    desk = timed
    case = desk.bring_to(CaseState.FILED)
    due = {stage: clock.due_at for stage, clock in running(case).items()}
    case = desk.step(case, _A.MERGE, Role.ACCEPTOR)
    assert case.stage is None
    assert {clock.light for clock in case.clocks if clock.aside} == {Light.HELD}
    minutes(desk, 30)
    case = desk.step(case, _A.UNMERGE, Role.ACCEPTOR)
    assert {stage: clock.due_at for stage, clock in running(case).items()} == due
    assert desk.cases.check() == []


def test_the_clock_of_speaking_to_the_reporter_runs_on_while_a_case_is_held(sqlite_timed: Desk) -> None:
    case = sqlite_timed.bring_to(CaseState.HELD)
    assert (case.stage, case.light) == (Stage.CONTACT, Light.HELD)
    minutes(sqlite_timed, 25 * 60)
    chief = sqlite_timed.town.actor(Role.DUTY_CHIEF)
    assert sqlite_timed.cases.case(chief, case.number).light is Light.RED
    assert sqlite_timed.bring_to(CaseState.FILED, channel=Channel.PATROL).stage is Stage.DISPATCH


@BOTH_ENGINES
def test_limits_are_data_and_running_clocks_keep_theirs(timed: Desk) -> None:
    desk = timed
    limits = Services(desk.store, desk.clock).limits
    admin, chief = desk.town.actor(Role.SYSTEM_ADMIN), desk.town.actor(Role.DUTY_CHIEF)
    old = desk.report()
    with pytest.raises(NotPermitted):
        limits.set(chief, Limited.ACCEPT, "5WM")
    with pytest.raises(Invalid):
        limits.set(admin, Limited.ACCEPT, "15WM")
    with pytest.raises(Invalid):
        limits.set(admin, Limited.ACCEPT, "5WM", urgency=9)
    limits.set(admin, Limited.ACCEPT, "5WM", dry_run=True)
    assert desk.report().stage_due_at == old.stage_due_at
    limits.set(admin, Limited.ACCEPT, "1WD", mode=Mode.DAYS, channel=Channel.PATROL)
    limits.drop(admin, Limited.ACCEPT)
    with pytest.raises(NotFound):
        limits.drop(admin, Limited.ACCEPT)
    assert desk.report().stage is None
    assert desk.report(channel=Channel.PATROL).stage_due_at == datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
    assert desk.cases.case(chief, old.number).stage_due_at == old.stage_due_at
    newest = limits.history(chief)[:2]
    assert [(rule.stage, rule.limit) for rule in newest] == [(Limited.ACCEPT, None), (Limited.ACCEPT, "1WD")]


def _drops(case: CaseView) -> Offer:
    return next(offer for offer in case.offers if offer.action is _A.DROP_DEADLINE)


def test_a_superior_s_deadline_decides_where_it_comes_first(timed: Desk) -> None:
    desk, start = timed, timed.clock.now()
    case = desk.bring_to(CaseState.FILED, channel=Channel.SUPERIOR)
    promised = case.due_at
    assert promised == start + timedelta(hours=6)
    # Four office hours before Tuesday 10:00 is Monday 16:00; the condition allows until Monday 15:00.
    late = datetime(2026, 3, 3, 2, 0, tzinfo=UTC)
    case = desk.do(case, _A.SET_DEADLINE, Role.ACCEPTOR, level=Level.CITY, due=late)
    assert case.due_at == promised
    with pytest.raises(EntryMissing):
        desk.do(case, _A.SET_DEADLINE, Role.ACCEPTOR, level=Level.CITY, due=late - timedelta(hours=1))
    with pytest.raises(DeadlinePassed):
        desk.do(case, _A.SET_DEADLINE, Role.ACCEPTOR, level=Level.DISTRICT, due=start)
    noon = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
    case = desk.do(case, _A.SET_DEADLINE, Role.ACCEPTOR, level=Level.DISTRICT, due=noon)
    # 16:30 less four office hours is 10:30.
    assert case.due_at == datetime(2026, 3, 2, 2, 30, tzinfo=UTC)
    assert case.receipt is not None
    lines = [str(line) for line in receipt_lines(Receipt.from_document(case.receipt))]
    reserve = "4 working hours"
    assert lines[-4:] == [
        f"Deadline of the city: Tue 2026-03-03 10:00; ours is {reserve} earlier: Mon 2026-03-02 16:00",
        f"Deadline of the district: Mon 2026-03-02 16:30; ours is {reserve} earlier: Mon 2026-03-02 10:30",
        "That comes before what the condition allows, Mon 2026-03-02 15:00, and decides.",
        "Due: Mon 2026-03-02 10:30",
    ]
    case = desk.step(case, _A.DISPATCH, Role.DISPATCHER)
    case = desk.step(case, _A.ASK_EXTENSION, Role.UNIT_LEAD)
    case = desk.step(case, _A.GRANT_EXTENSION, Role.DISPATCHER)
    assert case.due_at == datetime(2026, 3, 2, 2, 30, tzinfo=UTC)
    assert [cap.level for cap in case.external] == [Level.CITY, Level.DISTRICT]
    # The district sets no day any more: the condition and the city decide, with what was granted.
    capped, chief = case.due_at, desk.town.actor(Role.DUTY_CHIEF)
    why = {"level": Level.DISTRICT, "reason": "区里已撤销限期"}
    case = desk.do(case, _A.DROP_DEADLINE, chief, **why)
    assert ([cap.level for cap in case.external], case.due_at) == ([Level.CITY], late - timedelta(hours=18))
    details = case.timeline[-1].details
    assert datetime.fromisoformat(details["was_due_at"]) == capped
    assert datetime.fromisoformat(details["was_external_due_at"]) == noon
    with pytest.raises(NoSuchDeadline):
        desk.do(case, _A.DROP_DEADLINE, chief, **why)
    Services(desk.store, desk.clock).sets.undo(chief, case.id)
    case = desk.cases.case(chief, case.number)
    assert (case.due_at, len(case.external)) == (capped, 2)
    assert not _drops(desk.report(channel=Channel.SUPERIOR)).allowed
    assert desk.cases.check() == []
    assert desk.cases.verify_deadlines().differences == ()


def test_an_intake_brings_the_deadlines_of_others(timed: Desk) -> None:
    due = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
    case = timed.report(channel=Channel.HOTLINE, city_due=due)
    assert (case.due_at, [cap.due_at for cap in case.external]) == (None, [due])
    case = timed.step(timed.step(case, _A.ACCEPT, Role.ACCEPTOR), _A.FILE, Role.ACCEPTOR)
    # The reserve would put ours into the past: ours is theirs.
    assert case.due_at == due
    assert timed.cases.check() == []
    with pytest.raises(Invalid):
        timed.report(district_due=timed.clock.now())


def test_what_is_wrong_with_a_clock_is_named(sqlite_timed: Desk) -> None:
    desk = sqlite_timed
    case, other = desk.report(), desk.report()
    hour = timedelta(hours=1)
    assert case.stage_due_at is not None
    with desk.store.write() as session:
        of_case = CASES.c.id == case.id
        session.connection().execute(
            update(CASES).where(of_case).values(stage_due_at=case.stage_due_at + hour)
        )
        clock = CLOCKS.c.case_id == other.id
        moved = {"due_at": case.stage_due_at - hour, "stage": Stage.VERIFY}
        session.connection().execute(update(CLOCKS).where(clock).values(moved))
    sentences = [str(finding) for finding in desk.cases.check()]
    assert len([each for each in sentences if case.number in each]) == 1
    assert len([each for each in sentences if other.number in each]) >= 3
    (different,) = desk.cases.verify_deadlines().differences
    assert (different.number, different.stage) == (other.number, Stage.VERIFY)
