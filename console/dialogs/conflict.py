"""Two people changed the same thing: theirs and mine, field by field, and a person chooses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from console.dialogs.base import Dialog
from console.i18n import N_, _
from console.keys import bindings
from console.widgets.line_list import Column, LineList
from console.widgets.lines import Sentence
from console.work import later

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from textual.binding import BindingType
    from textual.widget import Widget

    from console.widgets.lines import Piece


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that differs."""

    field: str
    """Its identifier"""
    label: str
    """Its name, translated"""
    theirs: str
    """What stands in the database now, as shown"""
    mine: str
    """What was entered here, as shown"""


@dataclass(frozen=True, slots=True)
class Dispute:
    """How a form wants a conflict settled."""

    compare: Callable[[Any], Sequence[Difference]]
    """Takes the current view, returns what differs from the form"""
    settle: Callable[[Any, frozenset[str]], None]
    """Takes the current view and the fields to keep as entered; saves again with its version"""


@dataclass(slots=True)
class _Choice:
    difference: Difference
    mine: bool


class ConflictDialog(Dialog[frozenset[str]]):
    """Shows ``differences``; returns the fields to keep as entered here, ``None`` to go on editing."""

    GROUPS: ClassVar[tuple[str, ...]] = ("conflict",)
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("conflict"))
    DEFAULT_CSS = """
    ConflictDialog Sentence { padding: 0 2; }
    ConflictDialog LineList { height: 10; width: 100%; }
    """

    def __init__(self, differences: Sequence[Difference]) -> None:
        super().__init__(_("Changed by somebody else"))
        self._choices = [_Choice(difference, mine=True) for difference in differences]

    def body(self) -> Iterable[Widget]:
        """Return the explanation and the fields."""
        if not self._choices:
            yield Sentence(
                _("Somebody else saved this meanwhile, but no field you see differs. Enter saves again.")
            )
            return
        yield Sentence(_("Somebody else saved this meanwhile. Choose field by field which version stays."))
        columns = [
            Column[_Choice](N_("Field"), 12, _label_of, best=20),
            Column[_Choice](N_("Keep"), 7, _kept_of),
            Column[_Choice](N_("Mine"), 16, _mine_of, best=40),
            Column[_Choice](N_("Theirs"), 16, _theirs_of, grow=True),
        ]
        yield LineList(columns, _identity)

    def on_mount(self) -> None:
        """Show the fields."""
        if self._choices:
            self.query_one(LineList).set_rows(self._choices)

    def action_other(self) -> None:
        """Choose the other version of the field under the cursor."""
        if self._choices:
            rows: LineList[_Choice] = self.query_one(LineList)
            if rows.row is not None:
                rows.row.mine = not rows.row.mine
                rows.refresh()

    def action_all(self, mine: int) -> None:
        """Choose one version for every field."""
        for choice in self._choices:
            choice.mine = bool(mine)
        if self._choices:
            self.query_one(LineList).refresh()

    def action_accept(self) -> None:
        """Answer with the fields that stay as entered here."""
        later(self.dismiss(frozenset(choice.difference.field for choice in self._choices if choice.mine)))


def _identity(choice: _Choice) -> str:
    return choice.difference.field


def _label_of(choice: _Choice) -> Piece:
    return choice.difference.label, ""


def _kept_of(choice: _Choice) -> Piece:
    return (_("mine") if choice.mine else _("theirs")), "bold"


def _mine_of(choice: _Choice) -> Piece:
    return choice.difference.mine, "" if choice.mine else "dim"


def _theirs_of(choice: _Choice) -> Piece:
    return choice.difference.theirs, "dim" if choice.mine else ""
