"""What the style sheets of tests remember is what Textual works out."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.widgets import Button, Label

from tests.support import styling

if TYPE_CHECKING:
    import pytest


class Sample(App[None]):
    """Widgets whose looks hang on names, classes, places, neighbours and focus."""

    CSS = """
    Label { color: red; }
    .row { height: 2; }
    #one .row { height: 3; }
    Vertical > Label:first-child { color: green; }
    Label:odd { width: 9; }
    Vertical:focus-within .row { color: blue; }
    Button:disabled { width: 20; }
    """

    def compose(self) -> ComposeResult:
        """Make two groups that differ by name alone."""
        for name in ("one", "two"):
            with Vertical(id=name):
                for number in range(3):
                    yield Label(str(number), classes="row" if number else "")
                yield Button("x", disabled=name == "two")


def looks(app: App[Any]) -> list[dict[str, Any]]:
    found = app.screen.walk_children(with_self=True)
    # By their words: a layout is an object of its own for every widget.
    return [{name: repr(value) for name, value in each.styles.base.get_rules().items()} for each in found]


def seen() -> list[list[dict[str, Any]]]:
    """Return how everything looks: at first, without focus, and after classes changed."""
    found: list[list[dict[str, Any]]] = []

    async def journey() -> None:
        app = Sample()
        async with app.run_test() as pilot:
            await pilot.pause()
            found.append(looks(app))
            app.screen.set_focus(None)
            await pilot.pause()
            found.append(looks(app))
            for each in app.query(Label):
                each.toggle_class("row")
            await pilot.pause()
            found.append(looks(app))

    asyncio.run(journey())
    return found


def test_what_is_remembered_is_what_textual_works_out(monkeypatch: pytest.MonkeyPatch) -> None:
    first, again = seen(), seen()
    monkeypatch.setattr("textual.css.stylesheet.Stylesheet.apply", styling.textuals_own)
    assert seen() == first == again
    assert first[0] != first[1] != first[2]
