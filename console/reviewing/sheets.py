"""Where an evaluator's form comes from and goes to: a drill of the office, or the one in a trainer's hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from console.reviewing.place import outside_drills, sandboxes_of
from models.drills.kinds import EntryKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.drilling.hand import Hand
    from console.settings import Settings
    from models.accounts.views import Actor
    from models.api import Services
    from scenarios.format.expecting import Expected
    from scenarios.sandbox import World
    from scenarios.scoring.forms import FilledIn


class Sheets(Protocol):
    """One expectation's form; its methods are called in threads."""

    def read(self) -> tuple[Expected, FilledIn | None]:
        """Return the expectation, and what the evaluator handed in before.

        Raises:
            JudgedByItself: it needs no form.
        """
        ...

    def hand_in(self, points: Mapping[str, float], note: str) -> None:
        """Keep the form; it replaces the evaluator's earlier one."""
        ...


class OfficeSheets:
    """A form about a drill that is looked back on from the office.

    Args:
        services: of the office.
        settings: where the drills lie.
        actor: the evaluator.
        number: the drill's.
        expectation: which is judged.
    """

    def __init__(
        self, services: Services, settings: Settings, actor: Actor, number: int, expectation: str
    ) -> None:
        self._services, self._settings, self._actor = services, settings, actor
        self._number, self._expectation = number, expectation

    def read(self) -> tuple[Expected, FilledIn | None]:
        """Return the expectation, and what the evaluator handed in before."""
        outside_drills(self._services)
        with sandboxes_of(self._settings).open(self._number) as world:
            return _read(world, self._expectation, self._actor.login)

    def hand_in(self, points: Mapping[str, float], note: str) -> None:
        """Keep the form."""
        from scenarios.review.assessing import fill_in

        with sandboxes_of(self._settings).open(self._number) as world:
            fill_in(world, self._actor, self._expectation, points, note)


class HandSheets:
    """A form about the drill a trainer has in hand.

    Args:
        hand: on the drill.
        expectation: which is judged.
    """

    def __init__(self, hand: Hand, expectation: str) -> None:
        self._hand, self._expectation = hand, expectation

    def read(self) -> tuple[Expected, FilledIn | None]:
        """Return the expectation, and what the trainer handed in before."""
        return _read(self._hand.world, self._expectation, self._hand.login)

    def hand_in(self, points: Mapping[str, float], note: str) -> None:
        """Keep the form."""
        self._hand.judge(self._expectation, points, note)


def _read(world: World, name: str, login: str) -> tuple[Expected, FilledIn | None]:
    from scenarios.review.assessing import expectation_of, form_of
    from scenarios.review.sources import plan_of
    from scenarios.scoring.forms import forms_of

    drills = world.services.drills
    expected = expectation_of(plan_of(drills.drill()).scenario, name)
    form_of(expected)
    forms = forms_of(drills.entries(kinds={EntryKind.FORM})).get(expected.id, [])
    return expected, next((each for each in forms if each.evaluator == login), None)
