"""One round: its departments, the opinions to settle, what is unanswered, answered, and all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.containers import Container

from console.i18n import _
from console.keys import bindings
from console.labels import label
from console.reviewwords import past_words, said_words
from console.screens.filtering import FilteringScreen
from console.screens.resting import Rests
from console.screens.review_acts import ask_to_close, remind
from console.screens.review_files import EVERYBODY, offer_minutes, offer_sheets
from console.screens.review_parts import (
    FILTERS,
    SHEETS,
    department_columns,
    opinion_columns,
    round_tabs,
)
from console.widgets.line_list import LineList
from console.widgets.lines import RuleLine
from console.widgets.preview import Fact, Preview
from console.widgets.queue_bar import QueueBar
from console.work import later
from models.catalogue.review.views import DepartmentLine, OpinionKind, OpinionLine, RoundState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType
    from textual.widget import Widget

    from models.accounts.views import Actor
    from models.api import Services
    from models.catalogue.review.views import OpinionView, RoundView

_ALL = 4
"""The list of everything"""
_KINDS = tuple(kind for kind in OpinionKind if kind is not OpinionKind.NONE)


class ReviewScreen(FilteringScreen[None]):
    """A round of review.

    Args:
        services: the one door.
        actor: the person.
        number: the round.
    """

    GROUP = "review"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("review"))
    AUTO_FOCUS = "#departments"
    DEFAULT_CSS = "ReviewScreen .area { layout: vertical; height: 1fr; }"

    def __init__(self, services: Services, actor: Actor, number: int) -> None:
        super().__init__(services, actor)
        self._number = number
        self._round: RoundView | None = None
        self._sheet = 0
        self._department: DepartmentLine | None = None
        """The only department shown, if it is narrowed to one"""
        self._kind: OpinionKind | None = None
        self._view: OpinionView | None = None
        self._rests = Rests(self)

    def body(self) -> Iterable[Widget]:
        """Return the line of lists, the two lists, and what is said of the row."""
        yield QueueBar()
        yield RuleLine()
        departments = LineList[DepartmentLine](department_columns(), _department_id, id="departments")
        opinions = LineList[OpinionLine](
            opinion_columns(), _opinion_id, self.read, name_of_reads="opinions", id="opinions"
        )
        yield Container(departments, opinions, RuleLine(id="note"), Preview(), classes="area")

    @property
    def rows(self) -> LineList[Any]:
        """The list shown."""
        found: LineList[Any] = self.query_one("#opinions" if self._sheet else "#departments", LineList)
        return found

    def started(self) -> None:
        """Show the departments first."""
        self._show_sheet()

    def title_text(self) -> str:
        """Return the round, how it stands, and what it is narrowed to."""
        found, narrowed = self._round, []
        if self._sheet and self._department is not None:
            narrowed.append(self._department.name)
        if self._sheet and self._kind is not None:
            narrowed.append(label(self._kind))
        words = [_("Round %(number)s", number=self._number), *narrowed]
        if found is not None and not narrowed:
            due = _("due %(day)s", day=found.line.due_on.isoformat())
            words += [label(found.line.state), due]
        return " ".join(words)

    # Reading

    def reload(self) -> None:
        """Read the round and the list again."""
        services, actor, number = self.services, self.actor, self._number
        self._view = None
        self.read("round", lambda: services.review.round(actor, number), self._take)
        if self._sheet:
            self.rows.reload()

    def _take(self, found: RoundView) -> None:
        self._round = found
        rows = self.query_one("#departments", LineList)
        rows.set_rows(found.departments, cursor_id=rows.cursor_id)
        self.query_one(QueueBar).show(round_tabs(self._sheet, found))
        self.set_title(self.title_text())
        self.refresh_keys()

    def _show_sheet(self) -> None:
        self.query_one(QueueBar).show(round_tabs(self._sheet, self._round))
        self.query_one("#departments").display = self._sheet == 0
        self.query_one("#opinions").display = self._sheet != 0
        self.set_title(self.title_text())
        if self._sheet:
            self._show_list()
        self._show_row()
        self.refresh_keys()

    def _show_list(self) -> None:
        review, actor, number = self.services.review, self.actor, self._number
        filters: dict[str, Any] = dict(FILTERS[self._sheet])
        if self._department is not None:
            filters["department"] = self._department.id
        if self._kind is not None:
            filters["kinds"] = [self._kind]

        def source(text: str, after: tuple[Any, ...] | None, limit: int) -> Any:
            return review.opinions(actor, number, text, after, limit, **filters)

        self.rows.set_source(source, empty=self._empty())

    def _empty(self) -> str:
        if self._sheet == 1:
            return _("Nothing is left to settle here.")
        return _("Nothing stands here.")

    def language_changed(self) -> None:
        """Show everything in the new language."""
        super().language_changed()
        self.query_one(QueueBar).show(round_tabs(self._sheet, self._round))
        self.rows.set_empty(self._empty())
        self._show_row()

    # The row under the cursor

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """Say more of the row once the cursor rests on it."""
        message.stop()
        if message.line_list is not self.rows:
            return
        self.query_one("#note", RuleLine).set_note(self.rows.position)
        self._show_row()
        self.refresh_keys()
        if isinstance(self.rows.row, OpinionLine):
            self._rests.after("row", self._read_row)

    def _read_row(self) -> None:
        row = self.rows.row
        if isinstance(row, OpinionLine):
            review, actor, key = self.services.review, self.actor, row.key
            self.read("opinion", lambda: review.opinion(actor, key), self._take_row)

    def _take_row(self, view: OpinionView) -> None:
        self._view = view
        self._show_row()

    def _show_row(self) -> None:
        row, view = self.rows.row, self._view
        facts: list[Fact] = []
        if isinstance(row, DepartmentLine):
            facts = [Fact("", said_words(row.counts))]
        elif isinstance(row, OpinionLine):
            facts = [Fact(_("Proposed"), " ".join(row.proposed.split()))]
            if view is not None and view.line.key == row.key:
                facts += [
                    Fact(_("Belongs to"), view.belongs_to),
                    Fact(_("Reason"), " ".join(view.reason.split())),
                    Fact(_("Settled"), " ".join(view.settled_reason.split())),
                    *(Fact("", past_words(each)) for each in view.history[:1]),
                ]
        self.query_one(Preview).show(facts)

    # Keys

    def can_row(self) -> bool:
        """There is something under the cursor."""
        return self.composed and self.rows.row is not None

    def can_opinions(self) -> bool:
        """A list of opinions is shown."""
        return self._sheet != 0

    def can_settle(self) -> bool:
        """The round is open, and the person works on the list."""
        return self._open() and self.services.review.may_settle(self.actor)

    def can_give(self) -> bool:
        """The round is open, and the person speaks for a department of it."""
        found = self._round
        review, actor = self.services.review, self.actor
        return (
            found is not None
            and self._open()
            and any(review.may_give(actor, each.unit_id) for each in found.departments)
        )

    def can_opine(self) -> bool:
        """An entry is under the cursor, and the person speaks for the department asked about it."""
        row = self.rows.row if self.composed else None
        found = self._round
        if found is None or not self._open() or not isinstance(row, OpinionLine):
            return False
        unit = next((each.unit_id for each in found.departments if each.id == row.department_id), None)
        return self.services.review.may_give(self.actor, unit)

    def _open(self) -> bool:
        return self._round is not None and self._round.line.state is RoundState.OPEN

    def action_open(self) -> None:
        """Open the opinion; on a department, list what it was asked."""
        row = self.rows.row
        if isinstance(row, DepartmentLine):
            self._department, self._kind = row, None
            self._turn_to(_ALL)
        elif isinstance(row, OpinionLine):
            self.console.go("review_opinion", row.key, "", self._step)

    def action_opine(self) -> None:
        """Go to the entry with the form of an opinion open."""
        row = self.rows.row
        if isinstance(row, OpinionLine):
            self.console.go("review_opinion", row.key, "opine", self._step)

    def _step(self, by: int) -> int | None:
        """Move in the list; return the key of the line the cursor came to."""
        self.rows.move_to(self.rows.cursor + by)
        row = self.rows.row
        return row.key if isinstance(row, OpinionLine) else None

    def action_send(self) -> None:
        """Write sheets of departments into files."""
        row, found = self.rows.row, self._round
        if found is not None:
            # Under the cursor stands whose sheet is wanted most likely, once some went out.
            first = row.id if isinstance(row, DepartmentLine) and found.line.sent else EVERYBODY
            offer_sheets(self, found.departments, first)

    def action_take(self) -> None:
        """Take a filled-in sheet back."""
        self.console.go("review_take")

    def action_minutes(self) -> None:
        """Write the minutes of the round."""
        offer_minutes(self, self._number)

    def action_close(self) -> None:
        """Close the round after a question."""
        ask_to_close(self, self._number)

    def action_remind(self) -> None:
        """Note that the departments that owe answers are reminded; show what to tell them."""
        if self._round is not None:
            remind(self, self._round)

    def action_narrow(self) -> None:
        """Show only one department, or one kind of opinion."""
        from console.dialogs.pick import Option, PickDialog

        found = self._round
        if found is None:
            return
        options: list[Option[OpinionKind | int]] = [Option(EVERYBODY, _("Everything"))]
        options += [Option(kind, label(kind), _("kind of opinion")) for kind in _KINDS]
        options += [
            Option(each.id, each.name, _("%(count)s entries", count=each.counts.asked))
            for each in found.departments
        ]
        later(self.app.push_screen(PickDialog(_("Show only"), options), self._narrowed))

    def _narrowed(self, value: OpinionKind | int | None) -> None:
        found = self._round
        if value is None or found is None:
            return
        if isinstance(value, OpinionKind):
            self._kind = value
        else:
            self._department = next((each for each in found.departments if each.id == value), None)
            self._kind = self._kind if value else None
        self._turn_to(self._sheet or _ALL)

    def action_refresh(self) -> None:
        """Read everything again."""
        self.reload()
        self.say(_("Read again."))

    def action_sheet(self, place: int) -> None:
        """Go to the list whose number this is."""
        self._turn_to(place - 1)

    def action_turn(self, step: int) -> None:
        """Go to the next or previous list."""
        self._turn_to((self._sheet + step) % len(SHEETS))

    def _turn_to(self, sheet: int) -> None:
        if self.filtering:
            self.drop_filter()
        self._sheet = sheet
        self._show_sheet()
        self.rows.focus()

    # Leaving

    @property
    def _narrow(self) -> bool:
        return self._sheet != 0 and (self._department is not None or self._kind is not None)

    def can_go_back(self) -> bool:
        """A narrowed list can be widened, and then the screen left."""
        return self._narrow or super().can_go_back()

    def back(self) -> None:
        """Drop the search, then the narrowing; without either, go back to the screen below."""
        if not self.filtering and self._narrow:
            self._department = self._kind = None
            self._turn_to(0)
        else:
            super().back()


def _department_id(line: DepartmentLine) -> int:
    return line.id


def _opinion_id(line: OpinionLine) -> int:
    return line.key
