"""Requests by where they stand: duty admission, adjustment, temporary entries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.containers import Container

from console.admission_words import facts_of
from console.i18n import N_, _
from console.keys import bindings
from console.labels import label
from console.screens.admission_parts import SHEETS, request_columns, tabs
from console.screens.filtering import FilteringScreen
from console.widgets.line_list import LineList
from console.widgets.lines import RuleLine
from console.widgets.preview import Fact, Preview
from console.widgets.queue_bar import QueueBar
from console.work import later
from models.catalogue.boundary.kinds import RequestKind, RequestState
from models.catalogue.boundary.rules import OPENERS
from models.catalogue.boundary.views import RequestFacts, RequestLine

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual.binding import BindingType
    from textual.timer import Timer
    from textual.widget import Widget

    from models.accounts.views import Actor
    from models.api import Services
    from models.catalogue.boundary.views import RequestView

_EXPLAINED = {
    RequestKind.ADMISSION: N_("a department hands over a new duty"),
    RequestKind.ADJUSTMENT: N_("a listed duty changes, moves or goes"),
    RequestKind.TEMPORARY: N_("an entry of the grid list with an end"),
}
_REST_SECONDS = 0.15
"""How long the cursor must rest before the request under it is read."""


class AdmissionsScreen(FilteringScreen[None]):
    """Lists of requests with counts, the list of the current one, a preview.

    Args:
        services: the one door.
        actor: the person.
    """

    GROUP = "admissions"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("admissions"))
    AUTO_FOCUS = "LineList"
    DEFAULT_CSS = "AdmissionsScreen .area { layout: vertical; height: 1fr; }"

    def __init__(self, services: Services, actor: Actor) -> None:
        super().__init__(services, actor)
        self._sheet = 0
        self._counts: Mapping[RequestState, int] = {}
        self._shown: RequestView | None = None
        self._rest: Timer | None = None

    def body(self) -> Iterable[Widget]:
        """Return the line of lists, the list, and what is said of its row."""
        yield QueueBar()
        yield RuleLine()
        rows = LineList[RequestLine](request_columns(), _line_id, self.read, name_of_reads="requests")
        yield Container(rows, RuleLine(id="note"), Preview(), classes="area")

    @property
    def rows(self) -> LineList[RequestLine]:
        """The list."""
        found: LineList[RequestLine] = self.query_one(LineList)
        return found

    def started(self) -> None:
        """Show the requests somebody still has to act on."""
        self._show_tabs()
        self._show_list()

    # Reading

    def reload(self) -> None:
        """Read the counts and the list again."""
        services, actor = self.services, self.actor
        self._shown = None
        self.read("counts", lambda: services.boundary.counters(actor), self._take_counts)
        self.rows.reload()

    def _take_counts(self, counts: Mapping[RequestState, int]) -> None:
        self._counts = counts
        self._show_tabs()

    def _show_tabs(self) -> None:
        self.query_one(QueueBar).show(tabs(self._sheet, self._counts))

    def _show_list(self) -> None:
        services, actor = self.services, self.actor
        states = SHEETS[self._sheet][1]

        def source(text: str, after: tuple[Any, ...] | None, limit: int) -> Any:
            # A search looks everywhere: whoever looks for one does not know where it stands.
            return services.boundary.requests(actor, None if text else states, text, after, limit)

        self.rows.set_source(source, empty=self._empty_sentence())

    def _empty_sentence(self) -> str:
        if self.can_new():
            return _("No request stands here. F2 opens one.")
        return _("No request stands here.")

    def language_changed(self) -> None:
        """Show everything in the new language."""
        super().language_changed()
        self._show_tabs()
        self.rows.set_empty(self._empty_sentence())
        self._show_row()

    # The row under the cursor

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """Say more of the request once the cursor rests on it."""
        message.stop()
        self.query_one("#note", RuleLine).set_note(self.rows.position)
        self._show_row()
        self.refresh_keys()
        if self._rest is not None:
            self._rest.stop()
        if self.rows.row is not None:
            self._rest = self.set_timer(_REST_SECONDS, self._read_row)

    def _read_row(self) -> None:
        row = self.rows.row
        if row is not None:
            services, actor, key = self.services, self.actor, row.id
            self.read("request", lambda: services.boundary.request(actor, key), self._take_row)

    def _take_row(self, request: RequestView) -> None:
        self._shown = request
        self._show_row()

    def _show_row(self) -> None:
        row, request = self.rows.row, self._shown
        facts = []
        if row is not None and request is not None and (request.id, request.version) == (row.id, row.version):
            facts = [Fact(name, " ".join(text.split())) for name, text in facts_of(request)][1:]
        self.query_one(Preview).show(facts)

    # Keys

    def can_row(self) -> bool:
        """There is a request under the cursor."""
        return self.composed and self.rows.row is not None

    def can_new(self) -> bool:
        """The person may open requests."""
        return self.actor.has(*OPENERS)

    def action_open(self) -> None:
        """Open the request under the cursor."""
        row = self.rows.row
        if row is not None:
            self.console.go("admission", row.id)

    def action_new(self) -> None:
        """Ask what kind of request, and open its form."""
        from console.dialogs.pick import Option, PickDialog

        options = [Option(kind, label(kind), _(_EXPLAINED[kind])) for kind in RequestKind]
        later(self.app.push_screen(PickDialog(_("New request"), options, searchable=False), self._begin))

    def _begin(self, kind: RequestKind | None) -> None:
        if kind is not None:
            self.console.go("admission_new", RequestFacts(kind))

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
        self._show_tabs()
        self._show_list()
        self.rows.focus()


def _line_id(line: RequestLine) -> int:
    return line.id
