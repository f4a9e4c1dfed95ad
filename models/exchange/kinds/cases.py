"""Cases from another system, as they came in; what became of them is the kind ``history``.

A case is imported into the public pool under its own number, work orders of the hotline (12345)
with the deadlines of the levels above. A case that is there already is never overwritten in
silence: a deadline that was moved above is entered with a step of its own, everything else that
differs is shown, and written only where ``update=yes`` says so and the case is open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from models.calendar.compiling import calendar_in_force
from models.cases.bulk import insert_cases, timelines, write_timelines
from models.cases.door import BODY_LENGTH, NAME_LENGTH, PLACE_LENGTH, TITLE_LENGTH, CleanIntake
from models.cases.externals import entered
from models.cases.kinds import Channel, Level
from models.cases.known import Known
from models.cases.workorders import change_intakes, keep_origins, standing_orders
from models.cases.writing import fresh_case
from models.exchange.exporting.caserows import asked_for, case_rows
from models.exchange.frame import Comparison, Kind, Reading, Row, Work
from models.exchange.kinds.case_undo import take_back
from models.exchange.kinds.moments import placed
from models.exchange.kinds.order_changes import Changed, Upstream, keep_changes
from models.exchange.kinds.order_fields import (
    CASE_FIELDS,
    CASE_SETTINGS,
    CHANNELS,
    DERIVED_FIELDS,
    ORDER_FIELDS,
    ORDER_HEADINGS,
    fit,
    kept_of,
    of_hotline,
)
from models.exchange.kinds.order_places import Places
from models.exchange.lines import Line, Verdict
from models.exchange.refusals import BadCell, Blank, OutsideArea, TooLong, Unknown
from models.kernel.words import N_, Phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.cases.tables import Case
    from models.exchange.kinds.order_views import CaseReport
    from models.exchange.views import Problem, Resting

__all__ = ["CHANNELS", "KIND", "ORIGIN", "AfterReport", "Cases", "Closed", "NoGrid", "NotYet"]

ORIGIN = "import"


class NotYet(BadCell):
    """A moment that has not come."""

    code = "exchange.not_yet"
    sentence = N_("it lies in the future")


class Closed(BadCell):
    """A grid that is no longer used."""

    code = "exchange.grid_closed"
    sentence = N_("this grid is no longer in use")


class AfterReport(BadCell):
    """A trouble that was reported before it happened."""

    code = "exchange.after_report"
    sentence = N_("it lies after the time of the report")


class NoGrid(BadCell):
    """An order that names no grid, and whose place names none either."""

    code = "exchange.no_grid"
    sentence = N_("its place names no grid or village; say --set grid=CODE for such cases")


class Fresh(NamedTuple):
    """A case to be written, whoever took it in, and what the hotline says of it beside."""

    case: Case
    taker: Actor
    kept: Mapping[str, str]
    hotline: bool


class Cases(Kind):
    """Cases as they came in. Exports show personal data masked unless it is asked for in clear."""

    name = "cases"
    title = N_("cases")
    key = ("number",)
    fields = (*CASE_FIELDS, *DERIVED_FIELDS)
    settings = CASE_SETTINGS
    familiar = ORDER_HEADINGS

    def columns(self) -> tuple[str, ...]:
        """Return the headings of an export: what every case has, wherever it came from."""
        return tuple(each.name for each in CASE_FIELDS if each not in ORDER_FIELDS)

    def check(self, row: Row, reading: Reading) -> Iterator[Problem]:
        """Complete what work orders leave out; see that any other case is whole."""
        values = row.values
        values["given"] = frozenset(name for name, value in values.items() if value not in ("", None))
        values["hotline"] = of_hotline(reading.headings)
        if values["hotline"]:
            values["channel"] = values.get("channel") or Channel.HOTLINE
            assigned = values.get("district_at") or values.get("city_at")
            values["reported_at"] = values.get("reported_at") or assigned
            fit(values)
            return
        for name in ("channel", "body", "grid_code", "reported_at"):
            if not values.get(name):
                yield reading.problem(row, name, "", Blank())
        for name, most in _LENGTHS.items():
            length = len(values.get(name, ""))
            if length > most:
                yield reading.problem(row, name, values[name][:_SHOWN], TooLong(length, most))

    def compare(self, rows: Sequence[Row], work: Work) -> Comparison:
        """Build the cases that are not there; say of the others what differs."""
        known = Known(work.session, calendar_in_force(work.session), ORIGIN, work.at)
        places = Places(work.session, known, work.settings.get("grid", ""))
        numbers = [row.values["number"] for row in rows]
        standing = standing_orders(work.session, numbers)
        upstream = Upstream(known, work, timelines(work.session, standing))
        found = Comparison()
        for done, row in enumerate(rows, 1):
            if not row.values.get("grid_code") and row.values["number"] not in standing:
                row.values["grid_code"] = places.grid_of(row.values)
            old = standing.get(row.values["number"])
            problems = list(_references(row, known, work, new=old is None))
            found.problems += problems
            if problems:
                continue
            if old is None:
                found.created.append(_fresh(row, known, work))
                after = {"title": row.values["title"], "grid": row.values["grid_code"]}
                found.lines.append(Line(row.number, Verdict.CREATE, row.values["number"], None, after))
            else:
                upstream.sort(row, old, found)
            work.progress(done, len(rows))
        found.plan = upstream
        found.totals = upstream.totals()
        found.notes += places.told()
        if {each.name for each in DERIVED_FIELDS} & work.headings.keys():
            found.notes.append(Phrase(_WORKED_OUT))
        cut = sum(len(row.values["body"]) == BODY_LENGTH for row in rows if row.values["hotline"])
        if cut:
            found.notes.append(Phrase(N_("texts cut to what a case holds: %(count)s"), count=cut))
        return found

    def write(self, comparison: Comparison, work: Work) -> Mapping[str, Any]:
        """Write the new cases, the deadlines that moved, and what was to be written anew."""
        created: list[Fresh] = comparison.created
        sources = Known(work.session, calendar_in_force(work.session), ORIGIN, work.at)
        insert_cases(
            work.session,
            work.actor,
            work.at,
            [(each.case, each.taker) for each in created],
            sources,
            lambda done: work.progress(done, len(created)),
        )
        keep_origins(work.session, {each.case.number: each.kept for each in created if each.hotline})
        changed: list[Changed] = comparison.changed
        moved = [each.timeline for each in changed if each.timeline is not None]
        if moved:
            write_timelines(work.session, work.actor, work.at, moved)
        intakes = [each.intake for each in changed if each.intake is not None]
        change_intakes(work.session, work.actor, work.at, intakes)
        keep_changes(comparison.lines, changed)
        return dict(comparison.totals)

    undoable = True
    caution = N_(
        "Cases are voided, not removed, and keep their numbers: a table does not bring them back."
        " Those that were there before get their deadlines and texts back."
        " To correct some facts only, import the table again with --set update=yes."
    )

    def undo(self, lines: Sequence[Line], work: Work) -> list[Resting]:
        """Void the cases that came in, give the others back what they said; return what stays."""
        known = Known(work.session, calendar_in_force(work.session), ORIGIN, work.at)
        return take_back(lines, known, work)

    def details(self, comparison: Comparison) -> CaseReport:
        """Return the deadlines that moved above, and what else differs."""
        upstream: Upstream = comparison.plan
        return upstream.report()

    def export(self, session: Session, actor: Actor, at: datetime) -> Iterable[Sequence[Any]]:
        """Yield the cases within the person's area, in the order they were reported."""
        fields = [each for each in self.fields if each.name in self.columns()]
        return case_rows(session, asked_for(session, actor, at), fields)


