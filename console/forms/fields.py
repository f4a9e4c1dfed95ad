"""The fields of a form, as data.

Every field has a ``name``: the key of its value in :meth:`console.forms.form.Form.values`
and in the draft. Labels are message ids, translated whenever they are drawn.

==============  ====================================  ==============================
field           value                                 in the draft
==============  ====================================  ==============================
LineField       ``str``                               text
BlockField      ``str``, lines separated by newlines  text
ChoiceField     ``str``, "" if nothing is chosen      text
ToggleField     ``bool``                              true or false
LookupField     :class:`Picked` or ``None``           ``{"key": …, "text": …}``, or the
                                                      text typed so far
==============  ====================================  ==============================
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from enum import StrEnum

Options = Callable[[], Sequence[tuple[str, str]]]
"""Gives the (value, translated text) pairs of a choice; asked whenever it is drawn."""


@dataclass(frozen=True, slots=True)
class Picked:
    """What a lookup holds once something was picked from its list."""

    key: int | str
    """Identity of the thing, as a service wants it"""
    text: str
    """What the field shows for it"""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One row of a lookup's list."""

    key: int | str
    """Identity of the thing"""
    text: str
    """The row's first column, and what the field shows once it is picked"""
    note: str = ""
    """The row's second column"""
    detail: str = ""
    """Shown in full below the list while the cursor is on the row"""
    shown: str = ""
    """What the field shows once it is picked, where that is not ``text``"""

    @property
    def picked(self) -> Picked:
        """This row as a value."""
        return Picked(self.key, self.shown or self.text)


Source = Callable[[str], Sequence[Candidate]]
"""Finds what a text may mean; "" asks for suggestions. Runs in a thread, calls services."""


@dataclass(frozen=True, slots=True)
class Field:
    """What all fields have."""

    name: str
    label: str
    """Message id, four Chinese characters at best"""
    required: bool = False
    hint: str = ""
    """Message id of a sentence shown below the field while it has the keys"""


@dataclass(frozen=True, slots=True)
class LineField(Field):
    """One line of text. Enter goes on to the next field."""

    max_length: int = 200


@dataclass(frozen=True, slots=True)
class BlockField(Field):
    """Several lines of text. Enter adds a line, or goes on where it is one ``paragraph``."""

    rows: int = 3
    """Rows it takes on the screen"""
    paragraph: bool = False
    """Wrapped on the screen, but one line to the service"""


@dataclass(frozen=True, slots=True)
class ChoiceField(Field):
    """One of a few things, all in sight. Arrows or digits choose, Enter goes on."""

    options: Options = tuple
    initial: str = ""
    """What is chosen when the form opens"""


@dataclass(frozen=True, slots=True)
class ToggleField(Field):
    """Yes or no."""

    initial: bool = False


@dataclass(frozen=True, slots=True)
class LookupField(Field):
    """One of many things, found by typing; its list unfolds below while it has the keys."""

    source: Source | None = None
    """``None`` until another field gives it one, see :meth:`console.forms.lookup.Lookup.set_source`"""
    rows: int = 5
    """Rows of the list at most"""
    nothing: str = ""
    """Message id of the sentence for an empty list"""


def enum_options(members: Sequence[StrEnum]) -> Options:
    """Return the options of a choice between ``members``, called what the whole console calls them."""

    def options() -> Sequence[tuple[str, str]]:
        # Loaded on use: labels know every enumeration there is.
        from console.labels import label

        return [(member.value, label(member)) for member in members]

    return options


def read_picked(kept: Any) -> Picked | None:
    """Return the value a draft kept of a lookup, ``None`` where it was not picked yet."""
    match kept:
        case {"key": int() | str() as key, "text": str() as text}:
            return Picked(key, text)
        case _:
            return None
