"""The three lists of a trainer: timeline, expectations, seats; what each column and the preview say."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from console.drilling.words import called, outcome_word, progress_word, report_word, since_start
from console.i18n import N_, _, ngettext
from console.widgets.line_list import Column
from console.widgets.preview import Fact
from scenarios.board import ExpectedRow, InjectRow, Progress, SeatRow
from scenarios.format.words import Outcome
from scenarios.review.words import points, span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scenarios.board import Board

Shown = InjectRow | ExpectedRow | SeatRow

_STYLES = {
    Progress.SENT: "dim",
    Progress.SKIPPED: "dim",
    Progress.LEFT_OUT: "dim",
    Progress.HELD: "bold",
}
_OUTCOMES = {Outcome.MISSED: "bold red", Outcome.PARTLY: "yellow", Outcome.MET: "green", Outcome.VOID: "dim"}


class ListView(StrEnum):
    """Which of the lists is shown."""

    TIMELINE = "timeline"
    EXPECTATIONS = "expectations"
    SEATS = "seats"

    @property
    def title(self) -> str:  # type: ignore[override]  # a view's own title; nobody capitalises its name
        """What it is called."""
        return _(_TITLES[self])


_TITLES = {
    ListView.TIMELINE: N_("timeline"),
    ListView.EXPECTATIONS: N_("expectations"),
    ListView.SEATS: N_("seats"),
}
VIEWS = tuple(ListView)


def rows_of(board: Board, view: ListView) -> Sequence[Shown]:
    """Return the rows of a list."""
    match view:
        case ListView.TIMELINE:
            return board.injects
        case ListView.EXPECTATIONS:
            return board.expectations
        case _:
            return board.seats


def columns_of(view: ListView, names: Mapping[str, str] | None = None) -> list[Column[Shown]]:
    """Return the columns of a list; ``names`` are those of roles and actors."""
    known = names or {}
    match view:
        case ListView.TIMELINE:
            return _timeline(known)
        case ListView.EXPECTATIONS:
            return _expectations(known)
        case _:
            return _seats(known)


def _timeline(names: Mapping[str, str]) -> list[Column[Shown]]:
    def of(row: Shown) -> InjectRow:
        assert isinstance(row, InjectRow)  # noqa: S101 -- the list holds nothing else
        return row

    def style(row: Shown) -> str:
        return _STYLES.get(of(row).progress, "")

    def way(row: Shown) -> str:
        found = of(row)
        to = _(", ").join(called(names, each) for each in found.to)
        return f"{called(names, found.sender)}>{to}" if to else called(names, found.sender)

    def progress(row: Shown) -> str:
        word = progress_word(of(row).progress)
        return _("%(word)s, due", word=word) if of(row).due else word

    return [
        Column(N_("No."), 7, lambda row: (("?" if of(row).contingency else "") + of(row).number, style(row))),
        Column(N_("Moment"), 7, lambda row: (since_start(of(row).at), style(row))),
        Column(N_("Stands"), 8, lambda row: (progress(row), style(row)), best=12),
        Column(N_("Inject"), 30, lambda row: (of(row).title, style(row)), grow=True),
        Column(N_("From, to"), 20, lambda row: (way(row), style(row)), best=30),
    ]


def _expectations(names: Mapping[str, str]) -> list[Column[Shown]]:
    def of(row: Shown) -> ExpectedRow:
        assert isinstance(row, ExpectedRow)  # noqa: S101 -- the list holds nothing else
        return row

    def style(row: Shown) -> str:
        return "yellow" if of(row).late else _OUTCOMES.get(of(row).outcome, "")

    def outcome(row: Shown) -> str:
        found = of(row)
        if found.share is not None:
            return _("judged %(share)s", share=f"{found.share:.0%}")
        if found.by_form and found.outcome is Outcome.OPEN:
            return _("to judge")
        if found.late:
            return _("time over")
        return outcome_word(found.outcome)

    return [
        Column(N_("Stands"), 8, lambda row: (outcome(row), style(row))),
        Column(N_("Due by"), 7, lambda row: (since_start(of(row).deadline), "")),
        Column(N_("Settled at"), 7, lambda row: (since_start(of(row).settled), "")),
        Column(
            N_("Expected"),
            34,
            lambda row: (("! " if of(row).critical else "") + of(row).title, ""),
            grow=True,
        ),
        Column(
            N_("Of whom"), 16, lambda row: (_(", ").join(called(names, each) for each in of(row).who), "")
        ),
    ]


def did_words(row: SeatRow, names: Mapping[str, str]) -> str:
    """Return what was done at a seat last: to a case, said to whom, or reported."""
    from console.labels import label

    if row.spoke is not None:
        if row.spoke.kind is not None:
            return report_word(row.spoke.kind)
        return _("said to %(whom)s", whom=_(", ").join(called(names, each) for each in row.spoke.to))
    return "" if row.last is None else f"{label(row.last)} {row.last_case}"


def _seats(names: Mapping[str, str]) -> list[Column[Shown]]:
    def of(row: Shown) -> SeatRow:
        assert isinstance(row, SeatRow)  # noqa: S101 -- the list holds nothing else
        return row

    return [
        Column(N_("Desk"), 16, lambda row: (of(row).title, ""), best=24),
        Column(N_("Sits there"), 12, lambda row: (_person(of(row)), "" if of(row).person else "dim")),
        Column(N_("Acted at"), 7, lambda row: (since_start(of(row).last_at), "")),
        Column(N_("Did last"), 30, lambda row: (did_words(of(row), names), ""), grow=True),
    ]


def _person(row: SeatRow) -> str:
    return row.person or (_("(simulated)") if row.simulated else _("(nobody)"))


def facts_of(row: Shown, names: Mapping[str, str]) -> tuple[Fact, ...]:
    """Return the row under the cursor in full."""
    match row:
        case InjectRow():
            return (
                Fact("", " ".join(row.text.split()) or row.title),
                Fact(_("Expected"), " ".join(row.expected.split())),
            )
        case ExpectedRow():
            who = _(", ").join(called(names, each) for each in row.who)
            limit = "" if row.limit is None else span(row.limit)
            hint = _("Enter fills in the form") if row.by_form else ""
            forms = ngettext("%(count)s form", "%(count)s forms", row.evaluators, count=row.evaluators)
            return (
                Fact("", row.title, "bold"),
                Fact(_("Of whom"), who),
                Fact("", hint, "bold"),
                Fact(_("Handed in"), forms if row.evaluators else ""),
                Fact(_("Time allowed"), limit),
                Fact(_("Counts from"), row.counts_from),
                Fact(_("Weight"), points(row.weight)),
                Fact(_("Objective"), row.objective),
            )
        case _:
            return Fact("", row.title, "bold"), Fact("", _person(row)), Fact(_("Account"), row.login)
