"""A form: fields under a heading, in the place where they are needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.containers import VerticalScroll
from textual.message import Message

from console.forms.lookup import Lookup
from console.forms.row import FieldRow
from console.i18n import _
from console.keys import bindings
from console.text import cell_len
from console.widgets.lines import RuleLine, Sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from console.forms.fields import Field, Picked

_LEAST_LABEL = 6


class Form(VerticalScroll, can_focus=False):
    """The fields, one below the other; arrows and Enter go from one to the next.

    Args:
        fields: their declarations, in order.
        heading: gives the words on the line above, translated.
        intro: gives a sentence below that line, translated.
    """

    BINDINGS: ClassVar[list[BindingType]] = list(bindings("fields"))
    DEFAULT_CSS = """
    Form { height: auto; width: 100%; }
    Form > .note { display: none; padding: 0 1; }
    Form > .note.-said { display: block; }
    Form > .problem { display: none; padding: 0 1; color: ansi_red; text-style: bold; }
    Form > .problem.-said { display: block; }
    """

    class Changed(Message):
        """The entry called ``name`` changed."""

        def __init__(self, form: Form, name: str) -> None:
            self.form = form
            self.name = name
            super().__init__()

    class Submitted(Message):
        """Enter in the last field: the person wants to save."""

        def __init__(self, form: Form) -> None:
            self.form = form
            super().__init__()

    def __init__(
        self,
        fields: Sequence[Field],
        *,
        heading: Callable[[], str] = str,
        intro: Callable[[], str] = str,
        id: str | None = None,  # noqa: A002 -- Textual's name
    ) -> None:
        super().__init__(id=id)
        self._heading = heading
        self._intro = intro
        self._saving = False
        width = 3 + max(_LEAST_LABEL, *(cell_len(_(field.label)) for field in fields), 0)
        self.rows = tuple(FieldRow(field, width) for field in fields)
        self._rule = RuleLine()
        self._intro_line = Sentence("", "dim")
        self._intro_line.add_class("note", update=False)
        self._note = Sentence()
        self._note.add_class("note", update=False)
        self._note_words: Callable[[], str] = str
        self._problem = Sentence()
        self._problem.add_class("problem", update=False)

    def compose(self) -> ComposeResult:
        """Put heading, fields and the room for a problem together."""
        yield self._rule
        yield self._intro_line
        yield self._note
        yield from self.rows
        yield self._problem

    def on_mount(self) -> None:
        """Write the words."""
        self.write_words()

    def write_words(self) -> None:
        """Write everything of ours in the current language; what was typed stays."""
        heading = self._heading()
        self._rule.set_note(heading)
        self._rule.display = bool(heading)
        _tell(self._intro_line, self._intro())
        _tell(self._note, self._note_words())
        for row in self.rows:
            row.write_words()

    # Values

    def row(self, name: str) -> FieldRow:
        """Return the row of the field called ``name``.

        Raises:
            KeyError: the form has no such field.
        """
        for row in self.rows:
            if row.field.name == name:
                return row
        raise KeyError(name)

    def lookup(self, name: str) -> Lookup:
        """Return the lookup called ``name``.

        Raises:
            KeyError: the form has no lookup of this name.
        """
        control = self.row(name).control
        if not isinstance(control, Lookup):
            raise KeyError(name)
        return control

    def values(self) -> dict[str, str | bool | Picked | None]:
        """Return what is entered, by field name."""
        return {row.field.name: row.value for row in self.rows}

    def content(self) -> dict[str, Any]:
        """Return what is entered as a draft keeps it: JSON values by field name."""
        return {row.field.name: row.kept for row in self.rows}

    def take_up(self, content: Mapping[str, Any]) -> None:
        """Show what a draft kept; fields it does not know stay as they are."""
        for row in self.rows:
            if row.field.name in content:
                row.take_up(content[row.field.name])

    # What is wrong

    def missing(self) -> list[FieldRow]:
        """Return the rows that have to be filled in and are not; lookups with text not picked count."""
        return [row for row in self.rows if (row.field.required and row.empty) or _half_entered(row)]

    def complete(self) -> bool:
        """Say whether everything asked for is there; mark what is not, and go to the first of it."""
        self.clear_problems()
        lacking = self.missing()
        for row in lacking:
            half = _half_entered(row)
            row.problem = _("Choose one from the list: type, then Enter.") if half else _("This is needed.")
        if lacking:
            lacking[0].take_keys()
        return not lacking

    def show_problem(self, problem: str, name: str = "") -> None:
        """Show what is wrong, at the field called ``name`` or below all fields."""
        for row in self.rows:
            if row.field.name == name:
                row.problem = problem
                row.take_keys()
                return
        _tell(self._problem, problem)
        self._problem.scroll_visible(animate=False)

    def clear_problems(self) -> None:
        """Take all marks away."""
        _tell(self._problem, "")
        for row in self.rows:
            row.problem = ""

    @property
    def problems(self) -> list[str]:
        """The sentences shown now."""
        shown = [row.problem for row in self.rows if row.problem]
        return [*shown, *([self._problem.text] if self._problem.text else [])]

    # Notes and state

    @property
    def note(self) -> str:
        """The sentence above the fields."""
        return self._note.text

    def set_note(self, words: Callable[[], str]) -> None:
        """Show a sentence above the fields; ``words`` gives it translated."""
        self._note_words = words
        _tell(self._note, words())

    @property
    def saving(self) -> bool:
        """Whether the form is being saved: nothing can be typed meanwhile."""
        return self._saving

    @saving.setter
    def saving(self, saving: bool) -> None:
        # Not by disabling it: every widget in it would be styled anew, twice for each saving.
        self._saving = saving
        self.can_focus_children = not saving
        focused = self.screen.focused if self.is_attached else None
        if saving and focused is not None and self in focused.ancestors:
            focused.blur()

    # Keys

    def take_keys(self) -> None:
        """Let the keys go to the first field that is empty, or to the last."""
        for row in self.rows:
            if row.empty:
                row.take_keys()
                return
        if self.rows:
            self.rows[-1].take_keys()

    def action_next_field(self) -> None:
        """Go to the next field."""
        self._step(1)

    def action_previous_field(self) -> None:
        """Go to the previous field."""
        self._step(-1)

    def _step(self, step: int) -> None:
        for place, row in enumerate(self.rows):
            if row.has_focus_within and 0 <= place + step < len(self.rows):
                self.rows[place + step].take_keys()
                return

    def on_field_row_changed(self, message: FieldRow.Changed) -> None:
        """Tell whoever keeps the draft."""
        message.stop()
        if not self._in_one_breath:
            _tell(self._problem, "")
        self.post_message(self.Changed(self, message.row.field.name))

    def on_field_row_finished(self, message: FieldRow.Finished) -> None:
        """Go on to the next field, or save from the last; a pasted Enter saves nothing."""
        message.stop()
        if message.row is not self.rows[-1]:
            self.rows[self.rows.index(message.row) + 1].take_keys()
        elif self._in_one_breath:
            _tell(self._problem, _("This came as a paste. Look it over, then press Enter once more."))
            self._problem.scroll_visible(animate=False)
        else:
            self.post_message(self.Submitted(self))

    @property
    def _in_one_breath(self) -> bool:
        app: Any = self.app
        return bool(app.in_one_breath)


def _half_entered(row: FieldRow) -> bool:
    """Say whether a lookup holds text that was not picked from its list."""
    return isinstance(row.control, Lookup) and row.control.value is None and bool(row.control.text.strip())


def _tell(sentence: Sentence, text: str) -> None:
    sentence.show(text)
    sentence.set_class(bool(text), "-said")
