"""What goes up by itself: when, to whom, once only, and until somebody acts."""

from __future__ import annotations

from datetime import date, timedelta
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from models.accounts.views import Role
from models.assignment.escalating.rules import latest_start
from models.assignment.escalating.service import EscalationService
from models.assignment.escalating.views import Skip
from models.assignment.rosters.loading import working_time
from models.cases.escalation import EscalationStep, EscalationTrigger
from models.cases.kinds import Action, CaseState, QueueKey
from models.cases.undo_refusals import NothingToUndo
from models.kernel.errors import Conflict, Invalid, NotPermitted
from tests.cases.township import all_pages
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from tests.escalating.conftest import Office

_T, _S = EscalationTrigger, EscalationStep
HOUR = timedelta(hours=1)


def steps(office: Office) -> list[tuple[EscalationTrigger, EscalationStep, tuple[str, ...]]]:
    """Return what went up, the oldest first."""
    found = office.service.listing(office.desk.town.actor(Role.DISPATCHER))
    return [(each.trigger, each.step, each.to) for each in reversed(found)]


@BOTH_ENGINES
def test_an_untaken_case_goes_up_step_by_step_and_once_each(office: Office) -> None:
    desk, town = office.desk, office.desk.town
    case = desk.bring_to(CaseState.DISPATCHED)
    desk.clock.advance(3 * HOUR)
    # Nothing happens before the office has switched it on.
    assert office.service.sweep() == 0
    assert not office.services.escalates()
    office.set(deadline__deputy="", deadline__lead="", deadline__chief="")
    assert office.services.escalates()
    chief, lead = town.actor(Role.DUTY_CHIEF), town.actor(Role.UNIT_LEAD)
    since = office.service.news(lead, None).latest
    assert office.service.sweep() == 1
    # It lies in the unit's pool: nobody has it for whom a deputy could stand in.
    event = office.last(case.number)
    assert (event.action, event.actor_name) == (Action.ESCALATE, "yiwang")
    assert event.details["to_names"] == [lead.name]
    assert event.details["skipped"] == [[_S.DEPUTY, Skip.NOBODY_HAS_IT]]
    assert (event.details["wait"], event.details["edition"]) == ("2WH", 1)
    assert [each.number for each in office.service.news(lead, since).escalations] == [case.number]
    assert office.service.news(chief, since).escalations == ()
    assert [each.number for each in office.service.mine(lead)] == [case.number]
    assert (office.service.mine_count(lead), office.service.mine_count(chief)) == (1, 0)
    assert [line.id for line in all_pages(desk, lead, QueueKey.URGED, 10)] == [case.id]
    assert office.service.sweep() == 0
    # The wait stands still while the office is closed for lunch.
    desk.clock.advance(3 * HOUR + HOUR / 2)
    assert office.service.sweep() == 0
    desk.clock.advance(3 * HOUR)
    office.service.sweep()
    desk.clock.advance(HOUR)
    assert steps(office) == [
        (_T.NOT_TAKEN, _S.LEAD, (lead.name,)),
        (_T.NOT_TAKEN, _S.CHIEF, (chief.name,)),
    ]
    desk.clock.advance(timedelta(days=3))
    found = [each for each in steps(office) if each[0] is _T.NOT_TAKEN]
    office.service.sweep()
    assert [each for each in steps(office) if each[0] is _T.NOT_TAKEN] == found
    assert [*desk.cases.check(), *office.service.check()] == []
    with pytest.raises(NothingToUndo):
        office.services.sets.undo(chief, case.id, desk.cases.case(chief, case.number).version)
    # To whom it went up in the end answers it, though another unit's people have it.
    answered = desk.step(desk.cases.case(chief, case.number), Action.ANSWER, Role.DUTY_CHIEF)
    assert (answered.to_answer, answered.timeline[-1].action) == (0, Action.ANSWER)
    # Somebody acted: it is nobody's own any more.
    assert office.service.mine(chief) == office.service.mine(lead) == []


