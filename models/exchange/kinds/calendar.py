"""Holiday notices: days off and make-up working days, a row for each.

A year is covered when its first of January is among the days off; it is replaced whole by the
source, other years stay. The calendar in force is never edited: the import makes a new edition, and
deadlines of open cases that rest on days it moves are promised again, each with a step of its case. What
moves is told before it is agreed to: the import is written, looked at, and dropped where nobody agrees.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.calendar import queries
from models.calendar.compiling import calendar_in_force, compiled
from models.calendar.days import DayKind
from models.calendar.editing import Draft, changes_between
from models.calendar.laying import add_edition, laid_over, record_of
from models.calendar.notice import NoticeRow, check_notice
from models.calendar.refusals import NoticeRefused
from models.calendar.views import ImportOutcome
from models.cases.recounting import recounted
from models.exchange.cells import day, line, member, whole
from models.exchange.frame import Comparison, Field, Kind, Row, Work
from models.exchange.kinds.coded_undo import LATER
from models.exchange.lines import Line, Verdict
from models.exchange.views import Resting
from models.kernel.errors import Conflict
from models.kernel.words import N_, Phrase
from models.ledger.service import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.calendar.compiling import OfficeCalendar
    from models.calendar.days import DayNote
    from models.calendar.notice import NoticeDay
    from models.calendar.views import DayChange

_KINDS = {
    "放假": DayKind.OFF,
    "休": DayKind.OFF,
    "休息": DayKind.OFF,
    "上班": DayKind.WORK,
    "班": DayKind.WORK,
    "补班": DayKind.WORK,
}


class _Editions:
    """The calendars of a transaction, as cases ask for them."""

    def current_within(self, session: Session) -> OfficeCalendar:
        """Return the edition in force."""
        return calendar_in_force(session)

    def by_id_within(self, session: Session, edition_id: int) -> OfficeCalendar:
        """Return the edition a case is pinned to."""
        edition = next(each for each in queries.editions(session) if each.id == edition_id)
        return compiled(session, edition)


class Calendar(Kind):
    """Days of holiday notices."""

    name = "calendar"
    title = N_("holiday notices")
    key = ("date",)
    settings = (
        Field("notice", N_("number of the notice, for receipts"), synonyms=("文号",), parse=line(64)),
        Field("edition_name", N_("what to call the new edition"), synonyms=("名称",), parse=line(64)),
        Field(
            "standing",
            N_("number of the edition it is laid over; refused where another is in force"),
            parse=whole(1, 999_999),
        ),
    )
    fields = (
        Field("date", N_("day"), required=True, synonyms=("日期",), parse=day),
        Field(
            "kind",
            N_("day off, or working day"),
            required=True,
            synonyms=("类型", "类别", "安排"),
            parse=member(DayKind, _KINDS),
        ),
        Field("festival", N_("festival"), required=True, synonyms=("节日", "节日名称"), parse=line(32)),
    )

    def compare(self, rows: Sequence[Row], work: Work) -> Comparison:
        """Lay the rows over the days in force, in memory."""
        found = Comparison()
        by_number = {row.number: row for row in rows}
        good = list(rows)
        while good:
            try:
                notice = check_notice([_notice_row(row) for row in good])
            except NoticeRefused as refused:
                bad = {problem.row for problem in refused.problems}
                found.problems += [
                    work.problem(by_number[each.row], _column(each.params), each.params["value"], each)
                    for each in refused.problems
                ]
                good = [row for row in good if row.number not in bad]
                continue
            break
        if not good:
            return found
        standing = calendar_in_force(work.session)
        if work.settings.get("standing", standing.edition.number) != standing.edition.number:
            raise Conflict(N_("The calendar"), standing.edition)
        before = queries.days_of(work.session, standing.edition.id)
        draft = laid_over(
            standing, before, notice, work.settings.get("notice", ""), work.settings.get("edition_name", "")
        )
        _sort(good, before, found)
        changes = changes_between(before, draft.days)
        dropped = len(changes) - len(found.created) - len(found.changed)
        if dropped:
            found.notes.append(
                Phrase(N_("days no longer set, because their year is replaced: %(count)s"), count=dropped)
            )
        found.lines = _lines(good, changes, standing.edition.number + 1)
        same = draft.days == before and draft.notices == standing.edition.notices
        found.plan = None if same else (standing.edition, draft, changes)
        found.totals = {"days_dropped": dropped} if dropped else {}
        return found

    def write(self, comparison: Comparison, work: Work) -> Mapping[str, Any]:
        """Make the new edition, and promise again what rests on the days it moves."""
        if comparison.plan is None:
            comparison.plan = ImportOutcome(calendar_in_force(work.session).edition, made=False, changes=())
            return {}
        before, draft, changes = comparison.plan
        edition = add_edition(work.session, work.at, before, draft)
        record(work.session, work.actor, work.at, *record_of(before, edition, "import", changes))
        moved = tuple(recounted(work.session, _Editions(), work.actor, work.at))
        comparison.plan = ImportOutcome(edition, made=True, changes=tuple(changes), moved=moved)
        return {"edition": edition.number, "deadlines_moved": len(moved)}

    def details(self, comparison: Comparison) -> ImportOutcome | None:
        """Return the edition made and the deadlines that moved, once they are written."""
        return comparison.plan if isinstance(comparison.plan, ImportOutcome) else None

    def reaches(self, comparison: Comparison) -> int:
        """Count the deadlines that moved, and the days that no row names any more."""
        outcome: ImportOutcome = comparison.plan
        return len(outcome.moved) + sum(change.after is None for change in outcome.changes)

    undoable = True
    whole = True
    far_reaching = True

    def undo(self, lines: Sequence[Line], work: Work) -> list[Resting]:
        """Make an edition with the days that were in force before, unless a later one has been made."""
        session = work.session
        made = max(((line.after or line.before or {})["edition"] for line in lines), default=0)
        now = calendar_in_force(session).edition
        former = queries.id_of_number(session, made - 1)
        earlier = None if former is None else queries.edition_by_id(session, former)
        if now.number != made or earlier is None:
            return [Resting(line.key, LATER) for line in lines]
        days = queries.days_of(session, earlier.id)
        draft = Draft(earlier.name, calendar_in_force(session).time.hours, days, earlier.notices)
        changes = changes_between(queries.days_of(session, now.id), days)
        edition = add_edition(session, work.at, now, draft)
        record(session, work.actor, work.at, *record_of(now, edition, "undo", changes))
        work.moved = tuple(recounted(session, _Editions(), work.actor, work.at))
        return []

    def export(self, session: Session, actor: Actor, at: datetime) -> Iterable[Sequence[Any]]:
        """Yield the days of the edition in force, by date."""
        edition = calendar_in_force(session).edition
        for entry in queries.days_of(session, edition.id):
            yield (entry.day.isoformat(), entry.note.kind, entry.note.festival)


def _notice_row(row: Row) -> NoticeRow:
    values = row.values
    return NoticeRow(row.number, values["date"].isoformat(), values["kind"].value, values["festival"])


def _column(params: Mapping[str, Any]) -> str:
    return str(params["column"]).partition("/")[0]


def _lines(rows: Sequence[Row], changes: Sequence[DayChange], edition: int) -> list[Line]:
    """Return what happens to each day, those among them that no row names any more."""

    def document(note: DayNote | None) -> dict[str, Any] | None:
        if note is None:
            return None
        return {"kind": note.kind.value, "festival": note.festival, "edition": edition}

    numbers = {row.values["date"]: row.number for row in rows}
    found = []
    for each in changes:
        verdict = Verdict.CREATE if each.before is None else Verdict.CHANGE
        after = document(each.after) or {}
        found.append(
            Line(numbers.get(each.day, 0), verdict, each.day.isoformat(), document(each.before), after)
        )
    moved = {each.day for each in changes}
    found += [Line(row, Verdict.SAME, day.isoformat()) for day, row in numbers.items() if day not in moved]
    return sorted(found, key=lambda line: (line.row, line.key))


def _sort(rows: Sequence[Row], before: Sequence[NoticeDay], found: Comparison) -> None:
    standing = {entry.day: entry.note for entry in before}
    for row in rows:
        note = standing.get(row.values["date"])
        if note is None:
            found.created.append(row.values["date"])
        elif (note.kind, note.festival) == (row.values["kind"], row.values["festival"]):
            found.same += 1
        else:
            found.changed.append(row.values["date"])


KIND = Calendar()
