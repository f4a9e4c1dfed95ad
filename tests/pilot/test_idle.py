"""The lock of an abandoned console: by both clocks, by the seat in the database, before any key acts."""

from __future__ import annotations

import asyncio
import signal
import time
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from console import idle
from console.screens.lock import LockScreen
from console.screens.queues import QueuesScreen
from models.accounts.views import Role
from models.cases.rules import Action, QueueKey
from models.cases.views import ActionEntries
from tests.pilot.conftest import PASSWORD
from tests.pilot.screens import settle, text_of, until, write
from tests.terminal.ptyhost import PtyHost

if TYPE_CHECKING:
    from datetime import datetime

    from console.app import YiwangApp
    from tests.pilot.conftest import Office


def hidden(app: YiwangApp) -> bool:
    return any(isinstance(screen, LockScreen) for screen in app.screen_stack)


def locked(app: YiwangApp) -> bool:
    return isinstance(app.screen, LockScreen)


def last_keys(office: Office) -> list[datetime]:
    with office.desk.store.read() as session:
        rows = session.connection().execute(text("SELECT active_at FROM seat ORDER BY taken_at"))
        return [row.active_at for row in rows]


def pool(office: Office) -> int:
    return office.services.cases.counters(office.actor(Role.ACCEPTOR))[QueueKey.TO_ACCEPT]


def test_a_console_without_keys_locks_itself(office: Office) -> None:
    async def journey() -> None:
        app = office.console("acceptor", lock_minutes=0.005)
        async with app.run_test(size=(80, 24)) as pilot:
            await until(pilot, lambda: locked(app))
            await settle(pilot, 0.5)
            assert sum(isinstance(screen, LockScreen) for screen in app.screen_stack) == 1

    asyncio.run(journey())


