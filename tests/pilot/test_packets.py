"""Keys that arrive in one packet: a paste without brackets, a slow line catching up, quick fingers."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from textual import events

from console.screens.queues import QueuesScreen
from console.terminal.keyorder import FLOOD, KeyOrder
from console.terminal.keyreader import KeyReader
from console.terminal.widgets import LineInput
from models.accounts.views import Role
from tests.pilot.screens import settle, shown, text_of, until
from tests.pilot.test_forms import SampleScreen, form_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.message import Message
    from textual.pilot import Pilot

    from console.forms.form import Form
    from tests.pilot.conftest import Office


class Line:
    """The way of keys from the terminal into the app, without the terminal."""

    def __init__(self, app: Any, pilot: Pilot[Any]) -> None:
        self._reader = KeyReader("utf-8")
        self._order = KeyOrder(app)
        self._pilot = pilot

    async def send(self, packet: str) -> None:
        """Let a packet arrive, some time after the one before."""
        self._reader._last_letter = 0.0
        for message in self._reader.feed(packet.encode()):
            self._order.put(message)
        while self._order._waiting.qsize():
            await self._pilot.pause(0.01)
        await settle(self._pilot, 0.05)


def on_the_form(office: Office, journey: Callable[[Any, Line], Any]) -> None:
    """Run ``journey`` with a form that lacks nothing, the cursor in its last field."""

    async def steps() -> None:
        async with shown(office.services, office.actor(Role.ACCEPTOR), office.clock, SampleScreen) as (
            app,
            pilot,
        ):
            form = form_of(app)
            form.row("title").take_up("井盖丢失")
            form.row("grid_id").take_up({"key": 1, "text": "岭南01"})
            form.rows[-1].take_keys()
            await settle(pilot)
            await journey(app, Line(app, pilot))

    asyncio.run(steps())


def entered(form: Form) -> str:
    return str(form.row("reason").value)


def test_lines_pasted_without_brackets_save_no_form(office: Office) -> None:
    async def journey(app: Any, line: Line) -> None:
        await line.send("第一行\r第二行\r")
        assert app.screen.saved == []
        assert entered(form_of(app)) == "第一行第二行"
        assert "这是粘贴进来的内容" in text_of(app)
        await line.send("\r")
        assert [values["reason"] for values in app.screen.saved] == ["第一行第二行"]

    on_the_form(office, journey)


def test_a_paste_that_begins_with_a_line_end_saves_no_form(office: Office) -> None:
    async def journey(app: Any, line: Line) -> None:
        await line.send("\r不属于本单位")
        assert app.screen.saved == []
        await line.send("管")
        assert "这是粘贴进来的内容" not in text_of(app)
        await line.send("\r")
        assert [values["reason"] for values in app.screen.saved] == ["不属于本单位管"]

    on_the_form(office, journey)


def test_what_is_typed_right_after_the_slash_or_the_menu_key_is_searched_for(office: Office) -> None:
    async def journey() -> None:
        app = office.console("acceptor")
        async with app.run_test(size=(80, 24)) as pilot:
            await until(pilot, lambda: "待受理 3" in text_of(app))
            line = Line(app, pilot)
            # Letters of the filter that are commands of the list, and a number that is a queue.
            for typed in ("2dqjz", "jzlj"):
                await line.send(f"/{typed}")
                assert isinstance(app.screen, QueuesScreen)
                assert app.screen.query_one("#filter", LineInput).value == typed
                assert app.screen.rows.text == typed
                await pilot.press("escape")
                await until(pilot, lambda: not app.screen.query("#filter"))
            # A long text pasted where nothing takes text is let go, and holds up no key behind it.
            sent: list[Message] = []
            post = app.post_message

            def counted(message: Message) -> bool:
                sent.append(message)
                return post(message)

            app.post_message = counted  # type: ignore[method-assign]  # what reaches the app is counted
            await line.send("路灯不亮" * 1_000)
            # A key that no widget uses comes to the app a second time.
            assert len({id(message) for message in sent if isinstance(message, events.Key)}) <= FLOOD + 1
            await line.send("/路灯")
            assert app.screen.query_one("#filter", LineInput).value == "路灯"
            await pilot.press("escape")
            await until(pilot, lambda: not app.screen.query("#filter"))
            # Letters right behind the key of the menu search the menu.
            await line.send("\x1b[20~sx\r")
            await until(pilot, lambda: "已重新读取" in text_of(app))

    asyncio.run(journey())
