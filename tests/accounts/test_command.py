"""``yiwang user`` from the shell."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.support.cli import yiwang

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.cli import Ran


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a township whose administrator runs the commands."""
    path = tmp_path / "township.db"
    monkeypatch.setenv("YIWANG_DB", str(path))
    monkeypatch.setattr("console.commands.context.os_user", lambda: "root")
    monkeypatch.setattr("console.commands.init.os_user", lambda: "root")
    # A real terminal hides what is typed; here there is none.
    monkeypatch.setattr("click.termui.hidden_prompt_func", lambda _prompt: sys.stdin.readline().rstrip("\n"))
    made = yiwang("init", "--office", "大岭镇")
    assert made.code == 0, made.err
    return path


def done(answer: Ran) -> Ran:
    assert answer.code == 0, answer.err
    return answer


def stored(path: Path, column: str, login: str) -> object:
    statement = f"SELECT {column} FROM account WHERE login = ?"  # noqa: S608 -- names of the test itself
    with closing(sqlite3.connect(path)) as connection:
        (value,) = connection.execute(statement, (login,)).fetchone()
        return value


def test_an_account_is_opened_and_listed(database: Path) -> None:
    answer = done(
        yiwang("user", "add", "limin", "李敏", "--role", "acceptor", "--role", "leader",
               "--area", "990101103", typed="Daling-2026\nDaling-2026\n")
    )  # fmt: skip
    assert answer.err.endswith("已开设李敏的账号 limin。\n")
    assert answer.out == ""
    assert "Daling-2026" not in answer.err
    assert str(stored(database, "password_hash", "limin")).startswith("$argon2id$")
    assert stored(database, "must_change_password", "limin") == 1
    (row,) = yiwang("user", "list", "李", "--json").json()
    assert row == {
        "login": "limin",
        "name": "李敏",
        "roles": ["acceptor", "leader"],
        "area": "990101103",
        "os_user": None,
        "status": "active",
        "last_sign_in": None,
        "unit_id": None,
        "locked": False,
        "has_password": True,
    }
    shown = done(yiwang("user", "list")).out
    assert "受理员" in shown
    assert "990101103" in shown
    assert len(yiwang("user", "list", "--json").json()) == 2


def test_passwords_that_differ_are_asked_for_again(database: Path) -> None:
    typed = "Daling-2026\nDaling-2025\nDaling-2027\nDaling-2027\n"
    done(yiwang("user", "add", "limin", "李敏", typed=typed))
    assert stored(database, "password_hash", "limin") is not None


def test_a_weak_password_opens_nothing(database: Path) -> None:
    answer = yiwang("user", "add", "limin", "李敏", typed="12345678\n12345678\n")
    assert answer.code == 2
    assert "12345678" not in answer.err
    assert len(yiwang("user", "list", "--json").json()) == 1


def test_without_anybody_to_ask_a_password_comes_from_the_standard_input(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = yiwang("user", "add", "limin", "李敏")
    assert refused.code == 2
    done(yiwang("user", "add", "limin", "李敏", "--os-user", "limin"))
    assert stored(database, "password_hash", "limin") is None
    monkeypatch.setattr("tests.support.cli._Terminal.isatty", lambda _self: False)
    done(yiwang("user", "password", "limin", typed="Daling-2026\r\n"))
    assert stored(database, "must_change_password", "limin") == 1


def test_ones_own_password(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done(yiwang("user", "password", typed="Daling-2026\nDaling-2026\n"))
    wrong = yiwang("user", "password", typed="Wrong-2026\nDaling-2027\nDaling-2027\n")
    assert wrong.code == 2
    assert "密码不正确" in wrong.err
    done(yiwang("user", "password", "root", typed="Daling-2026\nDaling-2027\nDaling-2027\n"))
    assert stored(database, "must_change_password", "root") == 0


def test_roles_are_replaced(database: Path) -> None:
    done(yiwang("user", "add", "limin", "李敏", "--no-password"))
    answer = done(yiwang("user", "roles", "limin", "dispatcher", "acceptor"))
    assert answer.err.endswith("limin 现有角色：受理员、分拨员。\n")
    assert yiwang("user", "list", "limin", "--json").json()[0]["roles"] == ["acceptor", "dispatcher"]
    done(yiwang("user", "roles", "limin", "--none"))
    assert yiwang("user", "list", "limin", "--json").json()[0]["roles"] == []
    assert yiwang("user", "roles", "limin").code == 2
    assert yiwang("user", "roles", "limin", "acceptor", "--none").code == 2
    assert yiwang("user", "roles", "limin", "king").code == 2
    assert yiwang("user", "roles", "root", "leader").code == 5
    missing = yiwang("user", "roles", "nobody", "leader")
    assert missing.code == 1
    assert "nobody" in missing.err


def test_accounts_are_shut_opened_and_unlocked(database: Path) -> None:
    done(yiwang("user", "add", "limin", "李敏", "--no-password"))
    done(yiwang("user", "disable", "limin"))
    assert stored(database, "status", "limin") == "disabled"
    assert yiwang("user", "list", "limin", "--json").json()[0]["status"] == "disabled"
    done(yiwang("user", "enable", "limin"))
    assert stored(database, "status", "limin") == "active"
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE account SET locked_until = '2099-01-01 00:00:00' WHERE login = 'limin'")
    assert "锁定至" in yiwang("user", "list", "limin").out
    assert yiwang("user", "list", "limin", "--json").json()[0]["locked"] is True
    done(yiwang("user", "unlock", "limin"))
    assert yiwang("user", "list", "limin", "--json").json()[0]["locked"] is False


def test_an_operating_system_user_is_linked(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done(yiwang("user", "add", "limin", "李敏", "--no-password"))
    monkeypatch.setattr("console.commands.context.os_user", lambda: "lm")
    stranger = yiwang("user", "list")
    assert stranger.code == 5
    assert "yiwang user link" in stranger.err
    monkeypatch.setattr("console.commands.context.os_user", lambda: "root")
    done(yiwang("user", "link", "limin", "lm"))
    monkeypatch.setattr("console.commands.context.os_user", lambda: "lm")
    refused = yiwang("user", "list")
    assert refused.code == 5
    assert "李敏" in refused.err
    monkeypatch.setattr("console.commands.context.os_user", lambda: "root")
    assert yiwang("user", "link", "limin").code == 2
    done(yiwang("user", "link", "limin", "--none"))
    assert stored(database, "os_user", "limin") is None


def test_an_unknown_unit_is_named(database: Path) -> None:
    answer = yiwang("user", "add", "limin", "李敏", "--no-password", "--unit", "CGB")
    assert answer.code == 1
    assert "CGB" in answer.err


def test_what_commands_saved_is_sealed(database: Path) -> None:
    done(yiwang("user", "add", "limin", "李敏", "--no-password"))
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("SELECT count(*) FROM ledger_seal").fetchone() >= (1,)
    assert yiwang("check", "--json").code == 0


def test_without_a_terminal_it_is_said_how_to_do_without_a_password(database: Path) -> None:
    nobody = yiwang("user", "add", "limin", "李敏")
    assert nobody.code == 2
    assert "标准输入也没有给出" in nobody.err
    assert "--os-user 或 --no-password" in nobody.err
    shut = done(yiwang("user", "add", "limin", "李敏", "--no-password"))
    assert "这个账号还不能登录：用“yiwang user password limin”设密码" in shut.err
    linked = done(yiwang("user", "add", "hemei", "何梅", "--os-user", "hemei"))
    assert "还不能登录" not in linked.err
