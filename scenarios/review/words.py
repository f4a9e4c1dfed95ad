"""What a review calls things: message ids, for whoever says them in a language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from models.kernel.words import N_
from scenarios.format.words import Outcome, ReportKind
from scenarios.review.views import MomentKind, Trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from enum import StrEnum

    from scenarios.review.views import Moment, Proposal

_MINUTE = 60
_BROKEN = re.compile(r"(?<=[\u3000-\uffef])(?<![。！？：；])\n(?=\S)")
"""An end of a line within a Chinese sentence"""

OUTCOMES: Mapping[str, str] = {
    Outcome.OPEN: N_("not judged yet"),
    Outcome.MET: N_("met in time"),
    Outcome.PARTLY: N_("met late"),
    Outcome.MISSED: N_("not met"),
    Outcome.VOID: N_("does not count"),
}
BY_FORM: Mapping[str, str] = {**OUTCOMES, Outcome.PARTLY: N_("met in part")}
"""The same where evaluators judged"""
REPORTS: Mapping[str, str] = {
    ReportKind.FIRST: N_("first report up"),
    ReportKind.CONTINUED: N_("continued report up"),
    ReportKind.FINAL: N_("final report up"),
}
MOMENTS: Mapping[StrEnum, str] = {
    MomentKind.INJECT: N_("Inject sent"),
    MomentKind.CONTINGENCY: N_("Contingency"),
    MomentKind.BRANCH: N_("Story branched"),
    MomentKind.SETTLED: N_("Expectation"),
    MomentKind.FIRST: N_("First act"),
    MomentKind.LATE: N_("Overdue"),
    MomentKind.RETURNED: N_("Returned"),
    MomentKind.URGED: N_("Urged"),
    MomentKind.WAITED: N_("Long wait"),
    MomentKind.REPORTED: N_("Reported up"),
    MomentKind.MISSED_CALL: N_("Call missed"),
    MomentKind.TRAINER: N_("Trainer"),
    MomentKind.NOTE: N_("Observation"),
    MomentKind.END: N_("End of the drill"),
}
TROUBLES: Mapping[StrEnum, str] = {
    Trouble.CRITICAL: N_("Critical, missed"),
    Trouble.MISSED: N_("Expectations missed"),
    Trouble.PARTLY: N_("Met late or in part"),
    Trouble.OBSERVED: N_("Observed"),
    Trouble.CONTINGENCY: N_("Had to be pushed"),
    Trouble.LATE: N_("Overdue"),
    Trouble.STALLED: N_("Waited long"),
}
STEERED: Mapping[str, str] = {
    "hold": N_("was held back"),
    "let_go": N_("was let go"),
    "release": N_("was released"),
    "skip": N_("was skipped"),
    "edit": N_("was changed"),
    "add": N_("was added"),
    "jump": N_("time was moved on"),
}
_PRACTISE = N_("Practise until it is safe: %(title)s")


def clock(seconds: int) -> str:
    """Return a moment of a drill as hours and minutes from its start, such as ``0:05`` or ``-0:10``."""
    sign = "-" if seconds < 0 else ""
    minutes = abs(seconds) // _MINUTE
    return f"{sign}{minutes // _MINUTE}:{minutes % _MINUTE:02d}"


def span(seconds: int) -> str:
    """Return a length of time as minutes and seconds, such as ``4:30``."""
    return f"{seconds // _MINUTE}:{seconds % _MINUTE:02d}"


def points(value: float) -> str:
    """Return points as people write them: whole where they are whole, else one place."""
    return f"{value:.1f}".removesuffix(".0")


def mean_points(value: float) -> str:
    """Return a mean of points with two places where it has them: rounding would hide what was given."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def flowed(text: str) -> str:
    """Return a text without the line ends it has only because its file is narrow."""
    return _BROKEN.sub("", text.strip())


def task_title(proposal: Proposal, say: Callable[..., str]) -> str:
    """Return what a corrective task made of a proposal is called."""
    return proposal.text if proposal.of_guide else say(_PRACTISE, title=proposal.text)


def moment_words(moment: Moment, say: Callable[..., str], label: Callable[[StrEnum], str]) -> str:
    """Return what happened at a moment, beside its kind."""
    told = [moment.number[-9:], moment.text]
    match moment.kind:
        case MomentKind.SETTLED:
            told = [say(OUTCOMES[moment.word]), moment.text]
        case MomentKind.TRAINER:
            told = [say(STEERED[moment.word]), moment.text]
        case MomentKind.REPORTED:
            told = [say(REPORTS[moment.word]), moment.text]
        case MomentKind.FIRST:
            told = [label(_action(moment.word)), *told]
        case MomentKind.WAITED:
            queue = label(_queue(moment.word))
            told = [
                say(N_("%(minutes)s min in “%(queue)s”"), minutes=moment.seconds // _MINUTE, queue=queue),
                *told,
            ]
    return " ".join(filter(None, told))


def _action(word: str) -> StrEnum:
    from models.cases.kinds import Action

    return Action(word)


def _queue(word: str) -> StrEnum:
    from models.cases.kinds import QueueKey

    return QueueKey(word)
