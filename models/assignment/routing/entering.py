"""What somebody enters as a rule: cleaned, what it names found by code or by a name only one has."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from models.assignment.routing.kinds import Hours, TargetKind
from models.cases.kinds import Channel
from models.cases.settings.house import URGENCIES
from models.kernel.errors import Invalid
from models.kernel.text import clean_line, fold
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from models.assignment.routing.views import Names, Rule
    from models.kernel.words import Word

T = TypeVar("T")

WORDS: Mapping[str, Word] = {
    "kind": N_("to whom"),
    "matter": N_("the matter"),
    "class_code": N_("the class"),
    "grid": N_("the grid"),
    "division": N_("the division"),
    "unit": N_("the unit"),
    "post": N_("the post"),
    "person": N_("the person"),
    "channels": N_("the channel"),
    "urgencies": N_("the urgency"),
    "weekdays": N_("the weekdays"),
    "hours": N_("the time of day"),
    "note": N_("the note"),
}
"""What the fields of a rule are called in a refusal."""
_NOTE_LENGTH = 200
_WEEK = range(1, 8)
_NEEDS = {
    TargetKind.UNIT: ("unit",),
    TargetKind.POST: ("unit", "post"),
    TargetKind.PERSON: ("person",),
    TargetKind.DUTY: (),
}
_TAKES = {**_NEEDS, TargetKind.DUTY: ("unit",)}


def entered_rule(rule: Rule, names: Names) -> Rule:
    """Return a rule as it is kept.

    Args:
        rule: what was entered; things may stand by their names, a post by its own.
        names: what there is.

    Raises:
        Invalid: an entry cannot be used; the first one is named.
    """
    takes = _TAKES[rule.kind]
    found = {name: key_of(names, name, getattr(rule, name)) for name in ("matter", "class_code", "grid")}
    found["division"] = key_of(names, "division", rule.division)
    unit = key_of(names, "unit", rule.unit) if "unit" in takes else ""
    post = ""
    if "post" in takes:
        post = clean_line(rule.post)
        if post:
            post = key_of(names, "post", f"{unit}/{post}").partition("/")[2]
    person = key_of(names, "person", rule.person) if "person" in takes else ""
    found |= {"unit": unit, "post": post, "person": person}
    for name in _NEEDS[rule.kind]:
        if not found[name]:
            raise Invalid(WORDS[name], "", N_("a rule that gives cases there has to say it"))
    note = clean_line(rule.note)
    if len(note) > _NOTE_LENGTH:
        raise Invalid(WORDS["note"], note[:40], N_("it is too long"))
    spans = rule.hours is Hours.SPAN
    if spans and rule.begins == rule.ends:
        raise Invalid(WORDS["hours"], "", N_("it begins when it ends"))
    return replace(
        rule,
        matter=found["matter"],
        class_code=found["class_code"],
        grid=found["grid"],
        division=found["division"],
        unit=unit,
        post=post,
        person=person,
        note=note,
        channels=_some("channels", rule.channels, tuple(each.value for each in Channel)),
        urgencies=_some("urgencies", rule.urgencies, URGENCIES),
        weekdays=_some("weekdays", rule.weekdays, tuple(_WEEK)),
        begins=rule.begins if spans else 0,
        ends=rule.ends if spans else 0,
    )


def key_of(names: Names, field: str, text: str) -> str:
    """Return the code of what a text names by code, name or a part only one name has; "" for none.

    Raises:
        Invalid: nothing is called so, or several things are, or it is not used any more.
    """
    wanted = clean_line(text)
    known = names.known[field]
    if not wanted or wanted in known:
        return wanted
    called = [key for key, name in known.items() if fold(name) == fold(wanted) or fold(key) == fold(wanted)]
    if len(called) == 1:
        return called[0]
    gone = names.gone[field]
    holding = [key for key, name in known.items() if fold(wanted) in fold(name)]
    if called:
        reason = N_("several are called so: give the code")
    elif wanted in gone or any(fold(name) == fold(wanted) for name in gone.values()):
        # A whole name of what is closed never means something else that has it in its name.
        reason = N_("it takes no part any more")
    elif len(holding) == 1:
        return holding[0]
    elif holding:
        reason = N_("several names hold it: give the code")
    else:
        reason = N_("there is none of this code or name")
    raise Invalid(WORDS[field], wanted, reason)


def _some(field: str, values: tuple[T, ...], known: tuple[T, ...]) -> tuple[T, ...]:
    for value in values:
        if value not in known:
            raise Invalid(WORDS[field], value, N_("there is none of this code or name"))
    chosen = tuple(each for each in known if each in values)
    # What asks for every one of them asks for nothing.
    return () if len(chosen) == len(known) else chosen
