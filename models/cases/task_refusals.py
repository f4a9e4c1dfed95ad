"""What is refused about assistance."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from models.cases.task_kinds import TaskState
from models.cases.words import ACTION_WORDS
from models.kernel.errors import DomainError, ErrorKind
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable

    from models.cases.kinds import Action
    from models.kernel.words import Word

TASK_WORDS: dict[TaskState, Word] = {
    TaskState.ASKED: N_("asked, not taken on yet"),
    TaskState.TAKEN: N_("taken on"),
    TaskState.ANSWERED: N_("answered"),
    TaskState.DECLINED: N_("declined"),
    TaskState.RECALLED: N_("recalled"),
}
"""Where a task stands, inside a sentence."""


class TaskRefused(DomainError):
    """Base of what stands in the way of a task's step; ``brief`` says so in a few words, beside a key."""

    brief: ClassVar[Word]


class NotAssisting(TaskRefused):
    """The person's unit has nothing to assist with on the case."""

    kind = ErrorKind.PERMISSION
    code = "task.not_assisting"
    sentence = N_("Your unit has no open assistance on case %(number)s; this is not possible: %(action)s.")
    next_step = N_("Read the case again: it may have been answered or recalled already.")
    brief = N_("Your unit is not asked to assist.")

    def __init__(self, number: str, action: Action) -> None:
        super().__init__(number=number, action=ACTION_WORDS[action])


class NotTheAsker(TaskRefused):
    """Somebody wants to ask, urge or recall who neither dispatches nor leads the leading unit."""

    kind = ErrorKind.PERMISSION
    code = "task.not_the_asker"
    sentence = N_(
        "On case %(number)s only the dispatcher, the duty chief and the lead of the unit that leads it "
        "may do this: %(action)s."
    )
    next_step = N_("Ask one of them.")
    brief = N_("This is for the dispatcher or the leading unit's lead.")

    def __init__(self, number: str, action: Action) -> None:
        super().__init__(number=number, action=ACTION_WORDS[action])


class NoSuchTask(TaskRefused):
    """The unit named has no open task on the case."""

    kind = ErrorKind.INPUT
    code = "task.no_such_task"
    sentence = N_("%(unit)s has no open assistance on case %(number)s.")
    next_step = N_("Choose one of the units that assist.")
    brief = N_("No unit assists.")

    def __init__(self, number: str, unit: str) -> None:
        super().__init__(number=number, unit=unit)


class TaskStandsElsewhere(TaskRefused):
    """The task stands where this does not apply."""

    code = "task.wrong_state"
    sentence = N_(
        "The assistance of %(unit)s on case %(number)s is %(state)s; this is not possible now: %(action)s."
    )
    next_step = N_("What can be done with it now: %(possible)s.")
    brief = N_("It does not stand where this is possible.")

    def __init__(
        self, number: str, unit: str, state: TaskState, action: Action, possible: Iterable[Action]
    ) -> None:
        super().__init__(
            number=number,
            unit=unit,
            state=TASK_WORDS[state],
            action=ACTION_WORDS[action],
            possible=[ACTION_WORDS[each] for each in possible],
        )


class AlreadyAssisting(TaskRefused):
    """The unit assists already."""

    kind = ErrorKind.INPUT
    code = "task.already_assisting"
    sentence = N_("%(unit)s assists on case %(number)s already.")
    next_step = N_("Choose another unit, or urge this one.")
    brief = N_("It assists already.")

    def __init__(self, number: str, unit: str) -> None:
        super().__init__(number=number, unit=unit)


class LeadsItself(TaskRefused):
    """The unit that leads a case cannot assist it."""

    kind = ErrorKind.INPUT
    code = "task.leads_itself"
    sentence = N_("%(unit)s leads case %(number)s; it cannot assist itself.")
    next_step = N_("Choose another unit.")
    brief = N_("It leads the case.")

    def __init__(self, number: str, unit: str) -> None:
        super().__init__(number=number, unit=unit)


class BindingTask(TaskRefused):
    """It was ruled that the unit has to assist."""

    code = "task.binding"
    sentence = N_("It was ruled that %(unit)s has to assist on case %(number)s; it cannot decline again.")
    next_step = N_("Answer it, or ask the dispatcher or the duty chief to recall it.")
    brief = N_("It was ruled that your unit has to assist.")

    def __init__(self, number: str, unit: str) -> None:
        super().__init__(number=number, unit=unit)


class NothingUrged(TaskRefused):
    """Nobody urged the unit, or it has answered."""

    code = "task.nothing_urged"
    sentence = N_("On case %(number)s nobody waits for %(unit)s to answer an urging.")
    next_step = N_("Answer the assistance itself once your unit has done it.")
    brief = N_("Nobody urged your unit.")

    def __init__(self, number: str, unit: str) -> None:
        super().__init__(number=number, unit=unit)


class TasksOpen(TaskRefused):
    """A case is to be fed back while units still assist."""

    kind = ErrorKind.INPUT
    code = "task.tasks_open"
    sentence = N_("On case %(number)s these units have not answered yet: %(units)s.")
    next_step = N_("Wait for them, or give the reason why it is fed back without them; they are then let go.")
    brief = N_("Assisting units have not answered.")

    def __init__(self, number: str, units: Iterable[str]) -> None:
        super().__init__(number=number, units=list(units))


class UnitHoldsTasks(DomainError):
    """A unit is to be closed that still assists."""

    code = "task.unit_holds_tasks"
    sentence = N_("%(unit)s cannot be closed: cases it still has to assist on: %(count)s.")
    next_step = N_("Let it answer them, or recall them first; they stand in its queue of assistance.")

    def __init__(self, unit: str, count: int) -> None:
        super().__init__(unit=unit, count=count)


class PersonHoldsTasks(DomainError):
    """A person or account is to go that has assistance in hand."""

    code = "task.person_holds_tasks"
    sentence = N_("%(name)s cannot be taken out of office: assistance still in their hands: %(count)s.")
    next_step = N_("Let them answer it, or hand it over to somebody of the unit.")

    def __init__(self, name: str, count: int) -> None:
        super().__init__(name=name, count=count)
