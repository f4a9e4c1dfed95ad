"""Marks: points per expectation, added up per objective, role and drill, and the grade."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from models.drills.kinds import EntryKind
from scenarios.format.expecting import ByForm
from scenarios.format.words import Outcome
from scenarios.scoring.forms import FilledIn, forms_of, merged_points, share_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from models.drills.views import EntryView
    from scenarios.format.expecting import Expected, Grade
    from scenarios.format.scenario import Scenario

_MET = 1.0


@dataclass(frozen=True, slots=True)
class Mark:
    """How it stands with one expectation."""

    expected: Expected
    outcome: Outcome
    share: float
    """Of its points, from 0 to 1"""
    at: int | None
    """When it was settled, in seconds from the start; ``None`` while it is open"""
    forms: tuple[FilledIn, ...] = ()
    """What evaluators gave"""
    items: Mapping[str, float] = field(default_factory=dict)
    """The mean of that, by item"""

    @property
    def counts(self) -> bool:
        """Whether it is part of the sum: not what is void, nor a form nobody filled in."""
        return self.outcome is not Outcome.VOID and not (
            isinstance(self.expected.judged, ByForm) and not self.forms
        )

    @property
    def points(self) -> float:
        """What it earned."""
        return self.expected.weight * self.share if self.counts else 0.0

    @property
    def worth(self) -> float:
        """What it could earn."""
        return self.expected.weight if self.counts else 0.0


@dataclass(frozen=True, slots=True)
class Sum:
    """Points of several expectations together."""

    points: float
    worth: float
    met: int
    missed: int

    @property
    def share(self) -> float | None:
        """The share earned; ``None`` where nothing counts."""
        return self.points / self.worth if self.worth else None


@dataclass(frozen=True, slots=True)
class Score:
    """The marks of a drill."""

    marks: tuple[Mark, ...]
    whole: Sum
    objectives: Mapping[str, Sum]
    roles: Mapping[str, Sum]
    total: float
    """What a drill without a fault gets"""
    grade: str
    """"" where nothing counts yet"""
    critical: tuple[str, ...]
    """Missed expectations that make it the lowest grade by themselves"""

    @property
    def mark(self) -> float | None:
        """The mark out of :attr:`total`; ``None`` where nothing counts yet."""
        return None if self.whole.share is None else self.total * self.whole.share


def score(scenario: Scenario, entries: Sequence[EntryView], grades: Sequence[Grade] = ()) -> Score:
    """Return the marks of a drill as it was recorded.

    Args:
        scenario: what was played.
        entries: what was recorded.
        grades: the office's own, from the best down; without them those of the scenario hold.

    Expectations that are not settled yet are open and count as nothing earned, so that a mark asked
    for while the drill runs only grows.
    """
    settled = {each.body["id"]: each for each in entries if each.kind is EntryKind.SETTLED}
    forms = forms_of(entries)
    marks = tuple(_mark(each, settled.get(each.id), forms.get(each.id, [])) for each in scenario.expectations)
    whole = _sum(marks)
    critical = tuple(each.expected.id for each in marks if each.expected.critical and _failed(each))
    return Score(
        marks=marks,
        whole=whole,
        objectives={
            each.id: _sum(mark for mark in marks if mark.expected.objective == each.id)
            for each in scenario.objectives
        },
        roles={
            each.id: _sum(mark for mark in marks if each.id in mark.expected.who) for each in scenario.roles
        },
        total=scenario.scoring.total,
        grade=_grade(tuple(grades) or scenario.scoring.grades, whole.share, lowest=bool(critical)),
        critical=critical,
    )


def _mark(expected: Expected, entry: EntryView | None, forms: list[FilledIn]) -> Mark:
    judged = expected.judged
    outcome, share, at = Outcome.OPEN, 0.0, None
    if entry is not None:
        outcome, share = Outcome(entry.body["outcome"]), float(entry.body["share"])
        at = entry.body.get("since")
    if not isinstance(judged, ByForm):
        return Mark(expected, outcome, share, at)
    items = merged_points(judged.form, forms)
    if items and outcome is not Outcome.VOID:
        share = share_of(judged.form, items)
        outcome = outcome_of(share)
    return Mark(expected, outcome, share, at, tuple(forms), items)


def outcome_of(share: float) -> Outcome:
    """Return how an expectation stands that evaluators gave this share of its points."""
    return Outcome.MET if share >= _MET else Outcome.PARTLY if share else Outcome.MISSED


def _failed(mark: Mark) -> bool:
    return mark.outcome is Outcome.MISSED and mark.counts


def _sum(marks: Iterable[Mark]) -> Sum:
    found = list(marks)
    return Sum(
        points=sum(each.points for each in found),
        worth=sum(each.worth for each in found),
        met=sum(each.outcome is Outcome.MET for each in found),
        missed=sum(each.outcome is Outcome.MISSED for each in found),
    )


def _grade(grades: Sequence[Grade], share: float | None, *, lowest: bool) -> str:
    if share is None:
        return ""
    if lowest:
        return grades[-1].name
    return next(each.name for each in grades if share >= each.least)
