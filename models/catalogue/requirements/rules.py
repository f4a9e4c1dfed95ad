"""How requirements are numbered, what is missing of them, and which months count: pure decisions."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from models.catalogue.flows.views import RelativeUnit, StepKind
from models.catalogue.requirements.views import Gap, GapKind, Relation, Volume, VolumeBasis
from models.catalogue.rules import UNSORTED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from models.catalogue.requirements.views import (
        ConditionRequirement,
        FlowUse,
        SourceRef,
        StepRequirement,
    )
    from models.catalogue.rules import MatterDraft

_NUMBER = re.compile(r"R0*([0-9]{1,9})(?:\.([0-9A-Za-z_-]{1,40}))?", re.IGNORECASE)
_SOURCE = re.compile(r"S0*([0-9]{1,9})", re.IGNORECASE)
_MONTHS = 12


def requirement_number(matter_id: int) -> str:
    """Return the number of a matter's requirement: its identity, which no edition changes."""
    return f"R{matter_id:04d}"


def source_number(item_id: int) -> str:
    """Return the number of a source item in tables."""
    return f"S{item_id:04d}"


def matter_of(text: str) -> tuple[int, str] | None:
    """Return the matter, and the part, that a requirement's number names; ``None`` if it is none."""
    found = _NUMBER.fullmatch(text)
    return None if found is None else (int(found[1]), found[2] or "")


def item_of(text: str) -> int | None:
    """Return the source item that a number such as ``S0012`` names; ``None`` if it is none."""
    found = _SOURCE.fullmatch(text)
    return None if found is None else int(found[1])


def months_before(today: date) -> tuple[date, date]:
    """Return the first and the last day of the twelve whole months before ``today``'s."""
    last = today.replace(day=1) - timedelta(days=1)
    month, year = today.month, today.year - 1
    return date(year, month, 1), last


def volume(count: int, *, since: date | None, first: date, in_force: date | None) -> Volume:
    """Return the volume to expect, and by what it is known.

    Args:
        count: cases closed in the twelve months.
        since: the day of the earliest case that is kept; ``None`` where there is none.
        first: the first day of the twelve months.
        in_force: since when the matter is in force; ``None`` for always.
    """
    if count:
        return Volume(VolumeBasis.COUNTED, count)
    whole = since is not None and since <= first and (in_force is None or in_force <= first)
    return Volume(VolumeBasis.NONE, 0) if whole else Volume(VolumeBasis.UNKNOWN, None)


def gaps_of(
    number: str,
    draft: MatterDraft,
    conditions: Sequence[ConditionRequirement],
    flow: FlowUse | None,
    steps: Sequence[StepRequirement],
    sources: Sequence[SourceRef],
) -> tuple[Gap, ...]:
    """Return what is missing of a matter."""

    def gap(kind: GapKind, where: str = "") -> Gap:
        return Gap(kind, number, draft.code, draft.name, where)

    return tuple(
        gap(*each)
        for found in (
            _of_matter(draft, sources),
            _of_conditions(conditions),
            _of_flow(flow, steps),
        )
        for each in found
    )


def _of_matter(draft: MatterDraft, sources: Sequence[SourceRef]) -> Iterator[tuple[Any, ...]]:
    if draft.class_key == UNSORTED:
        yield (GapKind.NO_CLASS,)
    if draft.duty_list is None and not draft.duty_item:
        yield (GapKind.NO_DUTY_LIST,)
    if not draft.department and not draft.lead_unit:
        yield (GapKind.NO_DEPARTMENT,)
    if not draft.legal_basis:
        yield (GapKind.NO_BASIS,)
    if not sources:
        yield (GapKind.NO_SOURCE,)


def _of_conditions(conditions: Sequence[ConditionRequirement]) -> Iterator[tuple[Any, ...]]:
    if not conditions:
        yield (GapKind.NO_CONDITION,)
    for each in conditions:
        if not each.closing_condition:
            yield (GapKind.NO_CLOSING, each.number)
        if not each.evidence:
            yield (GapKind.NO_EVIDENCE, each.number)


def _of_flow(flow: FlowUse | None, steps: Sequence[StepRequirement]) -> Iterator[tuple[Any, ...]]:
    if flow is None:
        yield (GapKind.NO_FLOW,)
        return
    if flow.retired:
        yield (GapKind.FLOW_RETIRED, flow.code)
    for step in steps:
        if not step.post:
            yield (GapKind.STEP_WITHOUT_POST, step.number)
        if not step.limit:
            yield (GapKind.STEP_WITHOUT_LIMIT, step.number)
    if not any(step.entries for step in steps):
        yield (GapKind.NO_FORM,)


def relation_of(step: StepRequirement) -> Relation:
    """Return what a step of a unit's own makes of that unit."""
    if step.kind is StepKind.ESCALATE:
        return Relation.CALLED
    return Relation.ASSISTS if step.kind is StepKind.ASSIST else Relation.HANDLES


def is_relative(unit: str) -> bool:
    """Say whether a step's unit depends on the case."""
    return unit in {each.value for each in RelativeUnit}
