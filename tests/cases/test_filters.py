"""The language of filters: what it means, what it refuses, how it goes on, and what it finds."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.accounts.views import Role
from models.cases.completing import complete
from models.cases.filter_refusals import (
    BadFilterDay,
    BadFilterNumber,
    FilterNotUnderstood,
    NoComparison,
    TooMuchAsked,
    UnknownField,
    UnknownValue,
    ValueMissing,
)
from models.cases.filters import MOST, Condition, Count, Days, Filter, parse
from models.cases.filterwords import DAY_NAMES, FIELD_NAMES, VALUE_NAMES, FilterField
from models.cases.rules import CaseState, Channel, Light
from tests.cases.township import all_pages
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from models.cases.views import CaseLine
    from tests.cases.township import Desk

MONDAY = date(2026, 3, 2)
F, S = FilterField, CaseState


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("", Filter()),
        ("消防 12:30", Filter(("消防", "12:30"))),
        ("状态:处置", Filter((), (Condition(F.STATE, members=frozenset({S.HANDLING})),))),
        ("STATE：held", Filter((), (Condition(F.STATE, members=frozenset({S.HELD})),))),
        (
            "状态:退回、待受理",
            Filter(
                (),
                (
                    Condition(
                        F.STATE,
                        members=frozenset({S.RETURNED_TO_DISPATCHER, S.RETURNED_TO_ACCEPTOR, S.REPORTED}),
                    ),
                ),
            ),
        ),
        ("来源:12345", Filter((), (Condition(F.SOURCE, members=frozenset({Channel.HOTLINE})),))),
        ("灯:红", Filter((), (Condition(F.LIGHT, members=frozenset({Light.RED})),))),
        ("网格:岭南,桥头", Filter((), (Condition(F.GRID, names=("岭南", "桥头")),))),
        ("退回>0", Filter((), (Condition(F.RETURNED, count=Count(">", 0)),))),
        ("到期<今天", Filter((), (Condition(F.DUE, days=Days(None, MONDAY)),))),
        ("到期<=3-5", Filter((), (Condition(F.DUE, days=Days(None, date(2026, 3, 6))),))),
        ("due≥12-30", Filter((), (Condition(F.DUE, days=Days(date(2025, 12, 30), None)),))),
        ("上报:3月2日", Filter((), (Condition(F.REPORTED, days=Days(MONDAY, date(2026, 3, 3))),))),
        ("到期>2026-3-5", Filter((), (Condition(F.DUE, days=Days(date(2026, 3, 6), None)),))),
        ("我的 Mine", Filter(mine=True)),
        ('“状态:处置” "我的" \'', Filter(("状态:处置", "我的", "'"))),
        ("”没有 关上", Filter(("没有关上",))),
    ],
)
def test_what_a_filter_means(text: str, meant: Filter) -> None:
    assert parse(text, MONDAY) == meant


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("张三:有人", UnknownField),
        ("状态:没有", UnknownValue),
        ("灯:", ValueMissing),
        ("网格:,", ValueMissing),
        ("灯>红", NoComparison),
        ("到期<2-30", BadFilterDay),
        ("到期<今天,明天", BadFilterDay),
        ("到期<0001-1-1", BadFilterDay),
        ("退回>很多", BadFilterNumber),
        ("退回>-1", BadFilterNumber),
        (" ".join("字" * (MOST + 1)), TooMuchAsked),
    ],
)
def test_what_it_refuses(text: str, refused: type[FilterNotUnderstood]) -> None:
    with pytest.raises(refused) as caught:
        parse(text, MONDAY)
    assert str(caught.value)


_PIECES = st.sampled_from(
    [
        *(name for names in FIELD_NAMES.values() for name in names),
        *DAY_NAMES,
        *':<>=：≤≥"“” ,、',
        "处置",
        "红",
        "9",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.text() | st.lists(_PIECES | st.text(max_size=2), max_size=12).map("".join), st.dates())
def test_any_text_is_understood_or_refused_in_a_sentence_and_can_go_on(text: str, today: date) -> None:
    said = "understood"
    try:
        parse(text, today.replace(year=2000 + today.year % 100, day=min(today.day, 28)))
    except FilterNotUnderstood as refusal:
        said = str(refusal)
    assert said
    for chinese in (True, False):
        completion = complete(text, chinese=chinese)
        assert text.startswith(completion.kept)


def test_every_name_is_offered_and_understood() -> None:
    for names in FIELD_NAMES.values():
        for chinese, name in zip((True, False), names, strict=True):
            (offer,) = complete(f"灯:红 {name}", chinese=chinese).offers[:1]
            assert offer[:-1] == name
    for field, values in VALUE_NAMES.items():
        for chinese, place in ((True, 0), (False, 1)):
            begun = f"{FIELD_NAMES[field][place]}:"
            completion = complete(begun, chinese=not chinese)
            assert completion.offers == tuple(names[place] for names in values.values())
            for member, offer in zip(values, completion.offers, strict=True):
                (condition,) = parse(begun + offer, MONDAY).conditions
                assert condition.members == {member}
    assert complete("zt", chinese=True).offers == ("状态:",)
    assert complete("gr", chinese=True).offers == ("grid:",)
    assert complete("状态:待受理,挂", chinese=True).kept == "状态:待受理,"
    assert complete("网格:岭", chinese=True).offers == ()


@BOTH_ENGINES
def test_filters_find_what_they_ask_for_in_queues_and_among_all_cases(desk: Desk) -> None:
    chief = desk.town.actor(Role.DUTY_CHIEF)
    late = desk.bring_to(S.HANDLING, title="燃气异味", channel=Channel.HOTLINE)
    desk.clock.set(datetime(2026, 3, 3, 2, tzinfo=UTC))
    taken = desk.bring_to(S.HANDLING, title="状态:处置 是标题")
    elsewhere = desk.bring_to(S.DISPATCHED, grid_id=desk.town.other_grid)
    back = desk.bring_to(S.RETURNED_TO_DISPATCHER)
    fresh = desk.report()
    fed = desk.bring_to(S.FEEDBACK)
    held = desk.bring_to(S.HELD)
    every = [late, taken, elsewhere, back, fresh, fed, held]

    def found(text: str, role: Role = Role.DUTY_CHIEF) -> set[int]:
        actor = desk.town.actor(role)
        by_queue = {line.id for line in all_pages(desk, actor, None, 2, text)}
        assert {line.id for line in desk.cases.find(actor, text).rows} == by_queue
        return by_queue

    assert found("状态:处置") == {late.id, taken.id}
    assert found('"状态:处置"') == {taken.id}
    assert found("来源:12345 燃气") == {late.id}
    assert found("网格:岭南") == {case.id for case in every} - {elsewhere.id}
    assert found("单位:综合 状态:待接办,挂账") == {elsewhere.id, held.id}
    assert found("退回>0") == {back.id}
    assert found("到期<今天") == {late.id}
    assert fresh.id not in found("到期>=昨天")
    assert found("上报:昨天") == {late.id}
    assert found("事项:垃圾 退回:0") == {case.id for case in every} - {back.id, fresh.id}
    assert found("我的", Role.HANDLER) == {late.id, taken.id, held.id}
    desk.clock.advance(timedelta(days=1))
    lines: list[CaseLine] = all_pages(desk, chief, None, 50)
    for light in Light:
        assert found(f"light:{light.value}") == {line.id for line in lines if line.light is light}
    with pytest.raises(UnknownField):
        desk.cases.queue(chief, None, "电话:138")
    with pytest.raises(UnknownValue):
        desk.cases.find(chief, "灯:紫")
