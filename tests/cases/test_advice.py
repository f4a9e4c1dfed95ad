"""What a text may be filed under: the catalogue's words, and past filings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.accounts.views import Role
from models.cases.advising import AdviceService, combined
from models.cases.kinds import Action, CaseState
from models.cases.precedents import Filing, Precedents
from models.catalogue.service import CatalogueService
from models.kernel.errors import NotPermitted
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from tests.cases.township import Desk

_PAST = [
    Filing(1, 10, "占道经营", "菜市场门口小贩占道经营，行人走不过去"),
    Filing(2, 10, "占道经营", "学校门口小贩摆摊占道"),
    Filing(3, 10, "堆放物品", "菜市场门口占道堆放货箱"),
    Filing(4, 20, "垃圾满溢", "菜市场后门垃圾桶满溢发臭"),
    Filing(5, 20, "垃圾满溢", "小区垃圾桶满溢无人清运"),
]


def test_past_filings_speak_through_their_words() -> None:
    found = Precedents(_PAST).like("车站门口有小贩占道卖水果", 5)
    assert [each.matter_id for each in found] == [10, 20]
    best = found[0]
    assert best.share > 0.9
    assert any("小贩" in word or "占道" in word for word in best.words)
    assert best.conditions[0][0] == "占道经营"
    assert best.cases == (1, 2, 3)


def test_a_condition_is_told_from_another_of_the_same_matter() -> None:
    known = Precedents(_PAST)
    assert known.conditions("门口堆放货箱", 10)[0][0] == "堆放物品"
    assert known.conditions("小贩摆摊", 10)[0][0] == "占道经营"
    assert known.conditions("小贩摆摊", 99) == ()


@pytest.mark.parametrize("text", ["", "，。", "xyz", "完全无关的字句"])
def test_unknown_words_say_nothing(text: str) -> None:
    assert Precedents(_PAST).like(text, 5) == []
    assert Precedents([]).like(text, 5) == []


@given(st.text(alphabet="占道经营小贩垃圾桶满溢菜市场门口", max_size=30))
def test_shares_are_parts_of_one(text: str) -> None:
    found = Precedents(_PAST).like(text, 9)
    assert sum(each.share for each in found) == pytest.approx(1.0 if found else 0.0, abs=1e-3)
    assert [each.share for each in found] == sorted((each.share for each in found), reverse=True)


@given(st.floats(0, 1), st.floats(0, 1))
def test_evidence_adds_up_and_never_passes_one(by_words: float, by_past: float) -> None:
    both = combined(by_words, by_past, 5_000)
    assert max(by_words, 0.9 * by_past) - 1e-4 <= both <= 1.0
    assert combined(by_words, by_past, 5) <= both
    assert combined(by_words, by_past, 0) == pytest.approx(by_words, abs=1e-4)


@BOTH_ENGINES
def test_advice_names_past_cases_and_the_condition_they_were_filed_under(desk: Desk) -> None:
    service = AdviceService(desk.store, desk.clock, CatalogueService(desk.store, desk.clock))
    filed = [
        desk.bring_to(CaseState.FILED, title="三岔口路边有猪跑出来", body="养猪户的猪跑上公路"),
        desk.bring_to(CaseState.FILED, title="村口公路上有猪", body="几头猪跑到公路上，车子不敢走"),
    ]
    acceptor = desk.town.actor(Role.ACCEPTOR)
    [best, *_rest] = service.advise(acceptor, "桥头公路上又有猪", "猪跑上公路，差点撞车")
    assert filed[0].matter is not None
    assert filed[0].condition is not None
    assert best.line.id == filed[0].matter.id
    assert best.share > 0.5
    assert {case.number for case in best.cases} == {case.number for case in filed}
    assert best.condition_id == filed[0].condition.id
    again = service.condition_for(acceptor, "公路上又有猪", "", best.line.id)
    assert again == filed[0].condition.id
    with pytest.raises(NotPermitted):
        service.advise(desk.town.actor(Role.SYSTEM_ADMIN), "猪", "")
    # Whoever only handles work is not shown other units' cases.
    stranger = desk.town.actor(Role.HANDLER)
    assert all(not each.cases for each in service.advise(stranger, "公路上又有猪", "猪跑上公路"))
    assert desk.do(filed[0], Action.DISPATCH, Role.DISPATCHER, unit_id=desk.town.unit).number
    [seen, *_rest] = service.advise(stranger, "公路上又有猪", "猪跑上公路")
    assert [case.number for case in seen.cases] == [filed[0].number]
