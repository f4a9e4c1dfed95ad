"""What rules would have done with the cases of the last time, and what differs from what was done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from console.i18n import N_, _
from console.keys import bindings
from console.routingwords import aim_words
from console.screens.base import ConsoleScreen
from console.widgets.line_list import Column, LineList
from console.widgets.lines import RuleLine, Sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from textual.binding import BindingType
    from textual.widget import Widget

    from models.accounts.views import Actor
    from models.api import Services
    from models.assignment.routing.views import Trial


@dataclass(frozen=True, slots=True)
class Question:
    """Which edition is tried on what; without a number the draft."""

    number: int | None
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Line:
    """A row: the sums of a unit, or a case."""

    key: str
    what: str
    title: str
    rule: str
    first: str
    ended: str
    number: str = ""
    """The case Enter opens"""


class RulesTrialScreen(ConsoleScreen[None]):
    """Units with their sums first, then the cases that would have gone elsewhere, or all."""

    GROUP = "rules_trial"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("rules_trial"))
    AUTO_FOCUS = "LineList"
    DEFAULT_CSS = """
    RulesTrialScreen LineList { height: 1fr; }
    RulesTrialScreen Sentence { height: 2; }
    """
    _every = False
    _trial: Trial | None = None

    def __init__(self, services: Services, actor: Actor, question: Question) -> None:
        super().__init__(services, actor)
        self._question = question

    def body(self) -> Iterable[Widget]:
        """Return the sum in words, and the list."""
        yield Sentence("", id="sum")
        yield LineList[Line](_columns(), lambda line: line.key)
        yield RuleLine(id="note")

    def title_text(self) -> str:
        """Say what is tried."""
        number = self._question.number
        edition = _("Draft") if number is None else _("Edition %(number)s", number=number)
        return _("Rules tried: %(edition)s", edition=edition)

    @property
    def rows(self) -> LineList[Line]:
        """The list."""
        found: LineList[Line] = self.query_one(LineList)
        return found

    def reload(self) -> None:
        """Try the rules, off the interface."""
        routing, actor, asked = self.services.routing, self.actor, self._question
        draft = asked.number is None
        self.read(
            "trial",
            lambda: routing.trial(actor, asked.since, asked.until, asked.number, draft=draft),
            self._take,
        )

    def _take(self, trial: Trial) -> None:
        self._trial = trial
        self._show()

    def _show(self) -> None:
        trial = self._trial
        if trial is None:
            return
        at = None if self.rows.row is None else self.rows.row.key
        lines = [*_units(trial), *_cases(trial, every=self._every)]
        self.rows.set_rows(lines, empty=_nothing(), cursor_id=at)
        words = _(
            "%(count)s cases: %(sent)s would be dispatched, %(first)s of them where they went first, "
            "%(ended)s where they ended.",
            count=len(trial.rows),
            sent=trial.sent,
            first=trial.as_first,
            ended=trial.as_ended,
        )
        self.query_one("#sum", Sentence).show(words)
        self.refresh_keys()

    def language_changed(self) -> None:
        """Show everything in the new language."""
        super().language_changed()
        self.rows.set_columns(_columns())
        self._show()

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """Say where the cursor is."""
        message.stop()
        self.query_one("#note", RuleLine).set_note(self.rows.position)
        self.refresh_keys()

    def can_case_row(self) -> bool:
        """A case is under the cursor."""
        return self.rows.row is not None and bool(self.rows.row.number)

    def action_open(self) -> None:
        """Open the case under the cursor."""
        row = self.rows.row
        if row is not None and row.number:
            self.console.go("case", row.number)

    def action_turn(self) -> None:
        """Turn between all cases and those that differ."""
        self._every = not self._every
        self._show()


def _units(trial: Trial) -> Iterator[Line]:
    for each in trial.units:
        name = each.name or _("(not dispatched)")
        yield Line(f"unit-{each.unit_id}", name, "", str(each.would), str(each.first), str(each.ended))


def _cases(trial: Trial, *, every: bool) -> Iterator[Line]:
    for row in trial.rows:
        if every or row.differs_first or row.differs_ended or row.aim.unit_id is None:
            aim = aim_words(row.aim)
            yield Line(
                f"case-{row.case_id}", row.number, row.title, aim, row.first_name, row.ended_name, row.number
            )


def _nothing() -> str:
    return _("No case was filed in this time.")


def _columns() -> list[Column[Line]]:
    return [
        Column(N_("Unit or case"), 16, lambda line: (line.what, "bold" if not line.number else ""), best=20),
        Column(N_("By rule"), 20, lambda line: (line.rule, ""), best=30),
        Column(N_("Went first"), 12, lambda line: (line.first, "")),
        Column(N_("Ended with"), 12, lambda line: (line.ended, "")),
        Column(N_("Title"), 10, lambda line: (line.title, ""), grow=True),
    ]
