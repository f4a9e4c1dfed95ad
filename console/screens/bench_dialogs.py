"""The dialogs of the merge workbench: merging by field, finding an entry, plans to agree to."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from console.benchwords import marked
from console.dialogs.base import Dialog
from console.i18n import N_, _
from console.keys import bindings
from console.screens.bench_merging import FieldRow, MergeAnswer, Merging
from console.terminal.widgets import LineInput
from console.text import cell_len, wrap
from console.widgets.line_list import Column, LineList
from console.widgets.lines import LineWidget, RuleLine
from console.widgets.text_view import TextView
from console.work import later
from models.catalogue.drafting.views import EntryLine

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual import events
    from textual.binding import BindingType
    from textual.widget import Widget
    from textual.widgets import Input

    from console.widgets.line_list import Reader, Source
    from console.widgets.lines import Piece
    from models.catalogue.drafting.benchviews import BenchEntry

_WORDINGS = 7


class MergeDialog(Dialog[MergeAnswer]):
    """Shows what the merged entry will say; each field's wording is chosen by arrows or number, or typed.

    Args:
        entries: the entries to merge, the likeliest survivor first.
        before: what was decided of them before, to go on from.
    """

    GROUPS: ClassVar[tuple[str, ...]] = ("bench_merge",)
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("bench_merge"))
    DEFAULT_CSS = """
    MergeDialog > .panel { height: 100%; max-height: 100%; }
    MergeDialog LineList { height: 1fr; }
    """

    def __init__(self, entries: Sequence[BenchEntry], before: MergeAnswer | None = None) -> None:
        super().__init__(_("Merge %(count)s entries: this is what the entry will say", count=len(entries)))
        self._merging = Merging(entries)
        if before is not None:
            self._merging.take_up(before)
        self._before = self._merging.answer

    @property
    def answer(self) -> MergeAnswer:
        """What is decided so far."""
        return self._merging.answer

    def body(self) -> Iterable[Widget]:
        """Return the fields, and the wordings of the one under the cursor."""
        columns = [
            Column[FieldRow](N_("Field"), 14, lambda row: (row.title, "bold" if row.open else ""), best=18),
            Column[FieldRow](N_("Will say"), 24, lambda row: (row.value, ""), grow=True),
            Column[FieldRow](N_("From"), 10, _from, best=14),
        ]
        yield LineList[FieldRow](columns, lambda row: row.name)
        yield RuleLine(id="wordings")
        yield Wordings()

    def on_mount(self) -> None:
        """Show the fields."""
        self._show()

    def _show(self) -> None:
        self.rows.set_rows(self._merging.rows(), cursor_id=self.rows.cursor_id)

    @property
    def rows(self) -> LineList[FieldRow]:
        """The fields."""
        found: LineList[FieldRow] = self.query_one(LineList)
        return found

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """Show the wordings of the field under the cursor."""
        message.stop()
        row = self.rows.row
        if row is not None:
            self.query_one("#wordings", RuleLine).set_note(_hint(row))
            self.query_one(Wordings).show(row)

    def action_choose(self, place: int) -> None:
        """Take the wording of this number."""
        row = self.rows.row
        if row is not None:
            self._merging.choose(row, place - 1)
            self._show()

    def action_turn(self, by: int) -> None:
        """Take a neighbour of the wording taken."""
        row = self.rows.row
        if row is not None and row.open:
            self.action_choose((row.chosen + by) % len(row.candidates) + 1)

    def action_type_own(self) -> None:
        """Type what the field is to say."""
        from console.dialogs.prompt import PromptDialog

        row = self.rows.row
        if row is None:
            return
        if not self._merging.can_type(row):
            self.query_one("#wordings", RuleLine).set_note(
                _("This is chosen here; the entry's form changes it.")
            )
            return

        def answered(text: str | None) -> None:
            if text is not None:
                self._merging.type_in(row, text)
                self._show()

        explanation = _("Several lines are parted by ｜.") if row.name == "legal_basis" else ""
        dialog = PromptDialog(
            row.title,
            explanation,
            value=self._merging.typed_text(row),
            check=lambda text: self._merging.problem(row, text),
        )
        later(self.app.push_screen(dialog, answered))

    def holds_unsaved(self) -> bool:
        """Say whether anything was decided."""
        return self._merging.answer != self._before

    def action_accept(self) -> None:
        """Merge as shown."""
        later(self.dismiss(self._merging.answer))


def _from(row: FieldRow) -> Piece:
    if row.typed:
        return _("own words"), "bold"
    if row.joined:
        return _("all of them"), "dim"
    if row.open:
        return _("%(place)s of %(count)s", place=row.chosen + 1, count=len(row.candidates)), ""
    return "", ""


def _hint(row: FieldRow) -> str:
    if row.joined:
        return _("%(field)s: what all of them say is kept", field=row.title)
    if row.open:
        return _("%(field)s: left and right or a number choose", field=row.title)
    return row.title


class Wordings(LineWidget):
    """The wordings of one field, each with its number; the one taken has an arrow.

    What differs from it in the others stands in braces, as in the list of entries.
    """

    DEFAULT_CSS = f"Wordings {{ height: {_WORDINGS}; }}"

    def __init__(self) -> None:
        super().__init__()
        self._row: FieldRow | None = None

    def show(self, row: FieldRow) -> None:
        """Show the wordings of ``row``."""
        self._row = row
        self.refresh()

    def line(self, y: int, width: int) -> list[Piece]:
        """Draw line ``y``."""
        lines: list[list[Piece]] = []
        row = self._row
        top = 0
        for place, each in enumerate(() if row is None else row.candidates):
            taken = row is not None and (place == row.chosen or row.joined)
            if row is not None and place == row.chosen:
                top = len(lines)
            head = f" {'>' if taken else ' '} {place + 1} "
            below = " " * cell_len(head)
            shown = each.text if taken or row is None else marked(each.text, row.value)
            texts = wrap(shown or _("empty"), width - len(below) - 1)
            for number, text in enumerate(texts):
                lines.append([(head if number == 0 else below, "bold"), (text, "bold" if taken else "")])
        # Where there are more than there is room for, the one taken stays in sight.
        height = self.size.height
        top = max(0, min(top - height // 2, len(lines) - height))
        return lines[top + y] if top + y < len(lines) else []


class FindEntryDialog(Dialog[EntryLine]):
    """Finds an entry of the list by words, code or initials.

    Args:
        source: reads pages of entries.
        reader: how pages are read.
    """

    BINDINGS: ClassVar[list[BindingType]] = list(bindings("dialog"))
    DEFAULT_CSS = "FindEntryDialog LineList { height: 12; }"

    def __init__(self, source: Source[EntryLine], reader: Reader) -> None:
        super().__init__(_("Put another entry into the group"))
        self._source, self._reader = source, reader

    def body(self) -> Iterable[Widget]:
        """Return the field and the list."""
        yield LineInput(max_length=64)
        columns = [
            Column[EntryLine](N_("Code"), 8, lambda row: (row.code, "")),
            Column[EntryLine](N_("Matter name"), 30, lambda row: (row.name, ""), grow=True),
            Column[EntryLine](N_("Department"), 16, lambda row: (row.department, ""), best=24),
        ]
        yield LineList[EntryLine](columns, lambda row: row.matter_id, self._reader, name_of_reads="found")

    def on_mount(self) -> None:
        """Show the beginning of the list."""
        self.query_one(LineList).set_source(self._source, empty=_("Nothing here."))

    def on_input_changed(self, message: Input.Changed) -> None:
        """Search as it is typed."""
        message.stop()
        self.query_one(LineList).set_text(message.value.strip())

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Take the row under the cursor."""
        message.stop()
        self.action_accept()

    def on_key(self, event: events.Key) -> None:
        """Let the arrows move the list while the field has the keys."""
        rows = self.query_one(LineList)
        moves = {
            "down": rows.action_down,
            "up": rows.action_up,
            "pagedown": rows.action_page_down,
            "pageup": rows.action_page_up,
        }
        if not rows.has_focus and event.key in moves:
            event.stop()
            moves[event.key]()

    def holds_unsaved(self) -> bool:
        """What is typed here only searches."""
        return False

    def action_accept(self) -> None:
        """Answer with the entry under the cursor."""
        row = self.query_one(LineList).row
        if row is not None:
            later(self.dismiss(row))


class PlanDialog(Dialog[bool]):
    """Shows what is going to happen, line by line, and asks whether it should.

    Args:
        title: what is asked, translated.
        paragraphs: what will happen.
    """

    GROUPS: ClassVar[tuple[str, ...]] = ("confirm",)
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("confirm"))
    DEFAULT_CSS = "PlanDialog TextView { height: auto; max-height: 17; }"

    def __init__(self, title: str, paragraphs: Sequence[Piece]) -> None:
        super().__init__(title)
        self._paragraphs = tuple(paragraphs)

    def body(self) -> Iterable[Widget]:
        """Return the text."""
        yield TextView(self._paragraphs)

    def action_accept(self) -> None:
        """Yes."""
        later(self.dismiss(result=True))

    def action_cancel(self) -> None:
        """No."""
        later(self.dismiss(result=False))
