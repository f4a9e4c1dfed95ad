"""Judging a drill: forms of evaluators, and objections of whoever took part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.accounts.rules import require
from models.drills.kinds import EntryKind
from models.improving.rules import TRAINERS, trains
from models.kernel.errors import DomainError, ErrorKind, Invalid, NotFound, NotPermitted
from models.kernel.text import clean_block, half_width
from models.kernel.words import N_, Phrase
from scenarios.format.expecting import ByForm
from scenarios.review.sources import plan_of
from scenarios.scoring.forms import form_body

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from models.accounts.views import Actor
    from models.drills.views import EntryView
    from scenarios.format.expecting import EvaluatorForm, Expected
    from scenarios.format.scenario import Scenario
    from scenarios.sandbox import World

_JUDGE = N_("judge a drill")
_LOOK = N_("look at the review of a drill they did not take part in")
_EXPECTATION = N_("expectation")
_TEXT = N_("text")
_LONGEST = 2000


class JudgedByItself(DomainError):
    """An expectation was to be judged by a form that needs none."""

    kind = ErrorKind.INPUT
    code = "drill.judged_by_itself"
    sentence = N_("“%(title)s” is judged by what was done, not by a form.")
    next_step = N_("If you do not agree, object to it: yiwang drill object.")

    def __init__(self, title: str) -> None:
        super().__init__(title=title)


def took_part(actor: Actor, people: Collection[str]) -> bool:
    """Say whether a person is among those who sat at a desk, by name or login."""
    return actor.name in people or actor.login in people


def people_of(entries: Collection[EntryView]) -> set[str]:
    """Return everybody who sat at a desk."""
    return {each.body["person"] for each in entries if each.kind is EntryKind.SEAT and each.body["person"]}


def require_sight(actor: Actor, entries: Collection[EntryView]) -> None:
    """Let trainers, and those who took part, look at a review.

    Raises:
        NotPermitted: the person is neither.
    """
    if not trains(actor) and not took_part(actor, people_of(entries)):
        raise NotPermitted(actor.name, _LOOK)


def expectation_of(scenario: Scenario, name: str) -> Expected:
    """Return an expectation by its id, its title, or its number in the table of a review.

    Raises:
        NotFound: there is none such.
    """
    wanted = half_width(name).strip()
    every = scenario.expectations
    found = next((each for each in every if wanted in {each.id, each.title}), None)
    if found is None and wanted.isdecimal() and 0 < int(wanted) <= len(every):
        found = every[int(wanted) - 1]
    if found is None:
        raise NotFound(_EXPECTATION, name)
    return found


def form_of(expected: Expected) -> EvaluatorForm:
    """Return the form an expectation is judged by.

    Raises:
        JudgedByItself: there is none.
    """
    if not isinstance(expected.judged, ByForm):
        raise JudgedByItself(expected.title)
    return expected.judged.form


def fill_in(world: World, actor: Actor, name: str, points: Mapping[str, float], note: str = "") -> None:
    """Keep an evaluator's form in the recording; one handed in again replaces their earlier one.

    Raises:
        NotPermitted: the person judges no drills.
        NotFound: there is no such expectation.
        JudgedByItself: it needs no form.
        FormIncomplete, TooManyPoints: see :func:`scenarios.scoring.forms.form_body`.
    """
    require(actor, TRAINERS, _JUDGE)
    drills = world.services.drills
    body = form_entry(plan_of(drills.drill()).scenario, name, points, note)
    drills.append(EntryKind.FORM, world.clock.now(), actor.login, {**body, "person": actor.name})


def form_entry(scenario: Scenario, name: str, points: Mapping[str, float], note: str) -> dict[str, Any]:
    """Return what the recording keeps of a form filled in, but for who filled it in.

    Raises:
        NotFound: there is no such expectation.
        JudgedByItself: it needs no form.
        FormIncomplete, TooManyPoints: see :func:`scenarios.scoring.forms.form_body`.
        Invalid: the note is too long.
    """
    expected = expectation_of(scenario, name)
    return form_body(form_of(expected), expected.id, points, _cleaned(note))


def object_to(world: World, actor: Actor, name: str, text: str) -> None:
    """Note that somebody who took part does not agree with how an expectation was judged.

    Raises:
        NotPermitted: the person neither took part nor reviews drills.
        NotFound: there is no such expectation.
        Invalid: nothing is said, or too much.
    """
    drills = world.services.drills
    require_sight(actor, drills.entries(kinds={EntryKind.SEAT}))
    expected = expectation_of(plan_of(drills.drill()).scenario, name)
    said = _cleaned(text)
    if not said:
        raise Invalid(_TEXT, "", N_("it says nothing"))
    body = {"expectation": expected.id, "person": actor.name, "text": said}
    drills.append(EntryKind.OBJECTION, world.clock.now(), actor.login, body)


def _cleaned(text: str) -> str:
    said = clean_block(text)
    if len(said) > _LONGEST:
        raise Invalid(_TEXT, said[:20], Phrase(N_("it has more than %(most)s characters"), most=_LONGEST))
    return said
