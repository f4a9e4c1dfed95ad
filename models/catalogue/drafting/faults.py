"""What is wrong with an entry, or still lacking: pure checks, each fault with its sentence."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from models.calendar.refusals import BadLimit, ImpossibleLimit
from models.calendar.rules import parse_limit
from models.catalogue.drafting.rules import root_of
from models.catalogue.rules import UNSORTED
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
    PARENT_ENDED = "parent_ended"
    PARENT_MERGED = "parent_merged"
    PARENT_GONE = "parent_gone"
    PARENT_SELF = "parent_self"
    PARENT_NESTED = "parent_nested"
    DOUBLE_NAME = "double_name"
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
    FaultKind.PARENT_ENDED: (Weight.BLOCKS, "parent", N_("its main item %(code)s ends with this edition")),
    FaultKind.PARENT_MERGED: (Weight.BLOCKS, "parent", N_("its main item %(code)s went into %(heir)s")),
    FaultKind.PARENT_GONE: (Weight.WARNS, "parent", N_("its main item %(code)s is not on the list")),
    FaultKind.PARENT_SELF: (Weight.WARNS, "parent", N_("it is its own main item")),
    FaultKind.PARENT_NESTED: (
        Weight.WARNS, "parent", N_("its main item %(code)s is a sub-item itself"),
    ),
    FaultKind.DOUBLE_NAME: (Weight.WARNS, "name", N_("%(code)s is called the same")),
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
    drafts: Mapping[int, MatterDraft]
    gone: Mapping[str, str]
    """Codes of entries that ended, each with the live entry it was merged into, "" for none"""
    bearers: dict[str, int] = field(default_factory=dict)
    """The first live entry of each code"""
    doubles: dict[str, list[int]] = field(default_factory=dict)
    """All live entries of the codes that several have"""
    names: dict[str, int] = field(default_factory=dict)
    """The first live entry of each name"""
    double_names: dict[str, list[int]] = field(default_factory=dict)
    """All live entries of the names that several have"""
    named: set[tuple[str, str]] = field(default_factory=set)
    """Classes to which some live entry gives a name"""


def world_of(drafts: Mapping[int, MatterDraft], gone: Mapping[str, str], refs: References) -> World:
    """Return what live entries are checked against."""
    world = World(refs, drafts, gone)
    for key, draft in drafts.items():
        if draft.code:
            first = world.bearers.setdefault(draft.code, key)
            if first != key:
                world.doubles.setdefault(draft.code, [first]).append(key)
        first = world.names.setdefault(draft.name, key)
        if first != key and draft.name:
            world.double_names.setdefault(draft.name, [first]).append(key)
        if draft.class_name:
            world.named.add(draft.class_key)
    return world


def gone_of(
    ended: Mapping[int, str], into: Mapping[int, int | None], live: Mapping[int, MatterDraft]
) -> dict[str, str]:
    """Return the codes of ended entries, each with the live entry that took it in.

    Args:
        ended: codes of merged, retired and dropped entries by matter.
        into: which entry each merged one went into, directly.
        live: what the live entries say.
    """
    found = {}
    for key, code in ended.items():
        heir = live.get(root_of(into, key))
        if code:
            found[code] = f"{heir.code} {heir.name}".strip() if heir is not None else ""
    return found


def own_faults(draft: MatterDraft) -> tuple[Fault, ...]:
    """Return the faults an entry has whatever else there is, the heaviest first."""
    found = [
        _PLAIN[kind]
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
        found.append(_PLAIN[FaultKind.NO_CLASS])
    several = len(draft.conditions) > 1
    for number, condition in enumerate(draft.conditions, start=1):
        if not _is_limit(condition.limit):
            found.append(Fault(FaultKind.BAD_LIMIT, {"number": number}))
        if several and not condition.text:
            found.append(Fault(FaultKind.VAGUE_CONDITION, {"number": number}))
    return tuple(sorted(found, key=_rank))


_PLAIN = {kind: Fault(kind) for kind in FaultKind}
"""Faults about which nothing more is to be said: one of each kind is enough for thousands of entries"""


@lru_cache(maxsize=1000)
def _is_limit(text: str) -> bool:
    try:
        parse_limit(text)
    except (BadLimit, ImpossibleLimit):
        return False
    return True


def faults_of(key: int, draft: MatterDraft, own: tuple[Fault, ...], world: World) -> tuple[Fault, ...]:
    """Return all faults of a live entry, the heaviest first; ``own`` itself where there are no others."""
    refs, parent = world.refs, draft.parent
    if (
        draft.code not in world.doubles
        and draft.name not in world.double_names
        and not parent
        and (not draft.lead_unit or draft.lead_unit in refs.units)
        and (not draft.duty_item or draft.duty_item in refs.duties)
        and (not draft.flow or draft.flow in refs.flows)
        and (draft.class_name or _has_class(draft, world))
    ):
        return own
    return tuple(sorted((*own, *_among_others(key, draft, world)), key=_rank))


def _has_class(draft: MatterDraft, world: World) -> bool:
    of_class = draft.class_key
    return of_class in world.refs.classes or of_class in world.named or of_class == UNSORTED


def _among_others(key: int, draft: MatterDraft, world: World) -> Iterator[Fault]:
    refs, parent = world.refs, draft.parent
    if draft.code in world.doubles:
        other = next(each for each in world.doubles[draft.code] if each != key)
        yield Fault(FaultKind.DOUBLE_CODE, {"other": world.drafts[other].name})
    if draft.name in world.double_names:
        other = next(each for each in world.double_names[draft.name] if each != key)
        yield Fault(FaultKind.DOUBLE_NAME, {"code": world.drafts[other].code or f"#{other}"})
    for kind, code, known in (
        (FaultKind.UNKNOWN_UNIT, draft.lead_unit, refs.units),
        (FaultKind.UNKNOWN_DUTY, draft.duty_item, refs.duties),
        (FaultKind.UNKNOWN_FLOW, draft.flow, refs.flows),
    ):
        if code and code not in known:
            yield Fault(kind, {"code": code})
    if parent and parent == draft.code:
        yield _PLAIN[FaultKind.PARENT_SELF]
    elif parent and parent not in world.bearers:
        yield _without_parent(parent, world)
    elif parent and world.drafts[world.bearers[parent]].parent not in {"", parent}:
        yield Fault(FaultKind.PARENT_NESTED, {"code": parent})
    if not _has_class(draft, world):
        yield Fault(FaultKind.NEW_CLASS, {"code": draft.class_code})


def _without_parent(code: str, world: World) -> Fault:
    heir = world.gone.get(code)
    if heir is None:
        # It never stood on this list: a heading of the place's own, perhaps.
        return Fault(FaultKind.PARENT_GONE, {"code": code})
    if heir:
        return Fault(FaultKind.PARENT_MERGED, {"code": code, "heir": heir})
    return Fault(FaultKind.PARENT_ENDED, {"code": code})


_RANKS = {kind: place for place, kind in enumerate(FAULTS)}


def _rank(fault: Fault) -> int:
    return _RANKS[fault.kind]
