"""A console that stays open acts by the rights of now, not by those of the morning."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from models.accounts.refusals import AccountDisabled
from models.accounts.views import Role
from models.api import Services
from models.cases.rules import Action, CaseState
from models.cases.views import ActionEntries
from models.ledger.refusals import RightsTaken, SignerShut

if TYPE_CHECKING:
    from models.accounts.views import Actor
    from tests.cases.township import Desk


@pytest.fixture
def services(desk: Desk) -> Services:
    """Give the services of a demo, where people sign in without a password."""
    with desk.store.write() as session:
        session.connection().execute(text("UPDATE office SET demo = :demo"), {"demo": True})
    return Services(desk.store, desk.clock)


@pytest.fixture
def security(desk: Desk) -> Actor:
    return replace(desk.town.actor(Role.SECURITY_ADMIN), area="")


def accept(services: Services, actor: Actor, desk: Desk) -> CaseState:
    case = desk.report(title="路灯不亮三天")
    return services.cases.perform(
        actor, case.id, Action.ACCEPT, ActionEntries(), expected_version=case.version
    ).state


def test_a_role_taken_away_stops_the_next_change_at_an_open_console(
    desk: Desk, services: Services, security: Actor
) -> None:
    accounts = services.accounts
    sitting = accounts.demo_sign_in("acceptor", "console")
    version = accounts.account(security, "acceptor").version
    # A further role takes nothing away.
    accounts.set_roles(security, "acceptor", {Role.ACCEPTOR, Role.DISPATCHER}, version)
    assert accept(services, sitting, desk) is CaseState.ACCEPTED
    assert accounts.actor_now(sitting).roles == {Role.ACCEPTOR, Role.DISPATCHER}
    accounts.set_roles(security, "acceptor", {Role.DISPATCHER}, version + 1)
    with pytest.raises(RightsTaken):
        accept(services, sitting, desk)
    # The second case was reported; that it was accepted is not saved.
    states = [row.state for row in services.cases.queue(sitting, None).rows]
    assert sorted(states) == [CaseState.ACCEPTED, CaseState.REPORTED]
    assert services.accounts.actor_now(sitting).roles == {Role.DISPATCHER}
    # A command ends before anybody can change what its person may do; it is not asked about.
    assert accept(services, replace(sitting, seat=""), desk) is CaseState.ACCEPTED


@pytest.mark.parametrize(
    ("column", "value"), [("area", "990101103999"), ("unit_id", None)], ids=["area", "unit"]
)
def test_a_narrower_area_or_another_unit_stops_it_too(
    desk: Desk, services: Services, column: str, value: object
) -> None:
    case = desk.bring_to(CaseState.DISPATCHED)
    sitting = services.accounts.demo_sign_in("handler", "console")
    with desk.store.write() as session:
        session.connection().execute(
            text(f"UPDATE account SET {column} = :value WHERE login = 'handler'"),  # noqa: S608 -- constants
            {"value": value},
        )
    with pytest.raises(RightsTaken):
        services.cases.perform(sitting, case.id, Action.TAKE, ActionEntries(), expected_version=case.version)
    assert getattr(services.accounts.actor_now(sitting), column) == value


def test_an_account_shut_saves_nothing_more_but_may_leave(
    desk: Desk, services: Services, security: Actor
) -> None:
    accounts = services.accounts
    sitting = accounts.demo_sign_in("acceptor", "console")
    accounts.disable(security, "acceptor", accounts.account(security, "acceptor").version)
    with pytest.raises(SignerShut) as caught:
        accept(services, sitting, desk)
    assert caught.value.params == {"login": "acceptor"}
    with pytest.raises(AccountDisabled):
        accounts.actor_now(sitting)
    accounts.sign_out(sitting)
