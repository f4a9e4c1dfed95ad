"""Leave: who is away from when to when. Known by the person and the first day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, update

from models.assignment.rosters import queries
from models.assignment.rosters.kinds import LeaveKind
from models.assignment.rosters.queries import LEAVE
from models.assignment.rosters.rules import MINUTES, NOTE_LENGTH
from models.assignment.rosters.writing import stream_of
from models.calendar.rules import clock_text
from models.exchange.cells import day, line, member
from models.exchange.frame import Comparison, Field, Kind, Row, Values, Work
from models.exchange.kinds.coded_undo import LATER
from models.exchange.kinds.roster_people import PERSON_HEADINGS, Staffed, time_of_day
from models.exchange.lines import Line, Verdict
from models.exchange.views import Resting
from models.kernel.documents import plain
from models.kernel.words import N_, Phrase
from models.ledger.service import record_many

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.assignment.rosters.views import LeaveView

_KINDS = {
    "年休": LeaveKind.ANNUAL,
    "年休假": LeaveKind.ANNUAL,
    "病假": LeaveKind.SICK,
    "事假": LeaveKind.PERSONAL,
    "婚丧产假": LeaveKind.FAMILY,
    "出差": LeaveKind.TRIP,
    "培训": LeaveKind.TRAINING,
    "补休": LeaveKind.REST,
    "其他": LeaveKind.OTHER,
}
_FACTS = ("from_day", "to_day", "from_minute", "to_minute", "kind", "note")
_Key = tuple[int, Any]


class Leave(Kind):
    """Leave, a row for each."""

    name = "leave"
    title = N_("leave of people")
    key = ("person", "from_day")
    fields = (
        Field("person", N_("person of the roster"), required=True, synonyms=PERSON_HEADINGS, parse=line(64)),
        Field("from_day", N_("first day"), required=True, synonyms=("开始日期", "起始日期"), parse=day),
        Field("to_day", N_("last day"), synonyms=("结束日期", "截止日期"), parse=day, blank=None),
        Field(
            "kind",
            N_("kind of leave"),
            required=True,
            synonyms=("请假类型", "类型"),
            parse=member(LeaveKind, _KINDS),
        ),
        Field("starts", N_("from what time"), synonyms=("开始时间",), parse=time_of_day, blank=0),
        Field("ends", N_("to what time"), synonyms=("结束时间",), parse=time_of_day, blank=MINUTES),
        Field("note", N_("remark"), synonyms=("备注", "事由"), parse=line(NOTE_LENGTH)),
    )

    def compare(self, rows: Sequence[Row], work: Work) -> Comparison:
        """Sort rows by the leave that is noted."""
        staff, found = Staffed(work.session), Comparison()
        standing = {(each.staff_id, each.from_day): each for each in queries.leave(work.session)}
        for row in rows:
            staff_id = staff.find(row.values["person"])
            if staff_id is None:
                reason = staff.why_not(row.values["person"])
                found.problems.append(work.problem(row, "person", row.values["person"], reason))
                continue
            old = standing.get((staff_id, row.values["from_day"]))
            facts = _facts(row.values, old)
            why = _fault(
                facts, [each for each in standing.values() if each.staff_id == staff_id and each is not old]
            )
            if why is not None:
                found.problems.append(work.problem(row, "to_day", facts["to_day"], why))
                continue
            label = f"{staff.codes[staff_id]} {facts['from_day']}"
            before = None if old is None else {name: getattr(old, name) for name in _FACTS}
            after = plain(facts)
            if before == facts:
                found.same += 1
                found.lines.append(Line(row.number, Verdict.SAME, label))
            elif old is None:
                found.created.append((staff_id, facts))
                found.lines.append(Line(row.number, Verdict.CREATE, label, None, after))
            else:
                found.changed.append((staff_id, facts, old))
                found.lines.append(Line(row.number, Verdict.CHANGE, label, plain(before), after))
        return found

    def write(self, comparison: Comparison, work: Work) -> Mapping[str, Any]:
        """Note what is new, change what differs."""
        codes = Staffed(work.session).codes
        run = work.session.connection().execute
        entries: list[tuple[str, str, Any, Any]] = []
        for staff_id, facts in comparison.created:
            run(insert(LEAVE).values(staff_id=staff_id, version=1, **facts))
            entries.append((stream_of(codes[staff_id]), "roster.leave", None, plain(facts)))
        for staff_id, facts, old in comparison.changed:
            run(update(LEAVE).where(LEAVE.c.id == old.id).values(version=old.version + 1, **facts))
            before = plain({name: getattr(old, name) for name in _FACTS})
            entries.append((stream_of(codes[staff_id]), "roster.leave", before, plain(facts)))
        if entries:
            record_many(work.session, work.actor, work.at, entries)
        return {}

    undoable = True

    def undo(self, lines: Sequence[Line], work: Work) -> list[Resting]:
        """Drop what was added and give back what was changed, where nobody changed it since."""
        staff = Staffed(work.session)
        standing = {(each.staff_id, each.from_day.isoformat()): each for each in queries.leave(work.session)}
        found, entries = [], []
        for each in lines:
            person, _space, first = each.key.rpartition(" ")
            now = standing.get((staff.find(person) or 0, first))
            if now is None or plain({name: getattr(now, name) for name in _FACTS}) != each.after:
                found.append(Resting(each.key, LATER))
                continue
            mine = LEAVE.c.id == now.id
            if each.before is None:
                work.session.connection().execute(delete(LEAVE).where(mine))
            else:
                values = {name: getattr(now, name) for name in _FACTS} | _read_back(each.before, now)
                changed = update(LEAVE).where(mine).values(version=now.version + 1, **values)
                work.session.connection().execute(changed)
            entries.append((stream_of(person), "roster.leave", each.after, each.before))
        if entries:
            record_many(work.session, work.actor, work.at, entries)
        return found

    def export(self, session: Session, actor: Actor, at: datetime) -> Iterable[Sequence[Any]]:
        """Yield leave by its first day."""
        codes = Staffed(session).codes
        for each in queries.leave(session):
            starts = clock_text(each.from_minute) if each.from_minute else None
            ends = clock_text(each.to_minute) if each.to_minute != MINUTES else None
            days = (each.from_day.isoformat(), each.to_day.isoformat())
            yield (codes[each.staff_id], *days, each.kind.value, starts, ends, each.note)


def _facts(values: Values, old: LeaveView | None) -> dict[str, Any]:
    """Return the columns a row asks for; a column the table does not have keeps what stands."""

    def said(name: str, column: str, otherwise: Any) -> Any:
        if name in values:
            return values[name]
        return otherwise if old is None else getattr(old, column)

    return {
        "from_day": values["from_day"],
        "to_day": said("to_day", "to_day", None) or values["from_day"],
        "from_minute": said("starts", "from_minute", 0),
        "to_minute": said("ends", "to_minute", MINUTES),
        "kind": values["kind"],
        "note": said("note", "note", ""),
    }


def _fault(facts: dict[str, Any], others: Sequence[LeaveView]) -> Phrase | None:
    begin = (facts["from_day"], facts["from_minute"])
    end = (facts["to_day"], facts["to_minute"])
    if end <= begin:
        return Phrase(N_("leave ends after it begins"))
    for each in others:
        if (each.from_day, each.from_minute) < end and begin < (each.to_day, each.to_minute):
            return Phrase(N_("it overlaps the leave from %(first)s"), first=each.from_day.isoformat())
    return None


def _read_back(before: Mapping[str, Any], now: LeaveView) -> dict[str, Any]:
    last: date = type(now.to_day).fromisoformat(before["to_day"])
    numbers = {name: before[name] for name in ("from_minute", "to_minute", "note")}
    return {"to_day": last, "kind": LeaveKind(before["kind"]), **numbers}


KIND = Leave()
