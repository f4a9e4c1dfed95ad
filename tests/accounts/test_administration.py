"""Administration, its powers kept apart."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from models.accounts.refusals import AlreadyTaken, LastAdministrator, OwnAccount, PasswordUnfit
from models.accounts.views import AccountStatus, NewAccount, Role
from models.kernel.errors import Conflict, DomainError, Invalid, NotFound, NotPermitted
from models.ledger.service import LedgerService
from tests.accounts.conftest import PASSWORD
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.accounts.service import AccountService
    from models.accounts.views import Actor
    from models.kernel.clock import ManualClock
    from models.kernel.store import Store

# What is decided before the database is asked need not be asked of two databases.
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

NOBODY: frozenset[Role] = frozenset()

CHANGES: dict[str, Callable[[AccountService, Actor, str], Any]] = {
    "roles": lambda service, actor, login: service.set_roles(actor, login, {Role.LEADER}, 1),
    "area": lambda service, actor, login: service.set_area(actor, login, "990101103201", 1),
    "unit": lambda service, actor, login: service.set_unit(actor, login, None, None, 1),
    "os_user": lambda service, actor, login: service.set_os_user(actor, login, "someone", 1),
    "disable": lambda service, actor, login: service.disable(actor, login, 1),
    "enable": lambda service, actor, login: service.enable(actor, login, 1),
    "unlock": lambda service, actor, login: service.unlock(actor, login, 1),
    "password": lambda service, actor, login: service.reset_password(actor, login, "Other-2026", 1),
}


def person(
    accounts: AccountService,
    founder: Actor,
    login: str,
    *roles: Role,
    area: str = "",
    os_user: str | None = None,
) -> Actor:
    accounts.open_account(founder, NewAccount(login, login, frozenset(roles), area, os_user=os_user or login))
    return accounts.actor_for_os_user(os_user or login, "test")


def test_the_first_administrator_is_made_once(accounts: AccountService, founder: Actor) -> None:
    accounts.found_administrator("second")
    assert [view.login for view in accounts.accounts(founder).rows] == ["root"]
    assert founder.roles == set(Role) - {Role.UNIT_LEAD, Role.HANDLER}
    assert founder.area == ""


def test_a_first_administrator_whose_user_name_is_no_login(accounts: AccountService) -> None:
    accounts.found_administrator("李 敏")
    actor = accounts.actor_for_os_user("李 敏", "test")
    assert (actor.login, actor.name) == ("admin", "李 敏")


def test_an_opened_account_is_as_asked_for(accounts: AccountService, founder: Actor) -> None:
    view = accounts.open_account(
        founder,
        NewAccount(
            " ＬｉＭｉｎ", "李敏\n\x1b[1m", frozenset({Role.LEADER, Role.ACCEPTOR}), "990101103",
            os_user="lm", password=PASSWORD, must_change_password=True,
        ),
    )  # fmt: skip
    assert (view.login, view.name, view.roles) == ("limin", "李敏", (Role.ACCEPTOR, Role.LEADER))
    assert (view.area, view.os_user, view.status) == ("990101103", "lm", AccountStatus.ACTIVE)
    assert (view.has_password, view.must_change_password, view.version) == (True, True, 1)
    assert view == accounts.account(founder, "limin")


@on_sqlite
@pytest.mark.parametrize(
    ("entries", "field"),
    [
        (NewAccount("李敏", "李敏", NOBODY), "login"),
        (NewAccount("limin", " \x1b[0m", NOBODY), "name"),
        (NewAccount("limin", "李" * 65, NOBODY), "name"),
        (NewAccount("limin", "李敏", NOBODY, area="9901011"), "area"),
        (NewAccount("limin", "李敏", NOBODY, unit_id=99), "unit"),
        (NewAccount("limin", "李敏", NOBODY, staff_id=99), "person of the office"),
    ],
)
def test_entries_that_cannot_be_used(
    accounts: AccountService, founder: Actor, entries: NewAccount, field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        accounts.open_account(founder, entries)
    assert caught.value.field == field
    assert len(accounts.accounts(founder).rows) == 1


def test_a_weak_first_password_opens_nothing(accounts: AccountService, founder: Actor) -> None:
    with pytest.raises(PasswordUnfit):
        accounts.open_account(founder, NewAccount("limin", "李敏", NOBODY, password="12345678"))
    assert len(accounts.accounts(founder).rows) == 1


@BOTH_ENGINES
def test_logins_and_operating_system_users_are_unique(
    accounts: AccountService, founder: Actor, limin: str
) -> None:
    with pytest.raises(AlreadyTaken) as caught:
        accounts.open_account(founder, NewAccount("LIMIN", "别人", NOBODY))
    assert str(caught.value) == "The login limin belongs to another account already."
    with pytest.raises(AlreadyTaken) as caught:
        accounts.open_account(founder, NewAccount("other", "别人", NOBODY, os_user="root"))
    assert str(caught.value) == "The operating-system user root belongs to another account already."
    with pytest.raises(AlreadyTaken):
        accounts.set_os_user(founder, limin, "root", 1)


@on_sqlite
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_only_the_security_administrator_changes_accounts(
    accounts: AccountService, founder: Actor, limin: str, change: Callable[[AccountService, Actor, str], Any]
) -> None:
    for login, role in (("sys", Role.SYSTEM_ADMIN), ("audit", Role.AUDIT_ADMIN), ("boss", Role.LEADER)):
        with pytest.raises(NotPermitted):
            change(accounts, person(accounts, founder, login, role), limin)
    change(accounts, person(accounts, founder, "sec", Role.SECURITY_ADMIN), limin)
    assert accounts.account(founder, limin).version == 2


@on_sqlite
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_nobody_changes_their_own_account(
    accounts: AccountService,
    founder: Actor,
    security: Actor,
    change: Callable[[AccountService, Actor, str], Any],
) -> None:
    with pytest.raises(OwnAccount):
        change(accounts, security, security.login)
    with pytest.raises(OwnAccount):
        change(accounts, founder, founder.login)


@on_sqlite
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_stale_change_is_a_conflict_that_shows_what_stands(
    accounts: AccountService, founder: Actor, limin: str, change: Callable[[AccountService, Actor, str], Any]
) -> None:
    accounts.set_area(founder, limin, "990101", 1)
    with pytest.raises(Conflict) as caught:
        change(accounts, founder, limin)
    assert caught.value.current == accounts.account(founder, limin)


@on_sqlite
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_an_administrator_of_a_township_stays_within_it(
    accounts: AccountService, founder: Actor, limin: str, change: Callable[[AccountService, Actor, str], Any]
) -> None:
    elsewhere = person(accounts, founder, "sec", Role.SECURITY_ADMIN, area="990101104")
    with pytest.raises(NotPermitted):
        change(accounts, elsewhere, limin)
    assert [view.login for view in accounts.accounts(elsewhere).rows] == ["sec"]
    with pytest.raises(NotFound):
        accounts.account(elsewhere, limin)
    change(accounts, person(accounts, founder, "near", Role.SECURITY_ADMIN, area="990101103"), limin)


def test_nobody_hands_out_more_sight_than_they_have(
    accounts: AccountService, founder: Actor, limin: str
) -> None:
    local = person(accounts, founder, "sec", Role.SECURITY_ADMIN, Role.SYSTEM_ADMIN, area="990101103")
    with pytest.raises(NotPermitted):
        accounts.set_area(local, limin, "990101", 1)
    with pytest.raises(NotPermitted):
        accounts.open_account(local, NewAccount("wide", "宽", NOBODY))


def test_a_system_administrator_opens_accounts_without_roles(
    accounts: AccountService, founder: Actor
) -> None:
    system = person(accounts, founder, "sys", Role.SYSTEM_ADMIN)
    with pytest.raises(NotPermitted):
        accounts.open_account(system, NewAccount("limin", "李敏", frozenset({Role.ACCEPTOR})))
    assert accounts.open_account(system, NewAccount("limin", "李敏", NOBODY)).roles == ()
    for login, role in (("sec", Role.SECURITY_ADMIN), ("audit", Role.AUDIT_ADMIN)):
        with pytest.raises(NotPermitted):
            accounts.open_account(person(accounts, founder, login, role), NewAccount("x1", "x", NOBODY))


def test_roles_areas_and_units_are_changed_and_remembered(
    accounts: AccountService, store: Store, clock: ManualClock, founder: Actor, limin: str
) -> None:
    view = accounts.set_roles(founder, limin, [Role.HANDLER, Role.COLLECTOR], 1)
    assert (view.roles, view.version) == ((Role.COLLECTOR, Role.HANDLER), 2)
    view = accounts.set_area(founder, limin, "", 2)
    assert (view.area, view.version) == ("", 3)
    view = accounts.set_roles(founder, limin, [], 3)
    assert view.roles == ()
    entries = LedgerService(store, clock).entries(founder, "account:limin").rows[1:]
    assert [(entry.action, entry.before, entry.after) for entry in entries] == [
        ("account.roles", {"roles": ["acceptor"]}, {"roles": ["collector", "handler"]}),
        ("account.area", {"area": "990101103"}, {"area": ""}),
        ("account.roles", {"roles": ["collector", "handler"]}, {"roles": []}),
    ]


def test_an_account_is_put_into_a_unit(
    accounts: AccountService, store: Store, founder: Actor, limin: str
) -> None:
    with store.write() as session:
        session.connection().execute(
            text(
                "INSERT INTO division (code, name, level, version)"
                " VALUES ('990101103000', '大岭镇', 'township', 1)"
            )
        )
        session.connection().execute(
            text(
                "INSERT INTO unit (id, code, name, kind, division_code, initials, active, version)"
                " VALUES (5, 'CG', '城管办', 'office', '990101103000', 'cgb', :yes, 1)"
            ),
            {"yes": True},
        )
    assert accounts.set_unit(founder, limin, 5, None, 1).unit_id == 5
    with pytest.raises(Invalid):
        accounts.set_unit(founder, limin, 6, None, 2)


@BOTH_ENGINES
def test_locks_are_ended_and_accounts_shut_and_opened(
    accounts: AccountService, founder: Actor, limin: str
) -> None:
    for _ in range(5):
        with pytest.raises(DomainError):
            accounts.sign_in(limin, "Wrong-0000", "here")
    assert accounts.account(founder, limin).locked_until is not None
    assert accounts.unlock(founder, limin, 1).locked_until is None
    accounts.sign_in(limin, PASSWORD, "here")
    assert accounts.disable(founder, limin, 2).status is AccountStatus.DISABLED
    assert accounts.enable(founder, limin, 3).status is AccountStatus.ACTIVE
    accounts.sign_in(limin, PASSWORD, "here")


def test_a_reset_password_must_be_changed(accounts: AccountService, founder: Actor, limin: str) -> None:
    with pytest.raises(PasswordUnfit):
        accounts.reset_password(founder, limin, "weak", 1)
    assert accounts.reset_password(founder, limin, "Handed-Out-1", 1).must_change_password
    with pytest.raises(DomainError):
        accounts.sign_in(limin, PASSWORD, "here")


def test_the_last_administrator_stays(accounts: AccountService, founder: Actor, security: Actor) -> None:
    with pytest.raises(LastAdministrator) as caught:
        accounts.set_roles(security, founder.login, {Role.LEADER}, 1)
    assert str(caught.value) == "root is the last active account with the role system administrator."
    with pytest.raises(LastAdministrator):
        accounts.disable(security, founder.login, 1)
    person(accounts, founder, "sys", Role.SYSTEM_ADMIN)
    accounts.set_roles(security, founder.login, {Role.LEADER}, 1)
    with pytest.raises(NotPermitted):
        accounts.disable(accounts.actor_for_os_user("root", ""), security.login, 1)


@BOTH_ENGINES
def test_two_administrators_cannot_remove_each_other_at_once(
    accounts: AccountService, founder: Actor, security: Actor
) -> None:
    def remove(pair: tuple[Actor, Actor]) -> str:
        actor, victim = pair
        try:
            accounts.set_roles(actor, victim.login, {Role.SYSTEM_ADMIN}, 1)
        except DomainError as refusal:
            return refusal.code
        return "removed"

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(remove, [(founder, security), (security, founder)]))
    assert answers == ["last_administrator", "removed"]


@BOTH_ENGINES
def test_accounts_are_listed_by_page_and_found_by_name(accounts: AccountService, founder: Actor) -> None:
    for number in range(5):
        accounts.open_account(founder, NewAccount(f"user{number}", f"网格员{number}", NOBODY))
    page = accounts.accounts(founder, limit=3)
    assert [view.login for view in page.rows] == ["root", "user0", "user1"]
    page = accounts.accounts(founder, after=page.next_key, limit=3)
    assert [view.login for view in page.rows] == ["user2", "user3", "user4"]
    assert page.next_key is None
    assert [view.login for view in accounts.accounts(founder, "格员3").rows] == ["user3"]
    assert [view.login for view in accounts.accounts(founder, "ＵＳＥＲ4").rows] == ["user4"]
    assert accounts.accounts(founder, "%").rows == ()


def test_a_person_sees_their_own_account_and_no_other(
    accounts: AccountService, founder: Actor, limin: str
) -> None:
    actor = accounts.sign_in(limin, PASSWORD, "here")
    assert accounts.account(actor, limin).name == "李敏"
    with pytest.raises(NotPermitted):
        accounts.account(actor, founder.login)
    with pytest.raises(NotPermitted):
        accounts.accounts(actor)
    with pytest.raises(NotFound):
        accounts.account(founder, "nobody")
