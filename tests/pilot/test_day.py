"""A person's day, the line of queues, and the language of filters on the screen."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from itertools import product
from typing import TYPE_CHECKING

import pytest

from console.i18n import set_language
from console.screens.queue_parts import queue_tabs
from console.text import cell_len
from console.widgets.filter_input import FilterInput
from console.widgets.lines import beside
from console.widgets.queue_bar import QueueBar
from models.cases.rules import CaseState, QueueKey
from tests.pilot.screens import lines_of, settle, text_of, until
from tests.pilot.test_queues import queues

if TYPE_CHECKING:
    from tests.pilot.conftest import Office


def test_a_day_begins_with_what_presses_most_and_every_section_leads_to_its_queue(office: Office) -> None:
    office.begins_with_day = True
    office.clock.advance(timedelta(days=3))
    returned = office.desk.bring_to(CaseState.RETURNED_TO_ACCEPTOR, title="退回来的一件")

    async def journey() -> None:
        app = office.console("acceptor")
        async with app.run_test(size=(80, 24)) as pilot:
            await until(pilot, lambda: "退回1" in text_of(app))
            assert "我的一天" in lines_of(app)[0]
            rows = [line[1:].split() for line in lines_of(app) if "0302-" in line or "0305-" in line]
            sections = [words[0] for words in rows if len(words[0]) < len("0302-0001")]
            assert (sections, len(rows)) == (["超期2", "退回1", "我的2", "受理3"], 7)
            assert any(line.startswith(">  超期2") for line in lines_of(app))
            await pilot.press("down", "down", "enter")
            await until(pilot, lambda: returned.number in text_of(app))
            await pilot.press("escape")
            await until(pilot, lambda: any(line.startswith(">  退回1") for line in lines_of(app)))
            await pilot.press("minus")
            await until(pilot, lambda: "已超期 2" in text_of(app))
            await pilot.press("asterisk", "slash", *"积水")
            await until(pilot, lambda: queues(app).rows.count == 1 and "超期2" in text_of(app))

    asyncio.run(journey())


def test_a_filter_is_completed_by_tab_and_what_it_does_not_know_is_said(office: Office) -> None:
    async def journey() -> None:
        app = office.console("duty_chief")
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            await pilot.press("1", "f7", *"z", "tab")
            await settle(pilot)
            field = app.screen.query_one(FilterInput)
            assert field.value == "状态:"
            assert "按 Tab 补全：待受理 待核实" in text_of(app)
            await pilot.press("tab", "tab")
            assert field.value == "状态:待核实"
            await until(pilot, lambda: queues(app).rows.count == 0)
            field.value = "网格:岭南01"
            await until(pilot, lambda: queues(app).rows.count == 2)
            assert "Tab" not in text_of(app)
            field.value = "街道:城北"
            await until(pilot, lambda: "不能按“街道”筛选" in text_of(app))
            assert queues(app).rows.count == 2
            await pilot.press("enter")
            await until(pilot, lambda: "请加上引号" in text_of(app))
            await pilot.press("escape")
            assert field.has_focus
            assert field.value == "街道:城北"
            # Among all cases it means the same.
            await pilot.press("escape", "f4", *"状态:处", "tab")
            await until(pilot, lambda: "占道经营屡劝不改" in text_of(app) and "桥下" not in text_of(app))

    asyncio.run(journey())


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_line_of_queues_takes_more_lines_rather_than_cut_a_word(language: str) -> None:
    set_language(language)
    for count, width in product((0, 31, 12345), (120, 80, 60, 40)):
        tabs = queue_tabs(tuple(QueueKey), QueueKey.MINE, dict.fromkeys(QueueKey, count))
        bar = QueueBar()
        bar._tabs = tuple(tabs)
        lines = ["".join(piece[0] for piece in bar.line(y, width)) for y in range(bar._height(width))]
        assert all(cell_len(line) <= width for line in lines)
        tabs = [tab for tab in tabs if tab.count or not tab.spare]
        shown = [f"{tab.key}{beside(tab.name)}{tab.tail} " for tab in tabs]
        assert all(sum(name in line for line in lines) == 1 for name in shown)
        assert len(lines) <= 2 + (language == "en") or width < 80 or count > 999
        assert len(lines) == 1 or width < 80 or count or language == "en"
