"""Units called to a case: who comes, who is late, who does not come, and what is said of it."""

from __future__ import annotations

from datetime import timedelta
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from models.accounts.views import Role
from models.api import Services
from models.cases.kinds import Action, CaseState, QueueKey
from models.cases.task_kinds import TaskKind, TaskState, Turnout
from models.cases.task_refusals import AlreadyAssisting, LeadsItself
from models.cases.whistle_refusals import (
    BadArrival,
    BadReportTime,
    NobodyCalled,
    NotCalled,
    ReportedBefore,
    TooEarlyToJudge,
)
from models.cases.whistle_views import WhistleEntries
from models.kernel.errors import Conflict, Invalid, NotFound, NotPermitted
from tests.cases.township import all_pages

if TYPE_CHECKING:
    from models.cases.views import CaseView
    from models.cases.whistles import WhistleService
    from tests.cases.township import Desk

HOUR = timedelta(hours=1)


def service_of(desk: Desk) -> WhistleService:
    """Return the service over a desk."""
    return Services(desk.store, desk.clock).whistles


def call(desk: Desk, case: CaseView, **over: object) -> CaseView:
    """Call the other unit to a case, to be there within the hour."""
    facts: dict[str, object] = {
        "unit_ids": (desk.town.other_unit,),
        "note": "燃气泄漏，请到场检测",
        "report_by": desk.clock.now() + HOUR,
        "place": "阳光小区三栋",
        **over,
    }
    entries = WhistleEntries(**facts)  # type: ignore[arg-type]  # named as the class has them
    return service_of(desk).call(desk.town.actor(Role.DISPATCHER), case.id, entries, case.version)


def test_a_unit_that_is_called_reports_in_answers_and_is_judged(desk: Desk) -> None:
    service, other = service_of(desk), desk.town.other_handler
    assert other is not None
    case = call(desk, desk.bring_to(CaseState.HANDLING))
    [task] = case.tasks
    assert (task.kind, task.place, task.state) == (TaskKind.WHISTLE, "阳光小区三栋", TaskState.ASKED)
    assert [line.id for line in all_pages(desk, other, QueueKey.ASSISTING, 10)] == [case.id]
    chief = desk.town.actor(Role.DUTY_CHIEF)
    with pytest.raises(TooEarlyToJudge):
        service.judge(chief, case.id, task.unit_id, Turnout.ATTENDED, case.version)
    desk.clock.advance(HOUR / 2)
    with pytest.raises(BadArrival):
        service.report(other, case.id, "冯处置", case.version, at=desk.clock.now() - HOUR)
    case = service.report(other, case.id, "冯处置、何工", case.version)
    [task] = case.tasks
    assert (task.state, task.came, task.reported_at) == (TaskState.TAKEN, "冯处置、何工", desk.clock.now())
    with pytest.raises(ReportedBefore):
        service.report(other, case.id, "冯处置", case.version)
    desk.clock.advance(2 * HOUR)
    assert service.sweep() == 0
    case = service.judge(chief, case.id, task.unit_id, Turnout.ATTENDED, case.version, "到场及时")
    assert (case.tasks[0].turnout, case.timeline[-1].action) == (Turnout.ATTENDED, Action.WHISTLE_JUDGE)
    [unit] = service.register(chief)
    assert (unit.called, unit.in_time, unit.late, unit.absent) == (1, 1, 0, 0)
    assert desk.cases.check() == []


def test_an_absence_is_noted_once_and_stays_when_the_unit_comes_late(desk: Desk) -> None:
    service, other = service_of(desk), desk.town.other_handler
    assert other is not None
    case = call(desk, desk.bring_to(CaseState.HANDLING))
    desk.clock.advance(2 * HOUR)
    done: list[int] = []
    threads = [Thread(target=lambda: done.append(service_of(desk).sweep())) for _each in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(done) == 1
    chief = desk.town.actor(Role.DUTY_CHIEF)
    case = desk.cases.case(chief, case.number)
    assert case.timeline[-1].action is Action.WHISTLE_ABSENT
    [unit] = service.register(chief)
    assert (unit.absent, unit.calls[0].number, unit.calls[0].waiting) == (1, case.number, False)
    case = service.report(other, case.id, "冯处置", case.version)
    assert case.timeline[-1].details["late"] is True
    [unit] = service.register(chief)
    assert (unit.late, unit.absent, unit.calls[0].absent_at is not None) == (1, 0, True)
    # Let go with the case; a turnout may still be judged.
    case = desk.step(case, Action.FEEDBACK, Role.HANDLER, reason="已处置完毕，不再等候")
    case = service.judge(chief, case.id, desk.town.other_unit, Turnout.LATE, case.version)
    assert case.tasks[0].turnout is Turnout.LATE
    assert desk.cases.check() == []


def test_what_cannot_be_called(sqlite_desk: Desk) -> None:
    desk = sqlite_desk
    service, handler = service_of(desk), desk.town.actor(Role.HANDLER)
    case = desk.bring_to(CaseState.HANDLING)
    refused: list[tuple[type[Exception], dict[str, object]]] = [
        (NobodyCalled, {"unit_ids": ()}),
        (BadReportTime, {"report_by": desk.clock.now()}),
        (BadReportTime, {"report_by": desk.clock.now() + timedelta(days=8)}),
        (Invalid, {"note": " "}),
        (Invalid, {"place": "远" * 201}),
        (LeadsItself, {"unit_ids": (desk.town.other_unit, desk.town.unit)}),
        (NotFound, {"unit_ids": (9999,)}),
    ]
    for error, over in refused:
        with pytest.raises(error):
            call(desk, case, **over)
    # All of them or none: the first unit was not called either.
    assert desk.cases.case(handler, case.number).tasks == ()
    case = call(desk, case)
    with pytest.raises(AlreadyAssisting):
        call(desk, case)
    with pytest.raises(NotCalled):
        service.report(handler, case.id, "周处置", case.version)
    with pytest.raises(NotPermitted):
        service.judge(handler, case.id, desk.town.unit, Turnout.ABSENT, case.version)
    other = desk.town.other_handler
    assert other is not None
    with pytest.raises(Conflict):
        service.report(other, case.id, "冯处置", case.version - 1)
    with pytest.raises(Invalid):
        service.register(handler, 0)
