"""Pools: who takes first has it, gives it back, or lets it rest too long; no open case is nobody's."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from models.accounts.views import Role
from models.cases.columns import CASES
from models.cases.post_refusals import NoSuchPost, NotYourPost, PostHoldsCases
from models.cases.refusals import EntryNotAsked, PersonHoldsCases
from models.cases.rules import Action, CaseState, QueueKey
from models.cases.views import CaseView
from models.kernel.errors import Conflict
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from tests.routing.conftest import Counter


@BOTH_ENGINES
def test_a_post_s_people_take_what_was_given_to_it(counter: Counter) -> None:
    desk, town = counter.desk, counter.town
    given = {"unit_id": town.unit, "post_id": counter.post}
    case = desk.do(counter.filed(), Action.DISPATCH, Role.DISPATCHER, **given)
    assert (case.post_name, case.owner_id) == ("巡查岗", None)
    stranger, holder = town.actor(Role.HANDLER), counter.me(Role.HANDLER, "S1")
    with pytest.raises(NotYourPost):
        desk.do(case, Action.TAKE, stranger)
    offers = {each.action: each for each in desk.cases.case_by_id(stranger, case.id).offers}
    assert not offers[Action.TAKE].allowed
    assert offers[Action.TAKE].refusal
    admin, organisation = town.actor(Role.SYSTEM_ADMIN), counter.services.organisation
    other = desk.do(
        counter.filed(), Action.DISPATCH, Role.DISPATCHER, unit_id=town.unit, post_id=counter.other_post
    )
    post = next(each for each in organisation.posts(admin, town.unit) if each.id == counter.other_post)
    with pytest.raises(PostHoldsCases):
        organisation.close_post(admin, post.id, post.version)
    with pytest.raises(NoSuchPost):
        desk.do(
            counter.filed(), Action.DISPATCH, Role.DISPATCHER, unit_id=town.other_unit, post_id=counter.post
        )
    # The pools people see: their own post's, all of the unit for its lead, what nobody holds for everybody.
    seen = {
        name: {line.number for line in desk.cases.queue(actor, QueueKey.TO_TAKE).rows}
        for name, actor in (
            ("holder", holder),
            ("stranger", replace(stranger, account_id=0)),
            ("lead", counter.me(Role.UNIT_LEAD, "S2")),
        )
    }
    both = {case.number, other.number}
    assert seen == {"holder": both, "stranger": {other.number}, "lead": both}
    assert desk.cases.counters(holder)[QueueKey.TO_TAKE] == len(both)
    taken = desk.do(case, Action.TAKE, holder)
    assert desk.cases.counters(holder)[QueueKey.TO_TAKE] == 1
    with pytest.raises(Conflict) as caught:
        desk.do(case, Action.TAKE, counter.me(Role.UNIT_LEAD, "S2"))
    theirs = caught.value.current
    assert isinstance(theirs, CaseView)
    assert theirs.owner_name == taken.owner_name == "周处置"
    with pytest.raises(EntryNotAsked):
        desk.do(taken, Action.FEEDBACK, holder, note="办完", post_id=counter.post)
    back = desk.do(taken, Action.GIVE_BACK, holder, reason="临时抽调")
    assert (back.state, back.owner_id, back.post_name) == (CaseState.DISPATCHED, None, "巡查岗")
    moved = desk.do(
        other, Action.TRANSFER, Role.DISPATCHER, unit_id=town.unit, post_id=counter.post, reason="换岗"
    )
    assert moved.post_name == "巡查岗"
    organisation.close_post(admin, post.id, post.version)
    assert desk.cases.check() == []


def test_claims_that_rest_too_long_go_back_once(counter: Counter) -> None:
    desk, handler = counter.desk, counter.me(Role.HANDLER, "S1")
    case = desk.bring_to(CaseState.HANDLING)
    desk.clock.advance(timedelta(days=9))
    assert desk.cases.sweep() == 0
    counter.set(claim_rest_hours=8)
    fresh = desk.bring_to(CaseState.HANDLING)
    assert desk.cases.sweep() == 1
    back = counter.see(case)
    step = back.timeline[-1]
    assert (back.state, back.owner_id, step.action) == (CaseState.DISPATCHED, None, Action.GIVE_BACK)
    assert step.details == {"rested": 8}
    assert desk.cases.sweep() == 0
    # A day of the office has less than eight hours of work, and nights do not count.
    desk.clock.advance(timedelta(hours=23))
    assert desk.cases.sweep() == 0
    desk.clock.advance(timedelta(hours=4))
    assert desk.cases.sweep() == 1
    assert counter.see(fresh).state is CaseState.DISPATCHED
    desk.do(counter.see(fresh), Action.TAKE, handler)
    assert desk.cases.check() == []


def test_no_open_case_is_ever_nobodys(sqlite_counter: Counter) -> None:
    counter, desk = sqlite_counter, sqlite_counter.desk
    case = desk.bring_to(CaseState.HANDLING)
    admin, accounts = counter.town.actor(Role.SECURITY_ADMIN), counter.services.accounts
    login = counter.town.actor(Role.HANDLER).login
    with pytest.raises(PersonHoldsCases):
        accounts.disable(admin, login, accounts.account(admin, login).version)
    for values, words in (({"unit_id": None}, "nobody's"), ({"post_id": counter.post, "unit_id": 2}, "post")):
        with desk.store.write() as session:
            session.connection().execute(update(CASES).where(CASES.c.id == case.id).values(**values))
        assert any(words in str(each.sentence) for each in desk.cases.check())
