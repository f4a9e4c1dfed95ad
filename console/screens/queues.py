"""The working day: the queues, the list of one of them, a preview of what is under the cursor."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Container

from console.house import current_house
from console.i18n import _
from console.keys import EVERYWHERE, bindings
from console.labels import label
from console.screens.clearance_notice import ClearanceNews
from console.screens.corrective_notice import CorrectiveLine, read_corrective, show_corrective
from console.screens.marked import MarkingScreen
from console.screens.queue_parts import QUEUE_KEYS, moved_by_the_clock, no_queue_sentence, queue_columns
from console.screens.queue_saved import SavedQueues
from console.screens.shift_notice import tell_handovers
from console.session import REMEMBERED_QUEUE, remembered_queue, remembered_saved
from console.widgets.line_list import LineList
from console.widgets.lines import RuleLine
from console.widgets.preview import Preview
from console.widgets.queue_bar import QueueBar
from models.cases.day import first_queue
from models.cases.kinds import QueueKey
from models.cases.rules import queues_of
from models.cases.saved_views import Bar, SavedView
from models.cases.views import CaseLine
from models.kernel.errors import NotPermitted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual import events
    from textual.binding import BindingType
    from textual.widget import Widget

    from console.session import FirstLook
    from models.accounts.views import Actor
    from models.api import Services
    from models.desk.views import DraftView

BESIDE_FROM = 120
"""Columns from which on the preview stands beside the list."""
_BY_THE_CLOCK = "minute"
"""Group of the reads nobody asked for."""


class QueuesScreen(SavedQueues, ClearanceNews, MarkingScreen[None]):
    """Queues with live counters, the list of the current one, a preview.

    ``first`` is what was read already, for the first picture.
    """

    GROUP = "queues"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("queues"))
    AUTO_FOCUS = "LineList"
    DEFAULT_CSS = """
    QueuesScreen .area { layout: vertical; height: 1fr; }
    QueuesScreen .area.-wide { layout: horizontal; }
    QueuesScreen .area.-wide > RuleLine { display: none; }
    QueuesScreen .area.-wide > LineList { width: 2fr; }
    """

    def __init__(self, services: Services, actor: Actor, first: FirstLook | None = None) -> None:
        super().__init__(services, actor)
        self._keys = queues_of(actor, current_house())
        self._first = first
        self._key: QueueKey | None = first.key if first else None
        self._counters: Mapping[QueueKey, int] = first.counters if first else {}
        self._bar = first.bar if first else Bar()

    # Parts

    def body(self) -> Iterable[Widget]:
        """Return queues, list and preview."""
        yield QueueBar()
        yield RuleLine(id="top")
        yield CorrectiveLine()
        columns = queue_columns(self.console.frame, self._key)
        rows = LineList[CaseLine](columns, _case_id, self.read, name_of_reads="cases")
        yield Container(rows, RuleLine(id="note"), Preview(), classes="area")

    def title_text(self) -> str:
        """Return the queue's name and how many wait in it."""
        if self._saved is not None:
            return self.saved_title(self._saved)
        if self._key is None:
            return super().title_text()
        count = self._counters.get(self._key)
        return label(self._key) if count is None else f"{label(self._key)} {count}"

    @property
    def rows(self) -> LineList[CaseLine]:
        """The list."""
        found: LineList[CaseLine] = self.query_one(LineList)
        return found

    def started(self) -> None:
        """Show the first queue; offer the drafts."""
        first = self._first
        if first is not None:
            # It is shown as it came; what was saved meanwhile arrives as a change.
            self.stale = False
            self._show_source(first.key, first.cursor_id)
            self.read_bar()
        elif self._keys:
            self.read("remembered", self._begin_at, self._begin)
        else:
            self.rows.set_rows((), empty=no_queue_sentence())
        self.show_counters()
        self._read_drafts()
        tell_handovers(self)
        read_corrective(self, self._on_day)
        self.tell_clearances()

    def _begin_at(self) -> tuple[Bar, QueueKey | SavedView, int | None]:
        """Return the queue and row last looked at, or where the person's work waits; in a thread."""
        bar = self.services.saved.bar(self.actor)
        remembered = self.services.desk.recall(self.actor, REMEMBERED_QUEUE)
        if (saved := remembered_saved(remembered, bar.saved)) is not None:
            return (bar, *saved)
        start = first_queue(self.actor, self.services.cases.counters(self.actor), current_house())
        return (bar, *remembered_queue(remembered, self._keys, start or self._keys[0]))

    def _begin(self, found: tuple[Bar, QueueKey | SavedView, int | None]) -> None:
        self._bar, current, cursor_id = found
        self.show_current(current, cursor_id)
        self.read_saved_counters()

    def rights_changed(self) -> None:
        """Show the queues the person has now; the one shown goes on if it is among them."""
        self._keys = queues_of(self.actor, current_house())
        self.drop_filter()
        if self._saved is not None and self._keys:
            self.read_bar()
        elif self._key in self._keys:
            self._show_source(self._key, self.rows.row.id if self.rows.row is not None else None)
        elif self._keys:
            self._show_source(first_queue(self.actor, self._counters, current_house()) or self._keys[0])
        else:
            self._key = None
            self.rows.set_rows((), empty=no_queue_sentence())
            self.show_counters()

    def on_resize(self, event: events.Resize) -> None:
        """Put the preview beside the list where there is room."""
        wide = event.size.width >= BESIDE_FROM
        self.query_one(".area").set_class(wide, "-wide")
        self.preview.set_class(wide, "-beside")
        self.arrange_columns()
        self.show_position()
        self.show_preview()

    # Reading

    def _show_source(self, key: QueueKey, cursor_id: int | None = None) -> None:
        first, self._first = self._first, None
        if first is None:
            self.show_current(key, cursor_id)
            return
        self._key = key
        self.arrange_columns()
        self.rows.set_source(self.source(), empty=self.empty_words(), cursor_id=cursor_id, first=first.page)
        self.show_counters()

    def reload(self) -> None:
        """Read the counters and the list again."""
        services, actor = self.services, self.actor
        self.tell_clearances()
        if self._keys:
            self.read("counters", lambda: services.cases.counters(actor), self._take_counters)
            self.read_bar()
            read_corrective(self, self._on_day)
        if self.current is not None:
            self.rows.reload()

    def minute_passed(self) -> None:
        """Let lights, deadlines and the counters that depend on them go on with the clock."""
        self.rows.redraw_changed()
        self.show_preview()
        if self.app.screen is not self:
            self.stale = True
        elif self._keys:
            services, actor = self.services, self.actor
            self.read(_BY_THE_CLOCK, lambda: services.cases.counters(actor), self._take_counters_anew)
            self.read_saved_counters(f"{_BY_THE_CLOCK}.saved")

    def _take_counters_anew(self, counters: Mapping[QueueKey, int]) -> None:
        moved = moved_by_the_clock(self._key, self._counters, counters, self.rows, self.console.frame)
        self._take_counters(counters)
        if moved:
            self.rows.reload()

    def read_failed(self, group: str, error: Exception) -> None:
        """Say why, unless nobody asked: the next minute tries again.

        What was still being read when the person's last queue was taken away needs no word either: the
        list itself says that there is none.
        """
        taken_away = isinstance(error, NotPermitted) and not queues_of(self.actor, current_house())
        if not group.startswith(_BY_THE_CLOCK) and not taken_away:
            super().read_failed(group, error)

    def _take_counters(self, counters: Mapping[QueueKey, int]) -> None:
        moved, self._counters = counters != self._counters, counters
        if moved and self._key is QueueKey.DAY:
            # Its sections say how many there are.
            self.arrange_columns()
        self.show_counters()

    def show_counters(self) -> None:
        """Show what the counters say: in the line of queues, the title and below the list."""
        self.query_one(QueueBar).show(self.tabs())
        self.rows.total = self.total()
        self.show_position()
        show_corrective(self, shown=self._on_day())
        self.set_title(self.title_text())

    def _on_day(self) -> bool:
        return self._key is QueueKey.DAY

    def language_changed(self) -> None:
        """Show everything in the new language."""
        super().language_changed()
        self.arrange_columns()
        self.show_counters()
        if self.current is not None:
            self.rows.set_empty(self.empty_words())
        self.show_preview()

    # Keys

    def can_row(self) -> bool:
        """Say whether a row is under the cursor."""
        return self.rows.row is not None

    def can_intake(self) -> bool:
        """The person may report cases."""
        return self.actor.has(*current_house().intake_roles)

    def help_page(self) -> str:
        """Explain the queues to whoever has any."""
        return super().help_page() if self._keys else "no_queues"

    def help_groups(self) -> list[str]:
        """List the keys of queues for whoever has any."""
        return super().help_groups() if self._keys else [EVERYWHERE]

    def action_open(self) -> None:
        """Open the case under the cursor."""
        row = self.rows.row
        if row is not None:
            self._remember()
            self.console.go("case", row.number)

    def action_intake(self) -> None:
        """Report a new case."""
        self.console.go("intake")

    def action_catalogue(self) -> None:
        """Browse the catalogue."""
        self.console.go("catalogue")

    def can_search(self) -> bool:
        """The person looks at cases."""
        return bool(self._keys)

    def action_search(self) -> None:
        """Look for a case among all there are, for what is filtered by here at first."""
        self.console.go("search", self.rows.text)

    def action_refresh(self) -> None:
        """Read everything again."""
        self.reload()
        self.say(_("Read again."))

    def action_queue(self, place: int) -> None:
        """Go to the queue whose key this is."""
        key = QUEUE_KEYS[place - 1][0]
        if key in self._keys and key is not self._key:
            self.turn_to(key)

    def action_turn(self, step: int) -> None:
        """Go to the next or previous queue."""
        found = self.beside_current(step)
        if found is not None:
            self.turn_to(found)

    def turn_to(self, current: QueueKey | SavedView) -> None:
        """Go to a queue, and remember it."""
        self.drop_filter()
        self.show_current(current)
        self._remember()

    def _remember(self) -> None:
        row = self.rows.row
        services, actor = self.services, self.actor
        value = {
            "key": self.current_name or None,
            "case": None if row is None else row.id,
        }
        # That the place could not be remembered is no reason to interrupt anybody.
        self.console.save(
            lambda: services.desk.remember(actor, REMEMBERED_QUEUE, value), on_refused=lambda _error: True
        )

    # Drafts

    def action_drafts(self) -> None:
        """List the forms not finished."""
        self._read_drafts(asked=True)

    def _read_drafts(self, *, asked: bool = False) -> None:
        self.read("drafts", lambda: self.services.desk.drafts(self.actor), partial(self._list_drafts, asked))

    def _list_drafts(self, asked: bool, drafts: list[DraftView]) -> None:  # noqa: FBT001 -- bound by partial
        if drafts:
            self.console.choose_draft(drafts)
        elif asked:
            self.say(_("There is no unfinished form. What you leave half typed is kept and listed here."))


def _case_id(line: CaseLine) -> int:
    return line.id
