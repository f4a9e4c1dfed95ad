"""Hints at similar open cases."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from models.accounts.views import Role
from models.cases.hints import likeness
from models.cases.judged_views import SimilarTo
from models.cases.rules import Action, CaseState
from models.kernel.text import bigrams
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from models.cases.judged_views import SimilarCase
    from tests.cases.township import Desk


def ask(desk: Desk, **wanted: object) -> list[SimilarCase]:
    return desk.cases.similar(desk.town.actor(Role.ACCEPTOR), SimilarTo(**wanted))  # type: ignore[arg-type]


def test_the_same_trouble_in_the_same_grid(desk: Desk) -> None:
    first = desk.report(title="桥下堆放建筑垃圾", body="桥洞下有大量建筑垃圾", reporter_phone="")
    desk.report(title="路灯不亮", body="村口路灯坏了两盏", reporter_phone="")
    found = ask(desk, title="建筑垃圾堆在桥下", body="有人倒建筑垃圾", grid_id=desk.town.grid)
    assert [hint.line.id for hint in found] == [first.id]
    (reason,) = found[0].reasons
    assert "建筑" in str(reason)
    assert 0.2 <= found[0].score < 1


def test_another_grid_or_another_day_is_no_hint(sqlite_desk: Desk) -> None:
    desk = sqlite_desk
    desk.report(title="桥下建筑垃圾", body="桥下建筑垃圾", reporter_phone="")
    wanted = {"title": "桥下建筑垃圾", "body": "桥下建筑垃圾"}
    assert ask(desk, **wanted, grid_id=desk.town.other_grid) == []
    desk.clock.advance(timedelta(hours=24))
    assert len(ask(desk, **wanted, grid_id=desk.town.grid)) == 1
    desk.clock.advance(timedelta(seconds=1))
    assert ask(desk, **wanted, grid_id=desk.town.grid) == []


@BOTH_ENGINES
def test_the_same_phone_anywhere_while_the_case_is_open(desk: Desk) -> None:
    other = desk.report(grid_id=desk.town.other_grid, title="路灯不亮", body="坏了")
    desk.clock.advance(timedelta(days=3))
    found = ask(desk, title="噪音扰民", body="夜里施工", grid_id=desk.town.grid, phone="138-0000-1234")
    assert [(hint.line.id, hint.score) for hint in found] == [(other.id, 0.5)]
    assert [str(reason) for reason in found[0].reasons] == ["same phone"]
    desk.do(other, Action.VOID, Role.ACCEPTOR, reason="无此事")
    assert ask(desk, phone="13800001234") == []


def test_the_likest_comes_first_and_the_case_itself_not_at_all(sqlite_desk: Desk) -> None:
    desk = sqlite_desk
    like = desk.report(title="桥下建筑垃圾", body="很多建筑垃圾", reporter_phone="")
    same = desk.report(title="桥下建筑垃圾", body="很多建筑垃圾没人管")
    found = ask(
        desk,
        title="桥下建筑垃圾",
        body="很多建筑垃圾",
        grid_id=desk.town.grid,
        phone="13800001234",
        case_id=like.id,
    )
    assert [hint.line.id for hint in found] == [same.id]
    assert found[0].score == 1.0
    assert len(found[0].reasons) == 2


def test_hints_stop_at_the_border_of_sight(sqlite_desk: Desk) -> None:
    sqlite_desk.bring_to(CaseState.FILED)
    assert sqlite_desk.town.outsider is not None
    assert sqlite_desk.cases.similar(sqlite_desk.town.outsider, SimilarTo(phone="13800001234")) == []


@pytest.mark.parametrize("phone", ["", "不详", "1"])
def test_no_grid_and_no_phone_is_like_nothing(sqlite_desk: Desk, phone: str) -> None:
    sqlite_desk.report()
    assert ask(sqlite_desk, title="小区三栋通道被堵", phone=phone) == []


def test_likeness_is_symmetric_and_bounded() -> None:
    one, two = bigrams("消防通道被堵"), bigrams("通道被堵消防")
    assert likeness(one, two) == likeness(two, one)
    assert likeness(one, one) == 1
    assert likeness(one, set()) == 0
    assert likeness(one, bigrams("路灯")) == 0
