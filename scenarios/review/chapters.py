"""Chapters of the review that tell what happened and what it was worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.cases.rules import QueueKey
from models.exchange.papers.model import Align, Bullets, Chart, Column, Heading, Paragraph, Table
from models.kernel.words import N_
from scenarios.format.expecting import ByForm
from scenarios.format.words import Outcome
from scenarios.review.drawing import drawn
from scenarios.review.words import (
    BY_FORM,
    MOMENTS,
    OUTCOMES,
    clock,
    flowed,
    mean_points,
    moment_words,
    points,
    span,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from enum import StrEnum
    from typing import Any
    from zoneinfo import ZoneInfo

    from models.exchange.books.tongue import Tongue
    from models.exchange.papers.model import Block
    from scenarios.review.views import Curve, Judged, Moment, Review, Wait
    from scenarios.scoring.forms import FilledIn
    from scenarios.scoring.marks import Sum

MOST_MOMENTS = 150
"""Lines of the timeline: where there are more, only what was decisive is told"""
_CENTRE, _RIGHT = Align.CENTRE, Align.RIGHT


@dataclass(frozen=True, slots=True)
class Told:
    """A review and how it is told."""

    review: Review
    tongue: Tongue
    zone: ZoneInfo
    open_tasks: tuple[tuple[str, ...], ...]

    def say(self, sentence: str, /, **params: Any) -> str:
        """Return a message in the language of the paper."""
        return self.tongue.say(sentence, **params)

    def label(self, word: StrEnum) -> str:
        """Return what a fixed word is called."""
        return self.tongue.label(word)

    def desks(self, ids: Iterable[str]) -> str:
        """Return desks and actors by what they are called."""
        names = {each.id: each.name for each in self.review.scenario.actors} | dict(self.review.desks)
        return "、".join(names.get(each, each) for each in ids)

    def subheading(self, text: str) -> Heading:
        """Return a heading within a chapter."""
        return Heading(text, 2, numbered=self.tongue.chinese)


def outline(told: Told) -> Iterator[Block]:
    """Yield what was drilled, by whom, and how it went in numbers."""
    say, review = told.say, told.review
    scenario, score = review.scenario, review.score
    begun = f"{review.starts.astimezone(told.zone):%Y-%m-%d %H:%M}"
    mark = "" if score.mark is None else f"{points(score.mark)} / {points(score.total)}　{score.grade}"
    counts = review.counts
    facts = [
        (say(N_("Drill")), f"{review.number}　{review.title}　{review.party}".strip()),
        (say(N_("Began by its clock")), begun),
        (say(N_("Duration")), say(N_("%(minutes)s minutes"), minutes=review.end // 60)),
        (say(N_("Total mark")), mark or say(N_("nothing is judged yet"))),
        (say(N_("Cases")), say(
            N_(
                "%(standing)s stood there at the start and %(arrivals)s came, %(sum)s together: "
                "%(closed)s ended, %(open)s still open; %(late)s past their time limit"
            ),
            standing=counts.standing, arrivals=counts.arrivals, sum=counts.standing + counts.arrivals,
            closed=counts.closed, open=counts.open, late=counts.late,
        )),
        (say(N_("Steps and injects")), f"{counts.acts} / {counts.injects}"),
        (say(N_("Objectives")), "；\n".join(f"{each.id} {each.text}" for each in scenario.objectives)),
    ]  # fmt: skip
    facts += [
        (sitting.title, "、".join(sitting.people) or say(N_("nobody; simulated or left empty")))
        for sitting in review.sittings
    ]
    if not review.ended:
        yield Paragraph(say(N_("The drill has not ended: this is how it stands.")), bold=True)
    if score.critical:
        titles = {each.expected.id: each.expected.title for each in score.marks}
        missed = "、".join(titles[each] for each in score.critical)
        yield Paragraph(
            say(N_("Critical, and missed: %(titles)s. That alone is the lowest grade."), titles=missed)
        )
    yield Table((Column(say(N_("Fact")), 1.2), Column(say(N_("Content")), 5.8)), tuple(facts))
    yield Paragraph(flowed(scenario.outline))


def timeline(told: Told) -> Iterator[Block]:
    """Yield what happened, what was decisive marked with a star."""
    say, moments = told.say, told.review.moments
    shown = moments if len(moments) <= MOST_MOMENTS else tuple(each for each in moments if each.decisive)
    shown = shown[:MOST_MOMENTS]
    if len(shown) < len(moments):
        told_of = say(
            N_("Shown are the %(shown)s decisive ones of %(count)s moments."),
            shown=len(shown),
            count=len(moments),
        )
        yield Paragraph(told_of)
    columns = (
        Column(say(N_("At minute")), 0.7, _RIGHT),
        Column("*", 0.3, _CENTRE),
        Column(say(N_("Kind")), 1.1),
        Column(say(N_("Person or desk")), 1.1),
        Column(say(N_("What")), 3.8),
    )
    yield Table(columns, tuple(_moment(told, each) for each in shown))


def _moment(told: Told, moment: Moment) -> tuple[str, ...]:
    words = moment_words(moment, told.say, told.label)
    return (
        clock(moment.at),
        "*" if moment.decisive else "",
        told.say(MOMENTS[moment.kind]),
        told.desks([moment.who]) if moment.who else "",
        words,
    )


def expectations(told: Told) -> Iterator[Block]:
    """Yield every expectation with its outcome, time, who moved it, points, forms and objections."""
    say, review = told.say, told.review
    if not review.judged:
        yield Paragraph(say(N_("The scenario expects nothing.")))
        return
    columns = (
        Column(say(N_("No.")), 0.5, _RIGHT),
        Column(say(N_("Expectation")), 2.4),
        Column(say(N_("Desk played")), 1),
        Column(say(N_("Outcome")), 0.9),
        Column(say(N_("At minute")), 0.6, _RIGHT),
        Column(say(N_("Took/limit")), 1.2, _RIGHT),
        Column(say(N_("Points")), 0.7, _RIGHT),
        Column(say(N_("Moved by")), 1.1),
    )
    rows = tuple(_judged(told, number, each) for number, each in enumerate(review.judged, start=1))
    yield Table(columns, rows)
    yield from _forms(told)
    said = [(each.mark.expected.title, objection) for each in review.judged for objection in each.objections]
    if said:
        yield told.subheading(say(N_("Objections")))
        yield Bullets(tuple(
            say(N_("%(person)s about “%(title)s”: %(text)s"), person=one.person, title=title, text=one.text)
            for title, one in said
        ))  # fmt: skip


def _judged(told: Told, number: int, line: Judged) -> tuple[str, ...]:
    mark, expected = line.mark, line.mark.expected
    words = BY_FORM if isinstance(expected.judged, ByForm) else OUTCOMES
    limit = "" if expected.within is None else span(expected.within)
    took = "" if line.took is None else span(line.took)
    if mark.outcome is Outcome.MISSED and limit:
        # It was not done: what ran out is the time allowed.
        took = "—"
    deed = line.deed
    moved = "" if deed is None else deed.person or told.desks([deed.desk])
    if deed is not None and deed.action is not None:
        moved = f"{moved} {told.label(deed.action)}".strip()
    return (
        str(number),
        ("! " if expected.critical else "") + expected.title,
        told.desks(expected.who),
        told.say(words[mark.outcome]),
        "" if mark.at is None else clock(mark.at),
        "/".join(filter(None, (took, limit))),
        f"{points(mark.points)}/{points(mark.worth)}",
        moved,
    )


def _forms(told: Told) -> Iterator[Block]:
    """Yield what evaluators gave, each item with its mean, and their notes."""
    say = told.say
    for line in told.review.judged:
        judged, mark = line.mark.expected.judged, line.mark
        if not isinstance(judged, ByForm):
            continue
        yield told.subheading(f"{mark.expected.title}: {judged.form.question}")
        if not mark.forms:
            yield Paragraph(say(N_("Nobody has filled in this form.")))
            continue
        several = len(mark.forms) > 1
        columns = (
            Column(say(N_("Form item")), 3),
            Column(say(N_("Mean")), 0.8, _RIGHT),
            Column(say(N_("Of")), 0.6, _RIGHT),
            *((Column(say(N_("Differ by")), 0.7, _RIGHT),) if several else ()),
            *(Column(each.person, 0.9, _RIGHT) for each in mark.forms),
        )
        yield Table(columns, tuple(
            (
                item.text,
                mean_points(mark.items[item.id]),
                points(item.points),
                *((_apart(mark.forms, item.id),) if several else ()),
                *(points(form.points[item.id]) for form in mark.forms),
            )
            for item in judged.form.items
        ))  # fmt: skip
        notes = tuple(f"{each.person}: {each.note}" for each in mark.forms if each.note)
        if notes:
            yield Bullets(notes)


def _apart(forms: Sequence[FilledIn], item: str) -> str:
    """Return how far evaluators are apart about an item; "" where they agree."""
    given = [each.points[item] for each in forms]
    return points(max(given) - min(given)) if max(given) > min(given) else ""


def marks(told: Told) -> Iterator[Block]:
    """Yield the marks: of the whole, by objective, by desk, by group."""
    say, review = told.say, told.review
    score = review.score
    texts = {each.id: each.text for each in review.scenario.objectives}
    yield _sums(told, {"": score.whole}, say(N_("Whole")), {"": score.grade})
    yield _sums(told, score.objectives, say(N_("Objective")), texts)
    yield _sums(told, score.roles, say(N_("Desk played")), review.desks)
    if review.groups:
        columns = (
            Column(say(N_("Playing group")), 2),
            Column(say(N_("Drill")), 0.8, _RIGHT),
            Column(say(N_("Points")), 1, _RIGHT),
            Column(say(N_("Grade reached")), 1),
        )
        yield Table(columns, tuple(
            (each.party, str(each.number), f"{points(each.sum.points)}/{points(each.sum.worth)}", each.grade)
            for each in review.groups
        ))  # fmt: skip
    if review.unfilled:
        yield Paragraph(
            say(N_("%(count)s forms are not filled in yet and do not count."), count=len(review.unfilled))
        )


def _sums(told: Told, sums: Mapping[str, Sum], what: str, names: Mapping[str, str]) -> Table:
    say = told.say
    columns = (
        Column(what, 3),
        Column(say(N_("Points")), 1, _RIGHT),
        Column(say(N_("Share of points")), 0.8, _RIGHT),
        Column(say(N_("Expectations met")), 0.7, _RIGHT),
        Column(say(N_("Expectations missed")), 0.7, _RIGHT),
    )
    return Table(columns, tuple(
        (
            names.get(name, name),
            f"{points(each.points)}/{points(each.worth)}",
            "" if each.share is None else f"{each.share:.0%}",
            str(each.met),
            str(each.missed),
        )
        for name, each in sums.items()
    ))  # fmt: skip


def queues(told: Told) -> Iterator[Block]:
    """Yield the curves of the queues, and what waited longest."""
    say, review = told.say, told.review

    def title(curve: Curve) -> str:
        return say(N_("%(queue)s: at most %(most)s"), queue=told.label(curve.queue), most=curve.most)

    yield Chart(
        title=say(N_("Cases in the queues over the time of the drill")),
        labels=tuple(map(clock, review.grid)),
        series=tuple((told.label(each.queue), each.counts) for each in review.curves),
        plain=drawn(review.grid, review.curves, title),
        below=say(N_("time from the start (h:mm)")),
        beside=say(N_("cases")),
    )
    yield told.subheading(say(N_("Longest waits")))
    if not review.waits:
        yield Paragraph(say(N_("No case waited at a desk.")))
        return
    columns = (
        Column(say(N_("Number")), 1.3),
        Column(say(N_("Title")), 3),
        Column(say(N_("Queue")), 1),
        Column(say(N_("Since when")), 0.7, _RIGHT),
        Column(say(N_("Waited")), 0.9, _RIGHT),
        Column(say(N_("Then")), 1.1),
    )
    yield Table(columns, tuple(_wait(told, each) for each in review.waits))


def _wait(told: Told, wait: Wait) -> tuple[str, ...]:
    then = told.say(N_("went on")) if wait.ended else told.say(N_("still waited"))
    return (
        wait.number,
        wait.title,
        told.label(QueueKey(wait.queue)),
        clock(wait.since),
        span(wait.seconds),
        then,
    )
