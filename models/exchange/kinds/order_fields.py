"""The columns of a table of cases: those of any case, and those of the city's hotline (12345)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.cases.door import BODY_LENGTH, NAME_LENGTH, PLACE_LENGTH, TITLE_LENGTH
from models.cases.kinds import Channel
from models.exchange.cells import block, code, line, member, yes_no
from models.exchange.frame import Field
from models.exchange.identity_cells import phone
from models.exchange.kinds.moments import local_moment
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from models.exchange.frame import Values

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
ORDER_HEADINGS = (
    "工单编号", "工单标题", "诉求内容", "诉求类型", "区交办时间", "区交办办结期限", "诉求渠道", "诉求归口",
    "紧急程度", "工单状态", "求助人员", "求助号码", "性别", "事件发生地", "诉求详细地址", "是否疑难",
    "是否协办", "市交办主办单位", "市交办协办单位", "市交办时间", "市交办办结期限",
)  # fmt: skip
"""The headings of a table of work orders, as the hotline gives it out."""
_ENOUGH = 2
"""So many of them make a table one of work orders."""
_LONG_TITLE, _LONG = 500, 255
"""What the hotline allows; here less fits in a title, and the rest goes into the text."""


_KEPT: dict[str, str] = {
    "request_type": "诉求类型",
    "request_channel": "诉求渠道",
    "owner_line": "诉求归口",
    "urgency_said": "紧急程度",
    "status_said": "工单状态",
    "sex": "性别",
    "hard_case": "是否疑难",
    "assisted": "是否协办",
    "city_lead": "市交办主办单位",
    "city_assisting": "市交办协办单位",
    "district_at": "区交办时间",
    "city_at": "市交办时间",
}
"""Fields that no column of a case stands for: kept with its origin, under the hotline's headings."""

ORDER_FIELDS: tuple[Field, ...] = (
    Field("area", N_("place of the event"), synonyms=("事件发生地", "事发地"), parse=line(PLACE_LENGTH)),
    Field(
        "city_due", N_("deadline of the city"), synonyms=("市交办办结期限",), parse=local_moment, blank=None
    ),
    Field(
        "district_due",
        N_("deadline of the district"),
        synonyms=("区交办办结期限", "县交办办结期限"),
        parse=local_moment,
        blank=None,
    ),
    Field(
        "district_at",
        N_("when the district assigned it"),
        synonyms=("区交办时间", "县交办时间"),
        parse=local_moment,
        blank=None,
    ),
    Field(
        "city_at", N_("when the city assigned it"), synonyms=("市交办时间",), parse=local_moment, blank=None
    ),
    Field("request_type", N_("kind of request"), synonyms=("诉求类型",), parse=line(64)),
    Field("request_channel", N_("how the request was made"), synonyms=("诉求渠道",), parse=line(64)),
    Field("owner_line", N_("line of work it belongs to"), synonyms=("诉求归口",), parse=line(_LONG)),
    Field("urgency_said", N_("urgency, as the hotline says"), synonyms=("紧急程度",), parse=line(32)),
    Field("status_said", N_("status, as the hotline says"), synonyms=("工单状态",), parse=line(64)),
    Field("sex", N_("sex"), synonyms=("性别",), parse=line(10)),
    Field("hard_case", N_("hard case"), synonyms=("是否疑难",), parse=yes_no),
    Field("assisted", N_("with other units"), synonyms=("是否协办",), parse=yes_no),
    Field("city_lead", N_("lead unit named by the city"), synonyms=("市交办主办单位",), parse=line(_LONG)),
    Field(
        "city_assisting",
        N_("assisting units named by the city"),
        synonyms=("市交办协办单位",),
        parse=line(_LONG),
    ),
)
"""What only the hotline's tables have."""

