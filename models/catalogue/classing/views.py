"""What others see of classification rules, and of what they would do."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

    from models.catalogue.sources.views import SourceKind
    from models.catalogue.views import DutyList, MatterKind, SettleLevel

NO_LIST = "none"
"""As a condition on the duty list: the entry is on none."""


@dataclass(frozen=True, slots=True)
class When:
    """When a rule applies; every part that says something must hold, of the several texts of one any.

    ``words`` are looked for in the name and in the texts of the filing conditions, whatever their
    case and width; ``路灯+损坏`` asks for both. ``without`` are words that must not occur.
    ``departments`` and ``basis`` are parts of the department and of the legal basis. ``classes``
    are written ``scheme:code``, with the classes below them, or ``scheme:`` for a whole scheme.
    ``lists`` are duty lists, :data:`NO_LIST` for none. ``only_new`` leaves
    matters alone that are in force: what they say was decided before.
    """

    words: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    sources: tuple[SourceKind, ...] = ()
    basis: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    only_new: bool = False


@dataclass(frozen=True, slots=True)
class Then:
    """What a rule sets; ``None`` leaves a field alone. ``class_key`` is written ``scheme:code``."""

    class_key: str | None = None
    class_name: str = ""
    """What the class is called where it is new; belongs to ``class_key``"""
    parent: str | None = None
    duty_list: DutyList | None = None
    kind: MatterKind | None = None
    settle_level: SettleLevel | None = None
    urgency: int | None = None
    severity: int | None = None
    department: str | None = None


@dataclass(frozen=True, slots=True)
class RuleDraft:
    """A rule as somebody writes it. The name is what findings and steps call it by."""

    name: str
    when: When = When()
    then: Then = Then()
    note: str = ""
    active: bool = True


@dataclass(frozen=True, slots=True)
class RuleView:
    """A rule in its place; ``number`` counts from 1. ``id`` is 0 for one that is not saved yet."""

    id: int
    number: int
    version: int
    draft: RuleDraft


@dataclass(frozen=True, slots=True)
class AddRule:
    """A new rule, as number ``place``; by default the last."""

    draft: RuleDraft
    place: int | None = None


@dataclass(frozen=True, slots=True)
class ChangeRule:
    """Another wording of a rule; ``expected`` is the version that was looked at."""

    rule_id: int
    draft: RuleDraft
    expected: int | None = None


@dataclass(frozen=True, slots=True)
class MoveRule:
    """Another place for a rule: it becomes number ``place``."""

    rule_id: int
    place: int
    expected: int | None = None


@dataclass(frozen=True, slots=True)
class RemoveRule:
    """No such rule any more."""

    rule_id: int
    expected: int | None = None


@dataclass(frozen=True, slots=True)
class ReplaceRules:
    """Other rules altogether: a file that is read in. A rule of the same name keeps its identity."""

    drafts: tuple[RuleDraft, ...]


RuleEdit: TypeAlias = AddRule | ChangeRule | MoveRule | RemoveRule | ReplaceRules


@dataclass(frozen=True, slots=True)
class Move:
    """An entry that gets another value: of ``field``, from ``before`` to ``after``.

    ``field`` is one of :data:`models.catalogue.classing.rules.TARGETS`; a class is written
    ``scheme:code``. ``rule`` names the rule that decides; empty where none does any more and the
    value from before the rules comes back.
    """

    matter_id: int
    code: str
    name: str
    field: str
    before: Any
    after: Any
    rule: str


class Fault(StrEnum):
    """What may be wrong with a rule as it stands among the others."""

    NEVER = "never"
    """No entry of the list fits it"""
    SHADOWED = "shadowed"
    """Rules before it decide all it would"""
    CONTRADICTS = "contradicts"
    """A rule before it sets the same field of the same entries to something else"""
    UNKNOWN_CLASS = "unknown_class"
    UNKNOWN_PARENT = "unknown_parent"


@dataclass(frozen=True, slots=True)
class RuleFinding:
    """One finding about a rule; ``sentence`` is a message id with ``params``."""

    fault: Fault
    number: int
    rule: str
    other: str
    """The rule before it that is meant, if one is"""
    sentence: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RulePreview:
    """What a change of the rules, or carrying them out, would do.

    ``by_hand`` counts values that a rule would set and a person's hand keeps. ``entries`` were
    looked at: those of the list being prepared, or, where none is, the matters in force
    (``prepared`` is ``False`` then, and nothing moves before a list is begun).
    """

    rules: tuple[RuleView, ...]
    moves: tuple[Move, ...]
    by_hand: int
    entries: int
    prepared: bool
    fingerprint: str
    findings: tuple[RuleFinding, ...] = ()
    classes: Mapping[str, str] = field(default_factory=dict)
    """What the classes are called that moves name, by ``scheme:code``"""

    @property
    def moving(self) -> int:
        """How many entries move."""
        return len({move.matter_id for move in self.moves})
