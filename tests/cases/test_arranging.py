"""Columns, orders and the line of queues: what may be chosen, and what becomes of old choices."""

from __future__ import annotations

import pytest

from console.frame import Frame
from console.i18n import LANGUAGES, set_language
from console.screens.queue_columns import DOWN, arranged_columns, cells_needed, with_sorted
from console.widgets.columns import share_out
from console.widgets.queue_bar import QueueBar, QueueTab
from models.accounts.views import Actor, Role
from models.cases.arranging import (
    DEFAULT_COLUMNS,
    SORTED_COLUMN,
    BarLayout,
    CaseColumn,
    CaseOrder,
    Look,
    Ordering,
    Whole,
    base_of,
    clean_columns,
    clean_ordering,
    default_columns,
    following,
    layout_document,
    layout_from,
    looks_document,
    looks_from,
    ordering_text,
    saved_id,
    saved_name,
    turned,
)
from models.cases.kinds import QueueKey
from models.cases.saved_refusals import ColumnTwice, NoColumns, UnknownColumn, UnknownOrder
from models.cases.saved_views import SharedWith, Sharing, clean_name, may_share
from models.kernel.clock import SystemClock
from models.kernel.errors import Invalid

_C = CaseColumn


def test_columns_are_taken_in_their_order_or_refused_with_a_reason() -> None:
    assert clean_columns(["title", "due"]) == (_C.TITLE, _C.DUE)
    for names, refusal in (
        (["number", "colour"], UnknownColumn),
        (["number", "due", "number"], ColumnTwice),
        (["due"], NoColumns),
        ([], NoColumns),
    ):
        with pytest.raises(refusal):
            clean_columns(names)


def test_orders_are_read_as_they_are_written() -> None:
    every = [None, *(Ordering(by, down) for by in CaseOrder for down in (False, True))]
    assert [clean_ordering(ordering_text(each)) for each in every] == every
    with pytest.raises(UnknownOrder):
        clean_ordering("colour")


def test_trying_one_order_after_the_other_comes_round() -> None:
    seen: list[Ordering | None] = [None]
    while (order := following(seen[-1])) is not None:
        seen.append(order)
    assert [each.by for each in seen if each is not None] == list(CaseOrder)
    assert turned(turned(Ordering(CaseOrder.GRID))) == Ordering(CaseOrder.GRID)


def test_what_a_desk_remembers_is_read_leniently() -> None:
    layout = BarLayout(("mine", "saved:3", "gone"), frozenset({"to_file"}))
    assert layout_from(layout_document(layout)) == layout
    assert layout.shown(["to_accept", "to_file", "mine", "saved:3"]) == ("mine", "saved:3", "to_accept")
    assert BarLayout(hidden=frozenset({"mine"})).shown(["mine"]) == ("mine",), "never an empty line"
    assert layout_document(BarLayout()) is None
    looks = {"overdue": Look((_C.TITLE,), Ordering(CaseOrder.UNIT, descending=True)), "mine": Look()}
    assert looks_from(looks_document(looks)) == {"overdue": looks["overdue"]}
    assert looks_document({"mine": Look()}) is None
    strange: object
    for strange in (None, 3, [], {"order": 7, "hidden": [None]}, {"mine": "x"}, {"mine": {"columns": ["x"]}}):
        assert layout_from(strange) == BarLayout()
        assert looks_from(strange) == {}
    assert saved_id(saved_name(12)) == 12
    assert [saved_id(name) for name in ("mine", "saved:", "saved:x")] == [None, None, None]
    assert base_of("attic") is None
    assert base_of("open") is Whole.OPEN


def test_names_are_cleaned_or_refused() -> None:
    assert clean_name("  岭南\x1b[2J 在办 ") == "岭南 在办"
    for bad in ("", "  ", "长" * 21, "overdue", "every"):
        with pytest.raises(Invalid):
            clean_name(bad)


def test_who_may_share_with_whom() -> None:
    def person(role: Role, unit: int | None = 1) -> Actor:
        return Actor(1, "x", "x", frozenset({role}), unit_id=unit)

    everybody, roles = Sharing(SharedWith.EVERYBODY), Sharing(SharedWith.ROLES, frozenset({Role.HANDLER}))
    own, other = Sharing(SharedWith.UNIT, unit_id=1), Sharing(SharedWith.UNIT, unit_id=2)
    for role in Role:
        allowed = [may_share(person(role), each) for each in (everybody, roles, own, other)]
        wide = role in {Role.DUTY_CHIEF, Role.SYSTEM_ADMIN}
        assert allowed == [wide, wide, wide or role is Role.UNIT_LEAD, wide], role
    assert not may_share(person(Role.UNIT_LEAD, None), Sharing(SharedWith.UNIT))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_shown_unasked_fits_80_columns(language: str) -> None:
    set_language(language)
    for base in (*Whole, *QueueKey):
        assert cells_needed(default_columns(base)) <= 80, base
    assert cells_needed(DEFAULT_COLUMNS) <= 80
    for order in CaseOrder:
        look = Look(None, Ordering(order, descending=True))
        columns = arranged_columns(Frame(SystemClock()), look, DEFAULT_COLUMNS)
        for width in (57, 77, 120, 160):
            shown = share_out(columns, width)
            assert sum(room for _column, room in shown) + len(shown) - 1 <= width
        assert [column.mark for column in columns if column.mark] == [DOWN]
        names = with_sorted(DEFAULT_COLUMNS, look.ordering)
        assert SORTED_COLUMN[order] in names
        assert names[-1] is _C.TITLE
    assert len(share_out(arranged_columns(Frame(SystemClock()), Look(tuple(_C)), ()), 400)) == len(_C)


def test_the_line_of_queues_says_how_many_more_there_are() -> None:
    bar = QueueBar()
    built_in = [QueueTab(str(number), "处置中", 12, current=False) for number in range(6)]

    def shown(current: int, width: int) -> list[str]:
        saved = [
            QueueTab("", f"岭南在办{number:02}", 999, current=number == current, saved=True, more=True)
            for number in range(12)
        ]
        bar._tabs = (*built_in, *saved)
        return ["".join(text for text, _style in bar.line(y, width)) for y in range(bar._height(width))]

    for current in range(12):
        lines = shown(current, 80)
        assert len(lines) == 2, "saved queues never take more than one line"
        assert f"岭南在办{current:02} 999+" in lines[1]
        assert "个按Tab" in lines[1]
    assert len(shown(0, 300)) == 1
