"""Deputies (AB角): who stands in for whom, from which day. Known by the two people and the first day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, update

from models.assignment.rosters import queries
from models.assignment.rosters.queries import DEPUTIES
from models.assignment.rosters.writing import stream_of
from models.exchange.cells import day, line, whole
from models.exchange.frame import Comparison, Field, Kind, Row, Work
from models.exchange.kinds.coded_undo import LATER
from models.exchange.kinds.roster_people import Staffed
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
    from models.assignment.rosters.views import DeputyView

_MOST = 9
_Pair = tuple[int, int, Any]


class Deputies(Kind):
    """Deputies, a row for each pair."""

    name = "deputies"
    title = N_("deputies of people")
    key = ("person", "deputy", "from_day")
    fields = (
        Field(
            "person",
            N_("person of the roster"),
            required=True,
            synonyms=("A角工号", "A角", "工号"),
            parse=line(64),
        ),
        Field("deputy", N_("deputy"), required=True, synonyms=("B角工号", "B角", "代理人"), parse=line(64)),
        Field("from_day", N_("first day"), required=True, synonyms=("开始日期", "起始日期"), parse=day),
        Field("to_day", N_("last day"), synonyms=("结束日期", "截止日期"), parse=day, blank=None),
        Field("rank", N_("order"), synonyms=("顺序", "次序"), parse=whole(1, _MOST), blank=1),
    )

    def compare(self, rows: Sequence[Row], work: Work) -> Comparison:
        """Sort rows by the pairs that are noted."""
        staff, found = Staffed(work.session), Comparison()
        standing = {_pair(each): each for each in queries.deputies(work.session)}
        for row in rows:
            pair = self._people(row, staff, work, found)
            if pair is None:
                continue
            first = row.values["from_day"]
            old = standing.get((*pair, first))
            facts = {
                "to_day": row.values.get("to_day", None if old is None else old.to_day),
                "rank": row.values.get("rank") or (1 if old is None else old.rank),
            }
            if facts["to_day"] is not None and facts["to_day"] < first:
                reason = N_("the last day lies before the first")
                found.problems.append(work.problem(row, "to_day", facts["to_day"], reason))
                continue
            label = f"{staff.codes[pair[0]]} {staff.codes[pair[1]]} {first}"
            before = None if old is None else {"to_day": old.to_day, "rank": old.rank}
            if before == facts:
                found.same += 1
                found.lines.append(Line(row.number, Verdict.SAME, label))
            elif old is None:
                found.created.append((*pair, first, facts))
                found.lines.append(Line(row.number, Verdict.CREATE, label, None, plain(facts)))
            else:
                found.changed.append((old, facts))
                found.lines.append(Line(row.number, Verdict.CHANGE, label, plain(before), plain(facts)))
        return found

    def _people(self, row: Row, staff: Staffed, work: Work, found: Comparison) -> tuple[int, int] | None:
        ids = []
        for name in ("person", "deputy"):
            text = row.values[name]
            staff_id = staff.find(text)
            if staff_id is None:
                found.problems.append(work.problem(row, name, text, staff.why_not(text)))
                return None
            ids.append(staff_id)
        if ids[0] == ids[1]:
            reason = Phrase(N_("nobody stands in for themselves"))
            found.problems.append(work.problem(row, "deputy", row.values["deputy"], reason))
            return None
        return ids[0], ids[1]

    def write(self, comparison: Comparison, work: Work) -> Mapping[str, Any]:
        """Note what is new, change what differs."""
        codes = Staffed(work.session).codes
        run = work.session.connection().execute
        entries: list[tuple[str, str, Any, Any]] = []
        for staff_id, deputy_id, first, facts in comparison.created:
            pair = {"staff_id": staff_id, "deputy_id": deputy_id, "from_day": first}
            run(insert(DEPUTIES).values(version=1, **pair, **facts))
            said = plain({"deputy": codes[deputy_id], "from_day": first, **facts})
            entries.append((stream_of(codes[staff_id]), "roster.deputy", None, said))
        for old, facts in comparison.changed:
            mine = DEPUTIES.c.id == old.id
            run(update(DEPUTIES).where(mine).values(version=old.version + 1, **facts))
            known = {"deputy": codes[old.deputy_id], "from_day": old.from_day}
            before = plain({**known, "to_day": old.to_day, "rank": old.rank})
            entries.append(
                (stream_of(codes[old.staff_id]), "roster.deputy", before, plain({**known, **facts}))
            )
        if entries:
            record_many(work.session, work.actor, work.at, entries)
        return {}

    undoable = True

    def undo(self, lines: Sequence[Line], work: Work) -> list[Resting]:
        """Drop the pairs that were added and give back what was changed, where nobody changed it since."""
        codes = Staffed(work.session).codes
        standing = {
            f"{codes[each.staff_id]} {codes[each.deputy_id]} {each.from_day}": each
            for each in queries.deputies(work.session)
        }
        found, entries = [], []
        for each in lines:
            now = standing.get(each.key)
            if now is None or plain({"to_day": now.to_day, "rank": now.rank}) != each.after:
                found.append(Resting(each.key, LATER))
                continue
            mine = DEPUTIES.c.id == now.id
            if each.before is None:
                work.session.connection().execute(delete(DEPUTIES).where(mine))
            else:
                last: str | None = each.before["to_day"]
                values: dict[str, Any] = {
                    "to_day": None if last is None else type(now.from_day).fromisoformat(last)
                }
                values |= {"rank": each.before["rank"], "version": now.version + 1}
                work.session.connection().execute(update(DEPUTIES).where(mine).values(**values))
            entries.append((stream_of(codes[now.staff_id]), "roster.deputy", each.after, each.before))
        if entries:
            record_many(work.session, work.actor, work.at, entries)
        return found

    def export(self, session: Session, actor: Actor, at: datetime) -> Iterable[Sequence[Any]]:
        """Yield the pairs, person by person in the order deputies are asked."""
        codes = Staffed(session).codes
        for each in queries.deputies(session):
            last = None if each.to_day is None else each.to_day.isoformat()
            pair = (codes[each.staff_id], codes[each.deputy_id])
            yield (*pair, each.from_day.isoformat(), last, each.rank)


def _pair(view: DeputyView) -> tuple[int, int, date]:
    return view.staff_id, view.deputy_id, view.from_day


KIND = Deputies()
