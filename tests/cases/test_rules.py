"""The table itself, lights, legends: no database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from models.accounts.views import Actor, Role
from models.cases.rules import (
    BY_STEP,
    FAR_FUTURE,
    FINAL_STATES,
    INTAKE_ROLES,
    QUEUE_STATES,
    TRANSITIONS,
    Action,
    CaseState,
    Channel,
    Clock,
    CloseKind,
    Light,
    QueueKey,
    close_kind_of,
    legend,
    light,
    possible_actions,
    queues_of,
    roles_of,
    target_of,
)
from models.cases.starts import start_queue
from models.cases.words import ACTION_WORDS, STATE_WORDS
from models.kernel.words import Word

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)


def person(*roles: Role) -> Actor:
    return Actor(1, "p", "某人", frozenset(roles))


def test_a_step_stands_in_the_table_once() -> None:
    assert len(BY_STEP) == len(TRANSITIONS)


def test_final_states_lead_nowhere_and_all_others_somewhere() -> None:
    sources = {row.source for row in TRANSITIONS}
    assert sources == set(CaseState) - FINAL_STATES | {CaseState.FINISHED, CaseState.MERGED}


def test_every_state_can_be_reached_and_left_for_an_end() -> None:
    reached = {CaseState.REPORTED}
    ending = set(FINAL_STATES)
    for _ in CaseState:
        reached |= {row.target for row in TRANSITIONS if row.source in reached}
        ending |= {row.source for row in TRANSITIONS if row.target in ending}
    assert reached == ending == set(CaseState)


def test_every_open_state_lies_in_a_queue_of_work() -> None:
    working = [key for key in QUEUE_STATES if key is not QueueKey.RETURNED]
    covered = [state for key in working for state in QUEUE_STATES[key]]
    assert sorted(covered) == sorted(set(CaseState) - FINAL_STATES)


def test_the_clock_starts_once_per_filing_and_resumes_only_where_it_stopped() -> None:
    assert {row.action for row in TRANSITIONS if row.clock is Clock.START} == {Action.FILE}
    stopped_in = {row.target for row in TRANSITIONS if row.clock is Clock.STOP} | {CaseState.VERIFIED}
    assert {row.source for row in TRANSITIONS if row.clock is Clock.RESUME} <= stopped_in


@pytest.mark.parametrize(("channel", "has_phone"), list(product(Channel, [True, False])))
def test_only_those_who_wait_for_a_call_keep_a_closed_case_open(channel: Channel, has_phone: bool) -> None:
    waits = has_phone and channel in {Channel.CITIZEN, Channel.HOTLINE, Channel.MEDIA}
    close = BY_STEP[Action.CLOSE, CaseState.VERIFIED]
    assert target_of(close, channel, has_phone=has_phone) is (
        CaseState.CLOSED if waits else CaseState.FINISHED
    )


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(-61, Light.GREEN), (-60, Light.YELLOW), (0, Light.YELLOW), (1, Light.RED)],
)
def test_lights_of_a_running_clock(minutes: int, expected: Light) -> None:
    now = NOON + timedelta(minutes=minutes)
    warn = NOON - timedelta(minutes=60)
    assert light(now, due_at=NOON, warn_at=warn, running=True, stopped_at=None) is expected


@pytest.mark.parametrize(("minutes", "expected"), [(0, Light.MET), (1, Light.MISSED)])
def test_lights_of_a_stopped_clock_do_not_move(minutes: int, expected: Light) -> None:
    stopped = NOON + timedelta(minutes=minutes)
    later = NOON + timedelta(days=30)
    assert light(later, due_at=NOON, warn_at=NOON, running=False, stopped_at=stopped) is expected


def test_no_deadline_no_light() -> None:
    dark = light(NOON, due_at=FAR_FUTURE, warn_at=FAR_FUTURE, running=False, stopped_at=None)
    assert dark is Light.NONE


@pytest.mark.parametrize("chosen", list(CloseKind))
def test_only_a_normal_closing_turns_late(chosen: CloseKind) -> None:
    late = NOON + timedelta(seconds=1)
    became = close_kind_of(chosen, due_at=NOON, stopped_at=late)
    assert became is (CloseKind.LATE if chosen is CloseKind.NORMAL else chosen)
    assert close_kind_of(chosen, due_at=NOON, stopped_at=NOON) is chosen


def test_the_legend_holds_every_row_once() -> None:
    lines = legend()
    told = {(line.action, source, line.target) for line in lines for source in line.sources}
    assert told == {(row.action, row.source, row.target) for row in TRANSITIONS if row.roles}
    assert len({(line.action, line.target, line.roles) for line in lines}) == len(lines)
    for line in lines:
        assert line.roles
        assert isinstance(line.explain, Word)
        assert set(line.roles) == set(BY_STEP[line.action, line.sources[0]].roles)


def test_queues_follow_from_what_a_person_can_do() -> None:
    assert queues_of(person(Role.HANDLER)) == (
        QueueKey.WITH_UNITS,
        QueueKey.MINE,
        QueueKey.DUE_SOON,
        QueueKey.OVERDUE,
        QueueKey.URGED,
        QueueKey.ASSISTING,
        QueueKey.TO_TAKE,
        QueueKey.DAY,
    )
    deciders = {Role.DISPATCHER, Role.DUTY_CHIEF, Role.UNIT_LEAD, Role.LEADER}
    assert {role for role in Role if QueueKey.TO_DECIDE in queues_of(person(role))} == deciders
    takers = {Role.HANDLER, Role.UNIT_LEAD}
    assert {role for role in Role if QueueKey.TO_TAKE in queues_of(person(role))} == takers
    assert queues_of(person(Role.DUTY_CHIEF)) == tuple(key for key in QueueKey if key is not QueueKey.TO_TAKE)
    assert QueueKey.MINE not in queues_of(person(Role.LEADER))
    assert len(queues_of(person(Role.LEADER))) == len(QueueKey) - 2
    assert queues_of(person(Role.AUDIT_ADMIN)) == ()


def test_a_day_begins_where_one_s_work_waits() -> None:
    full = dict.fromkeys(QueueKey, 1)
    begins = {
        Role.COLLECTOR: QueueKey.TO_VERIFY,
        Role.ACCEPTOR: QueueKey.TO_ACCEPT,
        Role.DISPATCHER: QueueKey.TO_DISPATCH,
        Role.DUTY_CHIEF: QueueKey.OVERDUE,
        Role.UNIT_LEAD: QueueKey.WITH_UNITS,
        Role.HANDLER: QueueKey.WITH_UNITS,
        Role.EVALUATOR: QueueKey.TO_CALL_BACK,
        Role.LEADER: QueueKey.OVERDUE,
        Role.AUDIT_ADMIN: None,
    }
    for role, key in begins.items():
        assert start_queue(person(role), full) is key
        assert start_queue(person(role), {}) is key
    assert start_queue(person(Role.DUTY_CHIEF), {**full, QueueKey.OVERDUE: 0}) is QueueKey.DUE_SOON
    assert start_queue(person(Role.ACCEPTOR), {**full, QueueKey.TO_ACCEPT: 0}) is QueueKey.TO_FILE
    both = person(Role.DISPATCHER, Role.DUTY_CHIEF)
    assert start_queue(both, full) is QueueKey.TO_DISPATCH
    assert start_queue(both, {QueueKey.DUE_SOON: 2}) is QueueKey.DUE_SOON


@pytest.mark.parametrize("role", Role)
def test_the_queue_a_day_begins_on_is_among_the_person_s_own(role: Role) -> None:
    queues = queues_of(person(role))
    for filled in (*QueueKey, None):
        key = start_queue(person(role), {} if filled is None else {filled: 1})
        assert (key in queues) if queues else (key is None)


def test_actions_and_roles_read_from_the_table() -> None:
    assert possible_actions(CaseState.REPORTED) == (
        Action.ACCEPT,
        Action.REFUSE,
        Action.VOID,
        Action.MERGE,
    )
    assert possible_actions(CaseState.VOID) == ()
    assert roles_of(Action.INTAKE) == INTAKE_ROLES
    assert roles_of(Action.TAKE) == {Role.UNIT_LEAD, Role.HANDLER}


def test_everything_has_a_word() -> None:
    assert set(STATE_WORDS) == set(CaseState)
    assert set(ACTION_WORDS) == set(Action)
