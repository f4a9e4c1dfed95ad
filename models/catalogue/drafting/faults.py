"""What is wrong with an entry, or still lacking: pure checks, each fault with its sentence."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from models.calendar.refusals import BadLimit, ImpossibleLimit
from models.calendar.rules import parse_limit
from models.catalogue.rules import UNSORTED
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from models.catalogue.rules import MatterDraft
    from models.catalogue.standing import References


class Weight(StrEnum):
    """How heavy a fault weighs."""

    BLOCKS = "blocks"
    """It stands in the way of publishing"""
    WARNS = "warns"
    """It contradicts something"""
    LACKS = "lacks"
    """Something is not filled in"""


class FaultKind(StrEnum):
    """What can be wrong with an entry."""

    NO_CODE = "no_code"
    NO_NAME = "no_name"
    DOUBLE_CODE = "double_code"
    BAD_LIMIT = "bad_limit"
    UNKNOWN_UNIT = "unknown_unit"
    UNKNOWN_DUTY = "unknown_duty"
    UNKNOWN_FLOW = "unknown_flow"
    PARENT_GONE = "parent_gone"
    PARENT_SELF = "parent_self"
    PARENT_NESTED = "parent_nested"
    NEW_CLASS = "new_class"
    VAGUE_CONDITION = "vague_condition"
    NO_CLASS = "no_class"
    NO_LIST = "no_list"
    NO_DEPARTMENT = "no_department"
    NO_CONDITION = "no_condition"


FAULTS: dict[FaultKind, tuple[Weight, str, str]] = {
    FaultKind.NO_CODE: (Weight.BLOCKS, "code", N_("it has no code")),
    FaultKind.NO_NAME: (Weight.BLOCKS, "name", N_("it has no name")),
    FaultKind.DOUBLE_CODE: (Weight.BLOCKS, "code", N_("its code is also that of “%(other)s”")),
    FaultKind.BAD_LIMIT: (Weight.BLOCKS, "conditions", N_("filing condition %(number)s has no usable limit")),
    FaultKind.UNKNOWN_UNIT: (Weight.BLOCKS, "lead_unit", N_("there is no unit %(code)s")),
    FaultKind.UNKNOWN_DUTY: (Weight.BLOCKS, "duty_item", N_("there is no duty item %(code)s")),
    FaultKind.UNKNOWN_FLOW: (Weight.BLOCKS, "flow", N_("there is no flow %(code)s")),
    FaultKind.PARENT_GONE: (Weight.WARNS, "parent", N_("its main item %(code)s is not on the list")),
    FaultKind.PARENT_SELF: (Weight.WARNS, "parent", N_("it is its own main item")),
    FaultKind.PARENT_NESTED: (
        Weight.WARNS, "parent", N_("its main item %(code)s is a sub-item itself"),
    ),
    FaultKind.NEW_CLASS: (
        Weight.WARNS, "class_code", N_("its class %(code)s does not exist yet and has no name"),
    ),
    FaultKind.VAGUE_CONDITION: (
        Weight.WARNS, "conditions", N_("of several filing conditions, number %(number)s says nothing"),
    ),
    FaultKind.NO_CLASS: (Weight.LACKS, "class_code", N_("it is in no class")),
    FaultKind.NO_LIST: (Weight.LACKS, "duty_list", N_("it is on no duty list")),
    FaultKind.NO_DEPARTMENT: (Weight.LACKS, "department", N_("nobody answers for it")),
    FaultKind.NO_CONDITION: (
        Weight.LACKS, "conditions", N_("it has no filing condition, so no case can be filed under it"),
    ),
}  # fmt: skip
"""Each fault's weight, the field it is about, and its sentence. The order is that of their weight."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of one entry."""

    kind: FaultKind
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def weight(self) -> Weight:
        """How heavy it weighs."""
        return FAULTS[self.kind][0]

    @property
    def field(self) -> str:
        """The field it is about."""
        return FAULTS[self.kind][1]

    @property
    def sentence(self) -> str:
        """What is wrong: a message id with :attr:`params`."""
        return FAULTS[self.kind][2]


