"""What the activities of a log are with us: as a table says, else by their usual names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from models.cases.former import NOT_FROM_LOGS, NOT_OF_LOGS, STATE_AFTER
from models.cases.kinds import Action, CaseState
from models.exchange.cells import line, member
from models.exchange.frame import Field
from models.exchange.kinds.history import ACTIONS
from models.exchange.logs.fields import ACTIVITY_LENGTH
from models.exchange.logs.refusals import BadActivities, NotForLogs
from models.exchange.logs.views import ActivityUse, Known
from models.exchange.mapping import map_columns
from models.exchange.readers import Source, read_table
from models.exchange.refusals import Blank
from models.kernel.errors import DomainError
from models.kernel.text import fold
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_A, _S = Action, CaseState
_USUAL: dict[Action, str] = {
    _A.INTAKE: "上报 登记 创建 新建 来电登记 工单登记 事件上报 采集 采集上报 信息上报 create created open "
    "opened new register registered registration submit submitted insert report reported raise raised "
    "intake start",
    _A.ACCEPT: "受理 已受理 接收 accept accepted acknowledge acknowledged receive received triage",
    _A.REFUSE: "不予受理 不受理 驳回 reject rejected refuse refused decline declined",
    _A.ASK_CHECK: "核实派单 下发核实",
    _A.CHECK: "核实 核实反馈 validate validated",
    _A.FILE: "立案 已立案 建案 登记立案 file filed",
    _A.DISPATCH: "派遣 分拨 派单 分派 派发 下派 批转 派件 转派 任务派遣 assign assigned dispatch dispatched "
    "allocate allocated route routed queued",
    _A.TAKE: "接件 签收 接单 领取 开始处置 处置中 办理中 take taken take_in_charge start_work "
    "work_in_progress in_progress begin pick_up",
    _A.HAND_OVER: "交办 转交 hand_over handover delegate delegated",
    _A.TRANSFER: "转办 改派 移送 transfer transferred reassign reassigned escalate escalated reroute",
    _A.FEEDBACK: "处置 处置反馈 反馈 处置完成 办理反馈 已处置 处理 办结反馈 回复 handle handled resolve "
    "resolved fix fixed complete completed done process processed",
    _A.VERIFY: "核查 现场核查 核查反馈 复核 已核查 审核 verify verified inspect inspected",
    _A.REWORK: "返工 重新处置 核查不通过 rework reworked",
    _A.CLOSE: "结案 办结 已结案 已办结 关闭 销案 归档结案 close closed finish finished end",
    _A.CALL_BACK: "回访 电话回访 满意度回访 call_back callback survey follow_up",
    _A.ARCHIVE: "归档 已归档 archive archived",
    _A.RETURN: "退回 退单 回退 退件 退回派遣 return returned send_back sent_back",
    _A.VOID: "作废 撤销 删除 取消 void cancel cancelled canceled withdraw withdrawn delete deleted",
    _A.REOPEN: "重开 重新打开 重启 reopen reopened",
    _A.REDO: "重办 重新办理",
    _A.URGE: "催办 remind reminder urge",
    _A.SUPERVISE: "督办 supervise",
    _A.ASK_EXTENSION: "申请延期 延期申请",
    _A.GRANT_EXTENSION: "延期 同意延期 延期审批",
    _A.ASK_HOLD: "申请挂账 挂账申请",
    _A.GRANT_HOLD: "挂账 同意挂账 on_hold hold suspend suspended pending",
    _A.RESUME: "恢复 恢复办理 resume resumed",
}
_THINGS = re.compile(
    r"\b(?:the|a|an|case|ticket|request|complaint|issue|order|work order|incident)s?\b"
    r"|\+complete$|[_\s-]+|工单|事件|案件|案卷|环节|阶段|操作"
)
"""What is left out of an activity's name when the rest may be the name of a step."""
_STATES = {
    "待受理": _S.REPORTED,
    "待立案": _S.ACCEPTED,
    "待核实": _S.CHECKING,
    "待分拨": _S.FILED,
    "待接办": _S.DISPATCHED,
    "处置中": _S.HANDLING,
    "待核查": _S.FEEDBACK,
    "待结案": _S.VERIFIED,
    "待回访": _S.CLOSED,
    "已办结": _S.FINISHED,
    "已归档": _S.ARCHIVED,
    "已作废": _S.VOID,
    "不予受理": _S.REFUSED,
    "退回分拨": _S.RETURNED_TO_DISPATCHER,
    "退回受理": _S.RETURNED_TO_ACCEPTOR,
}
_EVENTS = ("event", "former", "事件", "其他", "无")
"""How a table says that an activity is no step of ours."""

