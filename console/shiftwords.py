"""The sheet of a shift in lines, for the screen and for the shell."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from console.i18n import _
from console.labels import label
from console.terminal.filter import clean_text
from console.text import cut, fit, short_number

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from console.text import Times
    from console.widgets.lines import Piece
    from models.cases.shifts.views import HandoverView, ShiftCase, ShiftSheet

WIDTH = 76
"""Cells of a line"""
_NUMBER, _DUE, _STATE, _WHERE = 9, 15, 8, 10


def given_words(given: HandoverView, times: Times, now: datetime) -> str:
    """Return who handed over to whom, and whether it was taken over, in a line."""
    whom = given.to_name or _("whoever comes next")
    when = times.moment(given.at, now)
    words = _("%(person)s handed over to %(whom)s %(when)s", person=given.from_name, whom=whom, when=when)
    if given.accepted_at is None:
        return _("%(words)s; not taken over yet", words=words)
    taken = times.moment(given.accepted_at, now)
    return _("%(words)s; %(by)s took over %(when)s", words=words, by=given.accepted_by, when=taken)


def sheet_lines(
    sheet: ShiftSheet, given: HandoverView | None, times: Times, now: datetime
) -> Iterator[Piece]:
    """Yield a sheet line by line, each with its style, none wider than :data:`WIDTH`."""
    covers = label(sheet.scope)
    yield (
        _(
            "%(person)s  %(covers)s  %(unit)s",
            person=clean_text(sheet.person),
            covers=covers,
            unit=clean_text(sheet.unit_name),
        ),
        "",
    )
    yield _("Shift from %(since)s to %(at)s", since=times.full(sheet.since), at=times.full(sheet.at)), ""
    if given is not None:
        yield given_words(given, times, now), ""
        if given.notes:
            yield "", ""
            yield _("To mind"), "bold"
            for line in given.notes.split("\n"):
                yield clean_text(line), ""
    yield "", ""
    yield _("Open cases: %(count)s", count=sheet.open), "bold"
    counts = dict(sheet.counts)
    for section, group in groupby(sheet.cases, key=lambda each: each.section):
        yield f"{label(section)} {counts.get(section, 0)}", "underline"
        for each in group:
            yield _case_line(each, times, sheet.at), ""
    left = sheet.open - len(sheet.cases)
    if left:
        yield _("%(count)s more are not listed; their deadlines are later.", count=left), "dim"
    yield "", ""
    yield _("Requests waiting: %(count)s", count=len(sheet.requests)), "bold"
    for each in sheet.requests:
        yield f"{label(each.asked)}  {_case_line(each, times, sheet.at)}", ""
    yield "", ""
    yield from _step_lines(sheet, times)


def _step_lines(sheet: ShiftSheet, times: Times) -> Iterator[Piece]:
    yield _("Steps within the shift: %(count)s", count=sheet.steps), "bold"
    if sheet.done:
        yield "  ".join(f"{label(action)} {count}" for action, count in sheet.done), ""
    left = sheet.steps - len(sheet.changes)
    if left:
        yield _("The %(count)s steps before these are counted, not listed.", count=left), "dim"
    for change in sheet.changes:
        parts = (
            fit(times.clock(change.at), 6),
            fit(label(change.action), _STATE),
            fit(short_number(change.number), _NUMBER),
            fit(clean_text(change.actor_name), 8),
            clean_text(change.title),
        )
        yield cut(" ".join(parts), WIDTH), ""


def _case_line(case: ShiftCase, times: Times, at: datetime) -> str:
    due = "" if case.due_at is None else times.due(case.due_at, at, _DUE)
    # The person tells the unit to those who work there; the title needs the room.
    where = case.owner_name or case.unit_name
    head = (fit(short_number(case.number), _NUMBER), fit(due, _DUE), fit(label(case.state), _STATE))
    return cut(" ".join((*head, fit(clean_text(where), _WHERE), clean_text(case.title))), WIDTH)
