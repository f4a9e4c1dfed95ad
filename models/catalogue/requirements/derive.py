"""From a list and what its matters name to requirements, without a database."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from models.catalogue.drafting.rules import root_of
from models.catalogue.duties.rules import split_departments
from models.catalogue.flows.views import RelativeUnit, StepKind
from models.catalogue.requirements.rules import (
    gaps_of,
    is_relative,
    relation_of,
    requirement_number,
    volume,
)
from models.catalogue.requirements.views import (
    ConditionRequirement,
    DepartmentRow,
    FunctionRow,
    InterfaceRequirement,
    Relation,
    Requirement,
    RequirementSet,
    StepRequirement,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from models.catalogue.flows.views import FlowDraft
    from models.catalogue.requirements.queries import Ground
    from models.catalogue.rules import MatterDraft
    from models.catalogue.standing import Standing


def derive(
    ground: Ground, closed: Mapping[int, int], *, since: date | None, first: date, last: date
) -> RequirementSet:
    """Return the requirements of a list.

    Args:
        ground: the list and what its matters name.
        closed: cases closed from ``first`` to ``last``, by the matter they were filed under.
        since: the day of the earliest case that is kept.
        first: the first day that counts.
        last: the last one.
    """
    counts: Counter[int] = Counter()
    for key, count in closed.items():
        counts[root_of(ground.heirs, key)] += count
    found = tuple(
        _requirement(ground, each, counts[each.matter_id], since=since, first=first)
        for each in ground.matters
    )
    listed = {each.matter_id for each in ground.matters}
    unclaimed = tuple(
        ref for key, refs in sorted(ground.sources.items()) if key not in listed for ref in refs
    )
    return RequirementSet(ground.meant, first, last, found, _functions(found), _departments(found), unclaimed)


def _requirement(
    ground: Ground, matter: Standing, count: int, *, since: date | None, first: date
) -> Requirement:
    draft, number = matter.draft, requirement_number(matter.matter_id)
    key = f"{draft.scheme}:{draft.class_code}"
    flow, plan = ground.flows.get(draft.flow, (None, None))
    conditions = _conditions(draft, number)
    steps = () if plan is None else _steps(plan, number, ground.units)
    sources = ground.sources.get(matter.matter_id, ())
    return Requirement(
        number=number,
        matter_id=matter.matter_id,
        code=draft.code,
        name=draft.name,
        parent=draft.parent,
        class_key=key,
        class_path=ground.class_paths.get(key) or (draft.class_name or draft.class_code,),
        duty_list=draft.duty_list,
        kind=draft.kind,
        settle_level=draft.settle_level,
        urgency=draft.urgency,
        severity=draft.severity,
        privacy=draft.privacy,
        lead_unit=draft.lead_unit,
        lead_unit_name=ground.units.get(draft.lead_unit, ""),
        department=draft.department,
        legal_basis=draft.legal_basis,
        grid_duty=draft.grid_duty,
        patrol=draft.patrol,
        conditions=conditions,
        flow=flow,
        steps=steps,
        interfaces=_interfaces(draft, number, steps, ground),
        volume=volume(count, since=since, first=first, in_force=ground.since.get(matter.matter_id)),
        sources=sources,
        gaps=gaps_of(number, draft, conditions, flow, steps, sources),
    )


def _conditions(draft: MatterDraft, number: str) -> tuple[ConditionRequirement, ...]:
    return tuple(
        ConditionRequirement(
            f"{number}.C{seq}",
            seq,
            each.text,
            each.limit,
            each.mode,
            each.closing_condition,
            each.evidence,
        )
        for seq, each in enumerate(draft.conditions, 1)
    )


def _steps(plan: FlowDraft, number: str, units: Mapping[str, str]) -> tuple[StepRequirement, ...]:
    return tuple(
        StepRequirement(
            f"{number}.{step.key}",
            place,
            step.key,
            step.name,
            step.kind,
            step.post,
            step.unit,
            "" if is_relative(step.unit) else units.get(step.unit, step.unit),
            step.limit,
            step.evidence,
            step.entries,
        )
        for place, step in enumerate(plan.steps, 1)
    )


def _interfaces(
    draft: MatterDraft, number: str, steps: Sequence[StepRequirement], ground: Ground
) -> tuple[InterfaceRequirement, ...]:
    """Return what departments the platform has to reach: who leads and assists, whose steps the flow has.

    The township's own units are no departments.
    """
    units = ground.units
    leads = split_departments(draft.department) or [
        units[code] for code in (draft.lead_unit,) if code in units
    ]
    assisting = list(draft.assisting)
    found: dict[str, dict[Relation, None]] = {}

    def add(names: Sequence[str], relation: Relation) -> None:
        for name in (each for each in names if each not in ground.own):
            found.setdefault(name, {})[relation] = None

    add(leads, Relation.LEADS)
    add([units.get(name, name) for name in assisting], Relation.ASSISTS)
    for step in steps:
        if step.unit_name:
            add([step.unit_name], relation_of(step))
        elif step.kind is StepKind.ESCALATE and step.unit == RelativeUnit.ASSISTING.value:
            add([units.get(name, name) for name in assisting], Relation.CALLED)
        elif step.kind is StepKind.ESCALATE and step.unit in {
            RelativeUnit.LEAD.value,
            RelativeUnit.DEPARTMENT.value,
        }:
            add(leads, Relation.CALLED)
    return tuple(
        InterfaceRequirement(
            f"{number}.I{place}", name, tuple(each for each in Relation if each in relations)
        )
        for place, (name, relations) in enumerate(found.items(), 1)
    )


def _functions(requirements: Sequence[Requirement]) -> tuple[FunctionRow, ...]:
    """Return for how many matters each role has each function; steps without a post count as none's."""
    posts: dict[StepKind, Counter[str]] = {kind: Counter() for kind in StepKind}
    matters: Counter[StepKind] = Counter()
    for each in requirements:
        for kind, post in dict.fromkeys((step.kind, step.post) for step in each.steps):
            posts[kind][post] += 1
        matters.update({step.kind for step in each.steps})
    return tuple(
        FunctionRow(kind, dict(sorted(posts[kind].items())), matters[kind])
        for kind in StepKind
        if matters[kind]
    )


def _departments(requirements: Sequence[Requirement]) -> tuple[DepartmentRow, ...]:
    """Return the departments, those with most requirements first."""
    by_name: dict[str, dict[Relation, list[str]]] = {}
    shared: dict[str, list[Requirement]] = {}
    for each in requirements:
        for interface in each.interfaces:
            shared.setdefault(interface.department, []).append(each)
            for relation in interface.relations:
                lists = by_name.setdefault(interface.department, {})
                lists.setdefault(relation, []).append(each.number)
    rows = [
        DepartmentRow(
            name,
            {relation: tuple(by_name[name][relation]) for relation in Relation if relation in by_name[name]},
            tuple(each.number for each in them),
            sum(each.volume.count or 0 for each in them),
            sum(each.volume.count is None for each in them),
        )
        for name, them in shared.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-len(row.requirements), row.department)))
