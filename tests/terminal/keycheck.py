"""Which key bindings would be out of reach, or dangerous, on a thin terminal.

``unsafe_bindings(QueueScreen, CaseScreen, …)`` returns one sentence for each binding that
breaks a rule; an empty list is a pass.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.binding import Binding

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.dom import DOMNode

NAMED_SAFE = frozenset(
    {"up", "down", "left", "right", "enter", "tab", "shift+tab", "pageup", "pagedown", "home", "end"}
    | {"escape", "space", "backspace", "delete", "insert"}
    | {f"f{number}" for number in range(1, 13)}
)
"""Keys every terminal sends and every parser here reads in each of its dialects."""

PUNCTUATION_SAFE = frozenset(
    {"slash", "question_mark", "plus", "minus", "asterisk", "full_stop", "comma", "colon", "semicolon"}
    | {"equals_sign", "exclamation_mark", "number_sign", "at", "underscore"}
    | {"left_square_bracket", "right_square_bracket", "less_than_sign", "greater_than_sign"}
)
FORBIDDEN = frozenset({"ctrl+q", "ctrl+s", "ctrl+z", "ctrl+c"})
"""Sent by the line itself (XON, XOFF), or by fingers that mean something else."""


def is_safe(key: str) -> bool:
    """Whether ``key`` reaches the program from any terminal."""
    plain = len(key) == 1 and key.isascii() and key.isprintable()
    return plain or key in NAMED_SAFE or key in PUNCTUATION_SAFE


def unsafe_bindings(*classes: type[DOMNode], home: str = "console") -> list[str]:
    """Return what is wrong with the bindings of ``classes``.

    Bindings of classes defined under ``home`` must have at least one safe key each, no key
    of Alt, and none of the forbidden ones. Those inherited from Textual must not be
    forbidden ones with a meaning of their own.
    """
    complaints: list[str] = []
    for owner in classes:
        for base in owner.__mro__:
            if base.__module__.split(".")[0] == home or base is owner:
                complaints += _own(base)
        merged = owner._merged_bindings
        inherited = merged.key_to_bindings if merged is not None else {}
        for key in FORBIDDEN & set(inherited):
            complaints += [
                f"{owner.__name__}: {key} does {binding.action!r}"
                for binding in inherited[key]
                if binding.action not in {"copy", "screen.copy_text"}
            ]
    return complaints


def _own(owner: type[Any]) -> list[str]:
    complaints: list[str] = []
    for binding in _bindings(owner.__dict__.get("BINDINGS", ())):
        keys = [key.strip() for key in binding.key.split(",") if key.strip()]
        where = f"{owner.__name__}: {binding.key!r} for {binding.action!r}"
        if not any(map(is_safe, keys)):
            complaints.append(f"{where} has no key every terminal sends")
        if FORBIDDEN & set(keys):
            complaints.append(f"{where} uses a key the line sends by itself")
        if any("alt+" in key or "meta+" in key or "super+" in key for key in keys):
            complaints.append(f"{where} uses Alt")
        letter = binding.priority and any(len(key) == 1 for key in keys)
        if letter:
            complaints.append(f"{where} takes a letter before the field that has the focus")
    return complaints


def _bindings(declared: Iterable[Any]) -> Iterable[Binding]:
    for entry in declared:
        if isinstance(entry, Binding):
            yield entry
        else:
            yield Binding(*entry)
