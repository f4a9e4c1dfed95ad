"""S1–S4: text from data is text, and nothing leaves the program by the terminal."""

from __future__ import annotations

import asyncio
import re
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from console.terminal.base import TerminalApp
from console.terminal.filter import HOSTILE
from console.terminal.posix import FAREWELL, GREETING
from console.terminal.profile import TerminalProfile
from console.terminal.widgets import (
    ActionButton,
    BlockInput,
    ChoiceSet,
    LineInput,
    PickField,
    PickList,
    PlainText,
    TickList,
    Toggle,
    plain,
)
from tests.terminal.ptyhost import PtyHost

if TYPE_CHECKING:
    from textual.app import ComposeResult

MARKUP = [
    "[bold]粗[/bold]",
    "[@click=app.quit]点[/]",
    "[/x]",
    "[link=a:b]链[/link]",
    "([k=v])",
    ":smile:",
    "[red",
]
CONTROLS = [
    "\x1b]0;标题\x1b\\",
    "\x1b[2J",
    "\x9b31m",
    "a\x00b",
    "a\x07b",
    "a\x7fb",
    "a\u202eb",
    "a\u2066b",
    "a\u200bb",
    "a\ufeffb",
    "a\u2028b",
    "a\tb",
    "\x1b]8;;http://x\x07l\x1b]8;;\x07",
    "\x1b]52;c;AAAA\x07",
    "a\rb",
    "a\x0bb",
]
ALLOWED = re.compile(
    "|".join(
        [
            *(re.escape(sequence) for sequence in GREETING),
            *(re.escape(part) for part in re.findall(r"\x1b\[[^A-Za-z]*[A-Za-z]", FAREWELL)),
            r"\x1b\[\d+;\d+H",
            r"\x1b\[[0-9;]*m",
            r"\r\n",
            r"[^\x00-\x1f\x7f-\x9f]",
        ]
    )
)


class Everything(TerminalApp[None]):
    def __init__(self, data: str) -> None:
        super().__init__(TerminalProfile())
        self._data = data

    def compose(self) -> ComposeResult:
        data = self._data
        yield PlainText(data)
        yield LineInput(data)
        yield LineInput(placeholder=data)
        yield BlockInput(data)
        yield Toggle(data)
        yield ChoiceSet(data, "乙")
        yield TickList((data, 1))
        yield PickField([(data, 1)], value=1)
        yield PickList(data)
        yield ActionButton(data)

    def on_mount(self) -> None:
        self.title = self._data
        self.query_one(PlainText).border_title = plain(self._data)
        self.notify(self._data, title=self._data)
        self.notify(self._data, markup=True)


@pytest.mark.parametrize(
    "payload", [*MARKUP, *("".join(CONTROLS[place::3]) for place in range(3))], ids=ascii
)
def test_payloads_through_every_widget(payload: str) -> None:
    """S1, S2: markup is shown as written, controls never reach a segment, nothing fails."""

    async def run() -> list[str]:
        app = Everything(payload)
        async with app.run_test(size=(100, 40), notifications=True) as pilot:
            await pilot.pause()
            app.query_one(PickField).expanded = True
            await pilot.pause()
            lines = ["".join(part.text for part in strip) for strip in app.screen._compositor.render_strips()]
            for button in app.query(ActionButton):
                button.label = payload
            await pilot.pause()
            assert app.is_running
            return lines

    text = "\n".join(asyncio.run(run()))
    assert not HOSTILE.search(text.replace("\n", ""))
    if payload in MARKUP:
        assert text.count(payload) >= 10


@pytest.mark.pty
def test_only_known_sequences_reach_the_terminal() -> None:
    """S2, S3: over copy, links, notices and hostile data: no OSC, no control, nothing unasked."""
    payload = "\x1b]0;标题\x07\x9b31m\u202e[@click=app.quit]x[/] \x1b]8;;http://x\x1b\\"
    with PtyHost(["-m", "tests.terminal.sample", f"data={payload}"], quick=True) as host:
        host.wait_for("准备好了")
        host.send("\x1b[17~")
        host.read(quiet=0.3)
        host.send("\t" * 3 + "\x03\x1b[1;2D\x03\x18")
        host.read(quiet=0.3)
        host.send("\x1b[21~")
        assert host.exit_code(4.0, reading=True) == 0
        sent = bytes(host.raw).decode()
    left = ALLOWED.sub("", sent)
    assert left == ""
    assert "\u202e" not in sent
    assert "\x1b]" not in sent


def test_what_is_switched_off(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """S4: browser, palette, screenshot, suspend, themes, deliveries: each called, none does anything."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(webbrowser, "open", lambda *_args, **_options: pytest.fail("a browser was opened"))

    async def run() -> None:
        app = Everything("x")
        async with app.run_test() as pilot:
            screens = len(app.screen_stack)
            app.open_url("http://example.invalid")
            for action in (
                "command_palette",
                "screenshot",
                "suspend_process",
                "change_theme",
                "toggle_dark",
                "help_quit",
                "show_help_panel",
            ):
                await app.run_action(action)
            for key in ("ctrl+p", "ctrl+q", "ctrl+s", "ctrl+c", "ctrl+z"):
                await pilot.press(key)
            app.deliver_screenshot()
            app.deliver_text("nothing")
            app.deliver_binary("nothing")
            app.copy_to_clipboard("机密")
            await pilot.pause()
            assert app.clipboard == "机密"
            assert len(app.screen_stack) == screens
            assert not app.query("HelpPanel")
            assert list(app.get_system_commands(app.screen)) == []
            assert app.theme == "ansi-dark"
            assert app.is_running

    asyncio.run(run())
    assert not list(tmp_path.rglob("*.svg"))


def test_no_widget_of_textual_with_parsed_text_is_used_here() -> None:
    """S1: the modules of the terminal layer build their content from text, never from markup."""
    for path in Path("console/terminal").glob("*.py"):
        source = path.read_text()
        assert "from_markup" not in source, path
        assert "markup=True" not in source, path


def test_unforeseen_errors_get_a_number_each(tmp_path: Path) -> None:
    app: TerminalApp[Any] = TerminalApp(log_directory=tmp_path)
    numbers = {app.report_error(ValueError("x")) for _round in range(3)}
    assert len(numbers) == 3
    assert all(f"--- {number} " in (tmp_path / "errors.log").read_text() for number in numbers)
