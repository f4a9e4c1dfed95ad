"""Every state, role and action: allowed as written here, or refused with its own sentence."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from models.accounts.views import Role
from models.catalogue.boundary.contents import FIELDS, lacking, needed
from models.catalogue.boundary.kinds import (
    Action,
    Cause,
    Change,
    RequestKind,
    RequestState,
    WantedList,
)
from models.catalogue.boundary.refusals import GuardFails, NotTheOpener, RequestEnded, WrongState
from models.catalogue.boundary.rules import FINAL_STATES, TRANSITIONS, legend, transition
from models.catalogue.boundary.views import RequestFacts
from models.catalogue.boundary.words import ACTION_WORDS, ENTRY_WORDS, FIELD_WORDS, GUARD_WORDS, STATE_WORDS
from models.kernel.errors import DomainError, NotPermitted
from tests.boundary.bench import ADJUSTMENT, ADMISSION, FACTS, TEMPORARY, WAYS

if TYPE_CHECKING:
    from models.catalogue.boundary.views import RequestView
    from tests.boundary.bench import Bench

_A, _S, _K, _R = Action, RequestState, RequestKind, Role
CHIEFS = {_R.DUTY_CHIEF, _R.LEADER, _R.SYSTEM_ADMIN}
DECIDERS = {_R.LEADER, _R.SYSTEM_ADMIN}
OPENERS = CHIEFS | {_R.ACCEPTOR, _R.DISPATCHER, _R.UNIT_LEAD}
SPEAKERS = CHIEFS | {_R.UNIT_LEAD}
OPEN = (_S.DRAFT, _S.OPINIONS, _S.COUNTY, _S.RETURNED)
IN = (_S.ADMITTED, _S.CHANGED)
SAME = None

EXPECTED: list[tuple[Action, tuple[RequestState, ...], RequestState | None, set[Role], set[RequestKind]]] = [
    (_A.SUBMIT, (_S.DRAFT, _S.RETURNED), _S.OPINIONS, OPENERS, set(_K)),
    (_A.FORWARD, (_S.OPINIONS,), _S.COUNTY, CHIEFS, set(_K)),
    (_A.ADMIT, (_S.COUNTY,), _S.ADMITTED, DECIDERS, set(_K)),
    (_A.ADMIT, (_S.OPINIONS,), _S.ADMITTED, DECIDERS, {_K.TEMPORARY}),
    (_A.OPINE, (_S.OPINIONS,), SAME, SPEAKERS, set(_K)),
    (_A.ADMIT_CHANGED, (_S.COUNTY,), _S.CHANGED, DECIDERS, set(_K)),
    (_A.EDIT, (_S.DRAFT, _S.RETURNED), SAME, OPENERS, set(_K)),
    (_A.START, (_S.OPINIONS, _S.COUNTY), SAME, DECIDERS, {_K.TEMPORARY}),
    (_A.REFUSE, (_S.COUNTY,), _S.REFUSED, DECIDERS, set(_K)),
    (_A.TURN_BACK, (_S.DRAFT, _S.OPINIONS, _S.RETURNED), _S.TURNED_BACK, CHIEFS, set(_K)),
    (_A.RETURN, (_S.OPINIONS, _S.COUNTY), _S.RETURNED, CHIEFS, set(_K)),
    (_A.WITHDRAW, OPEN, _S.WITHDRAWN, OPENERS, set(_K)),
    (_A.END, IN, SAME, CHIEFS, {_K.TEMPORARY}),
    (_A.EXPIRE, IN, _S.EXPIRED, OPENERS, {_K.TEMPORARY}),
    (_A.ATTACH, (*OPEN, *IN), SAME, OPENERS, set(_K)),
]
STEPS = [each for each in Action if each not in {_A.OPEN, _A.EDIT, _A.ATTACH}]


def expected(action: Action, state: RequestState, kind: RequestKind) -> tuple[RequestState, set[Role]] | None:
    for name, sources, target, roles, kinds in EXPECTED:
        if name is action and state in sources and kind in kinds:
            return target or state, roles
    return None


@pytest.mark.parametrize("kind", RequestKind)
def test_the_table_says_what_is_expected_of_every_state_and_action(kind: RequestKind) -> None:
    for state in RequestState:
        for action in Action:
            row, wanted = transition(action, state, kind), expected(action, state, kind)
            found = None if row is None else (row.target, set(row.roles))
            assert found == wanted, (state, action)


def test_each_pair_of_action_and_state_appears_once_and_final_states_lead_nowhere() -> None:
    pairs = [(row.action, row.source) for row in TRANSITIONS]
    assert len(pairs) == len(set(pairs))
    assert not {row.source for row in TRANSITIONS} & FINAL_STATES
    assert {row.target for row in TRANSITIONS} | {_S.DRAFT} == set(RequestState)


def test_the_legend_has_every_row_and_everything_has_a_word() -> None:
    lines = legend()
    for row in TRANSITIONS:
        fitting = [each for each in lines if each.action is row.action and row.source in each.sources]
        assert [each.explain for each in fitting] == [row.explain]
    assert set(STATE_WORDS) == set(RequestState)
    assert set(ACTION_WORDS) == set(Action)
    assert all(entry in ENTRY_WORDS for row in TRANSITIONS for entry in (*row.required, *row.optional))
    assert all(guard in GUARD_WORDS for row in TRANSITIONS for guard in row.guards)
    assert all(name in FIELD_WORDS for names in FIELDS.values() for name in names)
    assert set().union(*FIELDS.values()) | {"kind", "case_number"} == set(RequestFacts.__dataclass_fields__)


@pytest.mark.parametrize("state", WAYS)
def test_every_role_is_let_through_or_refused_by_the_service(
    sqlite_bench: Bench, state: RequestState
) -> None:
    # A temporary entry knows every row of the table.
    kind = _K.TEMPORARY
    request = sqlite_bench.bring_to(state, kind)
    for action in STEPS:
        wanted = expected(action, state, kind)
        ever: set[Role] = set().union(*(each[3] for each in EXPECTED if each[0] is action))
        for role in Role:
            if wanted is not None and role in wanted[1]:
                _let_through(sqlite_bench, request, action, role)
                continue
            with pytest.raises(DomainError) as refused:
                sqlite_bench.do(request, action, role)
            assert str(refused.value)
            if wanted is not None or role not in ever:
                assert isinstance(refused.value, NotPermitted)
            else:
                assert isinstance(refused.value, RequestEnded if state in FINAL_STATES else WrongState)
    now = sqlite_bench.boundary.request(sqlite_bench.actor(Role.LEADER), request.id)
    assert now == request


def _let_through(bench: Bench, standing: RequestView, action: Action, role: Role) -> None:
    state, kind = standing.state, standing.facts.kind
    wanted = expected(action, state, kind)
    assert wanted is not None
    offers = bench.boundary.request(bench.actor(role), standing.id).offers
    offer = next(each for each in offers if each.action is action)
    # Refused, these leave the request that stands as it is.
    if action is _A.EXPIRE:
        assert not offer.allowed
        with pytest.raises(GuardFails):
            bench.do(standing, action, role)
        return
    if action is _A.WITHDRAW and role not in CHIEFS:
        assert not offer.allowed
        with pytest.raises(NotTheOpener):
            bench.do(standing, action, role)
        return
    assert offer.allowed, (action, role)
    # What is let through is done to a request of its own.
    code = f"T{role.value[:9]}{action.value[:8]}{state.value[:8]}"
    request = bench.bring_to(state, kind, **({"code": code} if kind is _K.TEMPORARY else {}))
    assert bench.do(request, action, role).state is wanted[0]


@pytest.mark.parametrize(
    ("facts", "names"),
    [
        (ADMISSION, ()),
        (ADJUSTMENT, ()),
        (TEMPORARY, ()),
        (replace(ADMISSION, funds="", powers=""), ("funds", "powers")),
        (replace(ADMISSION, wanted=WantedList.GRID), ("exit_route",)),
        (replace(ADMISSION, township_duty=""), ("township_duty",)),
        (replace(TEMPORARY, ends_on=None, exit_route=""), ("ends_on", "exit_route")),
        (replace(TEMPORARY, limit=""), ("limit",)),
        (replace(ADJUSTMENT, legal_basis=""), ("legal_basis",)),
        (replace(ADJUSTMENT, cause=Cause.TOWNSHIP, legal_basis=""), ()),
        (replace(ADJUSTMENT, change=Change.REWORD), ("name",)),
        (replace(ADJUSTMENT, department="", method=""), ("department", "method")),
        (replace(ADJUSTMENT, change=Change.TO_COOPERATIVE), ("superior_duty", "township_duty")),
    ],
)
def test_what_a_request_lacks(facts: RequestFacts, names: tuple[str, ...]) -> None:
    assert lacking(facts) == names
    assert set(needed(facts)) <= set(FIELDS[facts.kind])


def test_the_samples_are_whole() -> None:
    assert all(lacking(facts) == () for facts in FACTS.values())
