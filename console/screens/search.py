"""All cases, open, ended or void: found by number, words or pinyin initials, the newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from console.i18n import N_, _
from console.keys import EVERYWHERE, bindings
from console.labels import label
from console.screens.beside import step_beside
from console.screens.queue_parts import line_facts
from console.screens.search_saved import SavedSearches
from console.widgets.filter_input import FilterInput, filter_error, filter_notice
from console.widgets.line_list import Column, LineList
from console.widgets.lines import RuleLine
from console.widgets.preview import Preview
from models.cases.views import CaseLine

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType
    from textual.timer import Timer
    from textual.widget import Widget
    from textual.widgets import Input

    from console.frame import Frame
    from console.widgets.lines import Piece
    from models.accounts.views import Actor
    from models.api import Services

_REST_SECONDS = 0.15
"""How long nothing must be typed before the cases are searched: looking through all takes a moment."""
_WHEN_WIDTH = 14


class SearchScreen(SavedSearches[None]):
    """A field to type in, and the cases found; Enter opens one.

    Args:
        services: the one door.
        actor: the person.
        text: what is looked for at first.
    """

    GROUP = "search"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("search"))
    AUTO_FOCUS = "#words"
    DEFAULT_CSS = "SearchScreen LineList { height: 1fr; }"

    def __init__(self, services: Services, actor: Actor, text: str = "") -> None:
        super().__init__(services, actor)
        self._text = text
        self._rest: Timer | None = None

    def body(self) -> Iterable[Widget]:
        """Return the field, the list and what is known of its row."""
        yield FilterInput(self._text, id="words", placeholder=_placeholder())
        yield RuleLine()
        columns = found_columns(self.console.frame)
        yield LineList[CaseLine](columns, _case_id, self.read, name_of_reads="found")
        yield RuleLine(id="note")
        yield Preview()

    @property
    def rows(self) -> LineList[CaseLine]:
        """The list."""
        found: LineList[CaseLine] = self.query_one(LineList)
        return found

    @property
    def words(self) -> FilterInput:
        """The field."""
        return self.query_one("#words", FilterInput)

    def started(self) -> None:
        """Look for what was asked from the beginning."""
        services, actor = self.services, self.actor

        def source(text: str, after: tuple[Any, ...] | None, limit: int) -> Any:
            return services.cases.find(actor, text, after, limit)

        self.stale = False
        self.rows.set_source(source, empty=_("There is no case yet."), text=self._text)

    def reload(self) -> None:
        """Look again."""
        self.rows.reload()

    def language_changed(self) -> None:
        """Show everything in the new language."""
        super().language_changed()
        self.words.placeholder = _placeholder()
        self.rows.set_empty(_("There is no case yet."))

    def help_groups(self) -> list[str]:
        """List the key of the field as well."""
        return [self.GROUP, "filter", EVERYWHERE]

    # Typing and moving

    def on_input_changed(self, message: Input.Changed) -> None:
        """Search once nothing more is typed."""
        message.stop()
        self.say_lasting(filter_notice(message.value, self._error()))
        if self._rest is not None:
            self._rest.stop()
        self._rest = self.set_timer(_REST_SECONDS, self._search)
        self.refresh_keys()

    def _error(self) -> Exception | None:
        return filter_error(self.words.value, self.console.frame.today)

    def _search(self) -> None:
        if self._error() is None:
            self.rows.set_text(self.words.value.strip())

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Open the only case found; of several one is chosen in the list."""
        message.stop()
        if (error := self._error()) is not None:
            self.console.explain(error)
            return
        self._search()
        self.note_search()
        if self.rows.count == 1 and self.rows.complete and not self.rows.loading_list:
            self.action_open()
        else:
            self.rows.focus()

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """Show what the list knows of the row."""
        message.stop()
        self.query_one("#note", RuleLine).set_note(self.rows.position)
        row = self.rows.row
        self.query_one(Preview).show(() if row is None else line_facts(row))
        self.refresh_keys()

    # Saved searches

    @property
    def typed(self) -> str:
        """What is looked for."""
        return self.words.value.strip() if self.composed else self._text

    def run_search(self, text: str) -> None:
        """Put ``text`` into the field and look for it."""
        self.words.value = text
        self.words.cursor_position = len(text)
        self._search()
        self.rows.focus()

    def can_words(self) -> bool:
        """Something is looked for, and it is understood."""
        return bool(self.typed) and self._error() is None

    # Keys

    def can_row(self) -> bool:
        """Say whether a row is under the cursor."""
        return self.rows.row is not None

    def action_open(self) -> None:
        """Open the case under the cursor."""
        row = self.rows.row
        if row is not None:
            self.note_search()
            self.console.go("case", row.number)

    def beside(self, step: int) -> str | None:
        """Move the cursor by ``step`` rows; return the number of the case there, ``None`` at an end."""
        return step_beside(self.rows, step)

    def action_words(self) -> None:
        """Go to the field."""
        self.words.focus()

    def action_list(self) -> None:
        """Go to the list."""
        self.rows.focus()


def _placeholder() -> str:
    return _("Number, words or pinyin initials")


def _case_id(line: CaseLine) -> int:
    return line.id


def found_columns(frame: Frame) -> list[Column[CaseLine]]:
    """Return the columns of the list: the whole number, where the case stands, since when it is known."""

    def reported(line: CaseLine) -> Piece:
        return frame.times.moment(line.reported_at, frame.clock.now()), ""

    def matter(line: CaseLine) -> Piece:
        return (line.matter_name, "") if line.matter_name else (_("(not filed)"), "dim")

    return [
        Column(N_("Number"), 13, lambda line: (line.number, "")),
        Column(N_("State"), 8, lambda line: (label(line.state), ""), best=16),
        Column(N_("Reported"), _WHEN_WIDTH, reported, best=18),
        Column(N_("Matter"), 14, matter, best=24, since=70),
        Column(N_("Grid"), 10, lambda line: (line.grid_name, ""), best=16, since=95),
        Column(N_("Unit"), 12, lambda line: (line.unit_name, ""), best=16, since=101),
        Column(N_("Title"), 16, lambda line: (line.title, ""), grow=True),
    ]
