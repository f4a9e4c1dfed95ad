"""T9: keys that every terminal sends."""

from __future__ import annotations

from typing import ClassVar

import pytest
from textual.app import App
from textual.binding import Binding, BindingType
from textual.screen import Screen

from console.terminal.base import TerminalApp
from console.terminal.widgets import (
    ActionButton,
    BlockInput,
    Choice,
    ChoiceSet,
    LineInput,
    PickField,
    PickList,
    TickList,
    Toggle,
)
from tests.terminal.keycheck import is_safe, unsafe_bindings


def test_our_own_classes_pass() -> None:
    assert (
        unsafe_bindings(
            TerminalApp, Toggle, Choice, ChoiceSet, TickList, PickList, PickField, LineInput, ActionButton
        )
        == []
    )


def test_the_block_loses_its_undo_key_at_construction() -> None:
    assert [line for line in unsafe_bindings(BlockInput) if "undo" not in line] == []


def test_textuals_own_application_does_not_pass() -> None:
    assert any("ctrl+q" in line for line in unsafe_bindings(App))


@pytest.mark.parametrize(
    ("binding", "complaint"),
    [
        (Binding("ctrl+s", "save", "x"), "by itself"),
        (Binding("alt+1", "one", "x"), "Alt"),
        (Binding("ctrl+n", "new", "x"), "no key"),
        (("shift+f3", "find", "x"), "no key"),
        (Binding("d", "drop", "x", priority=True), "before the field"),
    ],
)
def test_bad_bindings_are_named(binding: BindingType, complaint: str) -> None:
    class Bad(Screen[None]):
        BINDINGS: ClassVar[list[BindingType]] = [binding]

    assert any(complaint in line for line in unsafe_bindings(Bad))


def test_an_extra_beside_a_safe_key_is_fine() -> None:
    class Good(Screen[None]):
        BINDINGS: ClassVar[list[BindingType]] = [Binding("f9,ctrl+n", "new", "x"), ("slash", "find", "x")]

    assert unsafe_bindings(Good) == []


def test_safe_set() -> None:
    assert all(map(is_safe, ("f2", "f10", "pageup", "escape", "space", "5", "j", "slash")))
    assert not any(map(is_safe, ("ctrl+s", "alt+x", "shift+f1", "f13", "ctrl+enter", "张")))
