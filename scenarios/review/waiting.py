"""Queues over the time of a drill: how long they were, and what waited longest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.cases.lights import FAR_FUTURE
from models.cases.rules import FINAL_STATES, QUEUE_STATES, CaseState, QueueKey
from scenarios.review.views import Counts, Curve, Wait

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from models.drills.views import CaseStep
    from scenarios.review.course import Course

SHOWN = (QueueKey.TO_ACCEPT, QueueKey.TO_FILE, QueueKey.TO_DISPATCH, QueueKey.WITH_UNITS)
"""Queues whose length is drawn; what runs over its deadline is drawn besides."""
POINTS = 60
"""Stretches of time a curve is made of"""
MOST_WAITS = 10
_AT_DESKS = (*SHOWN[:3], QueueKey.TO_VERIFY, QueueKey.TO_CLOSE, QueueKey.TO_CALL_BACK)
"""Where a case waits for somebody of the office: with a unit it is worked on."""
_OVER = frozenset({*FINAL_STATES, CaseState.CLOSED})


class Waiting:
    """The cases of a drill, followed from state to state.

    A deadline is taken as it stood at the end: one that was moved counts as moved from the beginning.
    """

    def __init__(self, course: Course) -> None:
        self._end = course.end
        self._course = course
        self._spans: dict[int, list[tuple[int, CaseState]]] = {}
        self._last: dict[int, CaseStep] = {}
        for step in course.source.steps:
            at = course.seconds(step.at)
            if at <= course.end:
                self._spans.setdefault(step.case_id, []).append((at, step.state))
                self._last[step.case_id] = step

    def grid(self) -> tuple[int, ...]:
        """Return the moments curves are drawn at, the start and the end among them."""
        count = min(POINTS, max(self._end, 1))
        return tuple(round(self._end * each / count) for each in range(count + 1))

    def curves(self) -> tuple[Curve, ...]:
        """Return how long the queues were at every moment of the grid."""
        grid = self.grid()
        counts = {queue: [0] * len(grid) for queue in (*SHOWN, QueueKey.OVERDUE)}
        for case_id, spans in self._spans.items():
            late = self.late_at(case_id)
            place = 0
            for number, at in enumerate(grid):
                while place < len(spans) and spans[place][0] <= at:
                    place += 1
                if not place:
                    continue
                state = spans[place - 1][1]
                for queue in SHOWN:
                    counts[queue][number] += state in QUEUE_STATES[queue]
                overdue = late is not None and late < at and state not in _OVER
                counts[QueueKey.OVERDUE][number] += overdue and not self._stopped(case_id, at)
        return tuple(Curve(queue, tuple(found)) for queue, found in counts.items())

    def _stopped(self, case_id: int, at: int) -> bool:
        step = self._last[case_id]
        if step.clock_running or step.clock_stopped_at is None:
            return False
        return self._course.seconds(step.clock_stopped_at) <= at

    def late_at(self, case_id: int) -> int | None:
        """Return when a case ran over its deadline; ``None`` if it never did."""
        step = self._last[case_id]
        if step.due_at >= FAR_FUTURE:
            return None
        due = self._course.seconds(step.due_at)
        return due if due < self._end and not self._stopped(case_id, due) else None

    def waits(self) -> tuple[Wait, ...]:
        """Return the longest waits of single cases at the desks of the office."""
        found = [wait for case_id in self._spans for wait in self._of_case(case_id)]
        found.sort(key=lambda each: (-each.seconds, each.since, each.number))
        return tuple(found[:MOST_WAITS])

    def _of_case(self, case_id: int) -> Iterator[Wait]:
        step = self._last[case_id]
        since: int | None = None
        before: QueueKey | None = None
        for at, state in (*self._spans[case_id], (self._end, None)):
            queue = None if state is None else _queue_of(state)
            if queue is before and state is not None:
                continue
            if before is not None and since is not None and at > max(since, 0):
                yield Wait(step.number, step.title, before, max(since, 0), at, ended=state is not None)
            before, since = queue, at

    def late(self) -> Mapping[int, int]:
        """Return when cases ran over their deadline, within the drill."""
        found = {case_id: self.late_at(case_id) for case_id in self._spans}
        return {case_id: at for case_id, at in found.items() if at is not None and at >= 0}

    def last(self, case_id: int) -> CaseStep:
        """Return the last step on a case."""
        return self._last[case_id]

    def _arrived(self, case_id: int) -> bool:
        return self._course.seconds(self._last[case_id].reported_at) >= 0

    def _over_before(self, case_id: int) -> bool:
        """Say whether a case was closed when the drill began, and stayed so."""
        spans = self._spans[case_id]
        return spans[-1][0] < 0 and spans[-1][1] in _OVER

    def counts(self, injects: int) -> Counts:
        """Return the drill in numbers; what was over before it began is no part of it."""
        found = [each for each in self._spans if self._arrived(each) or not self._over_before(each)]
        arrivals = sum(map(self._arrived, found))
        closed = sum(self._spans[each][-1][1] in _OVER for each in found)
        acts = len(self._course.steps)
        return Counts(
            standing=len(found) - arrivals,
            arrivals=arrivals,
            closed=closed,
            late=sum(self.late_at(each) is not None for each in found),
            open=len(found) - closed,
            acts=acts,
            injects=injects,
        )


def _queue_of(state: CaseState) -> QueueKey | None:
    return next((key for key in _AT_DESKS if state in QUEUE_STATES[key]), None)
