"""The names a filter is typed in, in Chinese and in English: fields, values, days.

They are what people type, not what is shown; the console has its own names for what it shows.
"""

from __future__ import annotations

from enum import StrEnum

from models.cases.kinds import CaseState, Channel, Light


class FilterField(StrEnum):
    """What a filter can ask of a case, beside its words."""

    STATE = "state"
    GRID = "grid"
    UNIT = "unit"
    ASSISTING = "assisting"
    """A unit that was asked to assist"""
    SOURCE = "source"
    MATTER = "matter"
    LIGHT = "light"
    DUE = "due"
    REPORTED = "reported"
    RETURNED = "returned"
    REWORKED = "reworked"


FIELD_NAMES: dict[FilterField, tuple[str, str]] = {
    FilterField.STATE: ("状态", "state"),
    FilterField.GRID: ("网格", "grid"),
    FilterField.UNIT: ("单位", "unit"),
    FilterField.ASSISTING: ("协办", "assisting"),
    FilterField.SOURCE: ("来源", "source"),
    FilterField.MATTER: ("事项", "matter"),
    FilterField.LIGHT: ("灯", "light"),
    FilterField.DUE: ("到期", "due"),
    FilterField.REPORTED: ("上报", "reported"),
    FilterField.RETURNED: ("退回", "returned"),
    FilterField.REWORKED: ("返工", "reworked"),
}
"""The Chinese and the English name of each field."""

MINE = ("我的", "mine")
"""What stands for the cases that lie with the person."""

_S, _C, _L = CaseState, Channel, Light
VALUE_NAMES: dict[FilterField, dict[StrEnum, tuple[str, str]]] = {
    FilterField.STATE: {
        _S.REPORTED: ("待受理", "reported"),
        _S.CHECKING: ("待核实", "checking"),
        _S.ACCEPTED: ("待立案", "accepted"),
        _S.FILED: ("待分拨", "filed"),
        _S.DISPATCHED: ("待接办", "dispatched"),
        _S.HANDLING: ("处置中", "handling"),
        _S.HELD: ("挂账", "held"),
        _S.FEEDBACK: ("待核查", "feedback"),
        _S.VERIFIED: ("待结案", "verified"),
        _S.CLOSED: ("待回访", "closed"),
        _S.FINISHED: ("已办结", "finished"),
        _S.ARCHIVED: ("已归档", "archived"),
        _S.VOID: ("已作废", "void"),
        _S.REFUSED: ("不予受理", "refused"),
        _S.RETURNED_TO_DISPATCHER: ("退回分拨", "returned_to_dispatcher"),
        _S.RETURNED_TO_ACCEPTOR: ("退回受理", "returned_to_acceptor"),
    },
    FilterField.SOURCE: {
        _C.PATROL: ("巡查", "patrol"),
        _C.VILLAGE: ("村居", "village"),
        _C.CITIZEN: ("群众", "citizen"),
        _C.HOTLINE: ("12345", "hotline"),
        _C.VIDEO: ("视频", "video"),
        _C.SUPERIOR: ("上级", "superior"),
        _C.MEDIA: ("媒体", "media"),
    },
    FilterField.LIGHT: {
        _L.NONE: ("无", "none"),
        _L.GREEN: ("绿", "green"),
        _L.YELLOW: ("黄", "amber"),
        _L.RED: ("红", "red"),
        _L.MET: ("按期", "met"),
        _L.MISSED: ("超期", "late"),
        _L.HELD: ("停", "held"),
    },
}
"""Of fields with a closed list of values, the names of each."""

DAY_NAMES: dict[str, int] = {
    "前天": -2,
    "昨天": -1,
    "yesterday": -1,
    "今天": 0,
    "today": 0,
    "明天": 1,
    "tomorrow": 1,
    "后天": 2,
}
"""Days by name, in days from today."""

DAYS = frozenset({FilterField.DUE, FilterField.REPORTED})
"""Fields whose value is a day."""
COUNTS = frozenset({FilterField.RETURNED, FilterField.REWORKED})
"""Fields whose value is a number."""


def in_chinese(text: str) -> bool:
    """Say whether somebody typed in Chinese, and is answered with Chinese names."""
    return not text.isascii()
