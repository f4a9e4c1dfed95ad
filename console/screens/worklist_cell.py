"""A field of the working list changed in its place on the line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.containers import Container
from textual.message import Message

from console.dialogs.conflict import Difference, Dispute
from console.draftwords import field_title, read_value, value_words
from console.i18n import _, render_error, sentences
from console.keys import bindings
from console.labels import label
from console.screens.worklist_browsing import WorklistBrowsing
from console.screens.worklist_parts import FIRST_CELL
from console.terminal.widgets import LineInput
from console.work import Failed, attempt, later
from models.catalogue.drafting.rules import WORDS
from models.kernel.errors import Conflict, DomainError
from models.kernel.text import fold, initials

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.widgets import Input

    from console.keys import KeyEntry
    from console.widgets.line_list import LineList
    from models.accounts.views import Actor
    from models.api import Services
    from models.catalogue.drafting.listviews import EntryNow, ListRow

_EDGES = 3
"""Cells a field takes beside its text"""
_LENGTHS = {"code": 32, "name": 255, "department": 255}


class CellEditor(Container):
    """One field over the cell it changes.

    Args:
        field: name of the field.
        text: what it says now.
    """

    BINDINGS: ClassVar[list[BindingType]] = list(bindings("cell"))
    DEFAULT_CSS = """
    CellEditor { position: absolute; layer: above; height: 1; background: ansi_default; }
    CellEditor LineInput { width: 1fr; }
    """

    class Done(Message):
        """The person wants to save, go on to the next field, or give it back."""

        def __init__(self, editor: CellEditor, *, save: bool, go_on: bool) -> None:
            self.editor = editor
            self.save = save
            self.go_on = go_on
            super().__init__()

    def __init__(self, field: str, text: str) -> None:
        super().__init__()
        self.field = field
        self.before = text
        self._input = LineInput(text, max_length=_LENGTHS.get(field, 0) or None)

    def compose(self) -> ComposeResult:
        """Give the field."""
        yield self._input

    @property
    def text(self) -> str:
        """What stands in it."""
        return self._input.value

    def write(self, text: str) -> None:
        """Let it say something else."""
        self._input.value = text
        self._input.cursor_position = len(text)

    def take_keys(self) -> None:
        """Let the keys go to it."""
        self._input.disabled = False
        self._input.focus()

    def wait(self) -> None:
        """Take no keys while it is saved."""
        self._input.disabled = True

    def on_input_changed(self, message: Input.Changed) -> None:
        """Keep what is typed from the search of the screen."""
        message.stop()

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Save with Enter."""
        message.stop()
        self.action_save_cell()

    def action_save_cell(self) -> None:
        """Save what was changed."""
        self.post_message(self.Done(self, save=True, go_on=False))

    def action_next_cell(self) -> None:
        """Save what was changed and go on to the next field."""
        self.post_message(self.Done(self, save=True, go_on=True))

    def action_give_back(self) -> None:
        """Leave it as it was."""
        self.post_message(self.Done(self, save=False, go_on=False))

    def action_propose(self) -> None:
        """Have the next free code proposed."""
        screen: Any = self.screen
        screen.propose_code(self)


