"""What offices call the parts of a saved queue in a table."""

from __future__ import annotations

from models.cases.arranging import Base, CaseColumn, Whole, base_of
from models.cases.kinds import QueueKey
from models.cases.saved_views import SharedWith
from models.exchange.refusals import NotOneOf
from models.kernel.text import fold

_BASES: dict[str, Base] = {
    "全部在办": Whole.OPEN,
    "全部事件": Whole.EVERY,
    "待受理": QueueKey.TO_ACCEPT,
    "待立案": QueueKey.TO_FILE,
    "待分拨": QueueKey.TO_DISPATCH,
    "处置中": QueueKey.WITH_UNITS,
    "待核查": QueueKey.TO_VERIFY,
    "待结案": QueueKey.TO_CLOSE,
    "待回访": QueueKey.TO_CALL_BACK,
    "我的事件": QueueKey.MINE,
    "退回": QueueKey.RETURNED,
    "将到期": QueueKey.DUE_SOON,
    "已超期": QueueKey.OVERDUE,
    "待审批": QueueKey.TO_DECIDE,
    "催督办": QueueKey.URGED,
    "协办": QueueKey.ASSISTING,
    "待接": QueueKey.TO_TAKE,
    "我的一天": QueueKey.DAY,
}
COLUMNS = {
    "编号": CaseColumn.NUMBER,
    "灯": CaseColumn.LIGHT,
    "状态": CaseColumn.STATE,
    "到期": CaseColumn.DUE,
    "事项": CaseColumn.MATTER,
    "网格": CaseColumn.GRID,
    "来源": CaseColumn.SOURCE,
    "单位": CaseColumn.UNIT,
    "经办人": CaseColumn.WITH,
    "地点": CaseColumn.PLACE,
    "上报时间": CaseColumn.ARRIVAL,
    "状态起始": CaseColumn.SINCE,
    "退回次数": CaseColumn.RETURNS,
    "返工次数": CaseColumn.REWORKS,
    "申请": CaseColumn.ASKED,
    "答复期限": CaseColumn.ANSWER,
    "标题": CaseColumn.TITLE,
}
SHARED = {
    "不共享": SharedWith.NOBODY,
    "本人": SharedWith.NOBODY,
    "角色": SharedWith.ROLES,
    "按角色": SharedWith.ROLES,
    "单位": SharedWith.UNIT,
    "按单位": SharedWith.UNIT,
    "全体": SharedWith.EVERYBODY,
    "所有人": SharedWith.EVERYBODY,
}


def queue_base(cell: str) -> Base:
    """Read what a saved queue begins with.

    Raises:
        NotOneOf: it is no queue of the program's.
    """
    found = _BASES.get(fold(cell)) or base_of(fold(cell))
    if found is None:
        raise NotOneOf(", ".join(_BASES))
    return found
