"""The columns of the table of matters: what each is called, and how its cells are read."""

from __future__ import annotations

from models.catalogue.rules import GRADES, class_code, scheme_named
from models.catalogue.views import DutyList, MatterKind, MatterStatus, Privacy, SettleLevel
from models.exchange.cells import block, code, day, line, member, whole
from models.exchange.frame import Field
from models.exchange.kinds.duties import LISTS
from models.exchange.kinds.matter_cells import condition_texts, limits, lines, modes, names
from models.kernel.text import clean_line, half_width
from models.kernel.words import N_

KINDS = {
    "巡查": MatterKind.PATROL,
    "上报": MatterKind.REPORT,
    "服务": MatterKind.SERVICE,
    "应急": MatterKind.EMERGENCY,
}
LEVELS = {
    "网格": SettleLevel.GRID,
    "村居": SettleLevel.VILLAGE,
    "镇街": SettleLevel.TOWNSHIP,
    "县区": SettleLevel.COUNTY,
}
STATUSES = {
    "有效": MatterStatus.IN_FORCE,
    "未生效": MatterStatus.UPCOMING,
    "停用": MatterStatus.RETIRED,
    "废止": MatterStatus.RETIRED,
}
PRIVACIES = {"公开": Privacy.PUBLIC, "内部": Privacy.INTERNAL, "个人信息": Privacy.PERSONAL}


def _class_code(cell: str) -> str:
    return class_code(half_width(clean_line(cell)))


def _scheme(cell: str) -> str:
    return scheme_named(half_width(clean_line(cell)))


FIELDS: tuple[Field, ...] = (
    Field(
        "code",
        N_("matter code"),
        required=True,
        synonyms=(
            "minor_code",
            "小类代码",
            "小类编码",
            "事项编码",
            "事项代码",
            "编码",
            "代码",
            "matter_code",
        ),
        parse=code(16),
    ),
    Field(
        "name",
        N_("matter name"),
        required=True,
        synonyms=("minor_name", "小类名称", "小类", "事项名称", "事项", "名称", "matter_name"),
        parse=line(255),
    ),
    Field(
        "scheme",
        N_("code scheme"),
        required=True,
        synonyms=("kind", "编码体系", "部件事件", "类型", "门类"),
        parse=_scheme,
    ),
    Field(
        "class_code",
        N_("class code"),
        required=True,
        synonyms=("major_code", "大类代码", "大类编码", "类别代码", "类别编码"),
        parse=_class_code,
    ),
    Field(
        "class_name",
        N_("class name"),
        synonyms=("major_name", "大类名称", "大类", "类别", "类别名称", "class", "category"),
        parse=line(64),
    ),
    Field(
        "conditions",
        N_("filing conditions"),
        synonyms=("filing_conditions", "立案条件", "立案标准", "立案条件数", "condition"),
        parse=condition_texts,
        blank=None,
    ),
    Field(
        "limits",
        N_("time limits"),
        required=True,
        synonyms=("limit", "time_limit", "time_limits", "时限", "处置时限", "处理时限", "办理时限"),
        parse=limits,
    ),
    Field("modes", N_("counting of days"), synonyms=("计时方式", "mode"), parse=modes, blank=None),
    Field(
        "closing_conditions",
        N_("closing conditions"),
        synonyms=("结案条件", "结案标准", "closing_condition"),
        parse=lines,
        blank=(),
    ),
    Field("evidence", N_("evidence"), synonyms=("证据要求", "结案证据"), parse=lines, blank=()),
    Field(
        "matter_kind",
        N_("how it comes in"),
        synonyms=("事项类型", "来源方式", "发现方式"),
        parse=member(MatterKind, KINDS),
        blank=None,
    ),
    Field(
        "settle_level",
        N_("level able to settle"),
        synonyms=("处置层级", "办结层级"),
        parse=member(SettleLevel, LEVELS),
        blank=None,
    ),
    Field("urgency", N_("urgency"), synonyms=("紧急程度",), parse=whole(*GRADES), blank=None),
    Field("severity", N_("severity"), synonyms=("严重程度",), parse=whole(*GRADES), blank=None),
    Field(
        "lead_unit",
        N_("lead unit"),
        synonyms=("牵头单位代码", "主责单位代码", "牵头单位编码", "lead_unit_code"),
        parse=code(),
    ),
    Field(
        "duty_item",
        N_("duty item"),
        synonyms=("履职事项编码", "清单编码", "履职清单编码", "duty_item_code"),
        parse=code(),
    ),
    Field("legal_basis", N_("legal basis"), synonyms=("法律依据", "依据"), parse=block(1000)),
    Field("keywords", N_("keywords"), synonyms=("关键词", "关键字"), parse=line(500)),
    Field("in_force_from", N_("in force from"), synonyms=("生效日期",), parse=day, blank=None),
    Field("in_force_to", N_("in force until"), synonyms=("失效日期",), parse=day, blank=None),
    Field("status", N_("status"), synonyms=("状态",), parse=member(MatterStatus, STATUSES), blank=None),
    Field("parent", N_("main item"), synonyms=("主项编码", "上级编码", "主项"), parse=code()),
    Field(
        "duty_list",
        N_("duty list"),
        synonyms=("清单类型", "清单类别", "list"),
        parse=member(DutyList, LISTS),
        blank=None,
    ),
    Field(
        "department",
        N_("department"),
        synonyms=("责任部门", "主管部门", "牵头部门", "主责部门"),
        parse=line(255),
    ),
    Field("assisting", N_("assisting units"), synonyms=("配合单位", "协办单位"), parse=names, blank=()),
    Field("grid_duty", N_("duty of the grid worker"), synonyms=("网格员职责",), parse=block(1000)),
    Field("patrol", N_("patrol frequency"), synonyms=("巡查频次",), parse=line(64)),
    Field(
        "privacy",
        N_("privacy level"),
        synonyms=("隐私级别",),
        parse=member(Privacy, PRIVACIES),
        blank=None,
    ),
    Field("flow", N_("flow"), synonyms=("处置流程", "流程编码", "流程"), parse=code()),
    Field("origins", N_("origins of conditions"), synonyms=("条件来源",), parse=lines, blank=()),
)
"""The columns of the table."""
