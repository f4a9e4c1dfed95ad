"""Coming in and going out."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import text

from models.accounts.refusals import (
    AccountDisabled,
    AccountLocked,
    NotADemo,
    OsUserUnknown,
    PasswordMissing,
    PasswordNotTyped,
    PasswordUnfit,
    PasswordWrong,
    SignInRefused,
)
from models.accounts.rules import FOUNDER_ROLES, MOST_FAILURES
from models.accounts.service import AccountService
from models.accounts.views import NewAccount, Role
from models.kernel.errors import DomainError, NotFound
from models.ledger.service import LedgerService
from tests.accounts.conftest import PASSWORD, set_demo
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from models.accounts.views import Actor
    from models.kernel.clock import ManualClock
    from models.kernel.store import Store


def history(store: Store, clock: ManualClock, reader: Actor, login: str) -> list[tuple[str, str]]:
    page = LedgerService(store, clock).entries(reader, f"account:{login}")
    return [(entry.action, entry.actor_name) for entry in page.rows]


def fail(accounts: AccountService, login: str, times: int) -> DomainError:
    refusal: DomainError | None = None
    for _ in range(times):
        with pytest.raises(DomainError) as caught:
            accounts.sign_in(login, "Wrong-0000", "here")
        refusal = caught.value
    assert refusal is not None
    return refusal


def test_the_right_password_lets_in(
    accounts: AccountService, clock: ManualClock, founder: Actor, limin: str
) -> None:
    actor = accounts.sign_in(" ＬｉＭｉｎ ", "Ｄａｌｉｎｇ-2026", "pts/3")
    assert (actor.login, actor.name, actor.roles) == (limin, "李敏", frozenset({Role.ACCEPTOR}))
    assert (actor.area, actor.origin, actor.must_change_password) == ("990101103", "pts/3", False)
    view = accounts.account(founder, limin)
    assert view.last_sign_in == clock.now()
    assert view.version == 1


def test_a_wrong_password_and_an_unknown_login_are_refused_alike(
    accounts: AccountService, limin: str
) -> None:
    wrong, unknown = fail(accounts, limin, 1), fail(accounts, "nobody", 1)
    assert type(wrong) is type(unknown) is SignInRefused
    assert str(wrong) == str(unknown)


def test_an_account_without_a_password_is_refused_alike(accounts: AccountService, founder: Actor) -> None:
    assert type(fail(accounts, founder.login, 1)) is SignInRefused


def test_an_unknown_login_takes_as_long_as_a_wrong_password(sqlite_store: Store, clock: ManualClock) -> None:
    class Counting(PasswordHasher):
        """Counts the work instead of timing it."""

        work = 0

        def hash(self, password: Any, *, salt: bytes | None = None) -> str:
            self.work += 1
            return super().hash(password, salt=salt)

        def verify(self, hash: Any, password: Any) -> Any:  # noqa: A002
            self.work += 1
            return super().verify(hash, password)

    hasher = Counting(time_cost=1, memory_cost=8, parallelism=1)
    accounts = AccountService(sqlite_store, clock, hasher)
    accounts.found_administrator("root")
    founder = accounts.actor_for_os_user("root", "")
    accounts.open_account(founder, NewAccount("limin", "李敏", frozenset(), password=PASSWORD))
    work = []
    for login in ("limin", "nobody", founder.login):
        hasher.work = 0
        fail(accounts, login, 1)
        work.append(hasher.work)
    assert work == [1, 1, 1]


@BOTH_ENGINES
def test_five_wrong_passwords_lock_for_ten_minutes(
    accounts: AccountService, clock: ManualClock, limin: str
) -> None:
    assert type(fail(accounts, limin, 4)) is SignInRefused
    locked = fail(accounts, limin, 1)
    assert isinstance(locked, AccountLocked)
    assert str(locked) == "After 5 wrong passwords this account is locked for another 10 minutes."
    clock.advance(timedelta(minutes=7, seconds=30))
    with pytest.raises(AccountLocked) as still:
        accounts.sign_in(limin, PASSWORD, "here")
    assert str(still.value) == "After 5 wrong passwords this account is locked for another 3 minutes."
    clock.advance(timedelta(minutes=2, seconds=30))
    # The count starts again after the lock.
    assert type(fail(accounts, limin, 1)) is SignInRefused
    assert accounts.sign_in(limin, PASSWORD, "here").login == limin


def test_success_clears_the_count(accounts: AccountService, limin: str) -> None:
    fail(accounts, limin, 4)
    accounts.sign_in(limin, PASSWORD, "here")
    assert type(fail(accounts, limin, 4)) is SignInRefused


def test_guesses_side_by_side_learn_nothing_after_the_fifth(accounts: AccountService, limin: str) -> None:
    def guess(number: int) -> str:
        try:
            accounts.sign_in(limin, PASSWORD if number == 11 else "Wrong-0000", "here")
        except DomainError as refusal:
            return refusal.code
        return "in"

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(guess, range(11)))
    assert answers.count("sign_in_refused") == 4
    assert answers.count("account_locked") == 7
    assert guess(11) == "account_locked"


def test_a_disabled_account_is_named_only_to_who_knows_the_password(
    accounts: AccountService, founder: Actor, limin: str
) -> None:
    accounts.disable(founder, limin, 1)
    assert type(fail(accounts, limin, 1)) is SignInRefused
    with pytest.raises(AccountDisabled):
        accounts.sign_in(limin, PASSWORD, "here")


def test_everything_is_in_the_ledger(
    accounts: AccountService, store: Store, clock: ManualClock, founder: Actor, limin: str
) -> None:
    accounts.sign_out(accounts.sign_in(limin, PASSWORD, "pts/3"))
    fail(accounts, limin, 6)
    fail(accounts, "Sup3r-Secret", 1)
    assert history(store, clock, founder, limin) == [
        ("account.open", founder.name),
        ("sign_in", "李敏"),
        ("sign_out", "李敏"),
        *[("sign_in.refused", "yiwang")] * 5,
        ("locked", "yiwang"),
        ("sign_in.while_locked", "yiwang"),
    ]
    unknown = LedgerService(store, clock).entries(founder, "account:?").rows
    # A password typed where the login belongs is not kept.
    assert [entry.after for entry in unknown] == [{"begins": "su", "length": 12}]
    assert LedgerService(store, clock).check() == []


def test_no_hash_and_no_password_reaches_the_ledger(
    accounts: AccountService, store: Store, founder: Actor, limin: str
) -> None:
    accounts.reset_password(founder, limin, "Another-2026", 1)
    accounts.change_password(accounts.sign_in(limin, "Another-2026", ""), "Another-2026", "Third-2026")
    with store.read() as session:
        rows = session.connection().execute(text('SELECT "before", "after" FROM ledger_entry')).all()
    everything = repr(rows)
    for secret in (PASSWORD, "Another-2026", "Third-2026", "argon2"):
        assert secret not in everything


@BOTH_ENGINES
def test_coming_and_going_seals_the_ledger(accounts: AccountService, store: Store, limin: str) -> None:
    actor = accounts.sign_in(limin, PASSWORD, "here")
    accounts.sign_out(actor)
    with store.read() as session:
        rest = session.connection().scalar(text("SELECT count(*) FROM ledger_head WHERE seq > sealed_seq"))
        seals = session.connection().scalar(text("SELECT count(*) FROM ledger_seal"))
    assert (rest, seals) == (0, 2)


def test_a_weaker_hash_is_renewed_at_sign_in(
    accounts: AccountService, store: Store, clock: ManualClock, limin: str
) -> None:
    stronger = AccountService(store, clock, PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    with store.read() as session:
        before = session.connection().scalar(text("SELECT password_hash FROM account WHERE login = 'limin'"))
    stronger.sign_in(limin, PASSWORD, "here")
    with store.read() as session:
        after = session.connection().scalar(text("SELECT password_hash FROM account WHERE login = 'limin'"))
    assert "m=8,t=1" in str(before)
    assert "m=16,t=2" in str(after)
    assert accounts.sign_in(limin, PASSWORD, "here").login == limin


def test_the_usual_hasher_is_strong_and_quick_enough(sqlite_store: Store, clock: ManualClock) -> None:
    accounts = AccountService(sqlite_store, clock)
    accounts.found_administrator("root")
    founder = accounts.actor_for_os_user("root", "")
    started = time.perf_counter()
    accounts.change_password(founder, None, PASSWORD)
    assert time.perf_counter() - started < 2
    with sqlite_store.read() as session:
        kept = session.connection().scalar(text("SELECT password_hash FROM account"))
    assert str(kept).startswith("$argon2id$v=19$m=12288,t=4,p=1$")


def test_an_operating_system_user_comes_in_without_a_password(
    accounts: AccountService, store: Store, clock: ManualClock, founder: Actor
) -> None:
    actor = accounts.sign_in_os_user("root", "ssh 192.0.2.7")
    assert actor.roles == FOUNDER_ROLES
    assert history(store, clock, founder, founder.login)[-1] == ("sign_in", founder.name)


def test_an_unknown_operating_system_user_learns_who_can_help(
    accounts: AccountService, security: Actor
) -> None:
    with pytest.raises(OsUserUnknown) as caught:
        accounts.sign_in_os_user("mallory\x1b[2J", "ssh")
    assert str(caught.value) == "The operating-system user mallory is not linked with an account."
    assert caught.value.params["people"] == ["root", security.name]


def test_a_disabled_account_stays_shut_for_its_operating_system_user(
    accounts: AccountService, founder: Actor, security: Actor
) -> None:
    accounts.disable(founder, security.login, 1)
    with pytest.raises(AccountDisabled):
        accounts.sign_in_os_user("guard", "ssh")
    with pytest.raises(OsUserUnknown) as caught:
        accounts.actor_for_os_user("mallory", "ssh")
    assert caught.value.params["people"] == ["root"]


def test_nobody_without_a_password_is_asked_for_the_old_one(
    accounts: AccountService, store: Store, founder: Actor
) -> None:
    set_demo(store, demo=True)
    entries = NewAccount("hexiao", "何晓", frozenset({Role.ACCEPTOR}), must_change_password=True)
    accounts.open_account(founder, entries)
    assert not accounts.demo_sign_in("hexiao", "demo").must_change_password


def test_a_password_not_typed_is_told_and_never_counted(
    accounts: AccountService, store: Store, limin: str
) -> None:
    actor = accounts.sign_in(limin, PASSWORD, "here")
    for _time in range(MOST_FAILURES + 1):
        with pytest.raises(PasswordNotTyped):
            accounts.sign_in(limin, " ", "here")
        with pytest.raises(PasswordNotTyped):
            accounts.sign_in("nobody", "", "here")
        with pytest.raises(PasswordNotTyped):
            accounts.confirm_password(actor, "")
        with pytest.raises(PasswordNotTyped):
            accounts.change_password(actor, "", "Another-2026-One")
    assert accounts.sign_in(limin, PASSWORD, "here") == actor


def test_a_demo_lets_anybody_in(accounts: AccountService, store: Store, founder: Actor, limin: str) -> None:
    set_demo(store, demo=True)
    assert accounts.demo_sign_in("LiMin", "demo").roles == {Role.ACCEPTOR}
    offered = [(person.login, person.role) for person in accounts.demo_people()]
    assert offered == [(limin, Role.ACCEPTOR), (founder.login, Role.SYSTEM_ADMIN)]
    with pytest.raises(NotFound):
        accounts.demo_sign_in("nobody", "demo")
    accounts.disable(founder, limin, 1)
    with pytest.raises(AccountDisabled):
        accounts.demo_sign_in(limin, "demo")
    assert [person.login for person in accounts.demo_people()] == [founder.login]


@pytest.mark.parametrize("office", [True, False])
def test_a_real_office_lets_nobody_in_without_a_password(
    accounts: AccountService, store: Store, limin: str, office: bool
) -> None:
    if office:
        set_demo(store, demo=False)
    with pytest.raises(NotADemo):
        accounts.demo_sign_in(limin, "demo")
    with pytest.raises(NotADemo):
        accounts.demo_people()


@BOTH_ENGINES
def test_a_locked_console_opens_by_the_password(accounts: AccountService, founder: Actor, limin: str) -> None:
    actor = accounts.sign_in(limin, PASSWORD, "here")
    accounts.confirm_password(actor, PASSWORD)
    for _ in range(4):
        with pytest.raises(PasswordWrong):
            accounts.confirm_password(actor, "Wrong-0000")
    with pytest.raises(AccountLocked):
        accounts.confirm_password(actor, "Wrong-0000")
    with pytest.raises(AccountLocked):
        accounts.confirm_password(actor, PASSWORD)
    with pytest.raises(PasswordMissing):
        accounts.confirm_password(founder, PASSWORD)


def test_changing_ones_own_password(accounts: AccountService, founder: Actor, limin: str) -> None:
    accounts.reset_password(founder, limin, "Handed-Out-1", 1)
    actor = accounts.sign_in(limin, "Handed-Out-1", "here")
    assert actor.must_change_password
    with pytest.raises(PasswordWrong):
        accounts.change_password(actor, "Wrong-0000", "My-Own-2026")
    with pytest.raises(PasswordUnfit):
        accounts.change_password(actor, "Handed-Out-1", "Handed-Out-1")
    with pytest.raises(PasswordUnfit) as unfit:
        accounts.change_password(actor, "Handed-Out-1", "short")
    assert "short" not in str(unfit.value)
    accounts.change_password(actor, "Handed-Out-1", "My-Own-2026")
    again = accounts.sign_in(limin, "My-Own-2026", "here")
    assert not again.must_change_password


@BOTH_ENGINES
def test_a_first_password_needs_no_old_one(accounts: AccountService, founder: Actor) -> None:
    accounts.change_password(founder, None, PASSWORD)
    assert accounts.sign_in(founder.login, PASSWORD, "here").account_id == founder.account_id
    with pytest.raises(PasswordNotTyped):
        accounts.change_password(founder, None, "Other-2026")
