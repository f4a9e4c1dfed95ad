"""The widgets forms are made of: every state readable without colour, no text ever parsed.

Use these instead of Textual's ``Input``, ``TextArea``, ``Checkbox``, ``RadioButton``,
``RadioSet``, ``Button``, ``OptionList``, ``SelectionList``, ``Select``, ``Static`` and
``Label``. Their messages are those of the Textual widget each stands for
(``Input.Changed``, ``Checkbox.Changed``, ``Button.Pressed``, …).
"""

from __future__ import annotations

from console.terminal.blocks import BlockInput
from console.terminal.fields import LineInput
from console.terminal.lists import PickField, PickList, TickList
from console.terminal.marks import Marked, PlainText, cell, plain
from console.terminal.toggles import ActionButton, Choice, ChoiceSet, Toggle

__all__ = [
    "ActionButton",
    "BlockInput",
    "Choice",
    "ChoiceSet",
    "LineInput",
    "Marked",
    "PickField",
    "PickList",
    "PlainText",
    "TickList",
    "Toggle",
    "cell",
    "plain",
]
