"""What the columns of a log may stand for, by the headings people and programs use."""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache

from models.cases.kinds import Channel
from models.exchange.cells import member, whole
from models.exchange.frame import Field
from models.exchange.kinds.cases import CHANNELS
from models.exchange.kinds.history import MOST_CONDITIONS
from models.exchange.kinds.moments import local_moment
from models.exchange.logs.refusals import NotOpenOrClosed
from models.exchange.refusals import BadCell
from models.kernel.text import clean_block, clean_line, fold
from models.kernel.words import N_

CASE_LENGTH = 200
ACTIVITY_LENGTH = 200
PERSON_LENGTH = 64
UNIT_LENGTH = 200

FIELDS = (
    Field(
        "case",
        N_("case id"),
        required=True,
        synonyms=(
            "case:concept:name",
            "case id",
            "caseid",
            "case_id",
            "case number",
            "工单编号",
            "事件编号",
            "案件编号",
            "工单号",
            "案件号",
            "编号",
            "number",
        ),
    ),
    Field(
        "activity",
        N_("activity"),
        required=True,
        synonyms=(
            "concept:name",
            "activity name",
            "event",
            "action",
            "环节",
            "活动",
            "操作",
            "办理环节",
            "环节名称",
        ),
    ),
    Field(
        "time",
        N_("time"),
        required=True,
        synonyms=(
            "time:timestamp",
            "timestamp",
            "complete timestamp",
            "completetimestamp",
            "end time",
            "at",
            "办理时间",
            "操作时间",
            "完成时间",
            "时间",
        ),
    ),
    Field(
        "person",
        N_("person"),
        synonyms=("org:resource", "resource", "user", "办理人", "处理人", "操作人", "经办人", "人员"),
    ),
    Field(
        "unit",
        N_("unit"),
        synonyms=("org:group", "group", "department", "team", "单位", "部门", "办理单位", "处置单位", "科室"),
    ),
    Field("note", N_("note"), synonyms=("comment", "说明", "办理情况", "办理意见", "意见", "备注")),
    Field(
        "due",
        N_("deadline"),
        synonyms=(
            "due",
            "due date",
            "duedate",
            "due_at",
            "case:deadline",
            "case:due",
            "case:due date",
            "截止时间",
            "到期时间",
            "办理期限",
            "办结期限",
            "期限",
        ),
    ),
    Field(
        "closed",
        N_("closed or when"),
        synonyms=(
            "closed",
            "closed_at",
            "case:closed",
            "case:closed_at",
            "case:status",
            "结案时间",
            "办结时间",
            "是否结案",
            "是否办结",
            "案件状态",
            "工单状态",
        ),
    ),
    Field("title", N_("title"), synonyms=("case:title", "标题", "工单标题", "事件标题", "案件标题")),
    Field(
        "body",
        N_("text of the case"),
        synonyms=("case:description", "description", "内容", "工单内容", "描述"),
    ),
    Field("place", N_("place"), synonyms=("case:place", "location", "地点", "事发地点", "地址")),
    Field("channel", N_("channel"), synonyms=("case:channel", "来源", "来源渠道", "渠道", "上报渠道")),
    Field(
        "grid", N_("grid code or name"), synonyms=("case:grid", "网格", "所属网格", "网格编码", "网格名称")
    ),
    Field(
        "matter", N_("matter code or name"), synonyms=("case:matter", "事项", "事项编码", "事项名称", "小类")
    ),
    Field(
        "condition",
        N_("number of the condition"),
        synonyms=("case:condition", "立案条件序号", "条件序号"),
    ),
)
OF_CASES = ("due", "closed", "title", "body", "place", "channel", "grid", "matter", "condition")
"""Fields that say something of the case, in whichever row they stand."""

_ISO = re.compile(r"[^\d]*\d{4}-\d\d-\d\d[T ]\d\d:\d\d")
_LOOSE = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?[ T]*"
    r"(\d{1,2})[:时](\d{1,2})[:分](\d{1,2})(?:[.,](\d{1,9}))?秒?"
)
_CLOSED = frozenset({
    "1", "yes", "y", "true", "closed", "close", "done", "finished", "completed", "complete", "resolved",
    "是", "已结案", "结案", "已办结", "办结", "已完成", "已归档", "已关闭",
})  # fmt: skip
_OPEN = frozenset({
    "0", "no", "n", "false", "open", "in progress", "pending", "new", "assigned", "active",
    "否", "未结案", "未办结", "处置中", "办理中", "处理中", "待办", "进行中", "在办",
})  # fmt: skip
_CLOSED_FOLDED = frozenset(map(fold, _CLOSED))
_OPEN_FOLDED = frozenset(map(fold, _OPEN))


def moment(cell: str) -> datetime:
    """Read a moment in any form the house knows, also with fractions of a second.

    Raises:
        NotAMoment: it is none.
    """
    if _ISO.match(cell):
        try:
            return datetime.fromisoformat(cell.strip())
        except ValueError:
            pass
    match = _LOOSE.fullmatch(cell.strip())
    if match is not None:
        *parts, fraction = match.groups()
        year, month, day, hour, minute, second = map(int, parts)
        part = int((fraction or "0").ljust(6, "0")[:6])
        try:
            return datetime(year, month, day, hour, minute, second, part)  # noqa: DTZ001 -- placed later
        except ValueError:
            pass
    return local_moment(cell)


def closing(cell: str) -> bool | datetime:
    """Read whether a case is closed, or when it was.

    Raises:
        NotOpenOrClosed: it says neither.
    """
    said = fold(cell)
    if said in _CLOSED_FOLDED:
        return True
    if said in _OPEN_FOLDED:
        return False
    try:
        return moment(cell)
    except BadCell:
        raise NotOpenOrClosed from None


channel = member(Channel, CHANNELS)
condition = whole(1, MOST_CONDITIONS)


@lru_cache(maxsize=20_000)
def short(text: str) -> str:
    """Return a cell as one clean line; logs say the same few thousand things over and over."""
    return text.strip() if text.isprintable() and "  " not in text else clean_line(text)


def several(text: str) -> str:
    """Return a cell as clean text with its line breaks."""
    return text.strip() if text.isprintable() else clean_block(text)


def cut(text: str, most: int) -> str:
    """Return a text that fits, with a sign where its end was left out."""
    return text if len(text) <= most else f"{text[: most - 1]}…"
