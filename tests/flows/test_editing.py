"""What an editor does to a draft, and how two people's drafts are put together."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from models.catalogue.flows.checker import check
from models.catalogue.flows.comparing import ORDER, compare, differing, merged
from models.catalogue.flows.editing import (
    change_step,
    delete_step,
    drop_link,
    fresh_key,
    insert_step,
    links_of,
    move_step,
    put_link,
)
from models.catalogue.flows.views import FlowDraft, Link, LinkKind, Part
from tests.flows.flows import UNITS, flow, link, plain, step, with_step


def ways(draft: FlowDraft) -> str:
    return " ".join(
        f"{each.source}>{each.target}" + ("" if each.kind is LinkKind.NORMAL else f":{each.kind.value}")
        for each in draft.links
    )


def keys(draft: FlowDraft) -> str:
    return "".join(each.key for each in draft.steps)


def test_a_step_put_between_two_joins_them() -> None:
    more = insert_step(plain(), "h", step("x"))
    assert (keys(more), ways(more)) == ("ahxvc", "a>h h>x x>v v>c v>h:return")
    assert check(more, units=UNITS) == ()


def test_a_step_behind_the_last_and_before_the_first() -> None:
    assert ways(insert_step(plain(), "c", step("x"))) == "a>h h>v v>c v>h:return c>x"
    before = insert_step(plain(), "", step("x"))
    assert (keys(before), ways(before)) == ("xahvc", "x>a a>h h>v v>c v>h:return")
    assert keys(insert_step(FlowDraft("T", "空"), "", step("x"))) == "x"


def test_a_step_behind_a_branch_is_one_more_way() -> None:
    draft = flow(step("a"), step("h"), step("c"), links="a>h a>c h>c")
    assert ways(insert_step(draft, "a", step("x"))) == "a>h a>c h>c a>x"


def test_a_deleted_step_leaves_no_gap_and_no_loose_end() -> None:
    less = delete_step(plain(), "h")
    assert (keys(less), ways(less)) == ("avc", "a>v v>c")
    assert check(less, units=UNITS) == ()
    assert ways(delete_step(plain(), "c")) == "a>h h>v v>h:return"
    diamond = flow(step("a"), step("h"), step("v"), step("c"), links="a>h a>v h>v v>c")
    assert ways(delete_step(diamond, "h")) == "a>v v>c"


def test_neighbours_exchange_their_places_in_the_work() -> None:
    moved = move_step(plain(), "h", 1)
    assert (keys(moved), ways(moved)) == ("avhc", "a>v v>h h>c v>h:return")
    assert move_step(moved, "h", -1) == plain()
    assert move_step(plain(), "a", -1) == plain()
    assert move_step(plain(), "c", 1) == plain()
    apart = flow(step("a"), step("h"), step("v"), step("c"), links="a>h a>v h>c v>c")
    assert (keys(move_step(apart, "h", 1)), ways(move_step(apart, "h", 1))) == ("avhc", ways(apart))


def test_links_follow_a_key_and_can_be_put_and_dropped() -> None:
    renamed = change_step(plain(), "h", step("x"))
    assert ways(renamed) == "a>x x>v v>c v>x:return"
    old = links_of(plain(), "v")[1]
    other = Link("v", "a", LinkKind.RETURN, "重来")
    assert ways(put_link(plain(), old, other)) == "a>h h>v v>c v>a:return"
    assert ways(put_link(plain(), None, other)) == "a>h h>v v>c v>h:return v>a:return"
    assert ways(drop_link(plain(), old)) == "a>h h>v v>c"
    assert drop_link(plain(), other) == plain()


def test_keys_are_made_from_what_is_done() -> None:
    assert fresh_key(plain(), "handle") == "handle"
    assert fresh_key(plain(), "h") == "h2"
    assert fresh_key(plain(), "处置") == "step"
    assert fresh_key(insert_step(plain(), "h", step("h2")), "h") == "h3"


@given(
    st.lists(
        st.tuples(st.sampled_from("ahvcx"), st.sampled_from(["up", "down", "delete", "insert"])), max_size=8
    )
)
def test_whatever_is_pressed_every_link_has_two_ends(pressed: list[tuple[str, str]]) -> None:
    draft = plain()
    for key, what in pressed:
        here = [each.key for each in draft.steps]
        if key not in here:
            continue
        match what:
            case "up" | "down":
                draft = move_step(draft, key, -1 if what == "up" else 1)
            case "delete":
                draft = delete_step(draft, key)
            case _:
                draft = insert_step(draft, key, step(fresh_key(draft, "x")))
    known = {each.key for each in draft.steps}
    assert len(known) == len(draft.steps)
    assert all({each.source, each.target} <= known for each in draft.links)


# ---------------------------------------------------------------- two versions


def test_what_differs_is_told_by_part_and_put_together_by_choice() -> None:
    theirs = with_step(insert_step(plain(), "a", step("x")), "v", limit="1WH")
    mine = replace(with_step(plain(), "v", limit="8WH", name="我的核查"), note="我的说明")
    found = differing(theirs, mine)
    assert found == ["note", "step:x", "step:v", "link:a>x>normal", "link:x>h>normal", "link:a>h>normal"]
    assert merged(theirs, mine, []) == theirs
    assert merged(theirs, mine, found) == mine
    some = merged(theirs, mine, ["step:v"])
    assert (keys(some), some.note) == ("axhvc", "")
    assert next(each for each in some.steps if each.key == "v").name == "我的核查"


def test_an_order_can_be_kept_or_given_up() -> None:
    mine = replace(plain(), steps=tuple(reversed(plain().steps)))
    assert differing(plain(), mine) == [ORDER]
    assert merged(plain(), mine, [ORDER]) == mine
    assert merged(plain(), mine, []) == plain()
    (change,) = compare(plain(), mine)
    assert (change.part, change.before) == (Part.ORDER, "环节a, 环节h, 环节v, 环节c")


def test_a_comparison_names_fields_as_a_file_does() -> None:
    after = put_link(
        with_step(plain(), "h", limit="3WD", unit="ZF"),
        links_of(plain(), "v")[1],
        link("v>h", LinkKind.RETURN, "新条件"),
    )
    assert [(each.name, each.field, each.before, each.after) for each in compare(plain(), after)] == [
        ("环节h", "unit", "@duty", "ZF"),
        ("环节h", "limit", "2WD", "3WD"),
        ("环节v > 环节h", "condition", "条件", "新条件"),
    ]
    assert compare(plain(), plain()) == ()
