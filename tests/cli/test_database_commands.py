"""init, upgrade and check from the shell."""

from __future__ import annotations

import re
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from console.commands.check import ROOMS
from migrations.head import HEAD
from tests.support.cli import yiwang

if TYPE_CHECKING:
    from console.app import YiwangApp
    from tests.support.databases import PostgresServer


ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Give a township database made by ``yiwang init``."""
    path = tmp_path / "township.db"
    made = yiwang("init", "--db", str(path), "--office", "大岭镇")
    assert made.code == 0, made.err
    assert made.out == ""
    return path


def query(path: Path, statement: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(statement).fetchall()


def test_init_makes_a_database_that_agrees(database: Path) -> None:
    assert query(database, "SELECT version_num FROM alembic_version") == [(HEAD,)]
    assert query(database, "SELECT name FROM office") == [("大岭镇",)]
    checked = yiwang("check", "--db", str(database))
    assert checked.code == 0, checked.err
    assert checked.out == ""
    assert yiwang("check", "--db", str(database), "--json").json() == []


def test_init_again_keeps_everything(database: Path) -> None:
    before = query(database, "SELECT count(*) FROM account")
    again = yiwang("init", "--db", str(database), "--office", "别的镇")
    assert again.code == 0, again.err
    assert query(database, "SELECT name FROM office") == [("大岭镇",)]
    assert query(database, "SELECT count(*) FROM account") == before


def test_init_by_somebody_else_makes_no_second_administrator(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = query(database, "SELECT id, os_user FROM account")
    monkeypatch.setattr("console.commands.init.os_user", lambda: "mallory")
    yiwang("init", "--db", str(database))
    assert query(database, "SELECT id, os_user FROM account") == before


def test_without_an_address_the_file_is_in_the_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("YIWANG_DB")
    assert yiwang("init").code == 0
    path = tmp_path / "home" / "yiwang" / "yiwang.db"
    assert path.exists()
    assert path.parent.stat().st_mode & 0o077 == 0


def test_init_leaves_the_database_of_another_program_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE invoices (id INTEGER)")
    answer = yiwang("init", "--db", str(path))
    assert answer.code == 1
    assert "invoices" in answer.err


@pytest.mark.postgres
def test_init_on_postgresql(postgres: PostgresServer) -> None:
    with postgres.empty() as url:
        assert yiwang("init", "--db", url).code == 0
        assert yiwang("check", "--db", url).code == 0


def test_upgrade_of_a_current_database_changes_nothing(database: Path) -> None:
    assert yiwang("upgrade", "--db", str(database)).code == 0
    assert yiwang("upgrade", "--db", str(database), "--json").json() == {
        "before": HEAD,
        "after": HEAD,
        "backup": None,
    }
    assert list(database.parent.glob("*.bak")) == []


def test_upgrade_makes_no_database(tmp_path: Path) -> None:
    answer = yiwang("upgrade", "--db", str(tmp_path / "none.db"))
    assert answer.code == 1
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize("command", ["upgrade", "check", "init"])
def test_a_newer_database_is_refused(database: Path, command: str) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    answer = yiwang(command, "--db", str(database), *(["--yes"] if command == "init" else []))
    assert answer.code == 1
    assert "9999" in answer.err


def test_a_file_that_is_no_database_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "letter.db"
    path.write_text("尊敬的领导：" * 100, encoding="utf-8")
    for command in ("init", "upgrade", "check"):
        answer = yiwang(command, "--db", str(path))
        assert answer.code == 1
        assert f"无法打开数据库 sqlite:///{path}：这个文件不是数据库。" in answer.err
        assert "服务" not in answer.err, "a file has no server"
    assert path.read_text(encoding="utf-8").startswith("尊敬的领导")


def test_what_differs_is_named_and_ends_with_one(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("UPDATE office SET division_code = '999999999999'")
        connection.commit()
    answer = yiwang("check", "--db", str(database))
    assert answer.code == 1
    assert "（单位信息）：它的行政区划不存在（office.division_code" in answer.out
    assert "数据库" in answer.out
    assert "kernel " not in answer.out
    found = yiwang("check", "--db", str(database), "--json").json()
    assert {"room", "subject", "sentence"} <= found[0].keys()


def test_a_part_that_cannot_be_read_is_named_and_the_others_are_checked(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("UPDATE office SET division_code = '999999999999'")
        # A step of a request that is not there: no writer of this program leaves that behind.
        connection.execute(
            "INSERT INTO admission_step (request_id, seq, at, action, to_state, actor_name, text)"
            " VALUES (7, 1, '2026-03-02 00:00:00.000000', 'open', 'draft', '李敏', '')"
        )
        connection.commit()
    answer = yiwang("check", "--db", str(database))
    assert answer.code == 1, answer.err
    rows = answer.out.splitlines()
    assert [row for row in rows if row.startswith("职责准入") and "这部分没有核对" in row], answer.out
    assert [row for row in rows if "office" in row], answer.out


def test_the_check_calls_every_room_by_a_name() -> None:
    """The rooms stand in the code as ``Finding("cases", …)`` or ``_ROOM = "cases"``."""
    rooms = set()
    for path in (ROOT / "models").rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        if "import Finding" in source:
            rooms.update(re.findall(r'^_?ROOM = (?:N_\()?"(\w+)"', source, re.MULTILINE))
            rooms.update(re.findall(r'[^\w]Finding\("(\w+)"', source))
    # Drills have databases of their own, which are checked by who steers them.
    assert {"cases", "routing"} <= rooms
    assert rooms - {"drills"} <= ROOMS.keys()


def test_an_address_nobody_can_open_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    unknown = yiwang("check", "--db", "foo://somewhere")
    assert (unknown.code, unknown.err.splitlines()[0]) == (
        1,
        "无法打开数据库 foo://somewhere：只能使用 SQLite 或 PostgreSQL。",
    )
    monkeypatch.setitem(sys.modules, "psycopg", None)
    bare = yiwang("check", "--db", "postgresql://somewhere/yiwang")
    assert bare.code == 1
    assert bare.err.splitlines()[1] == '请安装：pip install "yiwang[postgresql]"'


def test_files_that_are_not_there_are_told_in_words(database: Path, tmp_path: Path) -> None:
    gone = yiwang("import", "grids", str(tmp_path / "none.csv"), "--db", str(database))
    assert "没有这个文件或文件夹" in gone.err
    folder = yiwang("import", "grids", str(tmp_path), "--db", str(database))
    assert "这是文件夹，不是文件" in folder.err
    out = yiwang("export", "grids", "-o", str(tmp_path / "none" / "a.csv"), "--db", str(database))
    assert "没有这个文件或文件夹" in out.err
    shown = yiwang("case", "show", "--db", str(database))
    assert "缺少参数 '编号'" in shown.err


def test_the_console_opens_no_screen_for_a_database_that_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("console.commands.tui.refusal", lambda: None)
    where = tmp_path / "none.db"
    answer = yiwang("tui", "--db", str(where))
    assert answer.code == 1
    assert answer.err.startswith(f"{where} 处没有乡镇数据库。")


def test_why_the_console_could_not_open_stays_on_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "letter.db"
    path.write_text("尊敬的领导：" * 100, encoding="utf-8")

    def run_and_exit(app: YiwangApp) -> int:
        app._late.open()
        return 1

    monkeypatch.setattr("console.commands.tui.refusal", lambda: None)
    monkeypatch.setattr("console.commands.tui._terminal_name", lambda: "pts/1")
    monkeypatch.setattr("console.commands.tui.prepare_environment", lambda **_options: None)
    monkeypatch.setattr("console.terminal.base.run_and_exit", run_and_exit)
    answer = yiwang("tui", "--ask", "--db", str(path))
    assert answer.code == 1
    assert "这个文件不是数据库。" in answer.err