@dataclass(slots=True)
class World:
    """What the entries of a list are checked against: each other, and what there is besides."""

    refs: References
    bearers: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    """Live entries by code"""
    drafts: dict[int, MatterDraft] = field(default_factory=dict)
    named: set[tuple[str, str]] = field(default_factory=set)
    """Classes to which some live entry gives a name"""


def world_of(drafts: Iterable[tuple[int, MatterDraft]], refs: References) -> World:
    """Return what live entries are checked against."""
    world = World(refs)
    for key, draft in drafts:
        world.drafts[key] = draft
        if draft.code:
            world.bearers[draft.code].append(key)
        if draft.class_name:
            world.named.add(draft.class_key)
    return world


def own_faults(draft: MatterDraft) -> tuple[Fault, ...]:
    """Return the faults an entry has whatever else there is."""
    found = [
        Fault(kind)
        for kind, right in (
            (FaultKind.NO_CODE, draft.code),
            (FaultKind.NO_NAME, draft.name),
            (FaultKind.NO_LIST, draft.duty_list),
            (FaultKind.NO_DEPARTMENT, draft.department or draft.lead_unit),
            (FaultKind.NO_CONDITION, draft.conditions),
        )
        if not right
    ]
    if draft.class_key == UNSORTED:
        found.append(Fault(FaultKind.NO_CLASS))
    several = len(draft.conditions) > 1
    for number, condition in enumerate(draft.conditions, start=1):
        if not _is_limit(condition.limit):
            found.append(Fault(FaultKind.BAD_LIMIT, {"number": number}))
        if several and not condition.text:
            found.append(Fault(FaultKind.VAGUE_CONDITION, {"number": number}))
    return tuple(found)


@lru_cache(maxsize=1000)
def _is_limit(text: str) -> bool:
    try:
        parse_limit(text)
    except (BadLimit, ImpossibleLimit):
        return False
    return True


def faults_of(key: int, draft: MatterDraft, own: Iterable[Fault], world: World) -> tuple[Fault, ...]:
    """Return all faults of a live entry, the heaviest first."""
    found = list(own)
    code, parent, refs = draft.code, draft.parent, world.refs
    bearers = world.bearers.get(code, ()) if code else ()
    if len(bearers) > 1:
        other = next(each for each in bearers if each != key)
        found.append(Fault(FaultKind.DOUBLE_CODE, {"other": world.drafts[other].name}))
    if draft.lead_unit and draft.lead_unit not in refs.units:
        found.append(Fault(FaultKind.UNKNOWN_UNIT, {"code": draft.lead_unit}))
    if draft.duty_item and draft.duty_item not in refs.duties:
        found.append(Fault(FaultKind.UNKNOWN_DUTY, {"code": draft.duty_item}))
    if draft.flow and draft.flow not in refs.flows:
        found.append(Fault(FaultKind.UNKNOWN_FLOW, {"code": draft.flow}))
    if parent and parent == code:
        found.append(Fault(FaultKind.PARENT_SELF))
    elif parent and parent not in world.bearers:
        found.append(Fault(FaultKind.PARENT_GONE, {"code": parent}))
    elif parent and world.drafts[world.bearers[parent][0]].parent not in {"", parent}:
        found.append(Fault(FaultKind.PARENT_NESTED, {"code": parent}))
    of_class = draft.class_key
    if of_class not in refs.classes and of_class not in world.named and of_class != UNSORTED:
        found.append(Fault(FaultKind.NEW_CLASS, {"code": draft.class_code}))
    return tuple(sorted(found, key=_rank)) if len(found) > 1 else tuple(found)


_RANKS = {kind: place for place, kind in enumerate(FAULTS)}


def _rank(fault: Fault) -> int:
    return _RANKS[fault.kind]
