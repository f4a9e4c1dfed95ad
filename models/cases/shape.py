"""What a row of the table of transitions says, and the groups of roles it speaks of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.accounts.views import Role
from models.cases.kinds import Action, CaseState, Clock, Entry, Owner, Reach

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table.

    ``required`` entries must be given, ``optional`` ones may be. ``explain`` is the help
    sentence. ``target`` is where the case stands afterwards; CLOSE chooses between two, by
    whether there is someone to call back, and UNMERGE leads to wherever the case stood, its
    target here being only the first such state (:func:`target_of`). ``owner`` says in
    whose own queue it then lies. ``straight`` is where the case stands instead once an
    optional person is named: both steps are done as one, by whoever may do the second too.
    """

    action: Action
    source: CaseState
    target: CaseState
    roles: frozenset[Role]
    reach: Reach
    explain: str
    required: tuple[Entry, ...] = ()
    optional: tuple[Entry, ...] = (Entry.NOTE,)
    clock: Clock = Clock.KEEP
    owner: Owner = Owner.NOBODY
    straight: CaseState | None = None


ACCEPTORS = frozenset({Role.ACCEPTOR, Role.DUTY_CHIEF})
DISPATCHERS = frozenset({Role.DISPATCHER, Role.DUTY_CHIEF})
UNIT_ROLES = frozenset({Role.UNIT_LEAD, Role.HANDLER})
"""Who handles cases in a unit."""
VERIFIERS = frozenset({Role.COLLECTOR, Role.EVALUATOR, Role.DUTY_CHIEF})
SENDERS_BACK = ACCEPTORS | DISPATCHERS | VERIFIERS
EVALUATORS = ACCEPTORS | {Role.EVALUATOR}
INTAKE_ROLES = frozenset(
    {Role.COLLECTOR, Role.ACCEPTOR, Role.DISPATCHER, Role.DUTY_CHIEF, Role.UNIT_LEAD, Role.HANDLER}
)
"""Who may report a case: everyone who works on cases."""
READER_ROLES = INTAKE_ROLES | {Role.EVALUATOR, Role.LEADER}
"""Who may look at cases: not the three administrators, who keep the system and not its contents."""


def rows(sources: Iterable[CaseState], **row: object) -> tuple[Transition, ...]:
    """Return one row for each of ``sources``; without a ``target`` the case stays where it is."""
    return tuple(Transition(source=source, **{"target": source, **row}) for source in sources)  # type: ignore[arg-type]  # the rows say what they are
