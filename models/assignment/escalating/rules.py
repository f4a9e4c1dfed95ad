"""The office's rules of escalation, read from its settings; which step is due when. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from models.assignment.escalating.views import Rule, RuleSet
from models.calendar.rules import Counting, parse_limit
from models.cases.escalation import EscalationStep, EscalationTrigger
from models.cases.kinds import ASIDE, Action
from models.cases.settings.of_escalation import ON, WAITS, wait_key

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from models.calendar.arithmetic import WorkingTime
    from models.cases.settings.house import House

STEPS = tuple(EscalationStep)
NO_ACT = (ASIDE | {Action.ESCALATE, Action.RECOUNT, Action.UNDO, Action.FORMER}) - {Action.CONTACT}
"""Steps of others about a case; whoever has it has not acted by them. Speaking to the reporter is acting."""
_PROVISIONAL = Counting(provisional=True)
_SECOND = timedelta(seconds=1)
_FARTHEST = timedelta(days=3660)


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules in force: how long each step waits, those left out left out."""

    on: bool
    edition: int
    waits: Mapping[tuple[EscalationTrigger, EscalationStep], str]

    def steps(self, trigger: EscalationTrigger) -> tuple[EscalationStep, ...]:
        """Return the steps of a trigger, in their order."""
        return tuple(step for step in STEPS if (trigger, step) in self.waits)

    def after(self, trigger: EscalationTrigger, step: EscalationStep) -> EscalationStep | None:
        """Return the step that follows another one; ``None`` after the last."""
        later = (each for each in self.steps(trigger) if STEPS.index(each) > STEPS.index(step))
        return next(later, None)

    def due(
        self, time: WorkingTime, trigger: EscalationTrigger, step: EscalationStep, start: datetime
    ) -> datetime:
        """Return when a step is due whose wait begins at ``start``."""
        return time.due(start, parse_limit(self.waits[trigger, step]), _PROVISIONAL).at


def rules_of(house: House) -> Rules:
    """Return the rules an edition of the settings holds."""
    get = house.document.get
    every = {key: get(wait_key(*key), packaged) for key, packaged in WAITS.items()}
    return Rules(bool(get(ON)), house.number, {key: wait for key, wait in every.items() if wait})


def rule_set(house: House) -> RuleSet:
    """Return the same for people to read, with the steps left out."""
    rules = rules_of(house)
    lines = (Rule(*key, rules.waits.get(key, ""), packaged) for key, packaged in WAITS.items())
    return RuleSet(rules.on, rules.edition, tuple(lines))


def latest_start(time: WorkingTime, wait: str, now: datetime) -> datetime:
    """Return the last moment from which ``wait`` has run out by ``now``, to the second.

    So what is due can be read by an index on the moment it rests since. The end of a wait never comes
    before that of a wait that began earlier, whence halving finds it.
    """
    limit = parse_limit(wait)

    def over(start: datetime) -> bool:
        return time.due(start, limit, _PROVISIONAL).at <= now

    back = timedelta(hours=1)
    while not over(now - back) and back < _FARTHEST:
        back *= 2
    early, late = now - back, now
    while late - early > _SECOND:
        middle = early + (late - early) / 2
        if over(middle):
            early = middle
        else:
            late = middle
    return early
