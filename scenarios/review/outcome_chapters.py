"""Chapters of the review that say what follows: problems, what went well, the guide, lessons and tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.cases.rules import QueueKey
from models.exchange.papers.model import Align, Bullets, Column, Paragraph, Table
from models.kernel.words import N_
from scenarios.format.words import Outcome
from scenarios.review.views import Trouble
from scenarios.review.words import TROUBLES, clock, span, task_title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from models.exchange.papers.model import Block
    from scenarios.review.chapters import Told
    from scenarios.review.views import Problem

_MOST = 60
"""Problems that are listed: more nobody talks about"""


def problems(told: Told) -> Iterator[Block]:
    """Yield what went wrong, the gravest first."""
    say, found = told.say, told.review.problems
    if not found:
        yield Paragraph(say(N_("Nothing was missed, and nothing was observed.")))
        return
    columns = (
        Column(say(N_("No.")), 0.5, Align.RIGHT),
        Column(say(N_("Kind")), 1.3),
        Column(say(N_("Problem")), 3.6),
        Column(say(N_("Desk played")), 1.2),
        Column(say(N_("Time")), 0.8, Align.RIGHT),
    )
    rows = tuple(_problem(told, number, each) for number, each in enumerate(found[:_MOST], start=1))
    yield Table(columns, rows)
    if len(found) > _MOST:
        yield Paragraph(say(N_("%(count)s more of the same kinds are not listed."), count=len(found) - _MOST))


def _problem(told: Told, number: int, problem: Problem) -> tuple[str, ...]:
    waited = problem.trouble is Trouble.STALLED
    who = told.label(QueueKey(problem.who[0])) if waited else told.desks(problem.who)
    # A wait and what was met late have a length, the others a moment.
    time = span(problem.seconds) if waited or problem.trouble is Trouble.PARTLY else clock(problem.seconds)
    # What evaluators found met in part took no time.
    judged = problem.trouble is Trouble.PARTLY and not problem.seconds
    unsettled = judged or problem.trouble in {Trouble.CRITICAL, Trouble.MISSED}
    text = " ".join(filter(None, (problem.number[-9:], problem.text)))
    return str(number), told.say(TROUBLES[problem.trouble]), text, who, "" if unsettled else time


def strengths(told: Told) -> Iterator[Block]:
    """Yield what was met, with how much of its time was left."""
    say = told.say
    if not told.review.strengths:
        yield Paragraph(say(N_("No expectation was met.")))
        return
    lines = []
    for each in told.review.strengths:
        words = say(N_("%(desk)s: %(title)s"), desk=told.desks(each.who), title=each.text)
        if each.took is not None and each.left is not None:
            words += say(
                N_(" (in %(took)s, %(left)s of the time to spare)"),
                took=span(each.took),
                left=f"{each.left:.0%}",
            )
        lines.append(words)
    yield Bullets(tuple(lines))


def guide(told: Told) -> Iterator[Block]:
    """Yield what the scenario's author wants talked about afterwards."""
    say, found = told.say, told.review.scenario.debriefing
    if found is None:
        yield Paragraph(say(N_("The scenario has no debriefing guide.")))
        return
    for title, lines, numbered in (
        (N_("Questions to ask"), found.questions, True),
        (N_("What a good run looks like"), found.points, False),
        (N_("What often goes wrong"), found.mistakes, False),
    ):
        if lines:
            yield told.subheading(say(title))
            yield Bullets(tuple(lines), numbered=numbered)


def tasks(told: Told) -> Iterator[Block]:
    """Yield lessons, the tasks worth making, and what is still open of earlier drills."""
    say, review = told.say, told.review
    lessons = [
        each.mark.expected.note or say(N_("Not done in time: %(title)s"), title=each.mark.expected.title)
        for each in review.judged
        if each.mark.outcome is Outcome.MISSED and each.mark.counts
    ]
    yield told.subheading(say(N_("Lessons")))
    yield Bullets(tuple(lessons)) if lessons else Paragraph(say(N_("Nothing was missed.")))
    yield told.subheading(say(N_("Corrective tasks proposed")))
    if review.proposals:
        columns = (
            Column(say(N_("No.")), 0.5, Align.RIGHT),
            Column(say(N_("Task")), 4),
            Column(say(N_("Task owner")), 1.6),
            Column(say(N_("Days given")), 0.7, Align.RIGHT),
        )
        yield Table(columns, tuple(
            (
                str(number),
                task_title(each, told.say),
                " ".join(filter(None, (told.desks([each.desk]) if each.desk else "", each.person))),
                str(each.days),
            )
            for number, each in enumerate(review.proposals, start=1)
        ))  # fmt: skip
    else:
        yield Paragraph(say(N_("None.")))
    yield told.subheading(say(N_("Corrective tasks still open")))
    if told.open_tasks:
        columns = (
            Column(say(N_("Drill")), 1.6),
            Column(say(N_("Task")), 3.2),
            Column(say(N_("Task owner")), 1.2),
            Column(say(N_("Due on")), 1.1),
        )
        yield Table(columns, told.open_tasks)
    else:
        yield Paragraph(say(N_("None.")))
