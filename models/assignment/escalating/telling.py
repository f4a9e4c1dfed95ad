"""To whom a step goes: pure, over who is here and who holds which role."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from models.accounts.views import Role
from models.assignment.escalating.views import Skip
from models.cases.escalation import EscalationStep
from models.cases.rules import restricted_to_unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from models.accounts.views import Actor
    from models.assignment.rosters.presence import Presence


class Resting(Protocol):
    """What it depends on of a case: its row."""

    @property
    def owner_id(self) -> int | None: ...  # noqa: D102 -- the columns of ``cases``, described there
    @property
    def unit_id(self) -> int | None: ...  # noqa: D102 -- the name says it
    @property
    def division_code(self) -> str: ...  # noqa: D102 -- the name says it


@dataclass(frozen=True, slots=True)
class Answer:
    """Whom one step goes to, or why to nobody."""

    to: tuple[Actor, ...]
    skip: Skip | None = None


@dataclass(frozen=True, slots=True)
class Reached:
    """The step at which somebody can be told; the last one, with nobody, where nobody can."""

    step: EscalationStep
    to: tuple[Actor, ...]
    skipped: tuple[tuple[EscalationStep, Skip], ...]


class People:
    """Who can be told.

    Args:
        presence: who is here.
        actors: everybody whose account is in use.
    """

    def __init__(self, presence: Presence, actors: Iterable[Actor]) -> None:
        self._presence = presence
        self._actors = {actor.account_id: actor for actor in actors}

    @classmethod
    def none(cls, moment: datetime) -> People:
        """Return nobody, for when there is nothing to tell."""
        from models.assignment.rosters.facts import Facts
        from models.assignment.rosters.presence import Presence

        return cls(Presence(moment, Facts({})), ())

    def at(self, moment: datetime) -> People:
        """Return the same people at another moment."""
        return People(self._presence.at(moment), self._actors.values())

    def reached(self, case: Resting, steps: Sequence[EscalationStep]) -> Reached:
        """Return the first of ``steps`` at which somebody can be told, with those passed over."""
        skipped: list[tuple[EscalationStep, Skip]] = []
        for step in steps:
            answer = self._answer(case, step)
            if answer.skip is None:
                return Reached(step, answer.to, tuple(skipped))
            skipped.append((step, answer.skip))
        return Reached(steps[-1], (), tuple(skipped))

    def _answer(self, case: Resting, step: EscalationStep) -> Answer:
        match step:
            case EscalationStep.DEPUTY:
                return self._deputy(case)
            case EscalationStep.LEAD:
                return self._leads(case)
            case EscalationStep.CHIEF:
                return self._chiefs(case)

    def _deputy(self, case: Resting) -> Answer:
        if case.owner_id is None:
            return Answer((), Skip.NOBODY_HAS_IT)
        owner = self._actors.get(case.owner_id)
        return self._seeing(case, [self._stands_in(owner)] if owner is not None else [], Skip.NO_DEPUTY)

    def _leads(self, case: Resting) -> Answer:
        """Return the leads of the unit that has it, or else of whoever has it; deputies for those away."""
        owner = None if case.owner_id is None else self._actors.get(case.owner_id)
        unit_id = case.unit_id if case.unit_id is not None or owner is None else owner.unit_id
        leads = (
            self._stands_in(each) if self._away(each) else each
            for each in self._actors.values()
            if unit_id is not None and each.unit_id == unit_id and each.has(Role.UNIT_LEAD)
        )
        return self._seeing(case, list(leads), Skip.NO_LEAD)

    def _chiefs(self, case: Resting) -> Answer:
        """Return who leads the duty of the whole office now, else the chiefs on it, else those in office."""
        rostered = [each for each in self._presence.on_duty() if each.shift]
        on_duty = [(each.lead, self._actors.get(each.person.account_id or 0)) for each in rostered]
        chiefs = [
            each for each in self._actors.values() if each.has(Role.DUTY_CHIEF) and not self._away(each)
        ]
        for several in (
            [actor for lead, actor in on_duty if lead],
            [actor for _lead, actor in on_duty if actor is not None and actor.has(Role.DUTY_CHIEF)],
            chiefs,
        ):
            answer = self._seeing(case, several, Skip.NO_CHIEF)
            if answer.skip is None:
                return answer
        return Answer((), Skip.OUT_OF_SIGHT if chiefs else Skip.NO_CHIEF)

    def _seeing(self, case: Resting, found: Iterable[Actor | None], nobody: Skip) -> Answer:
        """Leave out whoever has the case already, and who may not look at it."""
        others = {each.account_id: each for each in found if each is not None}
        others.pop(case.owner_id or 0, None)
        if not others:
            return Answer((), nobody)
        to = tuple(each for each in others.values() if _sees(each, case))
        return Answer(to, None if to else Skip.OUT_OF_SIGHT)

    def _stands_in(self, actor: Actor) -> Actor | None:
        deputy = None if actor.staff_id is None else self._presence.deputy_of(actor.staff_id)
        person = None if deputy is None else self._presence.person(deputy)
        return None if person is None else self._actors.get(person.account_id or 0)

    def _away(self, actor: Actor) -> bool:
        return actor.staff_id is not None and self._presence.absent(actor.staff_id) is not None


def _sees(actor: Actor, case: Resting) -> bool:
    if not actor.sees(case.division_code):
        return False
    return not restricted_to_unit(actor) or (case.unit_id is not None and case.unit_id == actor.unit_id)