Map = dict[str, tuple[Action, CaseState | None]]
"""Action and state by folded activity."""


def _guesses() -> Map:
    found: Map = {fold(word): (action, STATE_AFTER.get(action)) for word, action in ACTIONS.items()}
    for action, words in _USUAL.items():
        for word in words.split():
            found[fold(word.replace("_", " "))] = (action, STATE_AFTER.get(action))
    for action in Action:
        if action not in NOT_OF_LOGS and action is not Action.FORMER:
            found.setdefault(fold(action.value.replace("_", " ")), (action, STATE_AFTER.get(action)))
    return found


GUESSES = _guesses()


def _ours(cell: str) -> Action:
    if fold(cell) in _EVENTS:
        return Action.FORMER
    action: Action = member(Action, ACTIONS)(cell)
    if action in NOT_OF_LOGS:
        raise NotForLogs
    return action


def _state(cell: str) -> CaseState:
    state: CaseState = member(CaseState, _STATES)(cell)
    if state in NOT_FROM_LOGS:
        raise NotForLogs
    return state


_FIELDS = (
    Field(
        "theirs",
        N_("their activity"),
        required=True,
        synonyms=("activity", "concept:name", "原环节", "原活动", "对方环节", "对方"),
        parse=line(ACTIVITY_LENGTH),
    ),
    Field("ours", N_("our step"), synonyms=("action", "环节", "我方环节", "我方"), parse=_ours, blank=None),
    Field("state", N_("our state"), synonyms=("状态",), parse=_state, blank=None),
)


def read_activities(source: Source | Path) -> Map:
    """Read a table of activities: theirs, ours, and a state where it is another than the step's own.

    Raises:
        WrongEncoding, NotATable, EmptyTable, NoSource, MissingColumns: the table cannot be read.
        BadActivities: a row cannot be used.
    """
    table = read_table(source if isinstance(source, Source) else Source.from_path(source))
    columns = map_columns(table.name, table.headings, _FIELDS)
    found: Map = {}
    for number, cells in table.rows:
        values = {}
        for each in _FIELDS:
            place = columns.places.get(each.name)
            cell = "" if place is None else cells[place].strip()
            try:
                values[each.name] = each.parse(cell) if cell else None
                if each.required and not cell:
                    raise Blank
            except DomainError as refusal:
                raise BadActivities(number, cell, refusal) from refusal
        action = values["ours"] or Action.FORMER
        found[fold(str(values["theirs"]))] = (action, values["state"] or STATE_AFTER.get(action))
    return found


def uses_of(activities: Mapping[str, int], told: Map) -> Iterable[ActivityUse]:
    """Yield what each activity of a log is with us, the most frequent first."""
    for activity, count in sorted(activities.items(), key=lambda each: (-each[1], each[0])):
        folded = fold(activity)
        if folded in told:
            yield ActivityUse(activity, *told[folded], Known.TOLD, count)
        elif (guess := _guess(activity)) is not None:
            yield ActivityUse(activity, *guess, Known.GUESSED, count)
        else:
            yield ActivityUse(activity, Action.FORMER, None, Known.UNKNOWN, count)


def _guess(activity: str) -> tuple[Action, CaseState | None] | None:
    found = GUESSES.get(fold(activity))
    return found or GUESSES.get(fold(_THINGS.sub(" ", activity.casefold().replace("_", " "))))
