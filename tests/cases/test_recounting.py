"""A holiday notice that comes late: what was promised without it is renewed, and says so."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from models.accounts.views import Actor, Role
from models.cases.kinds import Action, CaseState, Stage
from models.cases.views import ActionEntries
from models.exchange.planrefusals import WouldMove
from models.exchange.refusals import RowsRejected
from models.exchange.views import ImportOptions
from models.kernel.errors import Conflict
from models.ledger.service import LedgerService
from tests.cases.township import Desk
from tests.support.databases import BOTH_ENGINES
from tests.support.factories import make_town
from tests.support.notices import lay_over, notice_rows

if TYPE_CHECKING:
    from models.api import Services
    from models.exchange.views import ImportSummary
    from models.kernel.clock import ManualClock

ADMIN = Actor(1, "root", "管理员", frozenset({Role.SYSTEM_ADMIN}))
NEXT_YEAR = [(date(2027, 1, day), "放假", "元旦") for day in (1, 2, 3)]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Shanghai")).astimezone(UTC)


@pytest.fixture
def december(services: Services, clock: ManualClock) -> Desk:
    clock.set(at("2026-12-30 09:00"))
    services.calendar.seed()
    return Desk(services.store, clock, services.cases, make_town(services.store, clock.now()))


def test_the_notice_moves_what_rests_on_its_year_and_nothing_else(services: Services, december: Desk) -> None:
    desk, calendar = december, services.calendar
    accepted = desk.bring_to(CaseState.ACCEPTED)
    long = desk.do(accepted, Action.FILE, Role.ACCEPTOR, condition_id=desk.town.five_days)
    short = desk.bring_to(CaseState.HANDLING)
    done = desk.bring_to(CaseState.FINISHED)
    # Day 1 is the 31st; without a notice the first of January is an ordinary Friday.
    assert (long.due_at, long.provisional_years) == (at("2027-01-06 18:00"), (2027,))
    plan = lay_over(services, ADMIN, NEXT_YEAR, rehearse=True)
    assert [(each.number, each.was, each.now) for each in plan.moved] == [
        (long.number, at("2027-01-06 18:00"), at("2027-01-07 18:00"))
    ]
    assert calendar.current().edition.number == 1
    chief = desk.town.actor(Role.DUTY_CHIEF)
    assert desk.cases.case_by_id(chief, long.id).version == long.version
    done_now = lay_over(services, ADMIN, NEXT_YEAR)
    assert done_now.moved == plan.moved
    after = desk.cases.case_by_id(chief, long.id)
    assert (after.due_at, after.provisional_years) == (at("2027-01-07 18:00"), ())
    assert (after.state, after.state_since) == (long.state, long.state_since)
    event = after.timeline[-1]
    assert (event.action, event.actor_name, event.from_state) == (Action.RECOUNT, "管理员", long.state)
    assert datetime.fromisoformat(event.details["was_due_at"]) == at("2027-01-06 18:00")
    for untouched in (short, done):
        assert desk.cases.case_by_id(chief, untouched.id).version == untouched.version
    assert desk.cases.check() == []
    assert desk.cases.verify_deadlines().differences == ()
    assert LedgerService(desk.store, desk.clock).check() == []


def test_a_notice_that_comes_as_a_table_is_told_agreed_to_and_taken_back(
    services: Services, december: Desk
) -> None:
    desk, calendar = december, services.calendar
    long = desk.do(
        desk.bring_to(CaseState.ACCEPTED), Action.FILE, Role.ACCEPTOR, condition_id=desk.town.five_days
    )
    chief = desk.town.actor(Role.DUTY_CHIEF)
    rows = notice_rows(NEXT_YEAR)
    moved = [(long.number, at("2027-01-06 18:00"), at("2027-01-07 18:00"))]

    def load(**how: Any) -> ImportSummary:
        options = ImportOptions(partial=True, **how)
        return services.exchange.import_rows(ADMIN, "calendar", rows, options=options)

    def told(summary: ImportSummary) -> list[tuple[str, datetime, datetime]]:
        return [(each.number, each.was, each.now) for each in summary.details.moved]

    rehearsed = load(rehearse=True)
    assert (rehearsed.number, told(rehearsed)) == (None, moved)
    with pytest.raises(WouldMove) as refused:
        load(overwrite=False)
    assert (told(refused.value.summary), refused.value.params["moved"]) == (moved, 1)
    assert calendar.current().edition.number == 1
    assert desk.cases.case_by_id(chief, long.id).version == long.version
    with pytest.raises(Conflict):
        load(constants={"standing": "7"})
    # A year is replaced whole, so a table with a bad row would say something else.
    rows.append({"日期": "2027-02-30", "类型": "放假", "节日": "春节"})
    with pytest.raises(RowsRejected):
        load()
    rows.pop()
    done = load(constants={"standing": "1"})
    assert (told(done), calendar.current().edition.number) == (moved, 2)
    assert desk.cases.case_by_id(chief, long.id).due_at == at("2027-01-07 18:00")
    taken_back = services.batches.undo(ADMIN, done.number or 0, rehearse=True)
    assert (taken_back.number, calendar.current().edition.number) == (None, 2)
    assert [(each.number, each.was, each.now) for each in taken_back.moved] == [
        (long.number, at("2027-01-07 18:00"), at("2027-01-06 18:00"))
    ]
    services.batches.undo(ADMIN, done.number or 0)
    assert desk.cases.case_by_id(chief, long.id).due_at == at("2027-01-06 18:00")
    assert desk.cases.verify_deadlines().differences == ()
    assert [*desk.cases.check(), *services.batches.check(), *calendar.check()] == []


def test_nobody_does_it_by_hand(december: Desk) -> None:
    case = december.bring_to(CaseState.HANDLING)
    chief = december.cases.case_by_id(december.town.actor(Role.DUTY_CHIEF), case.id)
    assert Action.RECOUNT not in {offer.action for offer in chief.offers}


def test_the_notice_moves_who_assists_as_well(services: Services, december: Desk) -> None:
    desk, chief = december, december.town.actor(Role.DUTY_CHIEF)
    short = desk.bring_to(CaseState.HANDLING)
    asked = ActionEntries(unit_id=desk.town.other_unit, note="请派员", limit="5WD")
    short = services.tasks.perform(chief, short.id, Action.ASSIST, asked, short.version)
    was = short.tasks[0].due_at
    moved = lay_over(services, ADMIN, NEXT_YEAR).moved
    assert [(each.number, each.was) for each in moved] == [(short.number, was)]
    after = desk.cases.case_by_id(chief, short.id)
    assert (after.due_at, after.tasks[0].due_at) == (short.due_at, was + timedelta(days=1))
    event = after.timeline[-1]
    assert (event.action, event.details["tasks_moved"]) == (Action.RECOUNT, ["应急管理办"])
    assert desk.cases.check() == []
    assert desk.cases.verify_deadlines().differences == ()
    assert LedgerService(desk.store, desk.clock).check() == []


@BOTH_ENGINES
def test_the_notice_moves_the_clock_of_a_stage_as_well(services: Services, december: Desk) -> None:
    desk = december
    services.limits.seed()
    desk.clock.set(at("2026-12-31 10:00"))
    closed = desk.bring_to(CaseState.CLOSED)
    assert closed.stage_due_at == at("2027-01-01 10:00")
    moved = lay_over(services, ADMIN, NEXT_YEAR).moved
    found = [(each.number, each.clock, each.was, each.now) for each in moved]
    assert found == [(closed.number, Stage.CALL_BACK, at("2027-01-01 10:00"), at("2027-01-04 10:00"))]
    after = desk.cases.case_by_id(desk.town.actor(Role.DUTY_CHIEF), closed.id)
    assert (after.stage_due_at, after.due_at) == (at("2027-01-04 10:00"), closed.due_at)
    assert after.timeline[-1].action is Action.RECOUNT
    assert desk.cases.check() == []
    assert desk.cases.verify_deadlines().differences == ()
