"""What a play answers, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.i18n import _
from console.text import wrap
from console.whatif_words import busiest, hour_lines, learned_words, per_cent, remedy_words, unit_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from console.text import Times
    from models.assignment.whatif.views import Answer, Rate

_WIDTH = 46
"""Beside the changes there is room for so much at 80 columns."""


@dataclass(frozen=True, slots=True)
class ResultLine:
    """A line of the answer."""

    key: int
    text: str
    style: str = ""


def result_lines(answer: Answer, times: Times, now: datetime) -> list[ResultLine]:
    """Return the answer: the rates, what would help, the busiest hours, the units, what it rests on."""
    return [
        ResultLine(number, text, style) for number, (text, style) in enumerate(_texts(answer, times, now))
    ]


def _texts(answer: Answer, times: Times, now: datetime) -> Iterator[tuple[str, str]]:
    yield _("On time, as things are: %(rate)s", rate=_brief(answer.now.rate)), "bold"
    if answer.then is not None:
        yield _("On time, as it would be: %(rate)s", rate=_brief(answer.then.rate)), "bold"
    rate = answer.shown.rate
    if rate.share is not None:
        text = _(
            "%(met)s of %(due)s cases; 95 of 100 plays: %(worst)s to %(best)s",
            met=f"{rate.met:.1f}",
            due=f"{rate.due:.1f}",
            worst=per_cent(rate.worst),
            best=per_cent(rate.best),
        )
        yield from _wrapped(text)
    if answer.remedy is not None:
        yield from _wrapped(remedy_words(answer.remedy))
    yield _("Busiest hours (# come, . wait)"), "dim"
    for line in hour_lines(busiest(answer.shown), times, now):
        yield line, ""
    yield _("Units"), "dim"
    for unit in answer.shown.units:
        yield from _wrapped(unit_words(unit))
    yield from _wrapped(learned_words(answer), "dim")


def _brief(rate: Rate) -> str:
    if rate.share is None:
        return "-"
    return f"{per_cent(rate.share)} ({per_cent(rate.low)}-{per_cent(rate.high)})"


def _wrapped(text: str, style: str = "") -> Iterator[tuple[str, str]]:
    for line in wrap(text, _WIDTH):
        yield line, style
