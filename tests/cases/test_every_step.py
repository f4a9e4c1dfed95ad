"""Every state, role and action: allowed, or refused in the right way. Driven by the table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from models.accounts.views import Actor, Role
from models.cases.guards import fact_refusal, person_refusal
from models.cases.refusals import CaseEnded, NotTheAcceptor, NotYourUnit, WrongState
from models.cases.rules import (
    FINAL_STATES,
    READER_ROLES,
    Action,
    CaseState,
    Entry,
    Owner,
    Reach,
    possible_actions,
    restricted_to_unit,
    roles_of,
    transition,
)
from models.cases.task_kinds import TASK_ACTIONS, WHISTLE_ACTIONS
from models.cases.views import ActionEntries, CaseView, Offer
from models.kernel.errors import DomainError, NotFound, NotPermitted
from tests.cases.township import WAYS

if TYPE_CHECKING:
    from datetime import datetime

    from tests.cases.township import Desk

WITH_A_UNIT = frozenset({CaseState.DISPATCHED, CaseState.HANDLING, CaseState.FEEDBACK, CaseState.VERIFIED})
EVERY_ENTRY = tuple(Entry)


def expected_refusal(
    case: CaseView, action: Action, actor: Actor, unit_had_it: bool, now: datetime
) -> type[DomainError] | None:
    """Say what the table means for one person, worked out apart from the service."""
    row = transition(action, case.state)
    ended = not possible_actions(case.state)
    is_acceptor = actor.account_id == case.acceptor_id or actor.has(Role.DUTY_CHIEF)
    reasons: list[tuple[bool, type[DomainError]]] = [
        (not actor.has(*roles_of(action)), NotPermitted),
        (restricted_to_unit(actor) and not unit_had_it, NotFound),
        (row is None and ended, CaseEnded),
        (row is None, WrongState),
    ]
    if row is not None:
        reasons += [
            (not actor.has(*row.roles), NotPermitted),
            (row.reach is Reach.UNIT and actor.unit_id != case.unit_id, NotYourUnit),
            (
                row.reach is Reach.HOLDER
                and actor.unit_id != case.unit_id
                and not actor.has(Role.DISPATCHER, Role.DUTY_CHIEF),
                NotYourUnit,
            ),
            (
                row.reach is Reach.NEAR
                and actor.unit_id != case.unit_id
                and not actor.has(Role.ACCEPTOR, Role.DISPATCHER, Role.DUTY_CHIEF),
                NotYourUnit,
            ),
            (row.reach is Reach.ACCEPTOR and not is_acceptor, NotTheAcceptor),
        ]
        refused = fact_refusal(action, case, now) or person_refusal(action, case, actor)
        reasons.append((refused is not None, type(refused) if refused is not None else DomainError))
    return next((refusal for stands, refusal in reasons if stands), None)


def entries_of(desk: Desk, case: CaseView, action: Action, other: str) -> ActionEntries:
    row = transition(action, case.state)
    return ActionEntries(**desk.usual(row.required if row else (), action, other))


@pytest.mark.parametrize("state", list(CaseState))
def test_every_role_and_action(sqlite_desk: Desk, state: CaseState) -> None:
    desk = sqlite_desk
    others = [desk.town.second_acceptor, desk.town.other_handler]
    people = [*desk.town.people.values(), *(each for each in others if each is not None)]
    case = desk.bring_to(state)
    other = desk.report().number
    actions = [action for action in Action if action is not Action.INTAKE]
    done = 0
    for actor in people:
        had = {event.unit_name for event in case.timeline}
        unit_had_it = actor.unit_id == desk.town.unit and "综合执法办" in had
        offered = {offer.action: offer for offer in offers_seen(desk, case, actor, unit_had_it)}
        for action in actions:
            refusal = expected_refusal(case, action, actor, unit_had_it, desk.clock.now())
            if refusal is None:
                assert offered[action].allowed
                after = desk.cases.perform(
                    actor, case.id, action, entries_of(desk, case, action, other), case.version
                )
                check_step(case, action, actor, after, desk.town.actor(Role.HANDLER).account_id)
                case = desk.bring_to(state)
                offered = {offer.action: offer for offer in offers_seen(desk, case, actor, unit_had_it)}
                done += 1
            else:
                # What concerns assisting units is offered here and done elsewhere: test_task_steps.
                assert (
                    action in TASK_ACTIONS | WHISTLE_ACTIONS
                    or action not in offered
                    or not offered[action].allowed
                )
                entries = entries_of(desk, case, action, other)
                with pytest.raises(refusal) as caught:
                    desk.cases.perform(actor, case.id, action, entries, case.version)
                assert type(caught.value) is refusal, (state, actor.login, action)
    assert desk.cases.case_by_id(desk.town.actor(Role.LEADER), case.id).version == case.version
    assert (done > 0) == bool(possible_actions(state))
    assert desk.cases.check() == []


def offers_seen(desk: Desk, case: CaseView, actor: Actor, unit_had_it: bool) -> tuple[Offer, ...]:
    if not actor.has(*READER_ROLES):
        with pytest.raises(NotPermitted):
            desk.cases.case_by_id(actor, case.id)
        return ()
    if restricted_to_unit(actor) and not unit_had_it:
        with pytest.raises(NotFound):
            desk.cases.case_by_id(actor, case.id)
        return ()
    return desk.cases.case_by_id(actor, case.id).offers


def check_step(before: CaseView, action: Action, actor: Actor, after: CaseView, person: int | None) -> None:
    row = transition(action, before.state)
    assert row is not None
    target = before.merged_from if action is Action.UNMERGE else row.target
    event = after.timeline[-1]
    assert (event.action, event.from_state, event.to_state) == (action, before.state, target)
    assert (event.seq, event.actor_name) == (len(before.timeline) + 1, actor.name)
    assert (after.state, after.version) == (target, before.version + 1)
    owner = {
        Owner.NOBODY: None,
        Owner.ACTOR: actor.account_id,
        Owner.ACCEPTOR: before.acceptor_id,
        # Naming a person as well is left out here where it is optional.
        Owner.PERSON: person if Entry.PERSON in row.required else None,
        Owner.KEEP: before.owner_id,
    }[row.owner]
    assert after.owner_id == owner


@pytest.mark.parametrize("state", [state for state in CaseState if state not in FINAL_STATES])
def test_required_entries_are_required_and_others_refused(sqlite_desk: Desk, state: CaseState) -> None:
    from models.cases.refusals import EntryMissing, EntryNotAsked

    desk = sqlite_desk
    chief = desk.town.actor(Role.DUTY_CHIEF)
    handler = desk.town.actor(Role.HANDLER)
    case = desk.bring_to(state)
    other = desk.report().number
    for action in Action:
        row = transition(action, state)
        if row is None or not row.roles:
            continue
        if fact_refusal(action, case, desk.clock.now()) is not None:
            continue
        actor = next(
            each for each in (chief, handler, desk.town.actor(Role.UNIT_LEAD)) if each.has(*row.roles)
        )
        for entry in row.required:
            given = tuple(each for each in row.required if each is not entry)
            entries = ActionEntries(**desk.usual(given, other=other))
            with pytest.raises(EntryMissing) as missing:
                desk.cases.perform(actor, case.id, action, entries, case.version)
            assert missing.value.entries == (entry,)
        for entry in EVERY_ENTRY:
            if entry in row.required or entry in row.optional:
                continue
            entries = ActionEntries(**desk.usual((*row.required, entry), other=other))
            with pytest.raises(EntryNotAsked) as surplus:
                desk.cases.perform(actor, case.id, action, entries, case.version)
            assert surplus.value.entries == (entry,)


def test_every_state_is_reached_by_the_ways() -> None:
    assert set(WAYS) == set(CaseState)
