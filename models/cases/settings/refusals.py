"""What is refused about settings, and because of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.cases.words import ACTION_WORDS, STATE_WORDS
from models.kernel.errors import DomainError, ErrorKind
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.cases.kinds import Action, CaseState


class UnknownSetting(DomainError):
    """There is no setting of this name; ``nearest`` is the one most like it, "" if none is."""

    kind = ErrorKind.INPUT
    code = "settings.unknown"
    sentence = N_("There is no setting %(key)s.")
    next_step = N_("Look the names up with: yiwang settings list")

    def __init__(self, key: str, nearest: str) -> None:
        self.nearest = nearest
        if nearest:
            self.sentence = N_("There is no setting %(key)s; did you mean %(nearest)s?")
        super().__init__(key=key, nearest=nearest)


class StatesStuck(DomainError):
    """With these roles a case could stand somewhere and nobody could move it towards its end."""

    code = "settings.states_stuck"
    sentence = N_("So nobody could move a case on any more: %(states)s.")
    next_step = N_("Leave one step out of it with somebody who can do it.")

    def __init__(self, states: Sequence[CaseState]) -> None:
        self.states = tuple(states)
        super().__init__(states=[STATE_WORDS[state] for state in states])


class NobodyAnswers(DomainError):
    """Something could be asked for and nobody could answer it."""

    code = "settings.nobody_answers"
    sentence = N_("“%(asking)s” could be done, and nobody could do “%(answering)s”.")
    next_step = N_("Give the answer to somebody, or the question to nobody.")

    def __init__(self, asking: Action, answering: Action) -> None:
        self.answering = answering
        super().__init__(asking=ACTION_WORDS[asking], answering=ACTION_WORDS[answering])


class NothingToSet(DomainError):
    """What was asked for is what holds already."""

    code = "settings.nothing"
    sentence = N_("Nothing would change: that is what holds already.")
    next_step = N_("Look at what holds with: yiwang settings list --changed")


class BadSettingsFile(DomainError):
    """A file of settings cannot be read."""

    kind = ErrorKind.INPUT
    code = "settings.bad_file"
    sentence = N_("These are no settings that were exported.")
    next_step = N_("Export some first with yiwang settings export, and change that file.")


class ReasonNotListed(DomainError):
    """The office takes only reasons of its list for this step."""

    code = "case.reason_not_listed"
    sentence = N_("The reason for “%(action)s” has to be one of the list: %(reasons)s.")
    next_step = N_("Choose one of them.")

    def __init__(self, action: Action, reasons: Sequence[str]) -> None:
        super().__init__(action=ACTION_WORDS[action], reasons=list(reasons))


class CloseKindNotOffered(DomainError):
    """The office does not close cases in this way."""

    code = "case.close_kind_not_offered"
    sentence = N_("This office does not close cases in this way.")
    next_step = N_("Choose another way to close it.")
