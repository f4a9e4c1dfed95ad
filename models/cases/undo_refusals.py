"""What is refused about sets of cases and about taking steps back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.cases.words import ACTION_WORDS
from models.kernel.errors import DomainError, ErrorKind
from models.kernel.words import N_

if TYPE_CHECKING:
    from models.cases.kinds import Action
    from models.kernel.words import Phrase


class NothingToUndo(DomainError):
    """The last step of the case is none this person could take back."""

    code = "case.nothing_to_undo"
    sentence = N_("Case %(number)s: its last step is none you can take back.")
    next_step = N_("Only who did a step can take it back, within %(minutes)s minutes; choose another step.")

    def __init__(self, number: str, minutes: int) -> None:
        super().__init__(number=number, minutes=minutes)


class StepStays(NothingToUndo):
    """The last step is of a kind nobody takes back: it has a step of its own that reverses it."""

    code = "case.step_stays"
    sentence = N_("Case %(number)s: its last step, %(action)s, is not taken back.")
    next_step = N_("What it did is set right with the step: %(instead)s.")

    def __init__(self, number: str, action: Action, instead: Action, minutes: int) -> None:
        super().__init__(number, minutes)
        self.params = {**self.params, "action": ACTION_WORDS[action], "instead": ACTION_WORDS[instead]}


class TooLateToUndo(DomainError):
    """The step was done too long ago."""

    code = "case.too_late_to_undo"
    sentence = N_("%(what)s: it is more than %(minutes)s minutes ago and cannot be taken back any more.")
    next_step = N_("Set it right with a step of its own: return it, transfer it, or reopen it.")

    def __init__(self, what: str | Phrase, minutes: int) -> None:
        super().__init__(what=what, minutes=minutes)


class ActedOnSince(DomainError):
    """Somebody acted on the case after the step that was to be taken back."""

    code = "case.acted_on_since"
    sentence = N_("Case %(number)s was left as it is: since then %(person)s did this: %(action)s.")
    next_step = N_("Look at the case, and speak with them if it has to be set right.")

    def __init__(self, number: str, person: str, action: Action) -> None:
        super().__init__(number=number, person=person, action=ACTION_WORDS[action])


class SetUndone(DomainError):
    """Nothing of the set is left to take back."""

    code = "case.set_undone"
    sentence = N_("Set %(number)s was taken back already.")
    next_step = N_("There is nothing more to do.")

    def __init__(self, number: int) -> None:
        super().__init__(number=number)


class NoCases(DomainError):
    """A set is to be made of nothing."""

    kind = ErrorKind.INPUT
    code = "case.set_empty"
    sentence = N_("No case was chosen.")
    next_step = N_("Mark cases in a list with the space bar, or name their numbers.")


class TooManyCases(DomainError):
    """A set is to be made of more cases than anybody can look over."""

    kind = ErrorKind.INPUT
    code = "case.set_too_large"
    sentence = N_("%(count)s cases are too many for one go; %(most)s are possible.")
    next_step = N_("Do it in several goes.")

    def __init__(self, count: int, most: int) -> None:
        super().__init__(count=count, most=most)
