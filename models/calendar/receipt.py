"""The receipt of a deadline: why it is due then, in facts that can be kept and re-read.

A receipt holds what was counted and what was passed over, stretch by stretch. It is stored
with the case it belongs to (:meth:`Receipt.to_document`) and never recomputed, so it still
explains the promise after the calendar has moved on. ``wording`` turns it into sentences.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self

from models.calendar.arithmetic import (
    STANDARD,
    CalendarLabel,
    Deadline,
    WorkingTime,
    minute_of,
)
from models.calendar.caps import ShownCap, caps_document, moment_of
from models.calendar.days import DayKind
from models.calendar.rules import (
    MINUTES_PER_DAY,
    Counting,
    DayEnd,
    Limit,
    Mode,
    OfficeHours,
    Unit,
    parse_limit,
    parse_windows,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_STEPS = 11
"""More stretches than this are shown as a beginning, a sum, and an end."""
_WALKED_WHOLE = 120
_WALKED_EDGE = 40
_FORMAT = 1


class StepKind(StrEnum):
    """What became of a stretch of days."""

    RECEIVED = "received"
    """The day of receipt where it does not count"""
    PART = "part"
    """One day of which some windows count"""
    WHOLE = "whole"
    """Consecutive working days that count whole"""
    MAKE_UP = "make_up"
    """A weekend day worked in exchange for a holiday; it counts whole"""
    HOLIDAY = "holiday"
    """Days off by a notice"""
    WEEKEND = "weekend"
    """Days off by the week"""
    SUM = "sum"
    """Many days together, where a list of them would be too long"""


@dataclass(frozen=True, slots=True)
class Step:
    """One stretch of days, both ends included.

    ``worked`` and ``minutes`` are the working days and working minutes that count in it;
    ``spans`` the counted windows of a single day as minutes after midnight; ``festival``
    the festival of a holiday or make-up day. A SUM names in ``festivals`` the holidays
    inside it with their days, and counts in ``made_up`` the make-up days among ``worked``.
    """

    kind: StepKind
    first: date
    last: date
    worked: int = 0
    minutes: int = 0
    spans: tuple[tuple[int, int], ...] = ()
    festival: str = ""
    festivals: tuple[tuple[str, int], ...] = ()
    made_up: int = 0

    @property
    def days(self) -> int:
        """How many days of the calendar it covers."""
        return (self.last - self.first).days + 1

    def to_document(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "kind": self.kind.value,
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "worked": self.worked,
            "minutes": self.minutes,
            "spans": [list(span) for span in self.spans],
            "festival": self.festival,
            "festivals": [list(pair) for pair in self.festivals],
            "made_up": self.made_up,
        }

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Self:
        """Read back what :meth:`to_document` gave."""
        return cls(
            kind=StepKind(document["kind"]),
            first=date.fromisoformat(document["first"]),
            last=date.fromisoformat(document["last"]),
            worked=document["worked"],
            minutes=document["minutes"],
            spans=tuple((begin, end) for begin, end in document["spans"]),
            festival=document["festival"],
            festivals=tuple((name, days) for name, days in document["festivals"]),
            made_up=document["made_up"],
        )


@dataclass(frozen=True, slots=True)
class Receipt:
    """Everything needed to follow one deadline by hand. Times are the office's, naive.

    ``counted_from`` is the first working moment where that is later than ``start``, else
    equal to it. ``notices`` in the calendar's label are only those of the years touched.
    ``limit`` includes the ``extensions`` granted, each of which added the first limit again.
    What was counted ends at ``due``; ``moved_to`` is the deadline after ``pauses`` of the clock, and
    ``capped_to`` the earliest of ``caps``, deadlines of superior levels, where it comes before.
    """

    limit: Limit
    counting: Counting
    calendar: CalendarLabel
    hours: OfficeHours
    start: datetime
    counted_from: datetime
    steps: tuple[Step, ...]
    due: datetime
    day: date
    provisional_years: tuple[int, ...] = ()
    extensions: int = 0
    pauses: tuple[tuple[datetime, datetime], ...] = ()
    moved_to: datetime | None = None
    caps: tuple[ShownCap, ...] = ()
    capped_to: datetime | None = None

    def to_document(self) -> dict[str, Any]:
        """Return it as JSON values, to be kept with a case."""
        later = caps_document(self.caps, self.capped_to)
        if self.extensions:
            later["extensions"] = self.extensions
        if self.moved_to is not None:
            later["pauses"] = [[_time_text(begin), _time_text(end)] for begin, end in self.pauses]
            later["moved_to"] = _time_text(self.moved_to)
        return later | {
            "format": _FORMAT,
            "limit": str(self.limit),
            "mode": self.counting.mode.value,
            "day_end": self.counting.day_end.value,
            "provisional_allowed": self.counting.provisional,
            "calendar": {
                "name": self.calendar.name,
                "edition": self.calendar.edition,
                "plain": self.calendar.plain,
                "notices": [list(notice) for notice in self.calendar.notices],
            },
            "windows": str(self.hours),
            "start": _time_text(self.start),
            "counted_from": _time_text(self.counted_from),
            "steps": [step.to_document() for step in self.steps],
            "due": _time_text(self.due),
            "day": self.day.isoformat(),
            "provisional_years": list(self.provisional_years),
        }

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Self:
        """Read back what :meth:`to_document` gave.

        Raises:
            ValueError: the document is of a format this program does not know.
        """
        if document["format"] != _FORMAT:
            message = f"a receipt of format {document['format']!r} cannot be read"
            raise ValueError(message)
        calendar = document["calendar"]
        return cls(
            limit=parse_limit(document["limit"]),
            counting=Counting(
                Mode(document["mode"]), DayEnd(document["day_end"]), document["provisional_allowed"]
            ),
            calendar=CalendarLabel(
                name=calendar["name"],
                edition=calendar["edition"],
                plain=calendar["plain"],
                notices=tuple((year, notice) for year, notice in calendar["notices"]),
            ),
            hours=parse_windows(document["windows"]),
            start=datetime.fromisoformat(document["start"]),
            counted_from=datetime.fromisoformat(document["counted_from"]),
            steps=tuple(Step.from_document(step) for step in document["steps"]),
            due=datetime.fromisoformat(document["due"]),
            day=date.fromisoformat(document["day"]),
            provisional_years=tuple(document["provisional_years"]),
            extensions=document.get("extensions", 0),
            pauses=tuple(
                (datetime.fromisoformat(begin), datetime.fromisoformat(end))
                for begin, end in document.get("pauses", ())
            ),
            moved_to=moment_of(document.get("moved_to")),
            caps=tuple(ShownCap.from_document(cap) for cap in document.get("caps", ())),
            capped_to=moment_of(document.get("capped_to")),
        )


def explain(
    time: WorkingTime, start: datetime, limit: Limit, counting: Counting = STANDARD
) -> tuple[Deadline, Receipt]:
    """Return the deadline of ``limit`` from ``start`` together with its receipt.

    Raises:
        UnknownYear: as :meth:`WorkingTime.due`.
        MomentOutOfReach: as :meth:`WorkingTime.due`.
    """
    deadline = time.due(start, limit, counting)
    local = time.local(start)
    label = time.label
    steps: tuple[Step, ...] = ()
    counted_from = local
    if limit.unit.working:
        by_day = counting.mode is Mode.DAYS and limit.unit is Unit.WORKING_DAY
        steps = _shortened(_Walk(time, local, deadline, by_day=by_day))
        counted_from = local if by_day else time.resumes(local)
        label = time.label_of(local.year, deadline.day.year)
    receipt = Receipt(
        limit=limit,
        counting=counting,
        calendar=label,
        hours=time.hours,
        start=local,
        counted_from=counted_from,
        steps=steps,
        due=deadline.local,
        day=deadline.day,
        provisional_years=deadline.provisional_years,
    )
    return deadline, receipt


class _Walk:
    """The days between a start and its deadline, put into stretches."""

    def __init__(self, time: WorkingTime, start: datetime, deadline: Deadline, *, by_day: bool) -> None:
        self._time = time
        self._by_day = by_day
        self.first = start.toordinal()
        self.last = deadline.day.toordinal()
        self._from_minute = 0 if by_day else minute_of(start)
        at_midnight = deadline.local.toordinal() > self.last
        self._to_minute = MINUTES_PER_DAY if by_day or at_midnight else minute_of(deadline.local)

    def stretches(self, first: int, last: int) -> list[Step]:
        """Return the days from ``first`` to ``last``, neighbours of one kind joined."""
        steps: list[Step] = []
        for day in range(first, last + 1):
            step = self._day(day)
            if step is None:
                continue
            if steps and _joins(steps[-1], step):
                steps[-1] = replace(
                    steps[-1],
                    last=step.last,
                    worked=steps[-1].worked + step.worked,
                    minutes=steps[-1].minutes + step.minutes,
                )
            else:
                steps.append(step)
        return steps

    def total(self, first: int, last: int) -> Step:
        """Return the whole days from ``first`` to ``last`` as one sum, without walking them."""
        days = self._time.days
        worked = days.before(last + 1) - days.before(first)
        off: dict[str, int] = {}
        made_up = 0
        for _, note in days.noted(first, last):
            if note.kind is DayKind.OFF:
                off[note.festival] = off.get(note.festival, 0) + 1
            else:
                made_up += 1
        return Step(
            StepKind.SUM,
            date.fromordinal(first),
            date.fromordinal(last),
            worked=worked,
            minutes=worked * self._time.hours.length,
            festivals=tuple(off.items()),
            made_up=made_up,
        )

    def _day(self, day: int) -> Step | None:
        when = date.fromordinal(day)
        note = self._time.days.note(day)
        festival = note.festival if note else ""
        if self._by_day and day == self.first:
            return Step(StepKind.RECEIVED, when, when)
        if not self._time.days.is_working(day):
            return Step(StepKind.HOLIDAY if note else StepKind.WEEKEND, when, when, festival=festival)
        hours = self._time.hours
        spans = hours.spans(
            self._from_minute if day == self.first else 0,
            self._to_minute if day == self.last else MINUTES_PER_DAY,
        )
        minutes = sum(end - begin for begin, end in spans)
        if not minutes:
            return None
        if minutes < hours.length:
            kind = StepKind.PART
        else:
            kind = StepKind.MAKE_UP if note else StepKind.WHOLE
            spans = ()
        return Step(kind, when, when, worked=1, minutes=minutes, spans=spans, festival=festival)


def _joins(earlier: Step, later: Step) -> bool:
    joinable = later.kind in {StepKind.WHOLE, StepKind.HOLIDAY, StepKind.WEEKEND}
    next_day = later.first - earlier.last == timedelta(days=1)
    return joinable and next_day and earlier.kind is later.kind and earlier.festival == later.festival


def _shortened(walk: _Walk) -> tuple[Step, ...]:
    """Return at most :data:`MOST_STEPS` stretches; a long middle becomes one sum."""
    if walk.last - walk.first <= _WALKED_WHOLE:
        steps = walk.stretches(walk.first, walk.last)
        if len(steps) <= MOST_STEPS:
            return tuple(steps)
        beginning = end = steps
    else:
        beginning = walk.stretches(walk.first, walk.first + _WALKED_EDGE)
        end = walk.stretches(walk.last - _WALKED_EDGE, walk.last)
    shown = MOST_STEPS // 2
    beginning, end = beginning[:shown], end[-shown:]
    middle = walk.total(beginning[-1].last.toordinal() + 1, end[0].first.toordinal() - 1)
    return (*beginning, middle, *end)


def _time_text(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")
