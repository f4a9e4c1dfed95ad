"""Who could have a case: the order can be read off the reasons, and who cannot have it is named with why."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from models.accounts.views import Role
from models.assignment.rosters.kinds import LeaveKind
from models.assignment.rosters.service import LeaveEntries
from models.assignment.routing.kinds import TargetKind
from models.assignment.routing.views import Rule
from models.assignment.suggesting.refusals import NothingToSuggest
from models.assignment.suggesting.rules import suggestion
from models.assignment.suggesting.views import Bar, Candidate, Reason
from models.cases.rules import Action, CaseState
from models.cases.settings.of_dispatch import ByRule
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from tests.routing.conftest import Counter


def test_the_first_reason_that_differs_decides() -> None:
    def one(key: int, **facts: dict[str, int]) -> Candidate:
        return Candidate(key, f"甲{key}", {Reason(name): fact for name, fact in facts.items()})

    several = [
        one(1, open={"count": 0}),
        one(2, past={"count": 9}, open={"count": 5}),
        one(3, duty={}, open={"count": 9}),
        one(4, grid={"steps": 2}, duty={}),
        one(5, grid={"steps": 0}),
        one(6, lead={}),
        one(7, rule={"number": 1}),
        Candidate(8, "甲8", {Reason.RULE: {}}, Bar.AWAY),
    ]
    found = suggestion(several, people=True)
    assert [each.id for each in found.ranked] == [7, 6, 5, 4, 3, 2, 1]
    assert [each.id for each in found.out] == [8]


@BOTH_ENGINES
def test_units_are_ranked_at_dispatch_and_people_at_hand_over(counter: Counter) -> None:
    services, chief, town = counter.services, counter.chief, counter.town
    done = counter.desk.bring_to(CaseState.FEEDBACK)
    case = counter.filed()
    found = services.suggestions.suggest(chief, case.id)
    assert found.ranked[0].name == "综合执法办"
    first = found.ranked[0].facts
    assert set(first) == {Reason.LEAD, Reason.DUTY, Reason.PAST, Reason.OPEN}
    assert (first[Reason.PAST]["count"], first[Reason.OPEN]["count"]) == (1, 1)
    assert done.unit_name == "综合执法办"
    counter.put_in_force(Rule(TargetKind.UNIT, unit="YJ"))
    counter.set(dispatch_by_rule=ByRule.PROPOSE.value)
    found = services.suggestions.suggest(chief, case.id)
    assert (found.ranked[0].name, found.ranked[0].facts[Reason.RULE]["number"]) == ("应急管理办", 1)

    case = counter.desk.do(case, Action.DISPATCH, Role.DISPATCHER, unit_id=town.unit)
    found = services.suggestions.suggest(chief, case.id)
    assert found.people
    assert [each.name for each in found.ranked] == ["周处置", "孙负责"]
    day = date(2026, 3, 2)
    services.rosters.add_leave(chief, LeaveEntries(counter.staff["S1"], day, day, LeaveKind.ANNUAL))
    found = services.suggestions.suggest(chief, case.id)
    assert [(each.name, each.bar) for each in found.out] == [("周处置", Bar.AWAY)]
    with pytest.raises(NothingToSuggest):
        services.suggestions.suggest(chief, done.id)
