"""Expectations: who should have done what by when, and how it is judged."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field, Tag, model_validator

from models.kernel.words import N_
from scenarios.format.base import Id, Line, Moment, Part, Share, Span, Text, by_key, refused
from scenarios.format.conditions import Condition, Ids


class FromMoment(Part):
    """Counted from a moment."""

    at: Moment


class FromInject(Part):
    """Counted from when an inject was first sent; void, if it never was."""

    inject: Id


class FromCase(Part):
    """Counted from the start, about a case of the starting caseload."""

    case: Id


def _bare(value: object) -> object:
    return value if isinstance(value, dict | Part) else {"inject": value}


_Told = Annotated[
    Annotated[FromMoment, Tag("at")]
    | Annotated[FromInject, Tag("inject")]
    | Annotated[FromCase, Tag("case")],
    by_key({"at": "at", "inject": "inject", "case": "case"}),
]
Anchor = Annotated[_Told, BeforeValidator(_bare, json_schema_input_type=_Told | str | int)]
"""A bare id is an inject's."""


class Grace(Part):
    """Later, but not too late: a share of the points."""

    within: Annotated[Span, Field(gt=0)]
    share: Share


class Item(Part):
    """A line of an evaluator's form."""

    id: Id
    text: Line
    points: Annotated[float, Field(gt=0, le=100)] = 1


class EvaluatorForm(Part):
    """What an evaluator fills in: each item gets from nothing to its points."""

    question: Line
    items: Annotated[tuple[Item, ...], Field(min_length=1, max_length=30)]
    hint: Text = ""


class Automatic(Part):
    """Met at the first moment a condition holds in time."""

    auto: Condition


class Avoid(Part):
    """Met if a condition does not come true in time."""

    avoid: Condition


class ByForm(Part):
    """Judged by people."""

    form: EvaluatorForm


Judged = Annotated[
    Annotated[Automatic, Tag("auto")] | Annotated[Avoid, Tag("avoid")] | Annotated[ByForm, Tag("form")],
    by_key({"auto": "auto", "avoid": "avoid", "form": "form"}),
]


class Expected(Part):
    """One expectation."""

    id: Id
    title: Line
    who: Annotated[Ids, Field(min_length=1)]
    """Roles; several share it"""
    objective: Id
    weight: Annotated[float, Field(gt=0, le=100)] = 1
    since: Anchor = FromMoment(at="T+0")
    within: Span | None = None
    """From then on; without it until the end of the drill"""
    grace: Annotated[tuple[Grace, ...], Field(max_length=5)] = ()
    judged: Judged
    critical: bool = False
    """Missed, the whole drill cannot be better than the lowest grade"""
    note: Text = ""

    @model_validator(mode="after")
    def _in_order(self) -> Expected:
        if self.grace and self.within is None:
            raise refused(N_("a grace needs “within”"))
        spans = [self.within or 0, *(each.within for each in self.grace)]
        if spans != sorted(set(spans)):
            raise refused(N_("each grace is longer than what comes before it"))
        return self


class Grade(Part):
    """A grade, and the share of all points it begins at."""

    name: Line
    least: Share


GRADES = (
    Grade(name="优秀", least=0.9),
    Grade(name="良好", least=0.75),
    Grade(name="合格", least=0.6),
    Grade(name="不合格", least=0),
)


class Scoring(Part):
    """How points become a mark."""

    total: Annotated[float, Field(gt=0, le=1000)] = 100
    grades: Annotated[tuple[Grade, ...], Field(min_length=2, max_length=10)] = GRADES
    """From the best down; the last begins at 0"""

    @model_validator(mode="after")
    def _falling(self) -> Scoring:
        least = [grade.least for grade in self.grades]
        if least != sorted(set(least), reverse=True) or least[-1] != 0:
            raise refused(N_("grades go from the best down, and the last begins at 0"))
        return self
