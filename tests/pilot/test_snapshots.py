"""Screens as text, compared with what was agreed on; a missing or changed one is written beside it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from console.i18n import set_language
from console.text import cell_len
from models.cases.rules import CaseState
from tests.pilot.screens import lines_of, settle, text_of, until

if TYPE_CHECKING:
    from tests.pilot.conftest import Office

FOLDER = Path(__file__).parent / "snapshots"


def compare(name: str, shown: str) -> None:
    """Compare with the file; what differs is written to ``name.new`` for a person to look at."""
    agreed = FOLDER / f"{name}.txt"
    fresh = agreed.with_suffix(".new")
    if agreed.is_file() and agreed.read_text(encoding="utf-8") == shown + "\n":
        fresh.unlink(missing_ok=True)
        return
    fresh.write_text(shown + "\n", encoding="utf-8")
    pytest.fail(f"{name} looks different:\n{shown}\nIf that is meant, rename {fresh.name} to {agreed.name}.")


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("size", [(80, 24), (120, 30)])
def test_the_queue_looks_as_agreed(office: Office, size: tuple[int, int], language: str) -> None:
    set_language(language)
    office.desk.bring_to(CaseState.HANDLING, title="沿街商铺油烟直排，居民多次投诉，要求尽快处理")

    async def journey() -> None:
        app = office.console("duty_chief")
        async with app.run_test(size=size) as pilot:
            await settle(pilot)
            await pilot.press("4")
            wanted = "条件1" if language == "zh_CN" else "4 working hours"
            await until(pilot, lambda: wanted in text_of(app))
            assert {cell_len(line) for line in lines_of(app)} == {size[0]}
            compare(f"queue-{size[0]}x{size[1]}-{language}", text_of(app))

    asyncio.run(journey())


def test_the_demo_s_sign_in_looks_as_agreed(office: Office) -> None:
    async def journey() -> None:
        app = office.console()
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            compare("sign-in-demo-80x24", text_of(app))

    asyncio.run(journey())


def test_the_lock_looks_as_agreed(office: Office) -> None:
    async def journey() -> None:
        app = office.console("acceptor")
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            app.action_lock()
            await settle(pilot)
            compare("lock-80x24", text_of(app))

    asyncio.run(journey())
