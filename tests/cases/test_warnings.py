"""Warnings: raised once for each deadline, told to those who have the case."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from models.accounts.views import Role
from models.cases.kinds import Action, CaseState
from models.cases.warning_views import HANDLING, Warned
from models.cases.warnings import WarningService
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from tests.cases.township import Desk


@BOTH_ENGINES
def test_a_deadline_is_warned_of_once_when_it_comes_near_and_once_when_it_passes(desk: Desk) -> None:
    service = WarningService(desk.store, desk.clock)
    handler, other = desk.town.actor(Role.HANDLER), desk.town.actor(Role.COLLECTOR)
    case = desk.bring_to(CaseState.HANDLING)
    assert case.warn_at is not None
    assert case.due_at is not None
    since = service.news(handler, None).latest
    assert service.sweep() == {Warned.DUE_SOON: 0, Warned.OVERDUE: 0}
    desk.clock.set(case.warn_at + timedelta(minutes=1))
    assert service.sweep() == {Warned.DUE_SOON: 1, Warned.OVERDUE: 0}
    assert service.sweep() == {Warned.DUE_SOON: 0, Warned.OVERDUE: 0}
    news = service.news(handler, since)
    [warning] = news.warnings
    assert (warning.number, warning.clock, warning.kind, warning.due_at) == (
        case.number,
        HANDLING,
        Warned.DUE_SOON,
        case.due_at,
    )
    assert service.news(handler, news.latest).warnings == ()
    assert service.news(other, since).warnings == ()
    assert service.news(desk.town.actor(Role.SYSTEM_ADMIN), since).warnings == ()
    desk.clock.set(case.due_at + timedelta(minutes=1))
    assert service.sweep() == {Warned.DUE_SOON: 0, Warned.OVERDUE: 1}
    # What was handed in meanwhile needs no word.
    desk.step(case, Action.FEEDBACK, Role.HANDLER)
    assert service.news(handler, news.latest).warnings == ()
    desk.clock.advance(timedelta(days=91))
    service.sweep()
    assert service.news(handler, 0).warnings == ()


def test_whoever_comes_is_not_told_what_lay_there_before(sqlite_desk: Desk) -> None:
    desk = sqlite_desk
    service = WarningService(desk.store, desk.clock)
    case = desk.bring_to(CaseState.HANDLING)
    assert case.due_at is not None
    desk.clock.set(case.due_at + timedelta(minutes=1))
    service.sweep()
    lead = desk.town.actor(Role.UNIT_LEAD)
    assert service.news(lead, None).warnings == ()
    assert [each.number for each in service.news(lead, 0).warnings] == [case.number]
