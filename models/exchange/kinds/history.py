"""What became of imported cases: a row is one step of one case.

The steps of a case stand in the order of time; the rows of different cases may be mixed.
Each step has to be one that the table of transitions allows from where the case stands
then, exactly as if it were done live. Deadlines are worked out by the calendar in force and
kept with their receipts. Steps that the case has already count as the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.calendar.compiling import calendar_in_force
from models.cases.bulk import Timeline, timelines, write_timelines
from models.cases.door import NOTE_LENGTH, REASON_LENGTH, CleanEntries
from models.cases.former import NOT_OF_LOGS
from models.cases.kinds import Action, CloseKind, Pressure, Rating
from models.cases.known import Known
from models.cases.playing_back import step_key
from models.cases.task_kinds import TASK_ACTIONS, OldLead
from models.exchange.cells import block, code, day, line, member, whole
from models.exchange.exporting.caserows import StepRows, asked_for
from models.exchange.frame import Comparison, Field, Kind, Reading, Row, Work
from models.exchange.kinds.case_undo import keep_undo, take_back_steps
from models.exchange.kinds.cases import ORIGIN
from models.exchange.kinds.former import FormerConditions
from models.exchange.kinds.history_refusals import AfterABrokenStep, NeedsBoth, NotAStep, RestsElsewhere
from models.exchange.kinds.limits import limit
from models.exchange.kinds.moments import local_moment, placed
from models.exchange.lines import Line, Verdict
from models.exchange.refusals import OutsideArea, Unknown
from models.kernel.errors import DomainError
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.exchange.views import Problem, Resting

ACTIONS = {
    "受理": Action.ACCEPT,
    "不予受理": Action.REFUSE,
    "核实派单": Action.ASK_CHECK,
    "派核实": Action.ASK_CHECK,
    "核实": Action.CHECK,
    "立案": Action.FILE,
    "分拨": Action.DISPATCH,
    "派遣": Action.DISPATCH,
    "接件": Action.TAKE,
    "签收": Action.TAKE,
    "接办": Action.TAKE,
    "交办": Action.HAND_OVER,
    "交回": Action.GIVE_BACK,
    "转办": Action.TRANSFER,
    "申请延期": Action.ASK_EXTENSION,
    "申请挂账": Action.ASK_HOLD,
    "同意上报": Action.ENDORSE,
    "同意延期": Action.GRANT_EXTENSION,
    "同意挂账": Action.GRANT_HOLD,
    "不同意": Action.DECLINE,
    "撤回申请": Action.WITHDRAW,
    "恢复办理": Action.RESUME,
    "反馈": Action.FEEDBACK,
    "核查": Action.VERIFY,
    "返工": Action.REWORK,
    "结案": Action.CLOSE,
    "回访": Action.CALL_BACK,
    "申诉": Action.APPEAL,
    "支持申诉": Action.SUPPORT,
    "申诉成立": Action.UPHOLD,
    "申诉不成立": Action.DISMISS,
    "催办": Action.URGE,
    "督办": Action.SUPERVISE,
    "催督办答复": Action.ANSWER,
    "答复": Action.ANSWER,
    "联系": Action.CONTACT,
    "重办": Action.REDO,
    "重开": Action.REOPEN,
    "归档": Action.ARCHIVE,
    "退回": Action.RETURN,
    "作废": Action.VOID,
    "请求协办": Action.ASSIST,
    "接受协办": Action.ASSIST_TAKE,
    "协办交办": Action.ASSIST_HAND_OVER,
    "协办答复": Action.ASSIST_ANSWER,
    "拒绝协办": Action.ASSIST_DECLINE,
    "催办协办": Action.ASSIST_URGE,
    "答复催办": Action.ASSIST_REPLY,
    "裁定协办": Action.ASSIST_AGAIN,
    "收回协办": Action.ASSIST_RECALL,
    "变更主办": Action.CHANGE_LEAD,
}
_CLOSE_KINDS = {
    "正常结案": CloseKind.NORMAL,
    "逾期结案": CloseKind.LATE,
    "错误结案": CloseKind.ERROR,
    "特殊结案": CloseKind.SPECIAL,
}
_RATINGS = {
    "满意": Rating.SATISFIED,
    "基本满意": Rating.FAIR,
    "不满意": Rating.DISSATISFIED,
    "未接通": Rating.UNREACHABLE,
}
_PRESSURES = {"超期督办": Pressure.OVERDUE, "领导督办": Pressure.LEADER, "重点督办": Pressure.KEY}
_OLD_LEADS = {"转为协办": OldLead.ASSISTS, "退出": OldLead.LEAVES}
MOST_CONDITIONS = 999
_NO_ROW = NOT_OF_LOGS - TASK_ACTIONS
ELSEWHERE = _NO_ROW | {Action.INTAKE, Action.FORMER, Action.SET_DEADLINE, Action.DROP_DEADLINE}
"""Steps no row can bring: they say more than a row has room for, or belong to the table of cases"""


class History(Kind):
    """Steps of cases."""

    name = "history"
    title = N_("case history")
    key = ("number", "at", "action")
    fields = (
        Field(
            "number",
            N_("case number"),
            required=True,
            synonyms=("case", "工单编号", "事件编号", "工单号", "编号"),
            parse=code(),
        ),
        Field(
            "at",
            N_("time"),
            required=True,
            synonyms=("时间", "办理时间", "操作时间"),
            parse=local_moment,
        ),
        Field(
            "action",
            N_("step"),
            required=True,
            synonyms=("activity", "环节", "操作", "办理环节"),
            parse=member(Action, ACTIONS, unnamed=ELSEWHERE),
        ),
        Field(
            "person",
            N_("login of whoever acted"),
            required=True,
            synonyms=("账号", "办理人账号", "操作人账号"),
            parse=line(64),
        ),
        Field("reason", N_("reason"), synonyms=("理由", "原因"), parse=line(REASON_LENGTH)),
        Field("note", N_("note"), synonyms=("说明", "办理情况", "备注"), parse=block(NOTE_LENGTH)),
        Field("unit_code", N_("unit code"), synonyms=("unit", "单位编码", "处置单位编码"), parse=code()),
        Field("to", N_("login of whoever gets it"), synonyms=("接收人账号", "经办人账号"), parse=line(64)),
        Field(
            "until",
            N_("last day of the hold, or of the answer"),
            synonyms=("挂账至", "截止日期"),
            parse=day,
            blank=None,
        ),
        Field(
            "pressure",
            N_("ground of the supervision"),
            synonyms=("督办类型",),
            parse=member(Pressure, _PRESSURES),
            blank=None,
        ),
        Field("matter_code", N_("matter code"), synonyms=("matter", "事项编码"), parse=code()),
        Field(
            "condition",
            N_("number of the condition"),
            synonyms=("立案条件序号", "条件序号"),
            parse=whole(1, MOST_CONDITIONS),
            blank=None,
        ),
        Field(
            "close_kind",
            N_("kind of closing"),
            synonyms=("结案类型", "结案方式"),
            parse=member(CloseKind, _CLOSE_KINDS),
            blank=None,
        ),
        Field(
            "rating",
            N_("rating"),
            synonyms=("满意度", "评价"),
            parse=member(Rating, _RATINGS),
            blank=None,
        ),
        Field(
            "limit",
            N_("limit of the assistance"),
            synonyms=("协办时限",),
            parse=limit,
        ),
        Field(
            "old_lead",
            N_("what becomes of whoever led"),
            synonyms=("原主办单位",),
            parse=member(OldLead, _OLD_LEADS),
            blank=None,
        ),
    )

    def key_of(self, values: Mapping[str, Any]) -> object:
        """Tell steps apart that were done within one second, such as a transfer there and back."""
        return tuple(values.get(name) for name in (*self.key, "unit_code", "to", "reason", "note"))

    def check(self, row: Row, reading: Reading) -> Iterator[Problem]:
        """See that the row is a step, and names a condition whole."""
        values = row.values
        if values["action"] is Action.INTAKE:
            yield reading.problem(row, "action", values["action"], NotAStep())
        if bool(values.get("matter_code")) != bool(values.get("condition")):
            yield reading.problem(row, "condition", values.get("condition") or "", NeedsBoth())

    def compare(self, rows: Sequence[Row], work: Work) -> Comparison:
        """Play every case on, in memory; say where a step cannot be."""
        known = Known(work.session, calendar_in_force(work.session), ORIGIN, work.at)
        former = FormerConditions(work.session)
        playing = timelines(work.session, (row.values["number"] for row in rows))
        found = Comparison()
        for done, row in enumerate(rows, 1):
            timeline = playing.get(row.values["number"])
            problems = list(_references(row, timeline, known, former, work))
            if problems or timeline is None:
                found.problems += problems
                if timeline is not None:
                    timeline.broken = True
                continue
            _play(row, timeline, known, former, work, found)
            if done % _TELL_EVERY == 0:
                work.progress(done, len(rows))
        found.plan = list(playing.values())
        return found

    def write(self, comparison: Comparison, work: Work) -> Mapping[str, Any]:
        """Write the steps and where the cases stand after them."""
        total = len(comparison.created)
        played: list[Timeline] = comparison.plan
        write_timelines(work.session, work.actor, work.at, played, lambda done: work.progress(done, total))
        keep_undo(comparison.lines, [each for each in played if each.added])
        return {"cases": sum(bool(each.added) for each in played)}

    undoable = True
    caution = N_(
        "Steps stay in the timelines, followed by one that takes them back."
        " A case somebody has acted on since stays as it is, with all its steps."
    )

    def undo(self, lines: Sequence[Line], work: Work) -> list[Resting]:
        """Take the steps of each case back together, as long as nobody has acted on it since."""
        return take_back_steps(lines, work)

    def export(self, session: Session, actor: Actor, at: datetime) -> Iterable[Sequence[Any]]:
        """Yield the steps of the cases within the person's area, case by case."""
        return (row[: len(self.fields)] for row in StepRows(session, asked_for(session, actor, at)))


