"""The load board: units by what lies with them; every number opens its cases."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

from console.i18n import N_, _, current_language, ngettext
from console.keys import bindings
from console.loadwords import measure_words, unit_words
from console.screens.base import ConsoleScreen
from console.widgets.line_list import Column, LineList
from console.widgets.lines import RuleLine
from models.assignment.board.rules import cell_filter
from models.assignment.board.views import Measure

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType
    from textual.widget import Widget

    from console.widgets.lines import Piece
    from models.accounts.views import Actor
    from models.api import Services
    from models.assignment.board.views import LoadBoard, UnitLoad

PLACE = "load"
"""What the desk remembers a person's column, line and order under."""
_MEASURES = tuple(Measure)
_IDLE = "idle"
"""The key of the line of units that have nothing"""
_STYLES = {Measure.OVERDUE: "red"}


@dataclass(frozen=True, slots=True)
class Line:
    """A row: a unit, the desk, or their sum; or the units that have nothing, folded into one."""

    key: str
    load: UnitLoad
    total: bool = False
    folded: int = 0
    """How many units it stands for"""


class LoadScreen(ConsoleScreen[None]):
    """A line for each unit and their sum; one column is marked.

    Args:
        services: the one door.
        actor: the person.
    """

    GROUP = "load"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("load"))
    AUTO_FOCUS = "LineList"
    DEFAULT_CSS = "LoadScreen LineList { height: 1fr; }"

    def __init__(self, services: Services, actor: Actor) -> None:
        super().__init__(services, actor)
        self._board: LoadBoard | None = None
        self._marked = Measure.OPEN
        self._sorted: Measure | None = None
        self._at: str | None = None
        self._recalled = False
        self._unfolded = False

    def body(self) -> Iterable[Widget]:
        """Return the list, and what the marked number is."""
        yield LineList[Line](self._columns(), lambda line: line.key)
        yield RuleLine(id="note")

    @property
    def rows(self) -> LineList[Line]:
        """The list."""
        found: LineList[Line] = self.query_one(LineList)
        return found

    def reload(self) -> None:
        """Count again; the first time, look as well where the person was last."""
        services, actor, known = self.services, self.actor, self._recalled

        def work() -> tuple[LoadBoard, object]:
            place = None if known else services.desk.recall(actor, PLACE)
            return services.board.load(actor), place

        self.read("load", work, self._take)

    def _take(self, found: tuple[LoadBoard, object]) -> None:
        self._board, place = found
        if not self._recalled and isinstance(place, dict):
            self._recall(place)
        elif self.rows.row is not None:
            self._at = self.rows.row.key
        self._recalled = True
        self._show()

    def _recall(self, place: dict[str, Any]) -> None:
        names = {measure.value: measure for measure in Measure}
        self._marked = names.get(str(place.get("column")), Measure.OPEN)
        self._sorted = names.get(str(place.get("sorted")))
        self._at = str(place.get("line"))

    def _show(self) -> None:
        if self._board is None:
            return
        lines = [Line(str(load.unit_id), load) for load in self._board.lines]
        measure = self._sorted
        if measure is not None:
            lines.sort(key=lambda line: -line.load.count(measure))
        idle = [line for line in lines if not any(map(line.load.count, _MEASURES))]
        if not self._unfolded and len(idle) > 1:
            lines = [line for line in lines if line not in idle]
            lines.append(Line(_IDLE, replace(idle[0].load, on_duty=0), folded=len(idle)))
        lines.append(Line("total", self._board.total, total=True))
        self.rows.set_columns(self._columns())
        self.rows.set_rows(lines, empty=_("There is no unit yet."), cursor_id=self._at)
        self._note()
        self.refresh_keys()

    def _columns(self) -> list[Column[Line]]:
        def name(line: Line) -> Piece:
            return _name(line), "bold" if line.total else "dim" if line.folded else ""

        def number(measure: Measure) -> Column[Line]:
            def cell(line: Line) -> Piece:
                if line.folded:
                    return "", ""
                count = line.load.count(measure)
                style = _STYLES.get(measure, "") if count else ""
                return str(count), f"{style} reverse".strip() if measure is self._marked else style

            return Column(measure_words(measure), 8, cell, right=True)

        return [
            Column(N_("Unit"), 16, name, grow=True),
            *map(number, _MEASURES),
            Column(
                N_("On duty"), 8, lambda line: ("" if line.folded else str(line.load.on_duty), ""), right=True
            ),
        ]

    def minute_passed(self) -> None:
        """See what became late."""
        self.reload()

    def language_changed(self) -> None:
        """Show everything in the new language."""
        super().language_changed()
        self._show()

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """Say what the marked number is."""
        message.stop()
        self._note()
        self.refresh_keys()

    def _note(self) -> None:
        order = _("in the order of the units")
        if self._sorted is not None:
            order = _("sorted by %(column)s", column=_(measure_words(self._sorted)))
        self.query_one("#note", RuleLine).set_note(order)
        row = self.rows.row
        if row is not None and row.folded:
            self.say_lasting(_("Enter lists the units without cases as well."))
        elif row is not None:
            self.say_lasting(
                _(
                    "%(unit)s, %(column)s: %(count)s",
                    unit=unit_words(row.load, total=row.total),
                    column=_(measure_words(self._marked)),
                    count=row.load.count(self._marked),
                )
            )

    def can_row(self) -> bool:
        """Say whether a line is under the cursor."""
        return self.rows.row is not None

    def action_open(self) -> None:
        """List the cases behind the marked number."""
        row = self.rows.row
        if row is not None and row.folded:
            self.action_fold()
        elif row is not None:
            self._remember()
            text = cell_filter(row.load, self._marked, total=row.total, chinese=current_language() == "zh_CN")
            self.console.go("search", text)

    def action_fold(self) -> None:
        """List the units that have nothing one by one, or fold them into one line."""
        self._keep_line()
        self._unfolded = not self._unfolded
        self._show()

    def action_left(self) -> None:
        """Mark the column to the left."""
        self._mark(-1)

    def action_right(self) -> None:
        """Mark the column to the right."""
        self._mark(1)

    def _mark(self, step: int) -> None:
        place = _MEASURES.index(self._marked) + step
        self._marked = _MEASURES[place % len(_MEASURES)]
        self._keep_line()
        self._show()

    def action_sort(self) -> None:
        """Sort by the marked column, or as the units stand."""
        self._sorted = None if self._sorted is self._marked else self._marked
        self._keep_line()
        self._show()

    def _keep_line(self) -> None:
        if self.rows.row is not None:
            self._at = self.rows.row.key

    def action_refresh(self) -> None:
        """Look again."""
        self.reload()

    def leaving(self) -> None:
        """Keep where the person was."""
        super().leaving()
        self._remember()

    def _remember(self) -> None:
        self._keep_line()
        services, actor = self.services, self.actor
        value = {
            "column": self._marked.value,
            "sorted": None if self._sorted is None else self._sorted.value,
            "line": self._at,
        }
        # That the place could not be remembered is no reason to interrupt anybody.
        self.save(lambda: services.desk.remember(actor, PLACE, value), on_refused=lambda _error: True)


def _name(line: Line) -> str:
    if not line.folded:
        return unit_words(line.load, total=line.total)
    return ngettext(
        "%(count)s unit without cases", "%(count)s units without cases", line.folded, count=line.folded
    )
