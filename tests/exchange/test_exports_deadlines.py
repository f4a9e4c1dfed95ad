"""The deadline of a case and its receipt in an export: only where they are named."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from models.accounts.views import Role
from models.api import Services
from models.cases.kinds import Action, CaseState
from models.cases.views import ActionEntries
from models.exchange.exporting.views import Format, How, Wanted
from tests.cases.conftest import make_desk
from tests.exchange.test_cases_kind import CASE, founded, steps
from tests.exchange.test_exports import taken

if TYPE_CHECKING:
    from collections.abc import Mapping

    from models.kernel.clock import ManualClock
    from models.kernel.store import Store


def test_the_deadline_and_its_receipt_are_given_out_where_they_are_named(
    sqlite_services: Services, clock: ManualClock
) -> None:
    small = sqlite_services, founded(sqlite_services, clock)
    sqlite_services.exchange.import_rows(small[1], "cases", [CASE])
    sqlite_services.exchange.import_rows(small[1], "history", steps())
    wanted = Wanted("cases", "状态:办结", columns=("编号", "到期时间", "receipt"))

    def explain(kept: Mapping[str, Any]) -> list[str]:
        return [kept["start"], "因此到期"]

    data, _summary = taken(small, wanted, How(Format.JSON_LINES, explain=explain))
    line = json.loads(data)
    case = small[0].cases.case(small[1], line["number"])
    assert case.due_at is not None
    assert datetime.fromisoformat(line["due_at"]) == case.due_at
    assert case.receipt is not None
    assert line["receipt"] == f"{case.receipt['start']}\n因此到期"
    data, _summary = taken(small, wanted, How(Format.JSON_LINES, office_headings=True))
    line = json.loads(data)
    assert json.loads(line["时限说明"]) == case.receipt
    data, _summary = taken(small, Wanted("cases"), How(Format.JSON_LINES))
    assert "receipt" not in json.loads(data.splitlines()[0])


def test_who_assists_is_given_out_with_the_cases_of_that_queue(
    sqlite_store: Store, clock: ManualClock
) -> None:
    desk = make_desk(sqlite_store, clock)
    services = Services(sqlite_store, clock)
    case = desk.bring_to(CaseState.HANDLING)
    desk.bring_to(CaseState.HANDLING)
    asked = ActionEntries(unit_id=desk.town.other_unit, note="请派人到场维持秩序")
    services.tasks.perform(desk.town.actor(Role.DISPATCHER), case.id, Action.ASSIST, asked, case.version)
    office = services, desk.town.actor(Role.DUTY_CHIEF)
    wanted = Wanted("cases", queue="assisting", columns=("编号", "协办情况"))
    data, _summary = taken(office, wanted, How(Format.JSON_LINES))
    (line,) = map(json.loads, data.splitlines())
    _unit, state, asked_at, due_at, answered = line["assistance"].split("|")
    assert (line["number"], state, answered) == (case.number, "asked", "")
    assert datetime.fromisoformat(asked_at) == clock.now() < datetime.fromisoformat(due_at)
    day, _summary = taken(
        office, Wanted("cases", queue="day", columns=wanted.columns), How(Format.JSON_LINES)
    )
    assert case.number in {json.loads(each)["number"] for each in day.splitlines()}
