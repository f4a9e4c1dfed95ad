"""What goes back and forth between two units or two people, and what nobody can move on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from console.i18n import N_, _
from console.keys import bindings
from console.screens.base import ConsoleScreen
from console.sentinel_words import lead_words, pair_words, stall_words, way_words
from console.widgets.line_list import Column, LineList
from console.widgets.lines import RuleLine
from console.widgets.preview import Fact, Preview

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from textual.binding import BindingType
    from textual.widget import Widget

    from console.widgets.lines import Piece
    from models.cases.sentinel_views import Rounds, Stalled


@dataclass(frozen=True, slots=True)
class Line:
    """A row: a pair, one of its cases, or a case nobody can move on."""

    key: str
    kind: str
    times: str
    who: str
    what: str
    note: str
    number: str
    """The case Enter opens"""


class SentinelScreen(ConsoleScreen[None]):
    """Pairs with most rounds first, each with its cases; below them what stands still."""

    GROUP = "sentinel"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("sentinel"))
    AUTO_FOCUS = "LineList"
    DEFAULT_CSS = "SentinelScreen LineList { height: 1fr; }"

    def body(self) -> Iterable[Widget]:
        """Return the list, and the row under the cursor in full."""
        yield LineList[Line](_columns(), lambda line: line.key)
        yield RuleLine(id="note")
        yield Preview()

    @property
    def rows(self) -> LineList[Line]:
        """The list."""
        found: LineList[Line] = self.query_one(LineList)
        return found

    def reload(self) -> None:
        """Look again, off the interface: three months of steps are read."""
        services, actor = self.services, self.actor

        def work() -> tuple[list[Rounds], list[Stalled]]:
            return services.sentinel.rounds(actor), services.sentinel.stalled(actor)

        self.read("sentinel", work, self._take)

    def _take(self, found: tuple[list[Rounds], list[Stalled]]) -> None:
        at = None if self.rows.row is None else self.rows.row.key
        rounds, stalled = found
        self.rows.set_rows([*_pairs(rounds), *_stalls(stalled)], empty=_nothing(), cursor_id=at)
        self.refresh_keys()

    def language_changed(self) -> None:
        """Show everything in the new language."""
        super().language_changed()
        self.rows.set_columns(_columns())
        self.rows.set_empty(_nothing())
        self.reload()

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """Show the row in full."""
        message.stop()
        self.query_one("#note", RuleLine).set_note(self.rows.position)
        row = self.rows.row
        self.query_one(Preview).show(() if row is None else _facts(row))
        self.refresh_keys()

    def can_row(self) -> bool:
        """Say whether a row is under the cursor."""
        return self.rows.row is not None

    def action_open(self) -> None:
        """Open the case under the cursor; of a pair the worst one."""
        row = self.rows.row
        if row is not None:
            self.console.go("case", row.number)

    def action_refresh(self) -> None:
        """Look again."""
        self.reload()


def _nothing() -> str:
    return _("Nothing went back and forth in the last 90 days, and nothing stands still.")


def _pairs(found: Iterable[Rounds]) -> Iterator[Line]:
    for row in found:
        key = f"{row.people}-{row.first.id}-{row.second.id}-{row.matter_code}"
        matter = row.matter_name or _("(not filed)")
        yield Line(
            key, _("rounds"), str(row.rounds), pair_words(row), matter, lead_words(row), row.cases[0].number
        )
        for case in row.cases:
            yield Line(f"{key}-{case.id}", "", str(case.rounds), case.number, case.title, matter, case.number)


def _stalls(found: Iterable[Stalled]) -> Iterator[Line]:
    for row in found:
        note = _("%(why)s; %(way)s", why=stall_words(row), way=way_words(row))
        yield Line(f"stalled-{row.id}", _("stalled"), "", row.number, row.title, note, row.number)


def _facts(line: Line) -> tuple[Fact, ...]:
    return (Fact("", line.who, "bold"), Fact("", line.what), Fact("", line.note))


def _columns() -> list[Column[Line]]:
    def kind(line: Line) -> Piece:
        return line.kind, "bold"

    return [
        Column(N_("Kind"), 4, kind),
        Column(N_("How often"), 4, lambda line: (line.times, ""), right=True),
        Column(N_("Who or which"), 26, lambda line: (line.who, ""), best=40),
        Column(N_("Matter or title"), 16, lambda line: (line.what, ""), best=28),
        Column(N_("Note"), 20, lambda line: (line.note, ""), grow=True),
    ]
