"""What in a new list is the same matter as in the old one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.catalogue.editions.refusals import BadHint, CyclicLineage
from models.catalogue.editions.rules import HINT_KINDS, Descent, Hint, alike, same_thing, trace
from models.catalogue.views import LineageKind as Kind

_OLD = {"01": "占用消防通道", "02": "暴露生活垃圾", "03": "路灯不亮"}


def hints(*said: tuple[str, str, Kind]) -> list[Hint]:
    return [Hint(row, old, new, kind) for row, (old, new, kind) in enumerate(said, start=2)]


def traced(new: dict[str, str], *said: tuple[str, str, Kind]) -> Descent:
    return trace(_OLD, new, hints(*said))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("占用消防通道", "违规占用消防通道", True),
        ("路灯不亮", "路灯损坏不亮", True),
        ("Ｗｅｂ 巡查", "web巡查", True),
        ("路灯不亮", "路灯，不亮。", True),
        ("路灯不亮", "非法行医", False),
        ("占用消防通道", "暴露生活垃圾", False),
        ("", "路灯不亮", False),
        ("。", "！", True),
    ],
)
def test_a_number_may_be_renamed_but_not_become_another_thing(one: str, other: str, same: bool) -> None:
    assert same_thing(one, other) is same_thing(other, one) is same
    assert alike("路灯 不亮", "路灯，不亮")
    assert not alike("路灯不亮", "路灯损坏不亮")


def test_nothing_changes() -> None:
    found = traced(dict(_OLD))
    assert found.continues == {code: code for code in _OLD}
    assert not found.reused | found.renumbered
    assert not found.steps


def test_renamed() -> None:
    assert traced({**_OLD, "03": "路灯损坏不亮"}).continues["03"] == "03"
    # Another name altogether is another thing, unless somebody says that it is not.
    other = {**_OLD, "03": "照明设施故障"}
    assert "03" not in traced(other).continues
    assert traced(other).reused == {"03"}
    told = traced(other, ("03", "03", Kind.RENAME))
    assert told.continues["03"] == "03"
    assert not told.reused


def test_renumbered_by_hint_and_by_a_name_that_occurs_once() -> None:
    found = traced({"01": _OLD["01"], "12": _OLD["02"], "03": _OLD["03"]})
    assert found.continues["12"] == "02"
    assert found.renumbered == {"12"}
    told = traced({"01": _OLD["01"], "12": "乱扔垃圾", "03": _OLD["03"]}, ("02", "12", Kind.RENUMBER))
    assert told.continues["12"] == "02"
    assert not told.renumbered
    # An item put in between moves the numbers after it; the names tell.
    moved = traced({"01": _OLD["01"], "02": "违规燃放烟花", "03": _OLD["02"], "04": _OLD["03"]})
    assert moved.continues == {"01": "01", "03": "02", "04": "03"}
    assert moved.reused == {"02", "03"}
    # Twice the same name says nothing; nor does one whose number is still there.
    assert "12" not in traced({"12": _OLD["02"], "13": _OLD["02"]}).continues
    assert "12" not in traced({**_OLD, "12": _OLD["02"]}).continues


def test_a_number_given_to_something_else() -> None:
    new = {**_OLD, "02": "违规燃放烟花", "12": _OLD["02"]}
    found = traced(new)
    assert found.reused == {"02"}
    assert found.continues["12"] == "02"
    assert "02" not in found.continues
    told = traced(new, ("02", "12", Kind.RENUMBER), ("02", "02", Kind.REUSE))
    assert told.continues["12"] == "02"
    assert told.reused == {"02"}
    # However alike the names are.
    alike_names = {**_OLD, "02": "暴露建筑垃圾"}
    assert not traced(alike_names).reused
    assert traced(alike_names, ("02", "02", Kind.REUSE)).reused == {"02"}
    # One may be told of a number that nothing bears any more.
    assert traced({**_OLD, "09": "新事项"}, ("09", "09", Kind.REUSE)).fresh == {"09"}
    # Two that change places are both themselves, and both numbers mean something else.
    swapped = traced(
        {"01": _OLD["02"], "02": _OLD["01"], "03": _OLD["03"]},
        ("01", "02", Kind.RENUMBER),
        ("02", "01", Kind.RENUMBER),
    )
    assert swapped.continues == {"01": "02", "02": "01", "03": "03"}
    assert swapped.reused == {"01", "02"}


def test_merged_split_replaced_and_retired() -> None:
    merged = traced({"01": _OLD["01"], "02": "环境卫生"}, ("02", "02", Kind.MERGE), ("03", "02", Kind.MERGE))
    assert merged.continues == {"01": "01", "02": "02"}
    assert [(step.old, step.new) for step in merged.steps] == [("03", "02")]
    split = traced({**_OLD, "04": "餐厨垃圾"}, ("02", "02", Kind.SPLIT), ("02", "04", Kind.SPLIT))
    assert split.continues["02"] == "02"
    assert [(step.old, step.new) for step in split.steps] == [("02", "04")]
    replaced = traced({**_OLD, "03": "照明设施故障"}, ("03", "03", Kind.REPLACE))
    assert "03" not in replaced.continues
    assert [(step.old, step.new) for step in replaced.steps] == [("03", "03")]
    assert not replaced.reused, "its successor has its number"
    gone = traced({"01": _OLD["01"], "12": _OLD["02"]}, ("02", "", Kind.RETIRE))
    assert "02" not in gone.continues.values(), "said to end, so not found again by its name"


@pytest.mark.parametrize(
    "said",
    [
        [("09", "01", Kind.RENUMBER)],
        [("01", "99", Kind.MERGE)],
        [("01", "", Kind.RETIRE)],
        [("01", "02", Kind.REUSE)],
        [("01", "01", Kind.REVIVE)],
        [("01", "01", Kind.RENAME), ("01", "01", Kind.REUSE)],
        [("01", "01", Kind.REUSE), ("01", "01", Kind.RENAME)],
        [("01", "02", Kind.MERGE), ("01", "03", Kind.MERGE)],
        [("01", "02", Kind.RENUMBER), ("03", "02", Kind.RENUMBER)],
        [("01", "02", Kind.MERGE), ("01", "03", Kind.RENUMBER)],
    ],
)
def test_hints_that_contradict_the_lists_or_each_other(said: list[tuple[str, str, Kind]]) -> None:
    with pytest.raises(BadHint) as refusal:
        traced(dict(_OLD), *said)
    assert refusal.value.params["row"] == 1 + len(said)


def test_circles_are_refused() -> None:
    for circle in (
        [("01", "02", Kind.MERGE), ("02", "01", Kind.MERGE)],
        [("01", "02", Kind.MERGE), ("02", "03", Kind.REPLACE), ("03", "01", Kind.MERGE)],
    ):
        with pytest.raises(CyclicLineage):
            traced(dict(_OLD), *circle)


def test_every_kind_of_hint_has_a_chinese_word() -> None:
    assert set(HINT_KINDS.values()) == set(Kind) - {Kind.REVIVE}


_names = st.dictionaries(
    st.sampled_from([f"{number:02d}" for number in range(8)]),
    st.sampled_from(["路灯不亮", "井盖缺失", "乱倒垃圾", "占道经营", "乱倒 垃圾", "路灯"]),
    max_size=8,
)


@given(_names, _names)
@settings(max_examples=150)
def test_nothing_continues_twice_and_every_number_of_both_lists_is_accounted_for(
    old: dict[str, str], new: dict[str, str]
) -> None:
    found = trace(old, new)
    assert len(set(found.continues.values())) == len(found.continues)
    assert found.continues.keys() <= new.keys()
    assert set(found.continues.values()) <= old.keys()
    same = {code for code, was in found.continues.items() if code == was}
    assert found.reused == (old.keys() & new.keys()) - same
