"""Whoever still holds open cases is not taken out of office; nothing is left with nobody."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from models.accounts.refusals import LastAdministrator, OwnAccount
from models.accounts.views import AccountStatus, Role
from models.api import Services
from models.cases.columns import CASES
from models.cases.refusals import PersonHoldsCases, UnitClosed, UnitHoldsCases
from models.cases.rules import Action, CaseState, CloseKind, QueueKey
from models.cases.sources import StoredSources
from models.exchange.refusals import RowsRejected
from models.organisation.views import StaffEntries
from tests.support.databases import BOTH_ENGINES
from tests.support.factories import make_actor

if TYPE_CHECKING:
    from models.accounts.views import Actor
    from tests.cases.township import Desk


@dataclass(frozen=True)
class Office:
    """A township at work, with all its services and an administrator who sees everything."""

    desk: Desk
    services: Services
    admin: Actor

    def close_unit(self, unit_id: int) -> bool:
        unit = self.services.organisation.unit(unit_id)
        return not self.services.organisation.close_unit(self.admin, unit_id, unit.version).active

    def disable(self, actor: Actor) -> AccountStatus:
        view = self.services.accounts.account(self.admin, actor.login)
        return self.services.accounts.disable(self.admin, actor.login, view.version).status

    def owner_of(self, number: str) -> int | None:
        with self.desk.store.read() as session:
            found: int | None = session.connection().scalar(
                select(CASES.c.owner_id).where(CASES.c.number == number)
            )
            return found


@pytest.fixture
def office(desk: Desk) -> Office:
    with desk.store.write() as session:
        admin = make_actor(session, desk.clock.now(), "root", "管理员", set(Role), area="")
    return Office(desk, Services(desk.store, desk.clock), admin)


def test_a_unit_with_open_cases_is_not_closed(office: Office) -> None:
    desk = office.desk
    handled = desk.bring_to(CaseState.HANDLING)
    waiting = desk.bring_to(CaseState.FEEDBACK)
    with pytest.raises(UnitHoldsCases) as caught:
        office.close_unit(desk.town.unit)
    assert str(caught.value) == "综合执法办 cannot be closed: open cases that still lie with it: 2."
    desk.do(handled, Action.RETURN, Role.HANDLER, reason="不属于本单位职责")
    checked = desk.do(waiting, Action.VERIFY, Role.COLLECTOR)
    with pytest.raises(UnitHoldsCases):
        office.close_unit(desk.town.unit)
    desk.do(checked, Action.CLOSE, Role.ACCEPTOR, close_kind=CloseKind.NORMAL)
    # Who reported it is still to be called back; rework would go to the unit.
    with pytest.raises(UnitHoldsCases):
        office.close_unit(desk.town.unit)
    assert office.close_unit(desk.town.other_unit)


def test_a_unit_that_ended_its_cases_is_closed(office: Office) -> None:
    office.desk.bring_to(CaseState.FINISHED)
    office.desk.bring_to(CaseState.FILED)
    assert office.close_unit(office.desk.town.unit)


@BOTH_ENGINES
def test_a_dispatch_and_a_closing_wait_for_each_other(office: Office) -> None:
    desk = office.desk
    case = desk.bring_to(CaseState.FILED)
    chosen, release = threading.Event(), threading.Event()

    def choose() -> None:
        with desk.store.write() as session:
            sources = StoredSources(session, office.services.calendar)
            assert sources.unit(desk.town.unit) is not None
            chosen.set()
            release.wait(5)

    dispatcher = threading.Thread(target=choose)
    dispatcher.start()
    assert chosen.wait(5)
    closer = threading.Thread(target=office.close_unit, args=(desk.town.unit,))
    closer.start()
    closer.join(0.1)
    assert closer.is_alive()
    release.set()
    dispatcher.join(5)
    closer.join(5)
    with pytest.raises(UnitClosed):
        desk.do(case, Action.DISPATCH, Role.DISPATCHER, unit_id=desk.town.unit)


def test_an_account_with_cases_in_hand_is_not_shut(office: Office) -> None:
    desk = office.desk
    handler = desk.town.actor(Role.HANDLER)
    case = desk.bring_to(CaseState.HANDLING)
    with pytest.raises(PersonHoldsCases) as caught:
        office.disable(handler)
    assert str(caught.value).endswith("open cases still in their hands: 1.")
    assert office.services.accounts.account(office.admin, handler.login).status is AccountStatus.ACTIVE
    # A colleague of the unit takes it on; then the person is free to go.
    desk.do(case, Action.FEEDBACK, Role.UNIT_LEAD, note="已劝离车辆")
    assert office.disable(handler) is AccountStatus.DISABLED


def test_a_person_with_cases_in_hand_does_not_leave(office: Office) -> None:
    desk, organisation = office.desk, office.services.organisation
    handler = desk.town.actor(Role.HANDLER)
    person = organisation.create_staff(office.admin, StaffEntries("S1", handler.name, desk.town.unit))
    account = office.services.accounts.account(office.admin, handler.login)
    office.services.accounts.set_unit(office.admin, handler.login, desk.town.unit, person.id, account.version)
    case = desk.bring_to(CaseState.HANDLING)
    with pytest.raises(PersonHoldsCases):
        organisation.close_staff(office.admin, person.id, person.version)
    gone = {"code": "S1", "name": handler.name, "unit_code": "ZF", "login": handler.login, "active": "否"}
    with pytest.raises(RowsRejected) as caught:
        office.services.exchange.import_rows(office.admin, "staff", [gone])
    assert str(caught.value.summary.problems[0].reason).endswith("in hand: 1")
    desk.do(case, Action.FEEDBACK, Role.UNIT_LEAD, note="已劝离车辆")
    assert not organisation.close_staff(office.admin, person.id, person.version).active
    # With the person goes the way in.
    accounts = office.services.accounts
    shut = accounts.account(office.admin, handler.login)
    assert (shut.status, shut.version) == (AccountStatus.DISABLED, account.version + 2)
    history = office.services.ledger.entries(
        office.desk.town.actor(Role.AUDIT_ADMIN), f"account:{handler.login}"
    )
    assert [entry.action for entry in history.rows][-1] == "account.disable"
    back = organisation.reopen_staff(office.admin, person.id, person.version + 1)
    assert accounts.account(office.admin, handler.login).status is AccountStatus.DISABLED
    # By a table as well.
    accounts.enable(office.admin, handler.login, shut.version)
    assert office.services.exchange.import_rows(office.admin, "staff", [gone]).changed == 1
    assert accounts.account(office.admin, handler.login).status is AccountStatus.DISABLED
    assert back.active


def test_nobody_closes_themselves_nor_the_last_administrator(office: Office) -> None:
    organisation, accounts, town = office.services.organisation, office.services.accounts, office.desk.town
    person = organisation.create_staff(office.admin, StaffEntries("S1", "管理员", town.unit))
    security, system = (
        replace(town.actor(role), area="") for role in (Role.SECURITY_ADMIN, Role.SYSTEM_ADMIN)
    )
    version = accounts.account(security, office.admin.login).version
    accounts.set_unit(security, office.admin.login, town.unit, person.id, version)
    with pytest.raises(OwnAccount):
        organisation.close_staff(office.admin, person.id, person.version)
    office.disable(security)
    with pytest.raises(LastAdministrator):
        organisation.close_staff(system, person.id, person.version)
    assert accounts.account(system, office.admin.login).status is AccountStatus.ACTIVE
    assert organisation.staff_member(office.admin, person.id).active


def test_a_table_closes_no_unit_that_has_work(office: Office) -> None:
    case = office.desk.bring_to(CaseState.HANDLING)
    gone = {"code": "ZF", "name": "综合执法办", "division_code": "990101103", "active": "否"}
    with pytest.raises(RowsRejected) as caught:
        office.services.exchange.import_rows(office.admin, "units", [gone])
    assert caught.value.summary.problems[0].column == "active"
    office.desk.do(case, Action.RETURN, Role.HANDLER, reason="不属于本单位职责")
    assert office.services.exchange.import_rows(office.admin, "units", [gone]).changed == 1


def test_a_case_that_comes_back_to_somebody_gone_stands_in_the_queue(office: Office) -> None:
    desk, town = office.desk, office.desk.town
    returned, verified = desk.bring_to(CaseState.FILED), desk.bring_to(CaseState.FEEDBACK)
    # What the acceptor once took on is with others now, so they may go.
    assert office.disable(town.actor(Role.ACCEPTOR)) is AccountStatus.DISABLED
    returned = desk.do(returned, Action.RETURN, Role.DISPATCHER, reason="事项选错了")
    verified = desk.do(verified, Action.VERIFY, Role.COLLECTOR)
    assert [office.owner_of(case.number) for case in (returned, verified)] == [None, None]
    chief = town.actor(Role.DUTY_CHIEF)
    for key, case in ((QueueKey.TO_FILE, returned), (QueueKey.TO_CLOSE, verified)):
        assert [line.id for line in desk.cases.queue(chief, key).rows] == [case.id]
    desk.do(returned, Action.FILE, chief, condition_id=town.five_days)
    desk.do(verified, Action.CLOSE, chief, close_kind=CloseKind.NORMAL)
    assert desk.cases.check() == []


def test_nothing_comes_into_the_hands_of_an_account_shut_meanwhile(office: Office) -> None:
    desk = office.desk
    case = desk.report()
    acceptor = replace(desk.town.actor(Role.ACCEPTOR))
    office.disable(acceptor)
    # Their console is still open; what it does is done, but not left with them.
    desk.do(case, Action.ACCEPT, acceptor)
    assert office.owner_of(case.number) is None