_TELL_EVERY = 500


def _condition(row: Row, known: Known, former: FormerConditions) -> int | None:
    """Return the condition a step names: what its code meant on that day, else what it means now."""
    code, number = row.values["matter_code"], row.values["condition"]
    day = placed(row.values["at"], known.zone).astimezone(known.zone).date()
    found = former.on(day, code, number)
    return known.condition_ids.get((code, number)) if found is None else found


def _references(
    row: Row, timeline: Timeline | None, known: Known, former: FormerConditions, work: Work
) -> Iterator[Problem]:
    values = row.values
    number = values["number"]
    if timeline is None:
        yield work.problem(row, "number", number, Unknown(N_("case")))
        return
    if timeline.broken:
        yield work.problem(row, "number", number, AfterABrokenStep())
        return
    if not work.actor.sees(timeline.case.division_code):
        yield work.problem(row, "number", number, OutsideArea())
    for name in ("person", "to"):
        if values.get(name) and values[name] not in known.people:
            yield work.problem(row, name, values[name], Unknown(N_("account")))
    unit = values.get("unit_code", "")
    if unit and unit not in known.unit_ids:
        yield work.problem(row, "unit_code", unit, Unknown(N_("unit")))
    matter = values.get("matter_code", "")
    if matter and _condition(row, known, former) is None:
        said = f"{matter} {values['condition']}"
        yield work.problem(row, "condition", said, Unknown(N_("filing condition")))


