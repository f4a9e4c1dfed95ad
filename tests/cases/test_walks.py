"""Chance walks through the table: whatever people do, the check finds nothing."""

from __future__ import annotations

import random
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from models.accounts.views import Role
from models.api import Services
from models.cases.kinds import (
    FINAL_STATES,
    Action,
    CaseState,
    Channel,
    CloseKind,
    Entry,
    Level,
    LinkKind,
    Pressure,
    Rating,
)
from models.cases.merged import GIVES_UP
from models.cases.offering import offers
from models.cases.views import ActionEntries
from models.kernel.store import Store, open_engine
from models.ledger.service import LedgerService
from tests.cases.conftest import make_desk
from tests.cases.township import recount

if TYPE_CHECKING:
    from typing import Any

    from models.accounts.views import Actor
    from models.cases.views import CaseLine, CaseView, Offer
    from models.kernel.clock import ManualClock
    from tests.cases.township import Desk

STEPS = 120


def walk(desk: Desk, chance: random.Random) -> None:
    assert desk.town.other_handler is not None
    people = [*desk.town.people.values(), desk.town.other_handler]
    cases: list[CaseView] = []
    for _ in range(STEPS):
        desk.clock.advance(timedelta(minutes=chance.randrange(0, 400)))
        if not cases or chance.random() < 0.15:
            cases.append(
                desk.report(
                    channel=chance.choice(list(Channel)),
                    reporter_phone=chance.choice(["", "13800001234"]),
                    grid_id=chance.choice([desk.town.grid, desk.town.other_grid]),
                )
            )
            continue
        place = chance.randrange(len(cases))
        case = desk.cases.case(desk.town.actor(Role.DUTY_CHIEF), cases[place].number)
        chance.shuffle(people)
        for actor in people:
            allowed = allowed_to(desk, case, actor)
            if allowed:
                offer = chance.choice(allowed)
                # A reason is what changes a superior's deadline, and there may be one.
                most = (
                    len(offer.optional) if offer.action is Action.SET_DEADLINE else len(offer.optional) // 2
                )
                given = (*offer.required, *(chance.sample(offer.optional, most)))
                entries = filled(desk, chance, case, offer.action, given)
                cases[place] = desk.cases.perform(actor, case.id, offer.action, entries, case.version)
                break
        else:
            assert case.state in FINAL_STATES


def allowed_to(desk: Desk, case: CaseView, actor: Actor) -> list[Offer]:
    seen = offers(actor, case, desk.clock.now())
    return [
        offer
        for offer in seen
        if offer.allowed and can_be_given(desk, case, offer) and may_answer(desk, case, actor, offer)
    ]


def may_answer(desk: Desk, case: CaseView, actor: Actor, offer: Offer) -> bool:
    """Leave out an answer to what the person urged: only the steps of the case tell whose urging it is."""
    if offer.action is not Action.ANSWER:
        return True
    return any(
        each.action is Action.ANSWER and each.allowed for each in desk.cases.case(actor, case.number).offers
    )


def can_be_given(desk: Desk, case: CaseView, offer: Offer) -> bool:
    """Leave out what is refused for the sake of another case: a merge with nothing to merge into."""
    chief = desk.town.actor(Role.DUTY_CHIEF)
    if Entry.CASE in offer.required:
        return named(desk, case, offer.action) != [""]
    if offer.action is Action.UNMERGE:
        return desk.cases.case(chief, case.lead_number).state is not CaseState.ARCHIVED
    if offer.action in GIVES_UP:
        return not case.joined
    return True


def filled(
    desk: Desk, chance: random.Random, case: CaseView, action: Action, asked: tuple[Entry, ...]
) -> ActionEntries:
    town = desk.town
    units = [unit for unit in (town.unit, town.other_unit) if unit != case.unit_id]
    person = town.actor(Role.HANDLER) if case.unit_id == town.unit else town.other_handler
    noted = [Level(cap.level) for cap in case.external]
    levels = noted if action is Action.DROP_DEADLINE else list(Level)
    values: dict[Entry, tuple[str, Any]] = {
        Entry.REASON: ("reason", "理由"),
        Entry.NOTE: ("note", "办理情况\n第二行"),
        Entry.CONDITION: ("condition_id", chance.choice([town.four_hours, town.urgent, town.five_days])),
        Entry.UNIT: ("unit_id", chance.choice(units)),
        Entry.PERSON: ("person_id", person.account_id if person else 0),
        Entry.LINK: ("link", chance.choice(list(LinkKind))),
        Entry.UNTIL: ("until", desk.clock.now().date() + timedelta(days=chance.randrange(1, 30))),
        Entry.LEVEL: ("level", chance.choice(levels)),
        Entry.DUE: ("due", desk.clock.now() + timedelta(minutes=chance.randrange(1, 9000))),
        Entry.PRESSURE: ("pressure", chance.choice(list(Pressure))),
        Entry.CLOSE_KIND: ("close_kind", chance.choice(list(CloseKind))),
        Entry.RATING: ("rating", chance.choice(list(Rating))),
    }
    if Entry.CASE in asked:
        values[Entry.CASE] = ("other", chance.choice(named(desk, case, action)))
    return ActionEntries(**dict(values[entry] for entry in asked))


def named(desk: Desk, case: CaseView, action: Action) -> list[str]:
    """Return the numbers of the cases a step can name; only "" where there is none."""
    linked = {link.number for link in case.linked}
    if action is Action.UNLINK:
        return sorted(linked) or [""]
    lines = desk.cases.find(desk.town.actor(Role.DUTY_CHIEF), "").rows
    if action is Action.LINK:
        return [line.number for line in lines if line.id != case.id and line.number not in linked] or [""]
    return [line.number for line in lines if joinable(line, case)] or [""]


def joinable(line: CaseLine, case: CaseView) -> bool:
    open_still = line.state not in FINAL_STATES | {CaseState.CLOSED}
    return open_still and line.id != case.id


@pytest.mark.parametrize("seed", range(3))
def test_walks_leave_nothing_to_find(sqlite_desk: Desk, seed: int) -> None:
    Services(sqlite_desk.store, sqlite_desk.clock).limits.seed()
    walk(sqlite_desk, random.Random(seed))
    assert sqlite_desk.cases.check() == []
    assert LedgerService(sqlite_desk.store, sqlite_desk.clock).check() == []
    assert sqlite_desk.cases.verify_deadlines().differences == ()
    for role in Role:
        actor = sqlite_desk.town.actor(role)
        counted = sqlite_desk.cases.counters(actor)
        if counted:
            assert counted == recount(sqlite_desk, actor)
            for key in counted:
                assert len(sqlite_desk.cases.queue(actor, key, limit=500).rows) == counted[key]


@pytest.mark.postgres
def test_a_walk_on_the_other_engine(postgres_url: str, clock: ManualClock) -> None:
    with closing(Store(open_engine(postgres_url))) as store:
        desk = make_desk(store, clock)
        Services(store, clock).limits.seed()
        walk(desk, random.Random(99))
        assert desk.cases.check() == []
        assert LedgerService(store, clock).check() == []
