"""T5, T6: every state of every widget can be read without colour."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import DataTable, TextArea

from console.terminal.base import TerminalApp
from console.terminal.profile import TerminalProfile
from console.terminal.widgets import (
    ActionButton,
    BlockInput,
    ChoiceSet,
    LineInput,
    PickField,
    PickList,
    TickList,
    Toggle,
)
from tests.terminal.ptyhost import PtyHost

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.widget import Widget

MAKERS: dict[str, Callable[[], Widget]] = {
    "toggle": lambda: Toggle("匿名"),
    "choice": lambda: ChoiceSet("电话", "网络"),
    "ticks": lambda: TickList(("消防", 1), ("燃气", 2)),
    "line": lambda: LineInput("张伟"),
    "block": lambda: BlockInput("经过"),
    "pick": lambda: PickList("甲", "乙"),
    "field": lambda: PickField([("岭南", 1), ("桥头", 2)]),
    "button": lambda: ActionButton("保存"),
}


class Bench(TerminalApp[None]):
    AUTO_FOCUS = ""

    def __init__(self, make: Callable[[], Widget]) -> None:
        super().__init__(TerminalProfile(monochrome=True))
        self._make = make

    def compose(self) -> ComposeResult:
        yield self._make()


def picture(app: TerminalApp[Any]) -> list[tuple[str, bool, bool]]:
    """Every cell as it would reach the terminal: text, reverse, bold. No colour may be left."""
    cells = []
    for strip in app.screen._compositor.render_strips():
        for text, style, _control in strip:
            if style is not None:
                assert style.color is None, text
                assert style.bgcolor is None, text
            reverse, bold = (bool(style.reverse), bool(style.bold)) if style is not None else (False, False)
            cells += [(character, reverse, bold) for character in text]
    return cells


def text_of(app: TerminalApp[Any]) -> str:
    return "".join(character for character, _reverse, _bold in picture(app))


def pictures(kind: str, *changes: Callable[[Any], object]) -> list[list[tuple[str, bool, bool]]]:
    """The picture before and after each change to one widget of a kind."""

    async def run() -> list[list[tuple[str, bool, bool]]]:
        app = Bench(MAKERS[kind])
        async with app.run_test() as pilot:
            widget = app.screen.children[-1]
            shots = [picture(app)]
            for change in changes:
                change(widget)
                await pilot.pause()
                await pilot.pause()
                shots.append(picture(app))
            return shots

    return asyncio.run(run())


@pytest.mark.parametrize("kind", MAKERS)
def test_focus_shows(kind: str) -> None:
    before, after = pictures(kind, lambda widget: widget.focus())
    assert before != after


@pytest.mark.parametrize("kind", MAKERS)
def test_disabled_shows_in_text(kind: str) -> None:
    before, after = pictures(kind, lambda widget: setattr(widget, "disabled", True))
    assert [cell[0] for cell in before] != [cell[0] for cell in after]


@pytest.mark.parametrize("kind", MAKERS)
def test_a_problem_shows_as_a_mark_with_and_without_focus(kind: str) -> None:
    before, marked, focused = pictures(
        kind, lambda widget: setattr(widget, "problem", "必填"), lambda widget: widget.focus()
    )
    assert "!" not in [cell[0] for cell in before]
    assert "!" in [cell[0] for cell in marked]
    assert "!" in [cell[0] for cell in focused]
    assert marked != focused


def _choose_second(widget: ChoiceSet) -> None:
    list(widget.query("Choice"))[1].value = True  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("toggle", lambda widget: widget.toggle()),
        ("choice", _choose_second),
        ("ticks", lambda widget: widget.select(2)),
        ("pick", lambda widget: setattr(widget, "highlighted", 1)),
        ("field", lambda widget: setattr(widget, "value", 2)),
        ("field", lambda widget: setattr(widget, "expanded", True)),
        ("button", lambda widget: setattr(widget, "variant", "primary")),
        ("button", lambda widget: setattr(widget, "variant", "error")),
    ],
)
def test_values_show_in_text(kind: str, change: Callable[[Any], object]) -> None:
    before, after = pictures(kind, change)
    assert [cell[0] for cell in before] != [cell[0] for cell in after]


def test_selected_text_shows() -> None:
    _, focused, selected = pictures("line", lambda widget: widget.focus(), lambda widget: widget.select_all())
    assert focused != selected
    _, focused, selected = pictures(
        "block", lambda widget: widget.focus(), lambda widget: widget.select_all()
    )
    assert focused != selected


def test_a_disabled_row_shows_in_text() -> None:
    before, after = pictures("pick", lambda widget: widget.disable_option_at_index(1))
    assert [cell[0] for cell in before] != [cell[0] for cell in after]


def test_the_cursor_row_of_a_plain_table_shows() -> None:
    """A widget that tells its state by background only keeps it through reverse."""

    async def run() -> tuple[int, int]:
        table: DataTable[str] = DataTable(cursor_type="row")
        app = Bench(lambda: table)
        async with app.run_test() as pilot:
            table.add_column("a")
            table.add_rows([["1"], ["2"]])
            table.focus()
            await pilot.pause()
            first = [index for index, cell in enumerate(picture(app)) if cell[1] and cell[0] == "1"]
            await pilot.press("down")
            await pilot.pause()
            second = [index for index, cell in enumerate(picture(app)) if cell[1] and cell[0] == "2"]
            return len(first), len(second)

    assert asyncio.run(run()) == (1, 1)


def test_a_password_is_drawn_in_stars() -> None:
    async def run() -> str:
        app = Bench(lambda: LineInput("secret", password=True))
        async with app.run_test():
            return text_of(app)

    text = asyncio.run(run())
    assert "[******" in text
    assert "secret" not in text


def test_undo_keys_are_gone_from_the_block() -> None:
    async def run() -> set[str]:
        block = BlockInput("x")
        app = Bench(lambda: block)
        async with app.run_test():
            return set(block._bindings.key_to_bindings)

    keys = asyncio.run(run())
    assert not keys & {"ctrl+z", "ctrl+y"}
    assert "ctrl+z" in TextArea("")._bindings.key_to_bindings


def test_profile_changes_at_run_time() -> None:
    async def run() -> tuple[str, str]:
        app = Bench(lambda: ActionButton("甲·乙…"))
        async with app.run_test() as pilot:
            before = text_of(app)
            app.use_profile(TerminalProfile(monochrome=True, ascii_borders=True))
            await pilot.pause()
            await pilot.pause()
            return before, text_of(app)

    before, after = asyncio.run(run())
    assert "甲·乙…" in before
    assert "甲.乙." in after


@pytest.mark.pty
def test_no_colour_code_at_all_in_monochrome() -> None:
    """T5: over the whole sample, every SGR sent is one of an attribute."""
    import re

    with PtyHost(["-m", "tests.terminal.sample", "mono", "data=数据"], term="vt100") as host:
        host.wait_for("准备好了")
        for keys in "\t\t\t\t\t\t\t\t\r \x1b[B":
            host.send(keys)
            host.read(quiet=0.05)
        host.send("\x1b[17~")
        host.read(quiet=0.3)
        codes = {
            code for sgr in re.findall(rb"\x1b\[([0-9;]*)m", bytes(host.raw)) for code in sgr.split(b";")
        }
        assert codes <= {b"", b"0", b"1", b"2", b"3", b"4", b"5", b"7", b"9"}, codes
        assert b"7" in codes
