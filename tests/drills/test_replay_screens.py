"""A recording looked at: gone through, nothing done in it, played on from, laid beside another."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from console.drilling.deck import Deck
from console.drilling.replay_app import ReplayApp
from console.settings import load_settings
from models.accounts.views import Role
from scenarios.player.colleagues import Policy
from scenarios.recording.opening import close, prepare, replay
from scenarios.runs.once import Play, run
from tests.drills.playing import compiled
from tests.pilot.screens import lines_of, text_of, until

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from scenarios.recording.replay import Replay
    from scenarios.sandbox import Sandboxes

ZONE = ZoneInfo("Asia/Shanghai")


def sees(app: Any, *words: str) -> Callable[[], bool]:
    """Return what says whether the screen shows all of these words."""
    return lambda: all(word in text_of(app) for word in words)


def chief(found: Replay) -> str:
    """Return the login of whoever leads the shift in a recording."""
    people = found.world.services.accounts.demo_people()
    return next(each.login for each in people if each.role is Role.DUTY_CHIEF)


async def looked(app: Any) -> None:
    """Go to a moment, look at a case, try to act, branch, compare."""
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, sees(app, "录像", "停住", "达成"))
        await pilot.press("f1")
        await until(pilot, sees(app, "帮助", "关键时刻"))
        await pilot.press("escape", "f3", "f5")
        await until(pilot, lambda: re.search(r"T\+00:0[1-9]:\d\d / ", text_of(app)))
        await pilot.press("f9", *"跳到", "enter")
        await until(pilot, sees(app, "Esc返回"))
        await pilot.press(*"T+10", "enter")
        await until(pilot, sees(app, "T+00:10:00 / "))
        # The screens of the office as they stood then, and nothing to be done on them.
        await pilot.press("f7")
        await until(pilot, sees(app, "受理", "燃气"))
        assert lines_of(app)[0].startswith(" 录像 T+00:10:00")
        await pilot.press("enter")
        await until(pilot, sees(app, "F3"))
        await pilot.press("f3")
        await until(pilot, sees(app, "这是录像，不能在里面办事", "请另开分支"))
        await pilot.press("enter", "number_sign")
        await until(pilot, sees(app, "T+00:10:00 / "))
        await pilot.press("f8", *"二组", "enter")
        await until(pilot, sees(app, "已生成演练 2"))
        await pilot.press("f9", *"对照", "enter")
        await until(pilot, sees(app, "与哪次演练对照"))
        await pilot.press("2", "enter")
        await until(pilot, sees(app, "得分", "二组", "五分钟内受理"))
        await pilot.press("f1")
        await until(pilot, sees(app, "帮助"))
        await pilot.press("escape", "escape")
        await until(pilot, sees(app, "停住"))
        await pilot.press("f10")


def test_a_recording_is_gone_through_branched_and_compared_and_nothing_is_done_in_it(
    sandboxes: Sandboxes, world_template: Path
) -> None:
    first = run(sandboxes, Play(compiled().scenario, world_template, ZONE, Policy.NONE), 7, keep=True)
    found = replay(sandboxes, sandboxes.recording(first["number"]), world_template)
    assert prepare(sandboxes, found)
    deck = Deck(found)
    deck.to(0)
    app = ReplayApp(load_settings(), deck, sandboxes, chief(found), "导演")
    asyncio.run(looked(app))
    close(found)
    assert sandboxes.numbers() == [2, 1]
    with sandboxes.open(2) as world:
        assert world.services.drills.drill().party == "二组"
        assert world.services.drills.check() == []
