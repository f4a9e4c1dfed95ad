"""What lists say of their place, and how much room their titles get."""

from __future__ import annotations

from datetime import UTC, datetime

from console.frame import Frame
from console.screens.queue_parts import queue_columns
from console.widgets.columns import share_out
from console.widgets.pages import FixedRows, Pages
from models.kernel.clock import ManualClock


def test_the_place_in_a_list_knows_how_many_there_are() -> None:
    pages: Pages[int] = Pages()
    assert pages.position(0, None) == ""
    pages.keep(0, FixedRows(tuple(range(50)), (50,)))
    assert pages.position(0, None) == "1/50+"
    assert pages.position(0, 102) == "1/102"
    # Counted before the newest came.
    assert pages.position(49, 49) == "50/50"
    pages.keep(1, FixedRows((50,)))
    assert pages.position(50, 49) == "51/51"


def test_titles_get_the_room_of_what_the_preview_says_anyway() -> None:
    frame = Frame(ManualClock(datetime(2026, 3, 2, tzinfo=UTC)))
    # A list of 80 cells, as beside a preview on a screen of 120; three are the cursor's.
    beside = {column.title: room for column, room in share_out(queue_columns(frame, beside=True), 77)}
    alone = {column.title: room for column, room in share_out(queue_columns(frame), 77)}
    assert alone["Title"] >= 16
    assert beside["Title"] >= 26
    assert "Grid" in alone
    assert "Grid" not in beside
