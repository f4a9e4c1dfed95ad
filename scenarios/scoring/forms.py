"""Forms of evaluators: what several of them gave, merged, and what somebody objected to."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from models.drills.kinds import EntryKind
from models.kernel.errors import DomainError, ErrorKind
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from models.drills.views import EntryView
    from scenarios.format.expecting import EvaluatorForm


class FormIncomplete(DomainError):
    """A form leaves an item out, or names one there is not."""

    kind = ErrorKind.INPUT
    code = "drill.form_incomplete"
    sentence = N_("The form does not give points to every item: %(items)s.")
    next_step = N_("Give each item its points, 0 where nothing was done.")

    def __init__(self, items: str) -> None:
        super().__init__(items=items)


class TooManyPoints(DomainError):
    """An item got less than nothing, or more than it is worth."""

    kind = ErrorKind.INPUT
    code = "drill.form_points"
    sentence = N_("“%(item)s” gets from 0 to %(most)s points, not %(points)s.")
    next_step = N_("Correct the points and try again.")

    def __init__(self, item: str, points: float, most: float) -> None:
        super().__init__(item=item, points=f"{points:g}", most=f"{most:g}")


@dataclass(frozen=True, slots=True)
class FilledIn:
    """One evaluator's form about one expectation; the last one an evaluator handed in counts."""

    expectation: str
    evaluator: str
    points: Mapping[str, float]
    """By item"""
    note: str
    person: str = ""
    """What the evaluator is called"""


@dataclass(frozen=True, slots=True)
class Objection:
    """Somebody does not agree with how an expectation was judged."""

    expectation: str
    person: str
    text: str


def form_body(
    form: EvaluatorForm, expectation: str, points: Mapping[str, float], note: str = ""
) -> dict[str, Any]:
    """Return the entry of a form filled in.

    Raises:
        FormIncomplete: an item got no points, or there is no such item.
        TooManyPoints: an item got less than nothing, or more than it is worth.
    """
    items = {each.id: each for each in form.items}
    off = sorted(set(items) ^ set(points))
    if off:
        raise FormIncomplete("、".join(off))
    for name, given in points.items():
        if not 0 <= given <= items[name].points:
            raise TooManyPoints(items[name].text, given, items[name].points)
    return {"expectation": expectation, "points": dict(points), "note": note}


def forms_of(entries: Iterable[EntryView]) -> dict[str, list[FilledIn]]:
    """Return the forms handed in, by expectation; of each evaluator the last one."""
    last: dict[tuple[str, str], FilledIn] = {}
    for entry in entries:
        if entry.kind is EntryKind.FORM:
            body = entry.body
            person = body.get("person") or entry.login
            found = FilledIn(body["expectation"], entry.login, body["points"], body.get("note", ""), person)
            last[found.expectation, found.evaluator] = found
    merged: defaultdict[str, list[FilledIn]] = defaultdict(list)
    for (expectation, _), found in sorted(last.items()):
        merged[expectation].append(found)
    return dict(merged)


def objections_of(entries: Iterable[EntryView]) -> list[Objection]:
    """Return what was objected to, in the order it was said."""
    return [
        Objection(entry.body["expectation"], entry.body.get("person") or entry.login, entry.body["text"])
        for entry in entries
        if entry.kind is EntryKind.OBJECTION
    ]


def merged_points(form: EvaluatorForm, filled: Iterable[FilledIn]) -> dict[str, float]:
    """Return the mean of what evaluators gave, by item; empty where nobody handed one in."""
    return mean_points(form, [each.points for each in filled])


def mean_points(form: EvaluatorForm, given: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Return the mean of several gifts of points, by item; empty where there is none."""
    if not given:
        return {}
    return {each.id: sum(one[each.id] for one in given) / len(given) for each in form.items}


def share_of(form: EvaluatorForm, points: Mapping[str, float]) -> float:
    """Return which share of its points a form gives, from 0 to 1."""
    return sum(points.values()) / sum(each.points for each in form.items)
