from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from argon2 import PasswordHasher
from sqlalchemy import text

from models.accounts.service import AccountService
from models.accounts.views import Actor, NewAccount, Role

if TYPE_CHECKING:
    from models.kernel.clock import ManualClock
    from models.kernel.store import Store

PASSWORD = "Daling-2026"


@pytest.fixture
def hasher() -> PasswordHasher:
    """Give a hasher that costs nothing."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture
def accounts(store: Store, clock: ManualClock, hasher: PasswordHasher) -> AccountService:
    return AccountService(store, clock, hasher)


@pytest.fixture
def founder(accounts: AccountService) -> Actor:
    """Give the first administrator, who holds every power."""
    accounts.found_administrator("root")
    return accounts.actor_for_os_user("root", "test")


@pytest.fixture
def security(accounts: AccountService, founder: Actor) -> Actor:
    """Give a security administrator beside the first one."""
    accounts.open_account(
        founder, NewAccount("guard", "安全员", frozenset({Role.SECURITY_ADMIN}), os_user="guard")
    )
    return accounts.actor_for_os_user("guard", "test")


@pytest.fixture
def limin(accounts: AccountService, founder: Actor) -> str:
    """Give the login of an acceptor with a password."""
    accounts.open_account(
        founder, NewAccount("limin", "李敏", frozenset({Role.ACCEPTOR}), area="990101103", password=PASSWORD)
    )
    return "limin"


def set_demo(store: Store, *, demo: bool) -> None:
    with store.write() as session:
        session.connection().execute(
            text(
                "INSERT INTO office (id, name, zone, demo, drill, version)"
                " VALUES (1, '大岭镇', 'Asia/Shanghai', :demo, :no, 1)"
            ),
            {"demo": demo, "no": False},
        )
