"""Matters with their classes, filing conditions and limits.

A row is one matter. Its conditions stand in one cell each for texts, limits and what else
belongs to them: one line per condition (or separated by ；), limits also by spaces. Where a
city publishes only how many conditions there are, the cell of texts holds that number.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from models.catalogue.rules import (
    GRADES,
    ConditionDraft,
    MatterDraft,
    class_code,
    matter_code,
    scheme_named,
)
from models.catalogue.standing import references, standing
from models.catalogue.views import MatterKind, MatterStatus, SettleLevel
from models.catalogue.writing import plan_matters, write_matters
from models.exchange.cells import block, code, day, line, member, whole
from models.exchange.frame import Comparison, Field, Kind, Reading, Row, Values, Work
from models.exchange.kinds.matter_cells import (
    ConditionTexts,
    condition_texts,
    counted,
    limits,
    lines,
    modes,
)
from models.exchange.refusals import BadCell, Unknown
from models.kernel.text import clean_line, half_width
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.catalogue.standing import References, Standing
    from models.exchange.views import Problem

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
STATUSES = {"有效": MatterStatus.IN_FORCE, "停用": MatterStatus.RETIRED, "废止": MatterStatus.RETIRED}

_PARALLEL = (("closing_conditions", "closing_condition"), ("evidence", "evidence"), ("modes", "mode"))
"""Cells with a line per condition, and the attribute each fills."""
_PLAIN = (
    "name", "class_name", "matter_kind", "settle_level", "urgency", "severity", "lead_unit", "duty_item",
    "legal_basis", "keywords", "in_force_from", "in_force_to", "status",
)  # fmt: skip
_ATTRIBUTES = {"matter_kind": "kind"}
"""Where a field is called otherwise than the draft's attribute: the heading kind means a scheme."""
_NOT_BLANK = ("class_name", "matter_kind", "settle_level", "urgency", "severity", "status")
"""An empty cell of these says nothing."""


class NotAsMany(BadCell):
    """Cells of one row that disagree about how many conditions there are."""

    code = "exchange.not_as_many"
    sentence = N_("it holds %(count)s entries, but there are %(limits)s time limits")

    def __init__(self, count: int, limits: int) -> None:
        super().__init__(count=count, limits=limits)


class TwoNames(BadCell):
    """One class under two names in one source."""

    code = "exchange.two_names"
    sentence = N_("the class %(code)s is called “%(name)s” in row %(row)s")

    def __init__(self, code: str, name: str, row: int) -> None:
        super().__init__(code=code, name=name, row=row)


def _class_code(cell: str) -> str:
    return class_code(half_width(clean_line(cell)))


def _scheme(cell: str) -> str:
    return scheme_named(half_width(clean_line(cell)))


class Matters(Kind):
    """Matters, each row a whole new version where it differs from the one that stands."""

    name = "matters"
    title = N_("matters")
    key = ("code",)
    fields = (
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
    )

    def check(self, row: Row, reading: Reading) -> Iterator[Problem]:
        """Complete the code, and see that every cell speaks of as many conditions."""
        values = row.values
        values["code"] = matter_code(values["scheme"], values["class_code"], values["code"])
        many = len(values["limits"])
        texts: ConditionTexts | None = values.get("conditions")
        if texts is not None:
            values["conditions"] = counted(texts, many)
            if values["conditions"] is None:
                yield reading.problem(row, "conditions", texts.shown, NotAsMany(texts.count, many))
        for name, _attribute in _PARALLEL:
            entries = values.get(name)
            if entries and len(entries) != many:
                yield reading.problem(row, name, len(entries), NotAsMany(len(entries), many))

    def compare(self, rows: Sequence[Row], work: Work) -> Comparison:
        """Plan a version for every row that says something new."""
        refs = references(work.session)
        known = standing(work.session)
        found = Comparison()
        names: dict[tuple[str, str], tuple[str, int]] = {}
        drafts: list[MatterDraft] = []
        for row in rows:
            draft = _draft(row.values, known.get(row.values["code"]))
            problems = [*_references(row, draft, refs, work), *_two_names(row, draft, names, work)]
            found.problems += problems
            if not problems:
                drafts.append(draft)
        plan = plan_matters(work.session, drafts, known)
        # A class that gets another name changes its rows, though no version of theirs.
        renamed = [draft for draft in plan.same if draft.class_key in plan.renamed_classes]
        found.created = list(plan.created)
        found.changed = [*plan.changed, *renamed]
        found.same = len(plan.same) - len(renamed)
        found.totals = {
            "classes": len({draft.class_key for draft in drafts}),
            "conditions": sum(len(draft.conditions) for draft in drafts),
        }
        found.plan = plan
        return found

    def write(self, comparison: Comparison, work: Work) -> Mapping[str, Any]:
        """Write the versions planned."""
        write_matters(work.session, work.actor, work.at, comparison.plan)
        return {"totals": comparison.totals}

    def export(self, session: Session, actor: Actor) -> Iterable[Sequence[Any]]:
        """Yield every matter in its newest version, by code."""
        for _code, each in sorted(standing(session).items()):
            yield _exported(each.draft)


