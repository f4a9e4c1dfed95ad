"""Templates of wording: those that come with the program, and the office's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from console.text import Times, clock_zone
from console.wording import filled
from models.accounts.views import Role
from models.api import Services
from models.cases.assisting import TASK_STEPS
from models.cases.kinds import Action, CaseState, Entry
from models.cases.rules import TRANSITIONS
from models.cases.wordings import PACKAGED
from models.kernel.errors import Invalid, NotFound, NotPermitted
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from tests.cases.township import Desk


@BOTH_ENGINES
def test_the_office_keeps_its_own(desk: Desk) -> None:
    services, chief = Services(desk.store, desk.clock), desk.town.actor(Role.DUTY_CHIEF)
    handler = desk.town.actor(Role.HANDLER)
    made = services.wordings.add(chief, Action.RETURN, "请改派{unit}以外的单位。\x1b[2J")
    assert made.text == "请改派{unit}以外的单位。"
    found = services.wordings.wordings(handler, Action.RETURN)
    assert [each.text for each in found] == [made.text, *PACKAGED[Action.RETURN]]
    assert found[0].id == made.id
    for bad in ("", "  ", "请于{when}前办结", "长" * 1001):
        with pytest.raises(Invalid):
            services.wordings.add(chief, Action.RETURN, bad)
    with pytest.raises(NotPermitted):
        services.wordings.add(handler, Action.RETURN, "好")
    assert made.id is not None
    services.wordings.remove(chief, made.id)
    with pytest.raises(NotFound):
        services.wordings.remove(chief, made.id)
    assert len(services.wordings.wordings(handler)) == sum(map(len, PACKAGED.values()))


def test_facts_are_filled_in_where_the_case_has_them(sqlite_desk: Desk) -> None:
    desk = sqlite_desk
    times, now = Times(clock_zone("Asia/Shanghai")), desk.clock.now()
    template = "{number}：{matter}由{unit}在{due}前办结，{place}，{other}"
    case = desk.bring_to(CaseState.DISPATCHED)
    text = filled(template, case, times, now)
    assert text.startswith(f"{case.number}：乱倒垃圾由综合执法办在今天")
    assert text.endswith("前办结，阳光小区三栋，{other}")
    bare = filled(template, desk.report(place=""), times, now)
    assert "：____由____在____前办结" in bare


def test_packaged_ones_are_for_steps_that_have_room_for_them() -> None:
    with_text = {
        row.action
        for row in TRANSITIONS
        if not {Entry.REASON, Entry.NOTE}.isdisjoint({*row.required, *row.optional})
    }
    with_text |= {
        step.action
        for step in TASK_STEPS
        if not {Entry.REASON, Entry.NOTE}.isdisjoint({*step.required, *step.optional})
    }
    assert set(PACKAGED) <= with_text
