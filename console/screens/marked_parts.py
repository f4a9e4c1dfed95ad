"""Lists of the cases of a set: what would be done to each, what was, and why not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.message import Message

from console.dialogs.base import Dialog
from console.i18n import N_, _, render_error
from console.keys import bindings
from console.labels import label
from console.widgets.line_list import Column, LineList
from console.widgets.lines import Sentence
from console.work import later
from models.cases.kinds import Action
from models.cases.numbers import short_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.binding import BindingType
    from textual.widget import Widget

    from console.keys import KeyEntry
    from console.widgets.lines import Piece
    from models.cases.set_views import SetLine, SetResult
    from models.kernel.errors import DomainError


@dataclass
class SetProgress(Message):
    """So many cases of a set were dealt with; sent from the thread that writes."""

    done: int


def set_columns() -> list[Column[SetLine]]:
    """Return the columns of a list of the cases of a set."""
    return [
        Column("", 2, lambda line: ("!" if line.refusal is not None else "", "bold red")),
        Column(N_("Number"), 9, lambda line: (short_number(line.number), "")),
        Column(N_("Title"), 18, lambda line: (line.title, ""), best=30),
        Column(N_("Then, or why not"), 30, _then, grow=True),
    ]


def _then(line: SetLine) -> Piece:
    if line.refusal is not None:
        return refusal_words(line.refusal), "bold"
    return ("" if line.state is None else label(line.state)), ""


def refusal_words(error: DomainError) -> str:
    """Return why a case is refused: in a few words where there are some, else as a sentence."""
    brief = getattr(error, "brief", None)
    return _(brief) if brief else render_error(error)[0]


def in_order(lines: Iterable[SetLine]) -> list[SetLine]:
    """Return the lines, those refused first."""
    return sorted(lines, key=lambda line: line.refusal is None)


def _case_id(line: SetLine) -> int:
    return line.case_id


class SetPreviewDialog(Dialog[bool]):
    """Lists what would be done to each case; ``True`` is to do it."""

    GROUPS: ClassVar[tuple[str, ...]] = ("set_preview", "list")
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("set_preview"))
    DEFAULT_CSS = """
    SetPreviewDialog > .panel { height: 100%; max-height: 100%; }
    SetPreviewDialog Sentence { padding: 0 2; }
    SetPreviewDialog LineList { height: 1fr; width: 100%; }
    """

    def __init__(self, action: Action, lines: Sequence[SetLine]) -> None:
        super().__init__(_("What would be done"))
        self._action = action
        self._lines = tuple(lines)
        self._possible = sum(line.refusal is None for line in lines)

    def body(self) -> Iterable[Widget]:
        """Return the counts and the cases."""
        said = _(
            "%(action)s: %(possible)s cases, refused: %(refused)s. "
            "Nothing is done yet; those refused are left as they are.",
            action=label(self._action),
            possible=self._possible,
            refused=len(self._lines) - self._possible,
        )
        yield Sentence(said)
        yield LineList(set_columns(), _case_id)

    def on_mount(self) -> None:
        """Show the cases, those refused first."""
        super().on_mount()
        self.query_one(LineList).set_rows(in_order(self._lines), empty=_("No case was chosen."))

    def action_accept(self) -> None:
        """Do it, if there is something to do."""
        later(self.dismiss(result=self._possible > 0))

    def action_cancel(self) -> None:
        """Do nothing."""
        later(self.dismiss(result=False))


class SetResultDialog(Dialog[bool]):
    """Lists what was done to each case; ``True`` is to take the whole set back."""

    GROUPS: ClassVar[tuple[str, ...]] = ("set_result", "list")
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("set_result"))
    DEFAULT_CSS = """
    SetResultDialog > .panel { height: 100%; max-height: 100%; }
    SetResultDialog Sentence { padding: 0 2; }
    SetResultDialog LineList { height: 1fr; width: 100%; }
    """

    def __init__(self, result: SetResult) -> None:
        super().__init__(_("What came of a set"))
        self._result = result

    def body(self) -> Iterable[Widget]:
        """Return the counts and the cases."""
        result = self._result
        said = _(
            "%(action)s: done %(done)s, refused %(refused)s.",
            action=label(result.action),
            done=len(result.done),
            refused=len(result.refused),
        )
        yield Sentence(said, "bold")
        if self._undoable():
            yield Sentence(_("F8 takes all of it back, soon after it and where nobody acted since."))
        yield LineList(set_columns(), _case_id)

    def _undoable(self) -> bool:
        return bool(self._result.done) and self._result.action is not Action.UNDO

    def on_mount(self) -> None:
        """Show the cases, those refused first."""
        super().on_mount()
        self.query_one(LineList).set_rows(in_order(self._result.lines))

    def shown_keys(self) -> list[KeyEntry]:
        """Leave out what cannot be done any more."""
        return [each for each in super().shown_keys() if each.id != "set_result.undo" or self._undoable()]

    def action_accept(self) -> None:
        """Close it."""
        later(self.dismiss(result=False))

    def action_undo(self) -> None:
        """Have the whole set taken back."""
        if self._undoable():
            later(self.dismiss(result=True))