def _exported(draft: MatterDraft) -> list[Any]:
    many = len(draft.conditions)
    texts = [condition.text for condition in draft.conditions]
    cells: dict[str, Any] = {name: getattr(draft, _ATTRIBUTES.get(name, name)) for name in _PLAIN}
    cells |= {
        "code": draft.code,
        "scheme": draft.scheme,
        "class_code": draft.class_code,
        "conditions": texts if any(texts) else many,
        "limits": [condition.limit for condition in draft.conditions],
        "modes": [condition.mode for condition in draft.conditions],
        "closing_conditions": _or_nothing([each.closing_condition for each in draft.conditions]),
        "evidence": _or_nothing([each.evidence for each in draft.conditions]),
    }
    return [cells[name] for name in KIND.columns()]


def _or_nothing(texts: list[str]) -> list[str]:
    return texts if any(texts) else []


def _draft(values: Values, old: Standing | None) -> MatterDraft:
    """Return what a row says, over what stands where it says nothing."""
    given = {
        _ATTRIBUTES.get(name, name): values[name]
        for name in _PLAIN
        if name in values and not (name in _NOT_BLANK and not values[name])
    }
    conditions = _conditions(values, old.draft.conditions if old else ())
    if old is None:
        return MatterDraft(
            code=values["code"],
            scheme=values["scheme"],
            class_code=values["class_code"],
            conditions=conditions,
            **given,
        )
    place = {"scheme": values["scheme"], "class_code": values["class_code"]}
    draft = old.draft
    if (values["scheme"], values["class_code"]) != draft.class_key:
        # The name that stands belongs to the class left behind.
        place["class_name"] = ""
    return replace(draft, conditions=conditions, **{**place, **given})


def _conditions(values: Values, old: Sequence[ConditionDraft]) -> tuple[ConditionDraft, ...]:
    many = len(values["limits"])
    # Texts of other conditions would be put beside the wrong limits.
    base = list(old) if len(old) == many else [ConditionDraft(limit) for limit in values["limits"]]
    made = [replace(each, limit=limit) for each, limit in zip(base, values["limits"], strict=True)]
    texts = values.get("conditions")
    # A cell that only counts the conditions does not take their texts away.
    if texts and any(texts):
        made = [replace(each, text=text) for each, text in zip(made, texts, strict=True)]
    for name, attribute in _PARALLEL:
        if name not in values or (name == "modes" and not values[name]):
            continue
        entries = values[name] or [""] * many
        made = [replace(each, **{attribute: entry}) for each, entry in zip(made, entries, strict=True)]
    return tuple(made)


def _references(row: Row, draft: MatterDraft, refs: References, work: Work) -> Iterator[Problem]:
    if draft.lead_unit and draft.lead_unit not in refs.units:
        yield work.problem(row, "lead_unit", draft.lead_unit, Unknown(N_("unit")))
    if draft.duty_item and draft.duty_item not in refs.duties:
        yield work.problem(row, "duty_item", draft.duty_item, Unknown(N_("duty item")))


def _two_names(
    row: Row, draft: MatterDraft, names: dict[tuple[str, str], tuple[str, int]], work: Work
) -> Iterator[Problem]:
    if "class_name" not in row.values or not draft.class_name:
        return
    name, first = names.setdefault(draft.class_key, (draft.class_name, row.number))
    if name != draft.class_name:
        yield work.problem(row, "class_name", draft.class_name, TwoNames(draft.class_code, name, first))


KIND = Matters()
