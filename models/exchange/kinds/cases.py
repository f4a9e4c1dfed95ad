"""Cases from another system, as they came in; what became of them is the kind ``history``.

A case is imported into the public pool under its own number. One that is there already is
left alone: if the row says the same it counts as the same, if it says something else the
row is rejected, for a case is never changed from outside.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.calendar.compiling import calendar_in_force
from models.cases.bulk import insert_cases, standing_numbers
from models.cases.door import BODY_LENGTH, NAME_LENGTH, PLACE_LENGTH, TITLE_LENGTH, CleanIntake, normal_phone
from models.cases.kinds import Channel
from models.cases.known import Known
from models.cases.writing import INTAKE_COLUMNS, fresh_case
from models.exchange.cells import block, code, line, member
from models.exchange.exporting.caserows import asked_for, case_rows
from models.exchange.frame import Comparison, Field, Kind, Row, Work
from models.exchange.kinds.moments import local_moment, placed
from models.exchange.refusals import BadCell, OutsideArea, Unknown
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.cases.tables import Case
    from models.exchange.views import Problem

ORIGIN = "import"
CHANNELS = {
    "巡查": Channel.PATROL,
    "网格巡查": Channel.PATROL,
    "村居": Channel.VILLAGE,
    "群众": Channel.CITIZEN,
    "群众上报": Channel.CITIZEN,
    "热线": Channel.HOTLINE,
    "12345": Channel.HOTLINE,
    "12345热线": Channel.HOTLINE,
    "视频": Channel.VIDEO,
    "上级": Channel.SUPERIOR,
    "上级交办": Channel.SUPERIOR,
    "媒体": Channel.MEDIA,
}


class Differs(BadCell):
    """A case of this number stands in the database and says something else."""

    code = "exchange.case_differs"
    sentence = N_("a case of this number is there already, and says otherwise")
    next_step = N_("Cases are not changed by an import: give the case another number, or leave it out.")


class NotYet(BadCell):
    """A moment that has not come."""

    code = "exchange.not_yet"
    sentence = N_("it lies in the future")


class Closed(BadCell):
    """A grid that is no longer used."""

    code = "exchange.grid_closed"
    sentence = N_("this grid is no longer in use")


def _phone(cell: str) -> str:
    try:
        return normal_phone(cell)
    except ValueError:
        raise NotAPhone from None


class NotAPhone(BadCell):
    """Not a telephone number."""

    code = "exchange.not_a_phone"
    sentence = N_("a phone number has 3 to 20 digits")


class Cases(Kind):
    """Cases as they came in. Exports show personal data masked unless it is asked for in clear."""

    name = "cases"
    title = N_("cases")
    key = ("number",)
    fields = (
        Field(
            "number",
            N_("case number"),
            required=True,
            synonyms=("工单编号", "事件编号", "工单号", "编号"),
            parse=code(),
        ),
        Field(
            "channel",
            N_("channel"),
            required=True,
            synonyms=("来源", "来源渠道", "渠道", "上报渠道"),
            parse=member(Channel, CHANNELS),
        ),
        Field(
            "title",
            N_("title"),
            required=True,
            synonyms=("标题", "工单标题", "事件标题"),
            parse=line(TITLE_LENGTH),
        ),
        Field(
            "body",
            N_("text of the case"),
            required=True,
            synonyms=("内容", "工单内容", "事件描述", "描述"),
            parse=block(BODY_LENGTH),
        ),
        Field("place", N_("place"), synonyms=("地点", "事发地点", "地址"), parse=line(PLACE_LENGTH)),
        Field(
            "grid_code",
            N_("grid code"),
            required=True,
            synonyms=("grid", "网格编码", "网格代码", "所属网格编码"),
            parse=code(),
        ),
        Field(
            "reporter_name",
            N_("reporter's name"),
            synonyms=("反映人", "来电人", "联系人", "诉求人"),
            parse=line(NAME_LENGTH),
        ),
        Field("reporter_phone", N_("reporter's phone"), synonyms=("联系电话", "来电号码"), parse=_phone),
        Field(
            "occurred_at",
            N_("when it happened"),
            synonyms=("发生时间", "事发时间"),
            parse=local_moment,
            blank=None,
        ),
        Field(
            "reported_at",
            N_("when it was reported"),
            required=True,
            synonyms=("上报时间", "受理时间", "登记时间", "来电时间"),
            parse=local_moment,
        ),
        Field(
            "taken_by",
            N_("login of whoever took it in"),
            synonyms=("登记人账号", "上报人账号"),
            parse=line(64),
        ),
    )

    def compare(self, rows: Sequence[Row], work: Work) -> Comparison:
        """Build the cases that are not there; say which are, and which cannot be."""
        known = Known(work.session, calendar_in_force(work.session), ORIGIN, work.at)
        standing = standing_numbers(work.session, (row.values["number"] for row in rows))
        found = Comparison()
        for done, row in enumerate(rows, 1):
            problems = list(_references(row, known, work))
            if problems:
                found.problems += problems
                continue
            case = _case(row, known, work)
            old = standing.get(case.number)
            if old is None:
                taker = known.people.get(row.values.get("taken_by", ""), work.actor)
                found.created.append((case, taker))
            elif all(getattr(case, name) == old[name] for name in _COMPARED):
                found.same += 1
            else:
                found.problems.append(work.problem(row, "number", case.number, Differs()))
            work.progress(done, len(rows))
        return found

    def write(self, comparison: Comparison, work: Work) -> Mapping[str, Any]:
        """Write the new cases."""
        created = comparison.created
        sources = Known(work.session, calendar_in_force(work.session), ORIGIN, work.at)
        insert_cases(
            work.session,
            work.actor,
            work.at,
            created,
            sources,
            lambda done: work.progress(done, len(created)),
        )
        return {}

    def export(self, session: Session, actor: Actor, at: datetime) -> Iterable[Sequence[Any]]:
        """Yield the cases within the person's area, in the order they were reported."""
        fields = [each for each in self.fields if each.name in self.columns()]
        return case_rows(session, asked_for(session, actor, at), fields)


