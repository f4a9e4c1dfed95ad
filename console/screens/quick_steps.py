"""Taking work on from the list, for one case or for all that are marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from console.i18n import ngettext, sentences
from console.work import Failed, attempt
from models.cases.kinds import Action
from models.cases.shape import UNIT_ROLES
from models.cases.task_kinds import TASK_ACTIONS
from models.cases.views import ActionEntries
from models.kernel.errors import DomainError

if TYPE_CHECKING:
    from models.accounts.views import Actor
    from models.api import Services
    from models.cases.settings.house import House
    from models.cases.views import CaseView

QUICK_ACTIONS = frozenset({Action.ACCEPT, Action.TAKE, Action.ASSIST_TAKE})
"""Steps one key may do from the list: they only take work on. What asserts a fact
(a verification, a closing) is done on the case itself, with it in sight."""


def may_take_on(actor: Actor, house: House) -> bool:
    """Say whether the person's roles take anything on with one key, whatever the case."""
    roles = UNIT_ROLES.union(*(house.roles_of(action) for action in QUICK_ACTIONS - TASK_ACTIONS))
    return actor.has(*roles)


@dataclass(frozen=True, slots=True)
class Steps:
    """What came of taking on one or several cases."""

    done: tuple[Action, ...]
    """What was done, once for each case"""
    refusals: tuple[DomainError, ...]
    wants_entries: tuple[str, ...]
    """Numbers of cases whose next step has to be done on the case itself"""


def take_on(services: Services, actor: Actor, case_ids: list[Any]) -> Steps:
    """Do the quick action each case offers; one that is refused does not keep the others from it."""
    done: list[Action] = []
    refusals: list[DomainError] = []
    wants_entries: list[str] = []
    for case_id in case_ids:
        case = services.cases.case_by_id(actor, case_id)
        quick = next(
            (
                offer
                for offer in case.offers
                if offer.allowed and not offer.required and offer.action in QUICK_ACTIONS
            ),
            None,
        )
        if quick is None:
            wants_entries.append(case.number)
            continue
        refusal = _perform(services, actor, case, quick.action)
        if refusal is None:
            done.append(quick.action)
        else:
            refusals.append(refusal)
    return Steps(tuple(done), tuple(refusals), tuple(wants_entries))


def taken_on(steps: Steps) -> str:
    """Return the sentences about what was done."""
    accepted = steps.done.count(Action.ACCEPT)
    taken = steps.done.count(Action.TAKE) + steps.done.count(Action.ASSIST_TAKE)
    said = []
    if accepted:
        said.append(
            ngettext("%(count)s case accepted.", "%(count)s cases accepted.", accepted, count=accepted)
        )
    if taken:
        said.append(ngettext("%(count)s case taken on.", "%(count)s cases taken on.", taken, count=taken))
    return sentences(*said)


def _perform(services: Services, actor: Actor, case: CaseView, action: Action) -> DomainError | None:
    door = services.tasks if action in TASK_ACTIONS else services.cases
    outcome = attempt(
        lambda: door.perform(actor, case.id, action, ActionEntries(), expected_version=case.version)
    )
    if not isinstance(outcome, Failed):
        return None
    if isinstance(outcome.error, DomainError):
        return outcome.error
    raise outcome.error