def test_keys_are_noted_rarely_the_first_after_a_long_sleep_locks_and_confirming_opens(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def journey() -> None:
        app = office.console("acceptor")
        async with app.run_test(size=(80, 24)) as pilot:
            await until(pilot, lambda: "待受理 3" in text_of(app))
            signed_in = last_keys(office)
            office.clock.advance(timedelta(minutes=1))
            await pilot.press("down", "up", "down")
            await settle(pilot)
            assert last_keys(office) == signed_in
            with monkeypatch.context() as often:
                often.setattr(idle, "KEEP_SECONDS", 0.0)
                await pilot.press("up")
                await until(pilot, lambda: last_keys(office) != signed_in)

            office.clock.advance(timedelta(minutes=9))
            await pilot.press("down")
            await settle(pilot)
            # The machine slept: the clock on the wall went on, the program's own did not.
            office.clock.advance(timedelta(minutes=11))
            await pilot.press("f3", "x", "enter")
            await until(pilot, lambda: locked(app))
            assert pool(office) == 3
            assert "密码不对" not in text_of(app)

            # Who was let in without a password opens it by confirming, once the keys of that breath are over.
            await settle(pilot, 0.35)
            await until(pilot, lambda: "请按 Enter 继续" in text_of(app))
            assert "已锁定。李受理（acceptor）" in text_of(app)
            assert "小区三栋" not in text_of(app)
            await pilot.press("x", "enter")
            await until(pilot, lambda: not locked(app))
            assert "小区三栋" in text_of(app)
            assert app.actor is not None
            # Somebody else takes over at the lock.
            app.action_lock()
            await until(pilot, lambda: "请按 Enter 继续" in text_of(app))
            await pilot.press("f8")
            await until(pilot, lambda: "演示乡镇" in text_of(app))
            assert app.actor is None

    asyncio.run(journey())


def test_an_account_shut_elsewhere_locks_its_open_console(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(idle, "KEEP_SECONDS", 0.0)

    async def journey() -> None:
        app = office.console("acceptor2", lock_minutes=0)
        async with app.run_test(size=(80, 24)) as pilot:
            await until(pilot, lambda: isinstance(app.screen, QueuesScreen))
            await settle(pilot)
            security = office.actor(Role.SECURITY_ADMIN)
            view = office.services.accounts.account(security, "acceptor2")
            office.services.accounts.disable(security, "acceptor2", view.version)
            await until(pilot, lambda: hidden(app))
            assert "账号 acceptor2 已停用" in text_of(app)
            await pilot.press("enter")
            await until(pilot, lambda: locked(app))

    asyncio.run(journey())


def test_roles_changed_elsewhere_change_keys_and_queues_at_once_and_a_shut_account_hides_all(
    office: Office,
) -> None:
    accounts, security = office.services.accounts, office.actor(Role.SECURITY_ADMIN)

    def give(*roles: Role) -> None:
        version = accounts.account(security, "handler").version
        accounts.set_roles(security, "handler", roles, version)

    async def journey() -> None:
        app = office.console("handler", lock_minutes=0)
        async with app.run_test(size=(80, 24)) as pilot:
            await until(pilot, lambda: "处置中 1" in text_of(app))
            assert "1受理" not in text_of(app)
            await pilot.press("enter")
            await until(pilot, lambda: "F5反馈" in text_of(app))
            give(Role.HANDLER, Role.DISPATCHER)
            await until(pilot, lambda: "管理员调整了您的权限" in text_of(app))
            assert "F5反馈" in text_of(app)
            # What was a step of theirs is none any more: the key goes, on the case and below it.
            give(Role.DISPATCHER)
            await until(pilot, lambda: "F5反馈" not in text_of(app))
            assert "周处置 分拨员" in text_of(app)
            await pilot.press("escape")
            await until(pilot, lambda: "1受理3" in text_of(app))
            give(Role.AUDIT_ADMIN)
            await until(pilot, lambda: "您的角色不办理事件" in text_of(app))
            lead, cases = office.actor(Role.UNIT_LEAD), office.services.cases
            held = cases.queue(lead, QueueKey.WITH_UNITS).rows[0]
            done = ActionEntries(note="已劝离")
            cases.perform(lead, held.id, Action.FEEDBACK, done, expected_version=held.version)
            accounts.disable(security, "handler", accounts.account(security, "handler").version)
            await until(pilot, lambda: hidden(app))
            assert "账号 handler 已停用" in text_of(app)
            assert "桥" not in text_of(app)

    asyncio.run(journey())


def test_the_os_user_opens_the_lock_until_there_is_a_password(office: Office) -> None:
    office.make_demo(demo=False)
    office.open_account("he", "何受理", Role.ACCEPTOR, os_user="heshouli", area="990101103", password=None)

    async def journey() -> None:
        app = office.console(os_user="heshouli")
        async with app.run_test(size=(80, 24)) as pilot:
            await until(pilot, lambda: isinstance(app.screen, QueuesScreen))
            app.action_lock()
            await until(pilot, lambda: "请按 Enter 继续" in text_of(app))
            await pilot.press("enter")
            await until(pilot, lambda: not locked(app))
            app.action_lock()
            await until(pilot, lambda: "请按 Enter 继续" in text_of(app))
            # Given one at another console meanwhile: from now on it is asked for.
            assert app.actor is not None
            office.services.accounts.change_password(app.actor, None, PASSWORD)
            await pilot.press("enter")
            await until(pilot, lambda: "设有密码" in text_of(app))
            write(app, PASSWORD)
            await pilot.press("enter")
            await until(pilot, lambda: not locked(app))

    asyncio.run(journey())


@pytest.mark.pty
def test_a_program_that_was_stopped_wakes_up_locked(office: Office, sqlite_url: str) -> None:
    with PtyHost(["-m", "tests.pilot.console_on", sqlite_url, "acceptor", "0.08"]) as host:
        host.wait_for("桥下堆放建筑垃圾", 20)
        host.signal(signal.SIGSTOP)
        time.sleep(5)
        # Typed by a passer-by while it stood still: take the case on, leave the lock by Enter.
        host.send("\x1b[13~x\r")
        host.signal(signal.SIGCONT)
        host.wait_for("已锁定", 10)
        assert pool(office) == 3
