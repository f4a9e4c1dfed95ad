"""What is wrong with the working list or lacking; Enter leads to the field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from console.draftwords import field_title
from console.i18n import N_, _, ngettext, pgettext
from console.keys import bindings
from console.screens.base import ConsoleScreen
from console.screens.worklist_words import fault_words
from console.widgets.line_list import Column, LineList
from console.widgets.lines import RuleLine
from console.widgets.preview import Fact, Preview
from console.widgets.queue_bar import QueueBar, QueueTab
from console.work import later
from models.catalogue.drafting.faults import FaultKind, Weight
from models.catalogue.drafting.listviews import FoundFault
from models.catalogue.drafting.service import EDITORS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from textual.binding import BindingType
    from textual.widget import Widget

    from console.widgets.lines import Piece
    from models.accounts.views import Actor
    from models.api import Services
    from models.catalogue.drafting.listviews import Findings

_PARTS: tuple[Weight | None, ...] = (None, *Weight)
_MARKS = {Weight.BLOCKS: ("!", "bold red"), Weight.WARNS: ("?", "bold yellow"), Weight.LACKS: ("-", "")}
_CODES = 6
"""Codes of what was changed outside that are named"""


class WorklistCheckScreen(ConsoleScreen[None]):
    """Faults, the heaviest first."""

    GROUP = "worklist_check"
    HELP_PAGE = "worklist"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("worklist_check"))
    AUTO_FOCUS = "LineList"

    def __init__(self, services: Services, actor: Actor) -> None:
        super().__init__(services, actor)
        self._found: Findings | None = None
        self._part: Weight | None = None

    def body(self) -> Iterable[Widget]:
        """Return the parts, the list, and the whole sentence of its row."""
        yield QueueBar()
        yield RuleLine(id="moved")
        yield LineList[FoundFault](fault_columns(), _row_id)
        yield RuleLine(id="note")
        yield Preview()

    @property
    def rows(self) -> LineList[Any]:
        """The list."""
        found: LineList[Any] = self.query_one(LineList)
        return found

    def reload(self) -> None:
        """Check again."""
        services, actor = self.services, self.actor
        self.read("findings", lambda: services.drafting.findings(actor), self._take)

    def _take(self, found: Findings) -> None:
        self._found = found
        self._show()

    def _show(self) -> None:
        found = self._found
        if found is None:
            return
        counts = {
            part: sum(part is None or each.fault.weight is part for each in found.faults) for part in _PARTS
        }
        self.query_one(QueueBar).show(
            [
                QueueTab(str(place), weight_name(part), counts[part], current=part is self._part)
                for place, part in enumerate(_PARTS, start=1)
            ]
        )
        shown = [each for each in found.faults if self._part is None or each.fault.weight is self._part]
        self.rows.set_rows(shown, empty=_("Nothing to mend here."), cursor_id=self.rows.cursor_id)
        moved = ""
        if found.moved:
            codes = ", ".join(found.moved[:_CODES])
            moved = _("%(count)s changed outside the list: %(codes)s", count=len(found.moved), codes=codes)
        self.query_one("#moved", RuleLine).set_note(moved)
        self.refresh_keys()

    def language_changed(self) -> None:
        """Show everything in the new language."""
        super().language_changed()
        self._show()

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """Say the whole of it."""
        message.stop()
        self.query_one("#note", RuleLine).set_note(self.rows.position)
        row = self.rows.row
        facts = []
        if row is not None:
            facts = [
                Fact("", f"{row.code or f'#{row.matter_id}'} {row.name}", "bold"),
                Fact("", fault_words(row.fault)),
                Fact(_("Field"), field_title(row.fault.field)),
            ]
        self.query_one(Preview).show(facts)
        self.refresh_keys()

    # Keys

    def can_row(self) -> bool:
        """There is a fault under the cursor."""
        return self.composed and self.rows.row is not None

    def can_number(self) -> bool:
        """Some entry has no code, and the person may work on the list."""
        found = self._found
        return (
            found is not None
            and self.actor.has(*EDITORS)
            and any(each.fault.kind is FaultKind.NO_CODE for each in found.faults)
        )

    def can_moved(self) -> bool:
        """Something was changed outside the list, and the person may work on it."""
        return self._found is not None and bool(self._found.moved) and self.actor.has(*EDITORS)

    def action_open(self) -> None:
        """Open the form of the entry at the field in question."""
        row = self.rows.row
        if row is not None:
            self.console.go("worklist_entry", str(row.matter_id), "", row.fault.field)

    def action_part(self, place: int) -> None:
        """Show everything, or faults of one weight."""
        self._part = _PARTS[place - 1]
        self._show()

    def action_refresh(self) -> None:
        """Check again."""
        self.reload()
        self.say(_("Checked again."))

    def action_number(self) -> None:
        """Give every entry without a code the next free one."""
        services, actor = self.services, self.actor

        def saved(count: int) -> None:
            self.say(
                ngettext(
                    "%(count)s entry got a code, as one step.",
                    "%(count)s entries got a code, as one step.",
                    count,
                    count=count,
                )
            )

        self.save(lambda: services.drafting.number_all(actor), saved)

    def action_settle(self) -> None:
        """Ask whose wording stands where matters were changed outside the list."""
        settle_moved(self)


def settle_moved(screen: ConsoleScreen[Any], day: date | None = None) -> None:
    """Ask whose wording stands where matters were changed outside the list, and let it stand.

    Args:
        screen: who asks.
        day: the day of force planned for; by default the first that is possible.
    """
    from console.dialogs.pick import Option, PickDialog

    services, actor = screen.services, screen.actor
    options = [
        Option("theirs", _("Take over what they say now"), _("what the list says of them is lost")),
        Option("ours", _("The list's own wording stands"), _("it is published over theirs")),
    ]

    def saved(count: int) -> None:
        screen.say(ngettext("%(count)s matter settled.", "%(count)s matters settled.", count, count=count))

    def chosen(answer: str | None) -> None:
        if answer is not None:
            theirs = answer == "theirs"
            screen.save(lambda: services.drafting.rebase(actor, take_theirs=theirs, day=day), saved)

    title = _("Matters changed outside the list")
    later(screen.app.push_screen(PickDialog(title, options, searchable=False), chosen))


def weight_name(weight: Weight | None) -> str:
    """Return what faults of a weight are called."""
    names = {
        None: pgettext("changes", "All"),
        Weight.BLOCKS: pgettext("fault", "In the way"),
        Weight.WARNS: pgettext("fault", "Contradicts"),
        Weight.LACKS: pgettext("fault", "Lacking"),
    }
    return names[weight]


def fault_columns() -> list[Column[FoundFault]]:
    """Return the columns of the list."""
    return [
        Column("", 1, lambda row: _MARKS[row.fault.weight]),
        Column(N_("Code"), 9, lambda row: (row.code or f"#{row.matter_id}", ""), best=12),
        Column(N_("Matter"), 18, lambda row: (row.name, ""), best=34),
        Column(N_("To mend"), 24, _what_of, grow=True),
    ]


def _what_of(row: FoundFault) -> Piece:
    return fault_words(row.fault), ""


def _row_id(row: FoundFault) -> tuple[int, str, str]:
    return (row.matter_id, row.fault.kind.value, str(row.fault.params.get("number", "")))