def test_it_ends_when_somebody_acts_and_begins_anew_with_another_unit(office: Office) -> None:
    desk = office.desk
    office.set(deadline__deputy="", deadline__lead="", deadline__chief="")
    first, second = desk.bring_to(CaseState.DISPATCHED), desk.bring_to(CaseState.DISPATCHED)
    desk.clock.advance(3 * HOUR)
    assert office.service.sweep() == 2
    seen = [desk.cases.case(desk.town.actor(Role.DISPATCHER), each.number) for each in (first, second)]
    desk.step(seen[0], Action.ANSWER, Role.UNIT_LEAD)
    desk.step(seen[1], Action.TRANSFER, Role.DISPATCHER)
    desk.clock.advance(timedelta(hours=4, minutes=30))
    # Answered: nothing further. Transferred: the other unit's own two hours run; it has no lead.
    assert office.service.sweep() == 1
    event = office.last(second.number)
    assert (event.details["step"], event.details["to_names"]) == (_S.CHIEF, ["钱值班"])
    assert event.details["skipped"] == [[_S.DEPUTY, Skip.NOBODY_HAS_IT], [_S.LEAD, Skip.NO_LEAD]]
    with office.desk.store.read() as session:
        waiting = session.connection().scalar(text("SELECT count(*) FROM case_escalation WHERE waiting"))
    assert waiting == 0


def test_the_deputy_of_whoever_has_it_and_whoever_stands_in_for_those_away(office: Office) -> None:
    desk, board = office.desk, office.board
    office.set()
    day = date(2026, 3, 2)
    deputy = board.staff["张三"]
    with desk.store.write() as session:
        # The deputy signs in with the account of the other unit's handler, moved to this one.
        session.connection().execute(
            text("UPDATE account SET staff_id = :staff, unit_id = :unit WHERE id = :id"),
            {"staff": deputy, "unit": desk.town.unit, "id": desk.town.other_handler.account_id},  # type: ignore[union-attr]  # the town has one
        )
    board.rosters.add_deputy(board.chief, board.staff["张一"], deputy, day)
    case = desk.bring_to(CaseState.HANDLING)
    assert case.due_at is not None
    desk.clock.set(case.due_at + HOUR + timedelta(minutes=1))
    [foreseen] = office.service.preview(board.chief, 0)
    assert (foreseen.number, foreseen.step, foreseen.to) == (case.number, _S.DEPUTY, ("冯处置",))
    assert office.service.sweep() == 1
    assert steps(office) == [(_T.DEADLINE, _S.DEPUTY, ("冯处置",))]
    # The deputy is away on the next case: the next step is taken at once, and the lead is away too.
    other = desk.bring_to(CaseState.HANDLING)
    assert other.due_at is not None
    local_day = other.due_at.day + 1
    with desk.store.write() as session:
        for staff in ("张三", "张二"):
            session.connection().execute(
                text(
                    "INSERT INTO roster_leave (version, staff_id, from_day, to_day, from_minute, to_minute,"
                    " kind, note) VALUES (1, :staff, '2026-03-01', '2026-03-31', 0, 1440, 'annual', '')"
                ),
                {"staff": board.staff[staff]},
            )
    assert local_day
    desk.clock.set(other.due_at + timedelta(days=1))
    office.service.sweep()
    event = office.last(other.number)
    assert event.details["skipped"] == [[_S.DEPUTY, Skip.NO_DEPUTY], [_S.LEAD, Skip.NO_LEAD]]
    assert event.details["to_names"] == ["钱值班"]


def test_nobody_on_duty_is_said_once(office: Office) -> None:
    desk = office.desk
    office.set(
        returned__deputy="",
        returned__lead="",
        returned__chief="10UM",
        stage__deputy="",
        stage__lead="",
        stage__chief="",
    )
    case = desk.bring_to(CaseState.RETURNED_TO_DISPATCHER)
    office.leave(Role.DUTY_CHIEF, 2)
    desk.clock.advance(timedelta(minutes=11))
    assert office.service.sweep() == 1
    event = office.last(case.number)
    assert (event.details["step"], event.details["to"]) == (_S.CHIEF, [])
    assert event.details["skipped"] == [[_S.CHIEF, Skip.NO_CHIEF]]
    desk.clock.advance(HOUR)
    assert office.service.sweep() == 0


