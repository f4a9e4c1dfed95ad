"""A seat at a console is held by keys, lost by silence, and taken away with the account."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from models.accounts.refusals import AccountDisabled, PasswordNeeded, SeatLost
from tests.accounts.conftest import PASSWORD, set_demo
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from models.accounts.service import AccountService
    from models.accounts.views import Actor
    from models.kernel.clock import ManualClock
    from models.kernel.store import Store

TEN_MINUTES = timedelta(minutes=10)


@pytest.fixture
def here(accounts: AccountService, limin: str) -> Actor:
    """Give a person at one console."""
    return accounts.sign_in(limin, PASSWORD, "console pts/1")


@pytest.fixture
def there(accounts: AccountService, limin: str) -> Actor:
    """Give the same person at another."""
    return accounts.sign_in(limin, PASSWORD, "console pts/2")


def seats(store: Store) -> int:
    with store.read() as session:
        return int(session.connection().scalar(text("SELECT count(*) FROM seat")) or 0)


def test_keys_hold_a_seat_and_silence_loses_it(
    accounts: AccountService, clock: ManualClock, here: Actor
) -> None:
    for _ in range(3):
        clock.advance(timedelta(minutes=9))
        accounts.keep_seat(here, clock.now(), TEN_MINUTES)
    clock.advance(TEN_MINUTES)
    for _ in range(2):
        with pytest.raises(SeatLost):
            accounts.keep_seat(here, clock.now(), TEN_MINUTES)
    accounts.keep_seat(here, clock.now(), None)


def test_the_keys_of_one_console_hold_no_other(
    accounts: AccountService, clock: ManualClock, here: Actor, there: Actor
) -> None:
    assert here.seat != there.seat
    clock.advance(timedelta(minutes=6))
    accounts.keep_seat(there, clock.now(), TEN_MINUTES)
    clock.advance(timedelta(minutes=6))
    accounts.keep_seat(there, clock.now(), TEN_MINUTES)
    with pytest.raises(SeatLost):
        accounts.keep_seat(here, clock.now(), TEN_MINUTES)


def test_the_password_gives_the_seat_back(accounts: AccountService, clock: ManualClock, here: Actor) -> None:
    clock.advance(timedelta(hours=1))
    accounts.confirm_password(here, PASSWORD)
    accounts.keep_seat(here, clock.now(), TEN_MINUTES)


def test_an_account_that_is_shut_loses_its_seats(
    accounts: AccountService, clock: ManualClock, founder: Actor, here: Actor, there: Actor
) -> None:
    accounts.disable(founder, here.login, 1)
    for actor in (here, there):
        with pytest.raises(SeatLost):
            accounts.keep_seat(actor, clock.now(), TEN_MINUTES)
        with pytest.raises(AccountDisabled):
            accounts.confirm_password(actor, PASSWORD)


def test_another_password_empties_the_other_seats(
    accounts: AccountService, clock: ManualClock, founder: Actor, here: Actor, there: Actor
) -> None:
    accounts.change_password(here, PASSWORD, "Another-2026")
    accounts.keep_seat(here, clock.now(), TEN_MINUTES)
    with pytest.raises(SeatLost):
        accounts.keep_seat(there, clock.now(), TEN_MINUTES)
    accounts.confirm_password(there, "Another-2026")
    accounts.keep_seat(there, clock.now(), TEN_MINUTES)
    view = accounts.account(founder, here.login)
    accounts.reset_password(founder, here.login, "Handed-Out-1", view.version)
    for actor in (here, there):
        with pytest.raises(SeatLost):
            accounts.keep_seat(actor, clock.now(), TEN_MINUTES)


def test_who_leaves_gives_their_own_seat_up(
    accounts: AccountService, clock: ManualClock, here: Actor, there: Actor
) -> None:
    accounts.sign_out(here)
    with pytest.raises(SeatLost):
        accounts.keep_seat(here, clock.now(), TEN_MINUTES)
    accounts.keep_seat(there, clock.now(), TEN_MINUTES)


@BOTH_ENGINES
def test_old_seats_are_forgotten_and_can_still_be_had_back(
    accounts: AccountService, store: Store, clock: ManualClock, limin: str, here: Actor
) -> None:
    accounts.sign_out(accounts.sign_in(limin, PASSWORD, "console pts/2"))
    assert seats(store) == 1
    clock.advance(timedelta(days=3))
    accounts.sign_in(limin, PASSWORD, "console pts/3")
    assert seats(store) == 1
    # Locked over the holidays, with a form open below the lock.
    accounts.confirm_password(here, PASSWORD)
    accounts.keep_seat(here, clock.now(), TEN_MINUTES)
    assert seats(store) == 2


def test_holding_a_seat_wakes_no_other_console(
    accounts: AccountService, store: Store, clock: ManualClock, here: Actor
) -> None:
    before = store.data_version()
    clock.advance(timedelta(minutes=1))
    accounts.keep_seat(here, clock.now(), TEN_MINUTES)
    assert store.data_version() == before


def test_who_has_no_password_comes_back_by_what_let_them_in(
    accounts: AccountService, store: Store, clock: ManualClock, founder: Actor, here: Actor
) -> None:
    root = accounts.sign_in_os_user("root", "console pts/4")
    clock.advance(timedelta(hours=1))
    assert accounts.needs_password(root), "nobody knows by whom this console was opened"
    assert accounts.needs_password(root, "guest")
    assert not accounts.needs_password(root, "root")
    with pytest.raises(PasswordNeeded):
        accounts.come_back(root, "guest")
    with pytest.raises(SeatLost):
        accounts.keep_seat(root, clock.now(), TEN_MINUTES)
    accounts.come_back(root, "root")
    accounts.keep_seat(root, clock.now(), TEN_MINUTES)
    # A password is asked for wherever there is one, whoever opened the console.
    assert accounts.needs_password(here, "root")
    with pytest.raises(PasswordNeeded):
        accounts.come_back(here)
    accounts.change_password(root, None, "Handed-Out-1")
    with pytest.raises(PasswordNeeded):
        accounts.come_back(root, "root")


def test_a_demo_asks_nobody_to_come_back_either(
    accounts: AccountService, store: Store, clock: ManualClock, founder: Actor, here: Actor
) -> None:
    set_demo(store, demo=True)
    there = accounts.demo_sign_in(here.login, "console pts/2")
    clock.advance(timedelta(hours=1))
    assert not accounts.needs_password(there)
    accounts.come_back(there)
    accounts.keep_seat(there, clock.now(), TEN_MINUTES)
    accounts.disable(founder, here.login, accounts.account(founder, here.login).version)
    with pytest.raises(AccountDisabled):
        accounts.come_back(there)
