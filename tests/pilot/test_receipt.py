"""The explanation of a deadline, longer than the screen: read from the first line to the last."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from console.dialogs.receipt import ReceiptDialog
from console.i18n import render
from console.text import Times, clock_zone, wrap
from console.work import later
from models.calendar.arithmetic import parse_moment
from models.calendar.packaged import packaged_time
from models.calendar.receipt import explain
from models.calendar.rules import Counting, Mode, parse_limit
from models.calendar.wording import receipt_lines
from tests.pilot.screens import lines_of, settle

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from console.app import YiwangApp
    from tests.pilot.conftest import Office

START, LIMIT = "2026-01-30 08:20", "900wh"
"""Over every holiday of a year, and into one that is not known yet"""
TIMES = Times(clock_zone("Asia/Shanghai"))


def test_a_long_receipt_is_read_to_its_last_line(office: Office) -> None:
    counting = Counting(mode=Mode.HOURS, provisional=True)
    _deadline, receipt = explain(packaged_time(), parse_moment(START), parse_limit(LIMIT), counting)
    sentences = [str(render(phrase)).strip() for phrase in receipt_lines(receipt)]

    async def look() -> None:
        app = office.console("acceptor")
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot, 0.3)
            for width, height in ((80, 24), (60, 20), (120, 40)):
                await pilot.resize_terminal(width, height)
                later(app.push_screen(ReceiptDialog("20260302-0001", receipt.to_document(), TIMES)))
                await settle(pilot)
                wanted = [line.strip() for sentence in sentences for line in wrap(sentence, width - 2)]
                await read_through(app, pilot, wanted, height)
                await pilot.press("escape")
                await settle(pilot)

    asyncio.run(look())


async def read_through(app: YiwangApp, pilot: Pilot[None], wanted: list[str], height: int) -> None:
    assert len(wanted) > 15
    seen: list[str] = []
    for _page in range(10):
        shown = [line.strip() for line in lines_of(app)]
        assert "20260302-0001" in " ".join(shown[:-3])
        assert "关闭" in " ".join(shown[-2:])
        seen += shown
        await pilot.press("down")
        await settle(pilot)
    whole = "".join("".join(seen).split())
    assert "".join(wanted[0].split()) in whole
    assert "".join(wanted[-1].split()) in whole
    if len(wanted) > height - 3:
        await pilot.press("end")
        await settle(pilot)
        assert f"/{len(wanted)}" in " ".join(lines_of(app))
        assert wanted[-1] in [line.strip() for line in lines_of(app)]
        await pilot.press("pageup", "home")
        await settle(pilot)
        assert any(wanted[0] in line for line in lines_of(app))
        assert "1-" in " ".join(lines_of(app))
