"""A field for one of many things: type a few words or initials, pick from the list below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.containers import Vertical
from textual.message import Message

from console.dialogs.pick import Option, PickRows
from console.forms.fields import Candidate, LookupField, Picked
from console.i18n import N_, _
from console.keys import bindings
from console.terminal.filter import clean_text
from console.terminal.widgets import LineInput
from console.widgets.line_list import Column, LineList
from console.widgets.lines import Piece, Sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.widgets import Input

    from console.forms.fields import Source

_TEXT_LENGTH = 100
_NOTHING = N_("Nothing fits. Try other words or initials.")


class Lookup(Vertical):
    """The field and its list, which is unfolded while the field has the keys.

    Args:
        field: its declaration.
    """

    BINDINGS: ClassVar[list[BindingType]] = list(bindings("lookup"))
    DEFAULT_CSS = """
    Lookup { height: auto; }
    Lookup PickRows { height: auto; width: 100%; display: none; }
    Lookup Sentence { width: 100%; padding: 0 3; display: none; }
    Lookup.-unfolded PickRows.-filled { display: block; }
    Lookup.-unfolded Sentence.-said { display: block; }
    """

    class Changed(Message):
        """Something was picked, or no longer is; or the text changed."""

    class Finished(Message):
        """Enter, with something picked: the person goes on."""

    def __init__(self, field: LookupField) -> None:
        super().__init__()
        self.field = field
        self._source = field.source
        self._picked: Picked | None = None
        self._asked = ""
        self._found: tuple[Candidate, ...] | None = None
        """What the source found for ``_asked``; ``None`` while it is looking"""
        self._pick_first = False
        self._input = LineInput(max_length=_TEXT_LENGTH)
        columns = [
            Column[Option[Candidate]]("", 26, _text_of, best=44),
            Column[Option[Candidate]]("", 16, _note_of, grow=True),
        ]
        self._rows = CandidateRows(columns, lambda option: option.value.key, heading=False)
        self._rows.can_focus = False
        self._rows.most = field.rows
        self._said = Sentence("", "dim")

    def compose(self) -> ComposeResult:
        """Put field, list and sentence together."""
        yield self._input
        yield self._rows
        yield self._said

    # Its value

    @property
    def value(self) -> Picked | None:
        """What was picked."""
        return self._picked

    @property
    def text(self) -> str:
        """What stands in the field."""
        return self._input.value

    def pick(self, picked: Picked | None) -> None:
        """Hold ``picked`` and show it, or nothing."""
        self._picked = picked
        self._input.value = "" if picked is None else clean_text(picked.text)
        self._input.cursor_position = len(self._input.value)
        self.post_message(self.Changed())

    def type_in(self, text: str) -> None:
        """Show ``text`` as if it had been typed and not yet picked."""
        self._picked = None
        self._input.value = text

    def set_source(self, source: Source | None, *, keep: bool = False) -> None:
        """Look in ``source`` from now on; what was picked from the old one is dropped unless ``keep``."""
        self._source = source
        self._found = None
        if not keep and (self._picked is not None or self.text):
            self.pick(None)
        if self.unfolded:
            self._look("")

    @property
    def problem(self) -> str:
        """What is wrong with it."""
        return self._input.problem

    @problem.setter
    def problem(self, problem: str) -> None:
        self._input.problem = problem

    def take_keys(self) -> None:
        """Let the keys go to the field."""
        self._input.focus()

    # The list

    @property
    def unfolded(self) -> bool:
        """Whether the list shows."""
        return self.has_class("-unfolded")

    def on_descendant_focus(self, _event: events.DescendantFocus) -> None:
        """Unfold the list and look for what fits."""
        self.add_class("-unfolded")
        if self._picked is None:
            self._look(self.text)
        else:
            # What is held stays in sight among its neighbours.
            self._look("")

    def on_descendant_blur(self, _event: events.DescendantBlur) -> None:
        """Fold the list away."""
        self.remove_class("-unfolded")
        self._pick_first = False

    def on_input_changed(self, message: Input.Changed) -> None:
        """Look for what was typed; what was picked before is no longer meant."""
        message.stop()
        if self._picked is not None and message.value != clean_text(self._picked.text):
            self._picked = None
        if self._picked is None and self.unfolded:
            self._look(message.value)
        self.post_message(self.Changed())

    def _look(self, text: str) -> None:
        source = self._source
        self._asked = text
        if source is None:
            self._take(text, ())
            return
        self._found = None
        screen: Any = self.screen
        group = f"lookup.{self.field.name}"
        screen.read(group, lambda: tuple(source(text)), lambda found: self._take(text, found))

    def _take(self, text: str, found: Sequence[Candidate]) -> None:
        if text != self._asked or not self.is_attached:
            return
        self._found = tuple(found)
        held = self._picked
        rows = list(found)
        if held is not None and all(candidate.key != held.key for candidate in rows):
            # The cursor must not come to stand on another thing than the one held.
            rows.insert(0, Candidate(held.key, held.text))
        options = [Option(candidate, candidate.text, candidate.note) for candidate in rows]
        self._rows.set_rows(options, cursor_id=None if held is None else held.key)
        if held is None:
            self._rows.move_to(0)
        self._rows.set_class(bool(options), "-filled")
        self._say()
        if self._pick_first:
            self._pick_first = False
            self.action_take()

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """Say more about the row under the cursor."""
        message.stop()
        self._say()

    def _say(self) -> None:
        row = self._rows.row
        if row is not None:
            words = row.value.detail
        elif self._found is not None and self._source is not None:
            words = _(self.field.nothing or _NOTHING)
        else:
            words = ""
        self._said.show(clean_text(words))
        self._said.set_class(bool(words), "-said")

    # Keys

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Pick with Enter, or go on if that was done."""
        message.stop()
        self.action_take()

    def action_take(self) -> None:
        """Pick the row under the cursor and go on."""
        if self._found is None and self._source is not None:
            # Typed faster than it was found: the list on the screen belongs to an older text.
            self._pick_first = True
            return
        row = self._rows.row
        held = self._picked
        if row is not None and (held is None or row.value.key != held.key):
            self.pick(row.value.picked)
        if self._picked is not None or (not self.text and not self.field.required):
            self.post_message(self.Finished())

    def take_proposed(self) -> None:
        """Pick the row under the cursor where nothing was picked, if the list is there for what was typed."""
        row = self._rows.row
        if self._picked is None and self._found is not None and self._asked == self.text and row is not None:
            self.pick(row.value.picked)

    def action_move(self, step: int) -> None:
        """Move the cursor of the list."""
        self._rows.move_to(self._rows.cursor + step)

    def action_move_page(self, step: int) -> None:
        """Move the cursor of the list by as many rows as show."""
        self._rows.move_to(self._rows.cursor + step * self.field.rows)


class CandidateRows(PickRows[Candidate]):
    """The list of a lookup; what the sentence below it says anyway is not said twice."""

    def cut_of(self, option: Option[Candidate], width: int) -> list[str]:
        """Return what a candidate says, has no room for, and its detail does not repeat."""
        return [text for text in super().cut_of(option, width) if text not in option.value.detail]


def _text_of(option: Option[Candidate]) -> Piece:
    return clean_text(option.text), ""


def _note_of(option: Option[Candidate]) -> Piece:
    return clean_text(option.note), ""
