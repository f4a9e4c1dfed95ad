"""The words of drills, as people say them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.i18n import N_, _, render
from scenarios.format.words import Content, Form, Means, Purpose

if TYPE_CHECKING:
    from enum import StrEnum

    from scenarios.format.scenario import Kind, Title
    from scenarios.problems import Problem

_TITLES: dict[StrEnum, str] = {
    Content.FULL: N_("comprehensive"),
    Content.SINGLE: N_("single task"),
    Form.TABLETOP: N_("table-top"),
    Form.LIVE: N_("live play"),
    Purpose.TEST: N_("readiness test"),
    Purpose.SHOW: N_("demonstration"),
    Purpose.STUDY: N_("research"),
    Means.PHONE: N_("phone"),
    Means.RADIO: N_("radio"),
    Means.GROUP: N_("work group"),
    Means.PAPER: N_("in writing"),
    Means.ORAL: N_("by word of mouth"),
    Means.PLATFORM: N_("by the platform"),
    Means.BROADCAST: N_("broadcast"),
}


def drill_word(value: StrEnum) -> str:
    """Return what a word of the format is called."""
    return _(_TITLES[value])


def kind_words(kind: Kind) -> str:
    """Return what sort of drill it is, in a few words."""
    return " · ".join(drill_word(each) for each in (kind.content, kind.form, kind.purpose))


def scenario_title(title: Title) -> str:
    """Return a scenario's title in the reader's language."""
    from console.i18n import LANGUAGES, current_language

    return title.zh if current_language() == LANGUAGES[0] else title.en


def problem_line(name: str, problem: Problem) -> str:
    """Return a problem with its place, as compilers write it, so that editors find the line."""
    place = f"{name}:{problem.line}:{problem.column}: " if problem.line else f"{name}: "
    grade = _("warning") if problem.warning else _("error")
    where = f" [{problem.where}]" if problem.where else ""
    hint = "" if problem.hint is None else f"\n    {render(problem.hint)}"
    return (
        _("%(place)s%(grade)s: %(sentence)s", place=place, grade=grade, sentence=render(problem.sentence))
        + where
        + hint
    )