def test_sweeps_at_once_take_a_step_once(office: Office) -> None:
    desk = office.desk
    office.set()
    cases = [desk.bring_to(CaseState.DISPATCHED) for _each in range(4)]
    desk.clock.advance(3 * HOUR)
    done: list[int] = []
    services = [EscalationService(desk.store, desk.clock) for _each in range(3)]
    threads = [Thread(target=lambda each=each: done.append(each.sweep())) for each in services]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(done) == len(cases)
    chief = desk.town.actor(Role.DUTY_CHIEF)
    for case in cases:
        timeline = desk.cases.case(chief, case.number).timeline
        assert [event.action for event in timeline].count(Action.ESCALATE) == 1


def test_what_is_urged_and_unanswered_goes_up_once_not_twice(sqlite_office: Office) -> None:
    office, desk = sqlite_office, sqlite_office.desk
    office.set(deadline__deputy="", deadline__lead="", deadline__chief="")
    case = desk.bring_to(CaseState.HANDLING)
    case = desk.step(case, Action.URGE, Role.EVALUATOR)
    assert case.answer_due_at is not None
    desk.clock.set(case.answer_due_at + 2 * HOUR)
    assert office.service.sweep() == 1
    assert steps(office) == [(_T.UNANSWERED, _S.LEAD, ("孙负责",))]
    # What the escalation itself wants answered starts no escalation of its own.
    untaken = desk.bring_to(CaseState.DISPATCHED)
    desk.clock.advance(timedelta(days=2))
    office.service.sweep()
    desk.clock.advance(timedelta(days=2))
    office.service.sweep()
    assert {
        each.trigger for each in office.service.listing(office.board.chief) if each.number == untaken.number
    } == {_T.NOT_TAKEN}
    # Whoever answers sees that it is over: nothing stands open.
    seen = desk.cases.case(desk.town.actor(Role.DISPATCHER), case.number)
    desk.step(seen, Action.ANSWER, Role.HANDLER)
    assert office.service.sweep() == 0


def test_a_wait_in_office_time_passes_weekends_and_is_found_by_halving(sqlite_office: Office) -> None:
    office = sqlite_office
    with office.desk.store.read() as session:
        time = working_time(session)
    monday = office.desk.clock.now()
    # Four hours of office time before Monday 09:00 begin on Friday at 15:00 plus what today has run.
    start = latest_start(time, "4WH", monday)
    local = time.local(start)
    assert (local.date(), local.hour) == (date(2026, 2, 28), time.local(start).hour)
    assert time.local(latest_start(time, "90UM", monday)).hour == 7


def test_who_may_look_and_what_is_refused(sqlite_office: Office) -> None:
    office, town = sqlite_office, sqlite_office.desk.town
    with pytest.raises(NotPermitted):
        office.service.preview(town.actor(Role.COLLECTOR))
    with pytest.raises(Invalid):
        office.service.preview(town.actor(Role.DUTY_CHIEF), 400)
    with pytest.raises(Invalid):
        office.service.listing(town.actor(Role.DUTY_CHIEF), 0)
    with pytest.raises(Invalid):
        office.set(stage__lead="soon")
    assert office.service.rules(town.actor(Role.COLLECTOR)).on is False
    desk = office.desk
    case = desk.bring_to(CaseState.DISPATCHED)
    desk.clock.advance(3 * HOUR)
    office.set()
    office.service.sweep()
    # Whoever had the case open before is told that it moved on.
    with pytest.raises(Conflict):
        desk.step(case, Action.TAKE, Role.HANDLER)
    assert [each.number for each in office.service.listing(town.actor(Role.UNIT_LEAD))] == [case.number]