_WORKED_OUT = N_(
    "deadlines and assistance are worked out from the history of cases: those of the table were only compared"
    " with what stands"
)
_LENGTHS = {"title": TITLE_LENGTH, "body": BODY_LENGTH, "place": PLACE_LENGTH, "reporter_name": NAME_LENGTH}
_SHOWN = 60


def _times(row: Row, known: Known, work: Work) -> tuple[datetime, datetime]:
    said = row.values.get("reported_at")
    reported = placed(said, known.zone) if said else work.at
    occurred = row.values.get("occurred_at")
    return reported, placed(occurred, known.zone) if occurred else reported


def _references(row: Row, known: Known, work: Work, *, new: bool) -> Iterator[Problem]:
    values = row.values
    code = values.get("grid_code", "")
    grid = known.grids.get(code)
    if new and not code:
        named = next((name for name in ("place", "area") if name in work.headings), "number")
        yield work.problem(row, named, values.get("place") or values["number"], NoGrid())
    elif code and grid is None:
        yield work.problem(row, "grid_code", code, Unknown(N_("grid")))
    elif grid is not None and not work.actor.sees(grid.division_code):
        yield work.problem(row, "grid_code", code, OutsideArea())
    elif grid is not None and new and not grid.active:
        yield work.problem(row, "grid_code", code, Closed())
    taker = values.get("taken_by", "")
    if taker and taker not in known.people:
        yield work.problem(row, "taken_by", taker, Unknown(N_("account")))
    reported, occurred = _times(row, known, work)
    if reported > work.at:
        yield work.problem(row, "reported_at", values["reported_at"], NotYet())
    elif occurred > reported:
        yield work.problem(row, "occurred_at", values["occurred_at"], AfterReport())


def _fresh(row: Row, known: Known, work: Work) -> Fresh:
    values = row.values
    reported, occurred = _times(row, known, work)
    grid = known.grids[values["grid_code"]]
    intake = CleanIntake.model_construct(
        # Every cell was cleaned by its reader, with the same lengths.
        channel=values["channel"],
        title=values["title"],
        body=values["body"],
        place=values.get("place", ""),
        grid_id=grid.id,
        occurred_at=occurred,
        reporter_name=values.get("reporter_name", ""),
        reporter_phone=values.get("reporter_phone", ""),
    )
    taker = known.people.get(values.get("taken_by", ""), work.actor)
    case = fresh_case(values["number"], taker, intake, grid, reported)
    external = {}
    for level in Level:
        due = values.get(f"{level.value}_due")
        if due:
            moment = placed(due, known.zone)
            made = entered(known.calendar(), known.limits(), intake.channel, None, moment, work.at)
            external[level.value] = made
    case.external = external or None
    return Fresh(case, taker, kept_of(values), values["hotline"])


KIND = Cases()