CASE_FIELDS: tuple[Field, ...] = (
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
        synonyms=("来源", "来源渠道", "渠道", "上报渠道"),
        parse=member(Channel, CHANNELS),
    ),
    Field(
        "title",
        N_("title"),
        required=True,
        synonyms=("标题", "工单标题", "事件标题"),
        parse=line(_LONG_TITLE),
    ),
    Field(
        "body",
        N_("text of the case"),
        synonyms=("内容", "工单内容", "诉求内容", "事件描述", "描述"),
        parse=block(65_535),
    ),
    Field(
        "place",
        N_("place"),
        synonyms=("地点", "事发地点", "地址", "诉求详细地址", "详细地址"),
        parse=line(_LONG),
    ),
    Field(
        "grid_code", N_("grid code"), synonyms=("grid", "网格编码", "网格代码", "所属网格编码"), parse=code()
    ),
    Field(
        "reporter_name",
        N_("reporter's name"),
        synonyms=("反映人", "来电人", "联系人", "诉求人", "求助人员", "求助人"),
        parse=line(_LONG),
    ),
    Field(
        "reporter_phone", N_("reporter's phone"), synonyms=("联系电话", "来电号码", "求助号码"), parse=phone
    ),
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
        synonyms=("上报时间", "受理时间", "登记时间", "来电时间"),
        parse=local_moment,
        blank=None,
    ),
    Field(
        "taken_by", N_("login of whoever took it in"), synonyms=("登记人账号", "上报人账号"), parse=line(64)
    ),
    *ORDER_FIELDS,
)
DERIVED_FIELDS: tuple[Field, ...] = (
    Field(
        "due_at",
        N_("deadline: compared, not taken in"),
        synonyms=("到期时间",),
        parse=local_moment,
        blank=None,
        checked_only=True,
        derived=True,
    ),
    Field(
        "receipt",
        N_("why it is that: follows from the steps"),
        synonyms=("时限说明",),
        parse=block(65_535),
        checked_only=True,
        derived=True,
    ),
    Field(
        "assistance",
        N_("units that assist: follow from the steps"),
        synonyms=("协办情况",),
        parse=block(65_535),
        checked_only=True,
        derived=True,
    ),
)
"""What exports say of a case that follows from its history: worked out anew when that is taken in."""
CASE_SETTINGS: tuple[Field, ...] = (
    Field(
        "grid",
        N_("code of the grid for cases whose place names none"),
        synonyms=("默认网格",),
        parse=code(),
    ),
    Field(
        "update",
        N_("write what orders say anew of open cases: yes or no"),
        synonyms=("更新",),
        parse=yes_no,
    ),
)


def of_hotline(headings: Mapping[str, str]) -> bool:
    """Say whether a table is one of work orders, by the headings of its columns."""
    return sum(heading in ORDER_HEADINGS for heading in headings.values()) >= _ENOUGH


def kept_of(values: Values) -> dict[str, str]:
    """Return what of a row is kept beside the case, by the hotline's headings; empty cells say nothing."""
    kept: dict[str, str] = {}
    for name, heading in _KEPT.items():
        value: Any = values.get(name)
        if isinstance(value, bool):
            kept[heading] = "是" if value else "否"
        elif value:
            kept[heading] = value if isinstance(value, str) else value.isoformat(" ", "minutes")
    return kept


def fit(values: Values) -> None:
    """Make an order's texts fit a case: what is too long for a line goes whole into the text.

    The place is the address with the place of the event before it, unless it names that already.
    """
    area, place = values.get("area", ""), values.get("place", "")
    if area and area not in place:
        place = f"{area} {place}".strip()
    beyond = []
    for name, text, most in (
        ("title", values["title"], TITLE_LENGTH),
        ("place", place, PLACE_LENGTH),
        ("reporter_name", values.get("reporter_name", ""), NAME_LENGTH),
    ):
        if len(text) > most:
            beyond.append(text)
        if text or name in values:
            values[name] = text[:most].strip()
    body = values.get("body") or values["title"]
    values["body"] = "\n".join([*beyond, body])[:BODY_LENGTH]
