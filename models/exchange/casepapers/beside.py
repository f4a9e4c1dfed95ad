"""What stands beside the handling on the form of a case: the clocks of its stages, and who assists.

Nothing here depends on when the form is printed: of a clock that ended it is told whether it ended late.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.exchange.papers.model import Column, Table
from models.kernel.masking import mask_numbers
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from models.cases.views import CaseView
    from models.exchange.books.tongue import Tongue

    When = Callable[[datetime | None], str]


def clock_table(case: CaseView, tongue: Tongue, when: When) -> Table:
    """Return the clocks of the stages, those that ran out with what became of them."""
    say = tongue.say
    columns = (
        Column(say(N_("Stage")), 0.9),
        Column(say(N_("Limit")), 1.3),
        Column(say(N_("Counted from")), 1.55),
        Column(say(N_("Due")), 1.55),
        Column(say(N_("Clock stopped")), 1.7),
    )
    return Table(
        columns,
        tuple(
            (
                tongue.label(clock.stage),
                tongue.limit(clock.limit),
                when(clock.started_at),
                when(clock.due_at),
                _ended(clock.stopped_at, clock.due_at, tongue, when),
            )
            for clock in case.clocks
        ),
    )


def task_table(case: CaseView, tongue: Tongue, when: When) -> Table:
    """Return what other units were asked for, and what they answered."""
    say = tongue.say
    columns = (
        Column(say(N_("Unit")), 1.4),
        Column(say(N_("State")), 0.8),
        Column(say(N_("What to assist with")), 2.2),
        Column(say(N_("Due")), 1.2),
        Column(say(N_("Clock stopped")), 1.2),
        Column(say(N_("Said")), 2.2),
    )
    return Table(
        columns,
        tuple(
            (
                f"{task.unit_name} {task.owner_name}".strip(),
                tongue.label(task.state),
                mask_numbers(task.asked),
                when(task.due_at),
                _ended(task.stopped_at, task.due_at, tongue, when),
                mask_numbers(task.said),
            )
            for task in case.tasks
        ),
    )


def _ended(stopped_at: datetime | None, due_at: datetime, tongue: Tongue, when: When) -> str:
    ended = when(stopped_at)
    late = stopped_at is not None and stopped_at > due_at
    return tongue.say(N_("%(moment)s, late"), moment=ended) if late else ended
