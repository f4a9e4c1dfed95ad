"""Matters with their classes, filing conditions and limits.

A row is one matter. Its conditions stand in one cell each for texts, limits and what else
belongs to them: one line per condition (or separated by ；), limits also by spaces. Where a
city publishes only how many conditions there are, the cell of texts holds that number.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from models.catalogue.boundary.grounds import Ground
from models.catalogue.boundary.holding import items_by_code
from models.catalogue.boundary.refusals import DutyRecalled, DutyUnlisted
from models.catalogue.rules import ConditionDraft, MatterDraft, matter_code
from models.catalogue.standing import office_day, references, standing
from models.catalogue.views import DutyList, MatterStatus
from models.catalogue.writing import plan_matters, write_matters
from models.exchange.frame import Comparison, Kind, Reading, Row, Values, Work
from models.exchange.identity_cells import in_order
from models.exchange.kinds.creating import (
    CREATE,
    Retired,
    closed_units,
    create_units,
    creates_units,
    note_created,
)
from models.exchange.kinds.matter_cells import ConditionTexts, counted
from models.exchange.kinds.matter_fields import FIELDS
from models.exchange.refusals import BadCell, Unknown
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.catalogue.standing import References, Standing
    from models.catalogue.views import DutyItemView
    from models.exchange.views import Problem

_PARALLEL = (
    ("closing_conditions", "closing_condition"),
    ("evidence", "evidence"),
    ("modes", "mode"),
    ("origins", "origin"),
)
"""Cells with a line per condition, and the attribute each fills."""
_PLAIN = (
    "name", "class_name", "matter_kind", "settle_level", "urgency", "severity", "lead_unit", "duty_item",
    "legal_basis", "keywords", "in_force_from", "in_force_to", "status", "parent", "duty_list", "department",
    "assisting", "grid_duty", "patrol", "privacy", "flow",
)  # fmt: skip
_ATTRIBUTES = {"matter_kind": "kind"}
"""Where a field is called otherwise than the draft's attribute: the heading kind means a scheme."""
_NOT_BLANK = ("class_name", "matter_kind", "settle_level", "urgency", "severity", "status", "privacy")
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


class Matters(Kind):
    """Matters, each row a whole new version where it differs from the one that stands."""

    name = "matters"
    title = N_("matters")
    key = ("code",)
    fields = FIELDS
    settings = (CREATE,)

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
        closed = closed_units(work.session)
        duties = items_by_code(work.session)
        today = office_day(work.session, work.at)
        known = standing(work.session, today)
        found = Comparison()
        names: dict[tuple[str, str], tuple[str, int]] = {}
        drafts: list[MatterDraft] = []
        for row in rows:
            draft = _draft(row.values, known.get(row.values["code"]))
            problems = [
                *_references(row, draft, refs, closed, known.get(draft.code), work),
                *_duty(row, draft, duties, work),
                *_two_names(row, draft, names, work),
            ]
            found.problems += problems
            if not problems:
                drafts.append(draft)
        plan = plan_matters(work.session, drafts, today, known)
        note_created(found, {draft.lead_unit for draft in drafts if draft.lead_unit} - refs.units.keys())
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
        """Write the versions planned, after the units they name."""
        create_units(work, comparison.extra)
        write_matters(work.session, work.actor, work.at, comparison.plan)
        return {"totals": comparison.totals}

    def export(self, session: Session, actor: Actor, at: datetime) -> Iterable[Sequence[Any]]:
        """Yield what every code means on the day of ``at``, by code."""
        for _code, each in sorted(standing(session, office_day(session, at)).items()):
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
        "origins": _or_nothing([each.origin for each in draft.conditions]),
        "assisting": list(draft.assisting),
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


def _references(
    row: Row,
    draft: MatterDraft,
    refs: References,
    closed: frozenset[str],
    old: Standing | None,
    work: Work,
) -> Iterator[Problem]:
    unit = draft.lead_unit
    if unit and unit not in refs.units:
        if not creates_units(work):
            yield work.problem(row, "lead_unit", unit, Unknown(N_("unit"), unit, refs.units))
    elif unit in closed and (old is None or old.draft.lead_unit != unit):
        yield work.problem(row, "lead_unit", unit, Retired(N_("unit")))
    if draft.flow and draft.flow not in refs.flows:
        yield work.problem(row, "flow", draft.flow, Unknown(N_("flow"), draft.flow, refs.flows))
    first = N_("in force from")
    for late in in_order(draft.in_force_from, draft.in_force_to, first):
        if row.values.get("in_force_to"):
            yield work.problem(row, "in_force_to", draft.in_force_to, late)


def _duty(row: Row, draft: MatterDraft, duties: Mapping[str, DutyItemView], work: Work) -> Iterator[Problem]:
    """See that a matter rests on a duty that is the township's; one that is retired may rest on any."""
    if not draft.duty_item:
        return
    item = duties.get(draft.duty_item)
    if item is None:
        yield work.problem(row, "duty_item", draft.duty_item, DutyUnlisted(draft.duty_item))
    elif item.duty_list is DutyList.RECALLED and draft.status is not MatterStatus.RETIRED:
        ground = Ground(draft.code, draft.name, item, legal_basis=draft.legal_basis)
        yield work.problem(row, "duty_item", draft.duty_item, DutyRecalled(ground))


def _two_names(
    row: Row, draft: MatterDraft, names: dict[tuple[str, str], tuple[str, int]], work: Work
) -> Iterator[Problem]:
    if "class_name" not in row.values or not draft.class_name:
        return
    name, first = names.setdefault(draft.class_key, (draft.class_name, row.number))
    if name != draft.class_name:
        yield work.problem(row, "class_name", draft.class_name, TwoNames(draft.class_code, name, first))


KIND = Matters()
