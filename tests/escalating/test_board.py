"""The load board: every number is that of the cases its filter lists."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from models.accounts.views import Role
from models.assignment.board.rules import cell_filter
from models.assignment.board.views import Measure
from models.cases.kinds import Action, CaseState
from models.kernel.errors import NotPermitted
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from tests.escalating.conftest import Office


@BOTH_ENGINES
def test_every_number_is_that_of_the_cases_behind_it(office: Office) -> None:
    desk, board = office.desk, office.services.board
    for state in (CaseState.REPORTED, CaseState.FILED, CaseState.DISPATCHED, CaseState.HANDLING):
        desk.bring_to(state)
    desk.bring_to(CaseState.HELD)
    again = desk.bring_to(CaseState.RETURNED_TO_DISPATCHER)
    desk.do(again, Action.DISPATCH, Role.DISPATCHER, unit_id=desk.town.other_unit)
    desk.bring_to(CaseState.RETURNED_TO_DISPATCHER)
    desk.bring_to(CaseState.FINISHED)
    desk.clock.advance(timedelta(hours=5))
    # What is to be verified has a light of its own, and a date that falls due no more.
    for state in (CaseState.DISPATCHED, CaseState.HANDLING, CaseState.ACCEPTED, CaseState.FEEDBACK):
        desk.bring_to(state)
    chief = desk.town.actor(Role.DUTY_CHIEF)
    found = board.load(chief)
    for hours in (0, 6, 40):
        desk.clock.advance(timedelta(hours=hours))
        found = board.load(chief)
        for line in (*found.lines, found.total):
            for measure in Measure:
                for chinese in (True, False):
                    text = cell_filter(line, measure, total=line is found.total, chinese=chinese)
                    rows = desk.cases.find(chief, text, limit=100).rows
                    assert len(rows) == line.count(measure), (line.name, measure, text)
    assert found.total.open == 11
    today = cell_filter(found.total, Measure.TODAY, total=True)
    assert today == "状态:待分拨,退回分拨,退回受理,待接办,处置中 到期:今天 灯:黄,绿", "where time runs"
    # Who only handles work sees their own unit, and administrators none.
    handler = desk.town.actor(Role.HANDLER)
    assert [line.unit_id for line in board.load(handler).lines] == [desk.town.unit]
    with pytest.raises(NotPermitted):
        board.load(desk.town.actor(Role.SYSTEM_ADMIN))


def test_who_is_on_duty_counts_once(sqlite_office: Office) -> None:
    office = sqlite_office
    chief = office.desk.town.actor(Role.DUTY_CHIEF)
    before = {line.unit_id: line.on_duty for line in office.services.board.load(chief).lines}
    town = office.desk.town
    assert (before[town.unit], before[town.other_unit], before[None]) == (4, 1, 0)
    office.leave(Role.HANDLER, 2)
    found = office.services.board.load(chief)
    assert {line.unit_id: line.on_duty for line in found.lines}[town.unit] == 3
    assert found.total.on_duty == 4
