"""In which language a paper speaks: what the console lends to those who build papers.

Rooms of ``models`` hold message ids only; papers that are wanted in the language of whoever
prints them are built with a :class:`Tongue`, by which the ids become words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Tongue:
    """How a paper says things."""

    say: Callable[..., str]
    """A message id, and by name what fills its placeholders, in words"""
    label: Callable[[StrEnum], str]
    """What a fixed word is called"""
    limit: Callable[[str], str]
    """A limit such as ``4WH`` in words"""
    field_title: Callable[[str], str]
    """What a field of a matter is called"""
    value_lines: Callable[[str, Any], list[str]]
    """The value of such a field, line by line; nothing as a dash"""
    chinese: bool = True
    """Whether headings are numbered as Chinese papers number them"""
