"""The plan of publishing the working list: made off the event loop, shown line by line."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from textual.containers import Container

from console.edition_words import counts_words
from console.i18n import _, render_error, sentences
from console.screens.base import ConsoleScreen
from console.screens.worklist_planlines import PARTS, PlanLine, part_name, plan_columns, plan_lines
from console.widgets.line_list import LineList
from console.widgets.lines import RuleLine, Sentence
from console.widgets.preview import Fact, Preview
from console.widgets.queue_bar import QueueBar, QueueTab
from console.work import Failed, attempt
from models.catalogue.drafting.refusals import NoDraft
from models.catalogue.views import EditionStatus
from models.kernel.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.timer import Timer
    from textual.widget import Widget

    from console.screens.worklist_planlines import Part
    from models.accounts.views import Actor
    from models.api import Services
    from models.catalogue.drafting.views import DraftView, ListPlan

REMEMBERED_DAY = "worklist_plan"
"""Name under which the desk keeps the date of force chosen last"""


class PlanReading(ConsoleScreen[None]):
    """The plan for one date of force."""

    DEFAULT_CSS = """
    PlanReading .area { layout: vertical; height: 1fr; }
    PlanReading LineList { height: 1fr; }
    PlanReading #what { padding: 0 1; }
    PlanReading #problem { padding: 0 1; display: none; color: ansi_red; text-style: bold; }
    PlanReading #problem.-said { display: block; }
    """

    def __init__(self, services: Services, actor: Actor) -> None:
        super().__init__(services, actor)
        self._draft: DraftView | None = None
        self._day: date | None = None
        self._name: str | None = None
        self._note: str | None = None
        self._plan: ListPlan | None = None
        self._lines: tuple[PlanLine, ...] = ()
        self._part: Part | None = None
        self._problem = ""
        self._busy = ""
        """What is on its way, in words; "" if nothing"""
        self._seconds = 0
        self._ticking: Timer | None = None

    # Parts

    def body(self) -> Iterable[Widget]:
        """Return what is published, the parts of the plan, its lines."""
        yield Sentence(id="what")
        yield Sentence(id="problem")
        yield QueueBar()
        yield RuleLine(id="state")
        rows = LineList[PlanLine](plan_columns(), lambda line: line.place)
        yield Container(rows, RuleLine(id="note"), Preview(), classes="area")

    @property
    def rows(self) -> LineList[Any]:
        """The lines."""
        found: LineList[Any] = self.query_one(LineList)
        return found

    def _tick(self) -> None:
        self._seconds += 1
        self._show_state()

    # Reading

    def reload(self) -> None:
        """Make the plan; where one is shown already, only say that something moved since."""
        if self._plan is not None and not self._busy:
            self.query_one("#state", RuleLine).set_note(
                _("Something was saved since; F5 plans anew. Only a plan that still holds is published.")
            )
            return
        if self._busy:
            return
        services, actor, chosen = self.services, self.actor, self._day
        today = self.console.frame.times.local(self.console.frame.clock.now()).date()

        def work() -> tuple[DraftView | None, date]:
            kept = services.desk.recall(actor, REMEMBERED_DAY)
            standing = (
                each.effective
                for each in services.editions.editions(actor)
                if each.status is EditionStatus.PUBLISHED and each.effective is not None
            )
            # Not before the last edition's.
            first = max((_day_of(kept, today), *standing))
            return services.drafting.draft(actor), chosen or first

        self.read("draft", work, lambda found: self._take_draft(*found))

    def _take_draft(self, draft: DraftView | None, day: date) -> None:
        self._draft, self._day = draft, day
        if draft is None:
            self._say_problem(sentences(*render_error(NoDraft())))
            return
        if self._name is None:
            self._name, self._note = draft.name, draft.note
        self._make()

    def _make(self) -> None:
        """Make the plan anew."""
        services, actor, day = self.services, self.actor, self._day
        if day is None or self._busy:
            return
        self._plan, self._lines = None, ()
        self._say_problem("")
        self._begin(_("Planning: comparing, looking at open cases, moving deadlines ..."))
        self._show()
        self.read("plan", lambda: attempt(lambda: services.drafting.plan(actor, day)), self._take)

    def _take(self, outcome: Any) -> None:
        self._end()
        if isinstance(outcome, Failed):
            self._refused(outcome.error)
        else:
            self._plan = outcome.value
            self._lines = tuple(plan_lines(outcome.value))
        self._show()

    def _refused(self, error: Exception) -> bool:
        if not isinstance(error, DomainError):
            self.console.explain(error)
            return True
        self._say_problem(sentences(*render_error(error)))
        return True

    # Showing

    def _begin(self, words: str) -> None:
        self._busy, self._seconds = words, 0
        self._ticking = self.set_interval(1.0, self._tick)
        self._show_state()
        self.refresh_keys()

    def _end(self) -> None:
        self._busy = ""
        if self._ticking is not None:
            self._ticking.stop()
        self._show_state()
        self.refresh_keys()

    def _show_state(self) -> None:
        said = ""
        if self._busy:
            said = _("%(what)s %(seconds)s s", what=self._busy, seconds=self._seconds)
        elif self._plan is not None:
            said = counts_words(self._plan.plan.counts)
        self.query_one("#state", RuleLine).set_note(said)

    def _say_problem(self, problem: str) -> None:
        self._problem = problem
        widget = self.query_one("#problem", Sentence)
        widget.show(problem)
        widget.set_class(bool(problem), "-said")

    def _show(self) -> None:
        day = "" if self._day is None else self._day.isoformat()
        self.query_one("#what", Sentence).show(
            _(
                "Edition “%(name)s”, in force from %(day)s%(note)s",
                name=self._name or _("its number"),
                day=day,
                note=f"  {self._note}" if self._note else "",
            )
        )
        counts = {part: sum(part in {None, line.part} for line in self._lines) for part in PARTS}
        self.query_one(QueueBar).show(
            [
                QueueTab(
                    str(place),
                    part_name(part),
                    None if self._plan is None else counts[part],
                    current=part is self._part,
                )
                for place, part in enumerate(PARTS, start=1)
            ]
        )
        shown = [line for line in self._lines if self._part in {None, line.part}]
        empty = "" if self._plan is None else _("Nothing here.")
        self.rows.set_rows(shown, empty=empty or self._busy or " ", cursor_id=self.rows.cursor_id)
        self._show_state()
        self.refresh_keys()

    def language_changed(self) -> None:
        """Show everything in the new language."""
        super().language_changed()
        if self._plan is not None:
            self._lines = tuple(plan_lines(self._plan))
        self._show()

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """Say the whole of a line."""
        message.stop()
        self.query_one("#note", RuleLine).set_note(self.rows.position)
        row: PlanLine | None = self.rows.row
        self.query_one(Preview).show([] if row is None else [Fact(row.title, row.said)])
        self.refresh_keys()


def _day_of(kept: object, today: date) -> date:
    """Return the day remembered, or else the first of the next month."""
    if isinstance(kept, str):
        read = attempt(lambda: date.fromisoformat(kept))
        if not isinstance(read, Failed) and read.value >= today:
            return read.value
    return (today.replace(day=1) + timedelta(days=32)).replace(day=1)