class CellEditing(WorklistBrowsing):
    """F2 changes the field in its place; what is refused stays in the field."""

    DEFAULT_CSS = "CellEditing { layers: default above; }"

    def __init__(self, services: Services, actor: Actor) -> None:
        super().__init__(services, actor)
        self._cell = FIRST_CELL
        self._target: ListRow | None = None

    @property
    def editor(self) -> CellEditor | None:
        """The field that is open."""
        return self.query(CellEditor).first() if self.query(CellEditor) else None

    def action_cell(self) -> None:
        """Open the field changed last in the line under the cursor."""
        row, shown = self.rows.row, self.rows.shown_cells()
        if row is not None:
            self._open_cell(row, self._cell if self._cell in shown else FIRST_CELL)

    def _open_cell(self, row: ListRow, field: str) -> None:
        for editor in self.query(CellEditor):
            later(editor.remove())
        self._cell, self._target = field, row
        value = getattr(row, field)
        editor = CellEditor(field, label(value) if field in WORDS and value else value or "")
        self._place_cell(editor)
        self.call_later(self._mount_cell, editor)

    def _place_cell(self, editor: CellEditor) -> None:
        """Put the field over its cell, wherever the line stands now."""
        x, y, room = self.rows.cell_place(editor.field)
        region = self.rows.region
        editor.styles.offset = (region.x + x - _EDGES + 1, region.y + y)
        editor.styles.width = room + _EDGES

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """Let an open field go where its line goes."""
        editor, target = self.editor, self._target
        if editor is not None and target is not None and self.rows.cursor_id == target.matter_id:
            self._place_cell(editor)

    async def _mount_cell(self, editor: CellEditor) -> None:
        await self.mount(editor)
        editor.take_keys()
        if hint := _cell_hint(editor.field):
            self.say(hint)
        self.refresh_keys()

    def on_cell_editor_done(self, message: CellEditor.Done) -> None:
        """Save the field, if something else stands in it now."""
        message.stop()
        editor, row = message.editor, self._target
        if row is None or not message.save or editor.text.strip() == editor.before:
            self._close_cell(editor, go_on=message.go_on)
            return
        read = attempt(lambda: _read_cell(editor.field, editor.text.strip()))
        if isinstance(read, Failed):
            self._refused_cell(editor, read.error)
            return
        self._save_cell(editor, row, row.version, read.value, go_on=message.go_on)

    def _save_cell(self, editor: CellEditor, row: ListRow, version: int, value: Any, *, go_on: bool) -> None:
        services, actor, field = self.services, self.actor, editor.field
        editor.wait()

        def saved(_view: Any) -> None:
            self._close_cell(editor, go_on=go_on)
            self.say(_("Saved: %(field)s. 9 lists the steps and undoes them.", field=field_title(field)))

        def compare(now: EntryNow) -> list[Difference]:
            theirs = value_words(field, getattr(now.draft, field))
            mine = value_words(field, value)
            return [] if theirs == mine else [Difference(field, field_title(field), theirs, mine)]

        def settle(now: EntryNow, mine: frozenset[str]) -> None:
            if mine:
                self._save_cell(editor, row, now.version, value, go_on=go_on)
            else:
                self._close_cell(editor, go_on=False)
                self.say(_("What the other person saved stands."))

        self.save(
            lambda: services.drafting.edit(actor, row.matter_id, {field: value}, version),
            saved,
            lambda error: self._refused_cell(editor, error),
            dispute=Dispute(compare, settle),
        )

    def _refused_cell(self, editor: CellEditor, error: Exception) -> bool:
        """Leave the field open with what was typed, and say what is wrong with it."""
        editor.take_keys()
        if isinstance(error, Conflict) or not isinstance(error, DomainError):
            return False
        self.say(sentences(*render_error(error)))
        return True

    def _close_cell(self, editor: CellEditor, *, go_on: bool) -> None:
        row = self._target
        cells = self.rows.shown_cells()
        if go_on and row is not None and editor.field in cells:
            # The row as it is saved now is read on the way: it has another version.
            following = cells[(cells.index(editor.field) + 1) % len(cells)]
            services, actor = self.services, self.actor

            def take(found: ListRow | None) -> None:
                if found is not None and editor.is_attached:
                    self._open_cell(found, following)

            self.read("cell", lambda: services.drafting.row_of(actor, row.matter_id), take)
            return
        later(editor.remove())
        self._target = None
        self.rows.focus()
        self.refresh_keys()

    def propose_code(self, editor: CellEditor) -> None:
        """Write the next free code of the class into the field of the code."""
        row, services, actor = self._target, self.services, self.actor
        if row is None or editor.field != "code":
            self.say(_("Codes are proposed in the field of the code; Tab goes there."))
            return
        self.read(
            "propose",
            lambda: services.drafting.propose_code(actor, row.scheme, row.class_code),
            editor.write,
        )

    def on_resize(self, event: events.Resize) -> None:
        """Give an open field back: its place is another now."""
        super().on_resize(event)
        for editor in self.query(CellEditor):
            self._close_cell(editor, go_on=False)

    def _show_whether_begun(self) -> None:
        """Take an open field away where the list it belongs to was published or given up meanwhile."""
        super()._show_whether_begun()
        if self._draft is None:
            for editor in self.query(CellEditor):
                self._close_cell(editor, go_on=False)

    def offered(self) -> list[KeyEntry]:
        """Return the keys of the open field, or those of the list."""
        if self.composed and self.editor is not None:
            from console import keys

            return keys.entries("cell")
        return super().offered()

    def can_go_back(self) -> bool:
        """A field can always be given back."""
        return self.editor is not None or super().can_go_back()

    def back(self) -> None:
        """Give an open field back; without one, go back."""
        editor = self.editor
        if editor is not None:
            self._close_cell(editor, go_on=False)
        else:
            super().back()


def _cell_hint(field: str) -> str:
    if field not in WORDS:
        return ""
    known = "  ".join(f"{place} {label(each)}" for place, each in enumerate(WORDS[field], start=1))
    return _("%(known)s; empty for none", known=known)


def _read_cell(field: str, text: str) -> Any:
    """Return the value a text means: fixed words also by their place, beginning or pinyin initials.

    Raises:
        UnknownValue: none.
    """
    if field in WORDS and text:
        words = list(WORDS[field])
        if text.isdecimal() and 0 < int(text) <= len(words):
            return words[int(text) - 1].value
        wanted = fold(text)
        fitting = [
            each
            for each in words
            if fold(label(each)).startswith(wanted) or initials(label(each)).startswith(wanted)
        ]
        if len(fitting) == 1:
            return fitting[0].value
    return read_value(field, text)
