"""What has to hold of a case for a step, beyond its state: the caps of requests and appeals.

How often what may be asked for is for the office to set (:mod:`models.cases.settings`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from models.accounts.views import Role
from models.cases.asking_refusals import (
    AlreadyAsked,
    AlreadyForgiven,
    AlreadyOverdue,
    AnotherHasToReview,
    AppealedBefore,
    HeldBefore,
    LeadHasToEndorse,
    NoMoreExtensions,
    NoSuchDeadline,
    NothingAsked,
    NothingToAnswer,
    NotLate,
    RequestOpen,
    ReviewFirst,
)
from models.cases.kinds import Action, Asked, CaseState
from models.cases.linking_refusals import NothingLinked
from models.cases.settings.house import CAPS, PACKAGED, Caps

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from models.accounts.views import Actor
    from models.cases.asking_refusals import RequestRefused
    from models.cases.settings.house import House


class Standing(Protocol):
    """What the guards look at: a case's row or its view."""

    @property
    def number(self) -> str: ...  # noqa: D102 -- the columns of ``cases``, described there
    @property
    def state(self) -> CaseState: ...  # noqa: D102
    @property
    def unit_id(self) -> int | None: ...  # noqa: D102
    @property
    def acceptor_id(self) -> int | None: ...  # noqa: D102
    @property
    def asked(self) -> Asked: ...  # noqa: D102
    @property
    def asked_at_unit(self) -> bool: ...  # noqa: D102
    @property
    def reviewer_id(self) -> int | None: ...  # noqa: D102
    @property
    def extensions(self) -> int: ...  # noqa: D102
    @property
    def holds(self) -> int: ...  # noqa: D102
    @property
    def appeals(self) -> int: ...  # noqa: D102
    @property
    def forgiven(self) -> bool: ...  # noqa: D102
    @property
    def to_answer(self) -> int: ...  # noqa: D102
    @property
    def links(self) -> int: ...  # noqa: D102
    @property
    def open_tasks(self) -> int: ...  # noqa: D102
    @property
    def external(self) -> object: ...  # noqa: D102 -- the name says it
    @property
    def due_at(self) -> datetime | None: ...  # noqa: D102
    @property
    def clock_stopped_at(self) -> datetime | None: ...  # noqa: D102


def fact_refusal(action: Action, case: Standing, now: datetime, caps: Caps = CAPS) -> RequestRefused | None:
    """Return what about the case itself stands in the way of ``action``, whoever acts."""
    guard = _FACTS.get(action)
    return None if guard is None else guard(case, now, caps)


_DECIDED_BY_FEW = frozenset(
    {Action.GRANT_EXTENSION, Action.GRANT_HOLD, Action.ENDORSE, Action.DECLINE, Action.UPHOLD}
)
"""Where it matters which of those who hold the role a person is"""


def person_refusal(
    action: Action, case: Standing, actor: Actor, house: House = PACKAGED
) -> RequestRefused | None:
    """Return why it is not for this person to decide now what was asked for."""
    if action not in _DECIDED_BY_FEW:
        return None
    if action in {Action.GRANT_EXTENSION, Action.GRANT_HOLD} and case.asked_at_unit:
        return LeadHasToEndorse(case.number)
    if action is Action.ENDORSE and not case.asked_at_unit:
        return NothingAsked(case.number)
    if action is Action.DECLINE:
        return _declining(case, actor, house)
    if action is Action.UPHOLD and case.reviewer_id == actor.account_id:
        return AnotherHasToReview(case.number)
    return None


def _declining(case: Standing, actor: Actor, house: House) -> RequestRefused | None:
    """Whoever endorses declines what is still in the unit, the dispatcher what was passed on."""
    if case.asked_at_unit:
        leads = actor.has(*house.roles_of(Action.ENDORSE)) and actor.unit_id == case.unit_id
        return None if leads else LeadHasToEndorse(case.number)
    deciding = house.roles_of(Action.DECLINE) - {Role.UNIT_LEAD}
    return None if actor.has(*deciding) else AlreadyAsked(case.number, case.asked)


def _may_ask(case: Standing) -> RequestRefused | None:
    return None if case.asked is Asked.NOTHING else AlreadyAsked(case.number, case.asked)


def _extension(case: Standing, now: datetime, caps: Caps) -> RequestRefused | None:
    if case.extensions >= caps.extensions:
        return NoMoreExtensions(case.number, caps.extensions)
    if not caps.extend_overdue and case.due_at is not None and now > case.due_at:
        return AlreadyOverdue(case.number)
    return _may_ask(case)


def _hold(case: Standing, now: datetime, caps: Caps) -> RequestRefused | None:
    if case.holds >= caps.holds:
        return HeldBefore(case.number, caps.holds)
    if case.due_at is not None and now > case.due_at:
        return AlreadyOverdue(case.number)
    return _may_ask(case)


def _appeal(case: Standing, _now: datetime, caps: Caps) -> RequestRefused | None:
    if case.forgiven:
        return AlreadyForgiven(case.number)
    if case.appeals >= caps.appeals:
        return AppealedBefore(case.number)
    stopped, due = case.clock_stopped_at, case.due_at
    if stopped is None or due is None or stopped <= due:
        return NotLate(case.number)
    return _may_ask(case)


def _asked(*kinds: Asked) -> Callable[[Standing, datetime, Caps], RequestRefused | None]:
    def guard(case: Standing, _now: datetime, _caps: Caps) -> RequestRefused | None:
        return None if case.asked in kinds else NothingAsked(case.number)

    return guard


def _support(case: Standing, _now: datetime, _caps: Caps) -> RequestRefused | None:
    return None if case.asked is Asked.APPEAL and case.reviewer_id is None else NothingAsked(case.number)


def _uphold(case: Standing, _now: datetime, _caps: Caps) -> RequestRefused | None:
    if case.asked is not Asked.APPEAL:
        return NothingAsked(case.number)
    return ReviewFirst(case.number) if case.reviewer_id is None else None


def _something_to_answer(case: Standing, _now: datetime, _caps: Caps) -> RequestRefused | None:
    return None if case.to_answer else NothingToAnswer(case.number)


def _something_linked(case: Standing, _now: datetime, _caps: Caps) -> RequestRefused | None:
    return None if case.links else NothingLinked(case.number)


def _something_from_above(case: Standing, _now: datetime, _caps: Caps) -> RequestRefused | None:
    return None if case.external else NoSuchDeadline(case.number)


def _nothing_open(case: Standing, _now: datetime, _caps: Caps) -> RequestRefused | None:
    return None if case.asked is Asked.NOTHING else RequestOpen(case.number, case.asked)


_FACTS: dict[Action, Callable[[Standing, datetime, Caps], RequestRefused | None]] = {
    Action.ASK_EXTENSION: _extension,
    Action.ASK_HOLD: _hold,
    Action.ENDORSE: _asked(Asked.EXTENSION, Asked.HOLD),
    Action.GRANT_EXTENSION: _asked(Asked.EXTENSION),
    Action.GRANT_HOLD: _asked(Asked.HOLD),
    Action.DECLINE: _asked(Asked.EXTENSION, Asked.HOLD),
    Action.WITHDRAW: _asked(Asked.EXTENSION, Asked.HOLD),
    Action.APPEAL: _appeal,
    Action.SUPPORT: _support,
    Action.UPHOLD: _uphold,
    Action.DISMISS: _asked(Asked.APPEAL),
    Action.UNLINK: _something_linked,
    Action.ANSWER: _something_to_answer,
    Action.ARCHIVE: _nothing_open,
    Action.DROP_DEADLINE: _something_from_above,
}