def _play(
    row: Row, timeline: Timeline, known: Known, former: FormerConditions, work: Work, found: Comparison
) -> None:
    values = row.values
    at = placed(values["at"], known.zone)
    unit = known.unit_ids[values["unit_code"]] if values.get("unit_code") else None
    if step_key(at, values["action"], unit) in timeline.known:
        found.same += 1
        found.lines.append(Line(row.number, Verdict.SAME, values["number"]))
        return
    if values["action"] in _NO_ROW:
        timeline.broken = True
        found.problems.append(work.problem(row, "action", values["action"], RestsElsewhere()))
        return
    entries = CleanEntries.trusted(
        # Every cell was cleaned by its reader, with the same lengths.
        reason=values.get("reason", ""),
        note=values.get("note", ""),
        condition_id=_condition(row, known, former) if values.get("matter_code") else None,
        unit_id=unit,
        person_id=known.people[values["to"]].account_id if values.get("to") else None,
        until=values.get("until"),
        pressure=values.get("pressure"),
        close_kind=values.get("close_kind"),
        rating=values.get("rating"),
        limit=values.get("limit", ""),
        old_lead=values.get("old_lead"),
    )
    person = known.people[values["person"]]
    try:
        found.created.append(timeline.play(known, values["action"], person, at, entries, work.at))
        after = {"at": at.isoformat(), "action": values["action"].value}
        found.lines.append(Line(row.number, Verdict.CREATE, values["number"], None, after))
    except DomainError as refusal:
        timeline.broken = True
        found.problems.append(work.problem(row, "action", values["action"], refusal))


KIND = History()