_COMPARED = tuple(name for name in INTAKE_COLUMNS if name != "state")
"""The state moves on; what the case said stays."""


def _times(row: Row, known: Known) -> tuple[datetime, datetime]:
    reported = placed(row.values["reported_at"], known.zone)
    occurred = row.values.get("occurred_at")
    return reported, placed(occurred, known.zone) if occurred else reported


def _references(row: Row, known: Known, work: Work) -> Iterator[Problem]:
    values = row.values
    grid = known.grids.get(values["grid_code"])
    if grid is None:
        yield work.problem(row, "grid_code", values["grid_code"], Unknown(N_("grid")))
    elif not work.actor.sees(grid.division_code):
        yield work.problem(row, "grid_code", values["grid_code"], OutsideArea())
    elif not grid.active:
        yield work.problem(row, "grid_code", values["grid_code"], Closed())
    taker = values.get("taken_by", "")
    if taker and taker not in known.people:
        yield work.problem(row, "taken_by", taker, Unknown(N_("account")))
    reported, occurred = _times(row, known)
    if reported > work.at:
        yield work.problem(row, "reported_at", values["reported_at"], NotYet())
    elif occurred > reported:
        yield work.problem(row, "occurred_at", values["occurred_at"], AfterReport())


class AfterReport(BadCell):
    """A trouble that was reported before it happened."""

    code = "exchange.after_report"
    sentence = N_("it lies after the time of the report")


def _case(row: Row, known: Known, work: Work) -> Case:
    values = row.values
    reported, occurred = _times(row, known)
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
    return fresh_case(values["number"], taker, intake, grid, reported)


KIND = Cases()
