"""The words on the sheets of a round, as they are written and as they are read back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.catalogue.review.views import OpinionKind, OpinionState, Part
from models.kernel.text import clean_line, fold

if TYPE_CHECKING:
    from models.catalogue.rules import ConditionDraft

KINDS = {
    OpinionKind.AGREE: "同意",
    OpinionKind.CHANGE: "修改后同意",
    OpinionKind.OBJECT: "不同意",
    OpinionKind.NOT_OURS: "非本部门职责",
    OpinionKind.NONE: "未反馈",
}
_ALSO = {
    "无意见": OpinionKind.AGREE,
    "同意修改": OpinionKind.CHANGE,
    "修改": OpinionKind.CHANGE,
    "反对": OpinionKind.OBJECT,
    "非本单位职责": OpinionKind.NOT_OURS,
    "与本部门无关": OpinionKind.NOT_OURS,
}
"""What departments write instead."""
STATES = {
    OpinionState.OPEN: "待处理",
    OpinionState.NOTED: "已记录",
    OpinionState.ACCEPTED: "采纳",
    OpinionState.REJECTED: "不采纳",
    OpinionState.CARRIED: "转下一轮",
    OpinionState.WITHDRAWN: "部门撤回",
}
PARTS = {Part.LEAD: "主责", Part.ASSIST: "配合", Part.ALL: "—"}
FIELDS = {
    "name": "事项名称",
    "duty_list": "清单类别",
    "department": "责任部门",
    "assisting": "配合单位",
    "legal_basis": "法律依据",
    "grid_duty": "网格员职责",
    "patrol": "巡查频次",
    "conditions": "立案条件",
    "lead_unit": "主办单位",
}
"""Fields as the sheets call them; those a wording may be proposed for are offered as a list."""


def kind_named(text: str) -> str:
    """Return the value of the opinion meant by a text; the text itself where it is none."""
    word = fold(text)
    for kind, name in (*KINDS.items(), *((kind, name) for name, kind in _ALSO.items())):
        if word and word in {fold(name), kind.value}:
            return kind.value
    return clean_line(text)


def field_named(text: str) -> str:
    """Return the field meant by a text; the text itself where it is none."""
    word = fold(text)
    return next((name for name, title in FIELDS.items() if word in {fold(title), name}), clean_line(text))


def field_title(name: str) -> str:
    """Return what the sheets call a field."""
    return FIELDS.get(name, name)


def conditions_text(conditions: tuple[ConditionDraft, ...]) -> str:
    """Return filing conditions in lines, each with its limit."""
    return "\n".join(f"{each.text}（{each.limit}）" if each.text else each.limit for each in conditions)
